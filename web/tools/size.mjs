// The first load (the frame and Today) stays under 250 kB of gzip JavaScript. Reads Vite's manifest, and removes it from what is served.
import { readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 250_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk and all that it cannot run without. */
function needed(key, into = new Set()) {
  if (into.has(key)) return into;
  into.add(key);
  for (const next of manifest[key]?.imports ?? []) needed(next, into);
  return into;
}

const files = new Set();
for (const key of ['index.html', 'src/features/today/page.tsx']) for (const chunk of needed(key)) files.add(manifest[chunk].file);
const size = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
rmSync(new URL('.vite/', dist), { recursive: true });

const told = `first load: ${(size / 1000).toFixed(1)} kB of gzip JavaScript in ${files.size} files (limit ${LIMIT / 1000} kB)`;
if (size >= LIMIT) {
  console.error(`too large: ${told}`);
  process.exit(1);
}
console.log(told);
