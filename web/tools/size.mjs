// The first load (the frame, Today, and what features bring to Today) stays under 200 kB of gzip JavaScript. Reads Vite's manifest,
// and removes it from what is served.
import { readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 200_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk and all that it cannot run without. */
function needed(key, into = new Set()) {
  if (into.has(key)) return into;
  into.add(key);
  for (const next of manifest[key]?.imports ?? []) needed(next, into);
  return into;
}

/* What has to be there before Today is read; dialogs, menus and calendars come once it stands. */
const FIRST = /^(index\.html|src\/features\/today\/page\.tsx|src\/features\/\w+\/(today|works|measures)\.tsx?)$/;
const first = Object.keys(manifest).filter((key) => FIRST.test(key));
if (!first.some((key) => key.endsWith('today/page.tsx'))) throw new Error('Today is not in the manifest of the build');
const files = new Set(first.flatMap((key) => [...needed(key)]).map((chunk) => manifest[chunk].file));
const size = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
rmSync(new URL('.vite/', dist), { recursive: true });

const told = `first load: ${(size / 1000).toFixed(1)} kB of gzip JavaScript in ${files.size} files (limit ${LIMIT / 1000} kB)`;
if (size >= LIMIT) {
  console.error(`too large: ${told}`);
  process.exit(1);
}
console.log(told);
