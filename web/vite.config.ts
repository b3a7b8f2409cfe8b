import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import packages from './package.json' with { type: 'json' };

const INTER = packages.dependencies['@fontsource-variable/inter'];

/* In development the API is that of a program that runs beside it: BANSO_SERVER=http://127.0.0.1:8080 npm run dev */
declare const process: { env: Record<string, string | undefined> };
const server = process.env.BANSO_SERVER ?? 'http://127.0.0.1:8080';

/*
 * What the first page needs comes in few files: many small ones compress badly and each costs a request. The frameworks change
 * rarely, so browsers keep them over an upgrade; the rest is the kit, and what features bring to Today.
 */
const FRAMEWORKS = ['react', 'react-dom', 'scheduler', 'use-sync-external-store'].concat(
  ['query-core', 'react-query', 'router-core', 'react-router', 'history', 'store', 'react-store'].map((name) => `@tanstack/${name}`),
);
const KIT = [
  'words',
  'state',
  'toast',
  'problem',
  'problem-words',
  'feature',
  'slot',
  'button',
  'dialog',
  'layout',
  'past',
  'staff',
  'band',
].concat(['measure', 'evidence', 'composer', 'field', 'chart', 'provider', 'rest']);
const FIRST = {
  vendor: new RegExp(`node_modules/(${FRAMEWORKS.join('|')})/`),
  base: new RegExp(
    `src/(lib/(?!countries|condition)|api/|ui/(${KIT.join('|')})\\.tsx?$|features/\\w+/(today|works|measures)[\\w-]*\\.tsx?$)`,
  ),
};

export default defineConfig({
  plugins: [react()],
  /* The program writes a fresh nonce in the place of this word into every answer (strict CSP). */
  html: { cspNonce: '__NONCE__' },
  /* Nothing inlined: the CSP allows no data: scripts, and the program serves files compressed and cached for good. */
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
    cssCodeSplit: true,
    rollupOptions: {
      output: {
        /* The server's own pages name the font too (src/http/page.css), so its name holds its version and no hash. */
        assetFileNames: ({ names }) =>
          names[0]?.startsWith('inter-latin') ? `assets/inter-${INTER}.woff2` : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            { name: 'vendor', test: FIRST.vendor, priority: 2 },
            { name: 'base', test: FIRST.base, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
});
