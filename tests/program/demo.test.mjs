// The demo workspace: created whole, created again on a later day, and removed without a trace.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { eventually, until } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';
import { DEMO } from '../kit/sample.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
/** What may be left in a table, and why: how many rows at most. */
const MAY_STAY = {
  fact: 23, // told below, kind by kind; six of them say who was let in, and that they got a new password
  saved_view: 1, // what a visitor shared stays with those who use it
  job: 4, // that counts were made anew; done jobs go after seven days
  usage_rebuild: 4, // the same, as its own history
  event_filed: 64, // how far each shelf was filed; the marks go when nothing is fresh
  fact_reader: 8, // how far each reader has come; a row is made when it first runs
  schedule_lease: 32, // who looks after which schedule; a row is made when it is first taken
  search_block: 2, // a stretch of time in which nothing is left
  change_log: 800, // how other servers heard of the events; goes after a day
  quality_day: 40, // what was counted on a day stays in the trend of its check: numbers alone
};

/** What is told of a demo that was made anew and removed: by which other servers hear that it is gone, and who was let in. */
const MAY_BE_TOLD = ['account.created', 'account.deleted', 'demo.removed', 'product.deleted', 'session.opened', 'staff.created', 'staff.password_changed', 'view.shared'];

function left(program, before) {
  const after = program.rows();
  const kinds = program.query('SELECT DISTINCT kind FROM fact').split('\n').filter(kind => !before.kinds.includes(kind) && !MAY_BE_TOLD.includes(kind));
  const tables = Object.keys(after).filter(table => after[table] < before.rows[table] || after[table] > before.rows[table] + (MAY_STAY[table] ?? 0));
  return [...tables.map(table => `${table}: ${before.rows[table]} → ${after[table]}`), ...kinds];
}

bothEngines('the demo is believable, stays while it is of today, is made anew later, and goes with all that it made', async program => {
  const api = await program.with_key('admin');
  const before = { rows: program.rows(), kinds: program.query('SELECT DISTINCT kind FROM fact').split('\n') };
  assert.ok(Object.keys(before.rows).length > 40, `all tables: ${Object.keys(before.rows)}`);
  const made = await api.post('/api/v1/demo');
  assert.ok(made.made && made.email && made.password);
  const full = program.rows();
  for (const table of ['account', 'contact', 'contract_line', 'rollup_day', 'scorecard', 'score', 'task', 'staff']) assert.ok(full[table] > before.rows[table], table);
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
  assert.deepEqual([today.head.done, today.groups.find(({ group }) => group === 'done').rows], [0, 0], 'what the demo made nobody has done');
  const visitor = program.client();
  await visitor.post('/api/v1/session', { email: made.email, password: made.password });
  assert.equal((await visitor.get('/api/v1/session')).workspace.demo, true);

  const again = await api.post('/api/v1/demo');
  assert.equal(again.made, false, 'it is of today');
  assert.notEqual(again.password, made.password);
  assert.equal((await api.get('/api/v1/usage/summary')).events_total, events_total);
  await visitor.post('/api/v1/session', { email: again.email, password: again.password });
  await visitor.post('/api/v1/views', { subject: 'account', name: 'Own' });
  const shared = await visitor.post('/api/v1/views', { subject: 'account', name: 'Shared' });
  await visitor.post(`/api/v1/views/${shared.id}/share`);

  program.clock('2026-12-24T03:00:00Z');
  assert.equal((await api.post('/api/v1/demo')).made, true, 'its today has gone by');
  assert.equal((await api.get('/api/v1/accounts?limit=1')).total, 200);
  const later = await api.get('/api/v1/accounts?sort=-last_event_on&limit=1');
  assert.ok(later.items[0].last_event_on >= '2026-12-23', later.items[0].last_event_on);
  assert.equal(program.rows().account, full.account);

  const mine = await api.post('/api/v1/accounts', { name: 'Of my own' });
  assert.deepEqual(await api.delete('/api/v1/demo'), { setup: null }, 'the owner can still sign in');
  assert.deepEqual((await api.get('/api/v1/accounts')).items.map(item => item.id), [mine.id], 'what people added beside it stays');
  assert.equal(program.query('SELECT name, owner_id FROM saved_view'), 'Shared|', 'who goes takes their own views along and leaves the shared ones');
  await refused(api.post('/api/v1/demo'), 409);
  await api.delete(`/api/v1/accounts/${mine.id}`);
  assert.equal((await api.get('/api/v1/accounts')).total, 0);
  // Counts are derived: the rebuild that the lost products asked for brings them up to date.
  await eventually(() => api.get('/api/v1/usage/summary'), summary => summary.events_total === 0);
  assert.equal((await api.get('/api/v1/staff')).items.length, 1);
  await eventually(async () => left(program, before), rows => rows.length === 0);
}, OPTIONS);

bothEngines('a demo stays in the language of its workspace, whatever is asked for later', async program => {
  const staff = () => program.query('SELECT email, name, language FROM staff ORDER BY email');
  const visitor = async () => {
    const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(program.must('demo', 'create', '--language', 'ja'));
    const client = program.client();
    await client.post('/api/v1/session', { email, password });
    return client;
  };
  program.must('demo', 'create', '--language', 'en');
  const before = staff();
  assert.match(before, /demo@banso.example\|Misaki Sato\|en/);
  for (const time of [OPTIONS.clock, '2026-12-24T03:00:00Z']) { // as it is, then made anew
    program.clock(time);
    const client = await visitor();
    const { staff: me, workspace } = await client.get('/api/v1/session');
    assert.deepEqual([me.language, workspace.language, workspace.currency], ['en', 'en', 'USD'], time);
    assert.equal(staff(), before, time);
    const names = (await client.all('/api/v1/accounts')).map(({ name }) => name).join();
    assert.doesNotMatch(names, /[ぁ-んァ-ヶ一-龠]/, time);
  }
}, { ...OPTIONS, setup: false });

