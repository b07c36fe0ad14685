import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { announcedFiles } from './announced-files.js';
import { namedByFirstPages } from './first-pages.js';
import { FIRST_SCRIPT, firstScript } from './first-script.js';
import { noCircles } from './no-circles.js';

const API = 'http://127.0.0.1:3000';

const REACT = /node_modules\/(react|react-dom|scheduler|use-sync-external-store|tslib)\//;

/** What everything is drawn with. */
const BASE = /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll[\w-]*|use-sidecar|use-callback-ref)\//;

export default defineConfig(({ mode }) => ({
  plugins: [react(), announcedFiles(), firstScript(), noCircles()],
  // Libraries are read from their TypeScript sources: the web needs no build of theirs first.
  resolve: {
    conditions: ['@bursar/source', 'module', 'browser', mode === 'production' ? 'production' : 'development'],
  },
  build: {
    target: 'es2023',
    // bundle-budget.mjs reads the manifest.
    manifest: true,
    sourcemap: false,
    // Fourteen small files of styles took a page longer than their bytes.
    cssCodeSplit: false,
    // A polyfill for browsers that cannot run this code anyway.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', FIRST_SCRIPT],
      output: {
        chunkFileNames: ({ name }) => `assets/${name.startsWith('shared') ? 'shared' : '[name]'}-[hash].js`,
        codeSplitting: {
          // What pages share comes in a few files: forty small ones cost a page more time than their bytes. Styles
          // stay with what imports them, so that their order is that of the imports.
          groups: [
            {
              // Every page needs it.
              name: 'shared-react',
              test: REACT,
              minShareCount: 2,
              priority: 20,
            },
            {
              // By who really needs it, which its lists of everything do not tell. Unmerged: merged they run in circles.
              name: 'shared-base',
              test: (id) => BASE.test(id) && !id.endsWith('.css'),
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 0,
              priority: 10,
            },
            {
              name: namedByFirstPages(BASE),
              debugName: 'shared by the first pages',
              minShareCount: 2,
              // What a module imports has its own place: with it, the first page would bring everybody's.
              includeDependenciesRecursively: false,
              priority: 5,
            },
            {
              name: 'shared',
              test: (id) => !id.endsWith('.css'),
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 1_000,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The API answers only for its own host name; changeOrigin makes the proxied request carry it.
    proxy: { '/api': { target: API, changeOrigin: true, headers: { origin: API } } },
  },
}));
