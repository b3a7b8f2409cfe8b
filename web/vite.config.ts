import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/* In development the API is that of a program that runs beside it: BANSO_SERVER=http://127.0.0.1:8080 npm run dev */
declare const process: { env: Record<string, string | undefined> };
const server = process.env.BANSO_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  /* The program writes a fresh nonce in the place of this word into every answer (strict CSP). */
  html: { cspNonce: '__NONCE__' },
  /* Nothing inlined: the CSP allows no data: scripts, and the program serves files compressed and cached for good. */
  build: { target: 'es2022', assetsInlineLimit: 0, sourcemap: false, manifest: true, cssCodeSplit: true },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
});
