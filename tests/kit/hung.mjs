// How long a test waits, and what it leaves behind. No test says how long something took: that depends on the machine and
// on what else runs there, and stands in bench/. Each wait has one bound, HUNG_MS, which means "hung" and nothing else.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { after, test as node_test } from 'node:test';

export const HUNG_MS = 180_000; // a single wait
export const TEST_MS = 5 * HUNG_MS; // a test, with several waits
export const FILE_MS = 20 * HUNG_MS; // a file, with many tests: tools/test.mjs

const LOOK_AGAIN_MS = 20;
const pause = ms => new Promise(done => setTimeout(done, ms));

/** Of the test that runs: { ends: what is to be ended with it, over: it has ended }. */
const running = new AsyncLocalStorage();

/** Has `end` called when the test is over, however it ends, also by its bound. Outside of a test: never. */
export function at_end(end) {
  running.getStore()?.ends.push(end);
}

async function end_all(own) {
  own.over = true;
  const failures = [];
  for (const end of own.ends.reverse()) await Promise.resolve().then(end).catch(error => failures.push(error));
  if (failures.length) throw failures[0];
}

const last = [];
/** As at_end(), for what the tests of a file share. Outside of a file of tests: never. */
export function at_file_end(end) {
  last.push(end);
}

let watched = false;
/** A file that does not end although its tests have ended says what holds it, and fails. */
function watch_the_end() {
  if (watched) return;
  watched = true;
  after(async () => {
    setTimeout(() => {
      process.stderr.write(`the tests have ended and the file does not, because of: ${process.getActiveResourcesInfo().join(', ')}\n`);
      process.exit(1);
    }, HUNG_MS).unref();
    for (const end of last.reverse()) await end();
  });
}

/** node's test(), with the bound of all tests; what was given to at_end() is ended with it. */
export function test(name, body, options = {}) {
  watch_the_end();
  return node_test(name, { timeout: TEST_MS, ...options }, t => {
    const own = { ends: [], over: false };
    t.after(() => end_all(own));
    return running.run(own, () => body(t));
  });
}

/** Asks until the answer suits: { answer }. */
export async function eventually(ask, suits) {
  const own = running.getStore();
  for (const began = performance.now(); ;) {
    const answer = await ask();
    if (suits(answer)) return { answer };
    assert.ok(!own?.over, 'the test is over');
    assert.ok(performance.now() - began < HUNG_MS, `it does not come to be: ${JSON.stringify(answer)}`);
    await pause(LOOK_AGAIN_MS);
  }
}

/** Looks until it is so. */
export async function until(what, is_so) {
  const own = running.getStore();
  for (const began = performance.now(); !(await is_so());) {
    assert.ok(!own?.over, 'the test is over');
    assert.ok(performance.now() - began < HUNG_MS, `it does not come to be: ${what}`);
    await pause(5);
  }
}

/** What a promise gives; when it gives nothing within the bound, `otherwise` is called and it fails. */
export async function bounded(what, promise, otherwise) {
  let timer;
  const hung = new Promise((_, failed) => {
    timer = setTimeout(() => {
      otherwise?.();
      failed(new Error(`it hangs: ${what}`));
    }, HUNG_MS);
  });
  try {
    return await Promise.race([promise, hung]);
  } finally {
    clearTimeout(timer);
  }
}
