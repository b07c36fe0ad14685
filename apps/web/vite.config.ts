import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { announcedFiles } from './announced-files.js';
import { namedByFirstPages } from './first-pages.js';

const API = 'http://127.0.0.1:3000';

/** What everything is drawn with. */
const BASE =
  /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll[\w-]*|use-sidecar|use-callback-ref|tslib)\//;

export default defineConfig(({ mode }) => ({
  plugins: [react(), announcedFiles()],
  // Libraries are read from their TypeScript sources: the web needs no build of theirs first.
  resolve: {
    conditions: ['@bursar/source', 'module', 'browser', mode === 'production' ? 'production' : 'development'],
  },
  build: {
    target: 'es2023',
    // bundle-budget.mjs reads the manifest.
    manifest: true,
    sourcemap: false,
    // A polyfill for browsers that cannot run this code anyway.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.startsWith('shared') ? 'shared' : '[name]'}-[hash].js`,
        codeSplitting: {
          // What pages share comes in a few files: forty small ones cost a page more time than their bytes. Styles
          // stay with what imports them, so that their order is that of the imports.
          groups: [
            {
              // By who really needs it: which parts of it those are, its lists of everything do not tell.
              name: 'shared-base',
              test: (id) => BASE.test(id) && !id.endsWith('.css'),
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 20_000,
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
              entriesAwareMergeThreshold: 5_000,
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