bothEngines('a person of the demo stays as an admin left them when it is made again, and what it changes is told', async program => {
  const api = await program.with_key('admin');
  const staff = async email => (await api.get('/api/v1/staff')).items.find(one => one.email === email);
  const change = async (email, what) => {
    const { id, version } = await staff(email);
    await api.patch(`/api/v1/staff/${id}`, what, version);
  };
  const told = async kind => (await api.all(`/api/v1/audit?kind=${kind}`)).filter(fact => fact.actor === 'system');
  assert.equal((await told('staff.created')).length, 4);
  await change('mori@banso.example', { circles: ['support'], role: 'viewer' });
  await change('hayes@banso.example', { active: false });
  await change('demo@banso.example', { circles: ['success'], role: 'member' });
  program.clock('2026-12-24T03:00:00Z');
  const made = await api.post('/api/v1/demo');
  assert.equal(made.made, true);
  const is = async email => (({ role, circles, active }) => [role, circles, active])(await staff(email));
  assert.deepEqual(await is('mori@banso.example'), ['viewer', ['support'], true]);
  assert.equal((await is('hayes@banso.example'))[2], false);
  assert.deepEqual(await is('demo@banso.example'), ['admin', ['success'], true], 'they sign in as its admin, and see what an admin left them');
  await program.client().post('/api/v1/session', { email: made.email, password: made.password });
  assert.deepEqual((await told('staff.changed')).map(fact => fact.body.role), ['admin']);
  assert.equal((await told('staff.created')).length, 4, 'nobody is new');
}, { ...OPTIONS, begins: DEMO });

bothEngines('the demo goes though its people became known otherwise, and takes no real person and no rate along', async program => {
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  const mine = await api.post('/api/v1/accounts', { name: 'Of my own', external_id: 'mine' });
  const [renamed, met] = program.query('SELECT external_id FROM contact WHERE demo = 1 ORDER BY id LIMIT 2').split('\n');
  const real = await api.post('/api/v1/contacts', { account_id: mine.id, external_id: 'real', name: 'Real Person' });
  await ingest.post('/v1/batch', { batch: [{ type: 'alias', previousId: renamed, userId: 'a-new-name' }, { type: 'alias', previousId: met, userId: 'real' }] });
  const merged = await api.get(`/api/v1/contacts/${real.id}`);
  assert.notEqual(merged.id, real.id, 'the older row of the two stays, which is of the demo');
  const usd = { amount: 100, currency: 'USD' };
  await api.post('/api/v1/contracts', { account_id: mine.id, lines: [{ from_on: '2026-01-01', price: usd }] });
  const account = async () => (await api.get('/api/v1/accounts?limit=200')).items.find(one => one.id === mine.id);
  const abroad = encodeURIComponent(JSON.stringify({ measure: { measure: 'mrr' }, op: '>', value: 0 }));
  const counted = async () => (await api.get(`/api/v1/accounts?limit=200&filter=${abroad}`)).items.some(one => one.id === mine.id);
  assert.equal(await counted(), true, 'by the rates of the demo');
  await api.delete('/api/v1/demo');
  assert.deepEqual((await account()).mrr, usd);
  await eventually(counted, is => !is);
  assert.deepEqual((await api.get('/api/v1/rates')).items, []);
  const people = (await api.get('/api/v1/contacts')).items;
  assert.deepEqual(people.map(one => one.external_id), ['real'], JSON.stringify(people));
}, { ...OPTIONS, begins: DEMO });

bothEngines('a demo that was cut off starts over, whether it was being made or removed', async program => {
  const api = await program.with_key('admin');
  const count = table => Number(program.query(`SELECT COUNT(*) FROM ${table}`));
  const make = () => api.post('/api/v1/demo');
  /** Ends the program when `reached` holds; it goes no further than `step`. */
  const cut_off = async (step, ask, reached) => {
    program.hold(step);
    const gone = ask().catch(error => error);
    await until(step, reached);
    await refused(make(), 409); // one at a time
    await refused(api.delete('/api/v1/demo'), 409);
    await program.kill();
    await gone;
    program.release();
    await program.serve();
  };
  await cut_off('demo.catalog', make, () => count('feature') === 18);
  await cut_off('demo.work', make, () => count('task') > 0);
  const { made, email, password } = await make();
  assert.equal(made, true, 'with all its events, and without its history');
  assert.ok(count('score') > 200);
  assert.deepEqual(['product', 'feature', 'scorecard', 'account', 'staff'].map(count), [3, 18, 2, 200, 5], 'nothing is there twice');
  await program.client().post('/api/v1/session', { email, password });
  assert.equal((await make()).made, false, 'now it is whole');
  await cut_off('demo.unjoined', () => api.delete('/api/v1/demo'), () => count('contact_account') === 0);
  await cut_off('demo.catalog', make, () => count('account') < 200); // it begins with what is left
}, OPTIONS);
