// Where tests keep what goes with them: in memory where there is room. On a disk, creating the eight hundred files of a
// PostgreSQL database costs up to half a second of processor time, and each COMMIT on SQLite waits for the disk. Benchmarks
// and trials say what people get, so theirs are on the disk.
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const OF_TESTS = /test\.mjs$/.test(process.argv[1] ?? ''); // tools/test.mjs, or a file of tests
const ROOM = 4 * 1024 ** 3; // bytes; a container's is often 64 MB

/** Not where nothing may be executed, as in Docker: tests put programs of their own into their folders. */
function has_room(path) {
  try {
    const mount = readFileSync('/proc/self/mounts', 'utf8').split('\n').findLast(line => line.split(' ')[1] === path);
    if (/\bnoexec\b/.test(mount?.split(' ')[3])) return false;
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}

let base;
const made = new Set();

/**
 * What is in memory stays there until somebody removes it: a run that is interrupted does. Those who start processes have
 * said before the first folder that these end at the exit; the last of them may be writing still.
 */
function clean_up() {
  process.once('exit', () => made.forEach(path => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}

/** A new folder, "banso-pg-" and six letters, removed at the end of this process. TMPDIR says where, as everywhere. */
export function new_folder(prefix) {
  base ??= OF_TESTS && !process.env.TMPDIR && has_room(MEMORY) ? MEMORY : tmpdir();
  if (!made.size) clean_up();
  const path = mkdtempSync(join(base, prefix));
  made.add(path);
  return path;
}
