// The kit itself: a file of tests that fail ends, and leaves no process and no folder behind; nor does one that is killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at_end, test, until } from '../kit/hung.mjs';
import { SOURCE } from '../kit/program.mjs';

/** Processes whose environment holds the mark: the file's own, and all that it started. */
function marked(mark) {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(process => {
    try {
      return readFileSync(`/proc/${process}/environ`, 'latin1').includes(mark);
    } catch {
      return false; // it has ended, or is not ours
    }
  });
}

/** Kills those whose command line suits, as far as they have not ended by themselves meanwhile. */
function kill_marked(mark, suits = /./) {
  for (const id of marked(mark)) {
    try {
      if (suits.test(readFileSync(`/proc/${id}/cmdline`, 'latin1'))) process.kill(Number(id), 'SIGKILL');
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    }
  }
}

/** Runs the file of failing tests, of which one hangs: until its bound, or for as long as there is. */
function run({ ends }) {
  const one = { mark: `left=${randomUUID()}`, folder: mkdtempSync(join(tmpdir(), 'banso-kit-')), said: '' };
  chmodSync(one.folder, 0o755); // PostgreSQL runs as somebody else
  one.all_runs = () => existsSync(join(one.folder, 'runs'));
  const { NODE_TEST_CONTEXT, BANSO_TEST_POSTGRES, BANSO_TEST_WORKSPACES, ...env } = process.env; // it is a separate run
  const args = ['--test', '--test-reporter', join(SOURCE, 'tests/kit/reporter.mjs'), join(SOURCE, 'tests/kit/fixtures/failing.mjs')];
  one.child = spawn(process.execPath, args, { env: { ...env, TMPDIR: one.folder, LEFT_MARK: one.mark, FIXTURE_ENDS: ends ? 'yes' : '', FIXTURE_RUNS: join(one.folder, 'runs'), BANSO_LOG: '', BANSO_SCREENSHOTS: one.folder } });
  one.child.stdout.on('data', text => (one.said += text));
  one.child.stderr.on('data', text => (one.said += text));
  one.ended = new Promise(done => one.child.once('close', done));
  at_end(() => {
    kill_marked(one.mark);
    rmSync(one.folder, { recursive: true, force: true });
  });
  return one;
}

test('tests that fail with a load, clusters, programs and a browser end, and leave nothing', async () => {
  const one = run({ ends: true });
  const status = await one.ended; // many waits, each with the bound: this one has that of the test
  assert.equal(status, 1, one.said);
  assert.ok(one.all_runs(), one.said);
  assert.match(one.said, /^0 passed, 5 failed$/m, one.said);
  assert.match(one.said, /\/v1\/(track|batch) answered 401/, 'what failed in the load is told');
  await until(`nothing of it runs: ${marked(one.mark)}`, () => marked(one.mark).length === 0);
  assert.deepEqual(readdirSync(one.folder).filter(name => name.startsWith('banso-')), []);
});

test('a file of tests that is killed takes all that it started with it', async () => {
  const one = run({ ends: false });
  await until('all of it runs', () => one.all_runs() || one.child.exitCode !== null);
  assert.ok(one.all_runs() && marked(one.mark).length >= 5, one.said);
  one.child.kill('SIGKILL');
  kill_marked(one.mark, /failing\.mjs/);
  await until('nothing of it runs', () => marked(one.mark).length === 0);
});

test('a run that is told to stop takes its folders with it, too', async () => {
  const one = run({ ends: false });
  await until('all of it runs', () => one.all_runs() || one.child.exitCode !== null);
  const folders = () => readdirSync(one.folder).filter(name => name.startsWith('banso-'));
  assert.ok(one.all_runs() && folders().length >= 4, one.said);
  one.child.kill('SIGTERM');
  await until('nothing of it runs', () => marked(one.mark).length === 0);
  assert.deepEqual(folders(), []);
});
