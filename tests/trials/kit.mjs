// What the trials share: the files of ../shared/data, imports over the API as the UI walks them, and how well an order of
// accounts foretells who left.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '../kit/hung.mjs';
import { Program } from '../kit/program.mjs';
import { DATA } from './data.mjs';

export { bytes_of, csv_of, rows_of } from './data.mjs';

const TRIAL_MS = 1_200_000;

/** One trial on one set; without the set it has shown nothing, and fails. UTC, so that days are those of the files. */
export function trial(set, name, body) {
  test(`${set}: ${name}`, async () => {
    assert.ok(existsSync(join(DATA, set)), `needs ${join(DATA, set)}`);
    const program = await Program.start({ workspace: { time_zone: 'UTC', currency: 'USD' }, keeps_port: true });
    try {
      await body(program);
    } catch (error) {
      error.message += `\n--- the program's last words:\n${program.log_text()}`;
      throw error;
    } finally {
      await program.stop();
    }
  }, { timeout: TRIAL_MS });
}

const AGAIN_MS = 100;
const PATIENCE_MS = 120_000;

/** Asks again until the answer is as wanted: these are long jobs, and a trial may sleep, unlike a test. */
export async function until(ask, wanted) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(AGAIN_MS)) {
    const answer = await ask();
    if (wanted(answer)) return answer;
  }
  throw new Error(`not so after ${PATIENCE_MS / 1000} s: ${wanted}`);
}

/**
 * A file through the import API: uploaded, columns mapped where the guess is wrong, checked dry, run. Both say
 * the same of the rows. mapping: { column: target or null }.
 */
export async function take(owner, kind, name, bytes, { mapping = {}, options = {} } = {}) {
  const made = await owner.post(`/api/v1/imports?kind=${kind}&file_name=${name}`, bytes, { headers: { 'content-type': 'text/csv' } });
  const columns = Object.fromEntries(Object.entries(mapping).map(([column, target]) => {
    const found = made.columns.find(one => one.name === column);
    assert.ok(found, `${name} has a column ${column}`);
    return [found.index, target];
  }));
  const path = `/api/v1/imports/${made.id}`;
  await owner.patch(path, { mapping: columns, options: { ...made.options, ...options } });
  const step = async what => {
    await owner.post(`${path}/${what}`);
    return until(() => owner.get(path), now => !['checking', 'running'].includes(now.state));
  };
  const checked = await step('check');
  assert.equal(checked.state, 'checked', checked.error);
  const done = await step('run');
  assert.equal(done.state, 'done', done.error);
  assert.deepEqual([done.good, done.bad], [checked.good, checked.bad], 'the dry run foretold the run');
  console.log(`${kind} of ${name}: ${done.rows} rows, ${done.good} good, ${done.bad} bad; ${done.added} added, ${done.changed} changed, ${done.unchanged} unchanged`);
  return { ...done, guessed: made };
}

export const outcome = done => [done.good, done.bad, done.added, done.changed, done.unchanged];

/** Recounts what is derived from the events, and waits for the end. */
export async function rebuild(owner) {
  const { job_id } = await owner.post('/api/v1/rebuilds', { what: 'usage' });
  const done = await until(() => owner.get(`/api/v1/rebuilds/${job_id}`), job => !['waiting', 'running'].includes(job.state));
  assert.equal(done.state, 'done');
}

/** Everybody that the condition holds of on a day. */
export function accounts(owner, condition, as_of) {
  return owner.all(`/api/v1/accounts?limit=200&as_of=${as_of}&filter=${encodeURIComponent(JSON.stringify(condition))}`);
}

/** Waits until so many accounts have a band in the list: what is stored follows a publication a moment later. */
export function judged(owner, wanted) {
  const known = encodeURIComponent(JSON.stringify({ attribute: 'points', op: 'known', value: null }));
  return until(() => owner.get(`/api/v1/accounts?limit=1&filter=${known}`), found => found.total === wanted);
}

export const PAYING = { attribute: 'status', op: '=', value: 'paying' };

const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The probability that one of `high` stands above one of `low`, ties counting half (AUC). */
export function above(high, low) {
  return mean(low.flatMap(one => high.map(other => (one < other) + (one === other) / 2)));
}

/**
 * How an order foretold: the mean rank of those who left and of those who stayed (1 = worst, ties share theirs), the
 * probability that one who left stands under one who stayed (AUC), and the share of BAD in both.
 */
export function foretold(rows, left) {
  const sorted = [...rows].sort((a, b) => a.points - b.points);
  const ranks = new Map();
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end < sorted.length && sorted[end].points === sorted[at].points) end++;
    for (let i = at; i < end; i++) ranks.set(sorted[i].id, (at + 1 + end) / 2);
    at = end;
  }
  const leavers = rows.filter(row => left.has(row.id)), stayers = rows.filter(row => !left.has(row.id));
  const points = group => group.map(row => row.points);
  const bad = group => group.filter(row => row.band === 'BAD').length;
  return {
    left: leavers.length, stayed: stayers.length, auc: above(points(stayers), points(leavers)), bad_left: bad(leavers), bad_stayed: bad(stayers),
    rank_left: mean(leavers.map(row => ranks.get(row.id))), rank_stayed: mean(stayers.map(row => ranks.get(row.id))),
  };
}

export function print_foretold(when, found) {
  const percent = (part, whole) => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
  console.log(`${when}: AUC ${found.auc.toFixed(3)}; mean rank from the worst: left ${found.rank_left.toFixed(1)}, stayed ${found.rank_stayed.toFixed(1)}; `
    + `BAD: left ${percent(found.bad_left, found.left)}, stayed ${percent(found.bad_stayed, found.stayed)}`);
}
