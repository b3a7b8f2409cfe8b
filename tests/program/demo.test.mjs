// The demo workspace: made whole, made anew on a later day, and gone without a trace.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z`, timeout: 170_000 };
/** How much of each kind there is, as the manifest of a backup counts it. */
function rows(program) {
  const archive = program.must('backup').trim();
  spawnSync('tar', ['-xf', archive, '-C', program.folder, 'manifest.json']);
  rmSync(archive);
  return JSON.parse(readFileSync(join(program.folder, 'manifest.json'))).rows;
}

bothEngines('the demo is believable, stays while it is of today, is made anew later, and goes with all that it made', async program => {
  const api = await program.with_key('admin');
  const before = rows(program);
  const made = await api.post('/api/v1/demo');
  assert.ok(made.made && made.email && made.password);
  const full = rows(program);
  assert.equal((await api.get('/api/v1/accounts?limit=1')).total, 200);
  assert.equal((await api.get('/api/v1/products')).items.length, 3);
  const { events_total } = await api.get('/api/v1/usage/summary');
  assert.ok(events_total > 200_000 && events_total <= 2_000_000, `${events_total} events`);
  const { bands } = await api.get('/api/v1/health/summary');
  for (const band of ['GOOD', 'NORMAL', 'BAD', 'UNKNOWN']) assert.ok(bands[band] > 0, `${band}: ${JSON.stringify(bands)}`);
  assert.ok(bands.GOOD > bands.BAD, 'most fare well');
  const today = await api.get('/api/v1/today');
  assert.ok(today.items.length >= 20 && today.items[0].fell && today.items[0].reasons.length > 0);
  assert.ok(today.tasks.length > 0);
  const visitor = program.client();
  await visitor.post('/api/v1/session', { email: made.email, password: made.password });
  assert.equal((await visitor.get('/api/v1/session')).workspace.demo, true);

  const again = await api.post('/api/v1/demo');
  assert.equal(again.made, false, 'it is of today');
  assert.notEqual(again.password, made.password);
  assert.equal((await api.get('/api/v1/usage/summary')).events_total, events_total);
  await visitor.post('/api/v1/session', { email: again.email, password: again.password });

  program.clock('2026-12-24T03:00:00Z');
  assert.equal((await api.post('/api/v1/demo')).made, true, 'its today has gone by');
  assert.equal((await api.get('/api/v1/accounts?limit=1')).total, 200);
  const later = await api.get('/api/v1/accounts?sort=-last_event_on&limit=1');
  assert.ok(later.items[0].last_event_on >= '2026-12-23', later.items[0].last_event_on);
  assert.equal(rows(program).accounts, full.accounts);

  const mine = await api.post('/api/v1/accounts', { name: 'Of my own' });
  await api.delete('/api/v1/demo');
  assert.deepEqual((await api.get('/api/v1/accounts')).items.map(item => item.id), [mine.id], 'what people added beside it stays');
  await refused(api.post('/api/v1/demo'), 409);
  await api.delete(`/api/v1/accounts/${mine.id}`);
  assert.equal((await api.get('/api/v1/accounts')).total, 0);
  // Counts are made: the rebuild that the lost products asked for brings them up to date.
  await eventually(() => api.get('/api/v1/usage/summary'), summary => summary.events_total === 0, 60_000);
  assert.equal((await api.get('/api/v1/staff')).items.length, 1);
  const after = rows(program);
  const left = Object.keys(after).filter(kind => kind !== 'facts' && after[kind] !== before[kind]);
  assert.deepEqual(left.map(kind => `${kind}: ${before[kind]} → ${after[kind]}`), [], 'rows are left');
}, OPTIONS);

bothEngines('a demo that was removed leaves no row in any table', async program => {
  const api = await program.with_key('admin');
  const before = program.rows();
  assert.ok(Object.keys(before).length > 40, `all tables: ${Object.keys(before)}`);
  await api.post('/api/v1/demo');
  const full = program.rows();
  const filled = Object.keys(full).filter(table => full[table] > before[table]);
  for (const table of ['account', 'contact', 'contract_line', 'event_chunk', 'rollup_day', 'scorecard', 'score', 'task', 'staff']) assert.ok(filled.includes(table), table);
  await api.delete('/api/v1/demo');
  const left = () => {
    const after = program.rows();
    return Object.keys(after).filter(table => after[table] !== before[table]).map(table => `${table}: ${before[table]} → ${after[table]}`);
  };
  await eventually(async () => left(), rows => rows.length === 0, 60_000);
}, OPTIONS);
