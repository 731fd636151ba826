import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  // In this repository `dcr-client` is what lies beside the example. An app that has installed it needs no setting at all.
  resolve: { tsconfigPaths: true },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
});
