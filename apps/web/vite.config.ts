import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:3000';

export default defineConfig(({ mode }) => ({
  plugins: [react()],
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
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The API answers only for its own host name; changeOrigin makes the proxied request carry it.
    proxy: { '/api': { target: API, changeOrigin: true, headers: { origin: API } } },
  },
}));
