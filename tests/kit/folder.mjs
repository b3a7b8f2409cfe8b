// Where tests keep what goes with them: in memory where there is room. On a disk, creating the eight hundred files of a
// PostgreSQL database costs up to half a second of processor time, and each COMMIT on SQLite waits for the disk. Benchmarks
// and trials say what people get, so theirs are on the disk.
import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const OF_TESTS = /test\.mjs$/.test(process.argv[1] ?? ''); // tools/test.mjs, or a file of tests
const ROOM = 4 * 1024 ** 3; // bytes; a container's is often 64 MB

function has_room(path) {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}

let base;

/** A new folder, "banso-pg-" and six letters. TMPDIR says where, as everywhere. */
export function new_folder(prefix) {
  base ??= OF_TESTS && !process.env.TMPDIR && has_room(MEMORY) ? MEMORY : tmpdir();
  return mkdtempSync(join(base, prefix));
}
