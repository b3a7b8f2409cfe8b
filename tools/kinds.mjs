// Runs kinds of tests, and records when all of them passed. A kind is a function that returns
// { passed, failed, output }; one that throws has failed, and the others run all the same.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES_SHOWN = 200;

export function sum(counts) {
  return counts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed, output: all.output + one.output }),
    { passed: 0, failed: 0, output: '' });
}

async function run_kind(name, body) {
  const began = Date.now();
  const count = await Promise.resolve().then(body).catch(error => ({ passed: 0, failed: 1, output: `${error.stack ?? error}\n` }));
  console.log(`${name}: ${count.passed} passed, ${count.failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (count.failed) console.log(count.output.trim().split('\n').slice(-LINES_SHOWN).join('\n'));
  return count;
}

/** Steps run one after another, the kinds of a step side by side: { name: body, … }. Without names all of them. */
export async function run_steps(steps, names = []) {
  const counts = [];
  for (const step of steps) {
    const wanted = Object.entries(step).filter(([name]) => !names.length || names.includes(name));
    counts.push(...(await Promise.all(wanted.map(([name, body]) => run_kind(name, body)))));
  }
  return sum(counts);
}

function git(root, ...args) {
  const done = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return done.status === 0 ? done.stdout.trim() : null;
}

/** The commit that the work tree equals, or null when there is none, or something was changed or added. */
export function clean_commit(root) {
  return git(root, 'status', '--porcelain', '--untracked-files=all') === '' ? git(root, 'rev-parse', 'HEAD') : null;
}

/**
 * Writes the commit into .cache/green, so that anybody sees what was tested; returns whether it did. Only for a run that
 * was complete and passed, on a tree that was clean and the same before (`commit`, of clean_commit) and after.
 */
export function mark_green(root, { whole, commit, passed, failed }) {
  const green = whole && passed > 0 && failed === 0 && commit !== null && clean_commit(root) === commit;
  if (!green) return false;
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, '.cache/green'), `${commit}\n`);
  return true;
}
