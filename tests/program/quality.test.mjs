// Data quality over the API of the real program: what each check finds in a small set with one fault of every kind, who
// looks after it, and what its days say.
import assert from 'node:assert/strict';
import { Customers, day_after, eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };

const checks = async api => Object.fromEntries((await api.get('/api/v1/quality')).items.map(check => [check.id, check]));
const found = states => Object.fromEntries(Object.values(states).map(({ id, found, total }) => [id, [found, total]]));
const rows = (api, id) => api.all(`/api/v1/quality/${id}/rows?limit=2`);

/** Counts at a time of its own, by which the count is known. */
async function counted(program, api, time) {
  program.clock(time);
  await api.post('/api/v1/quality/counts');
  const { answer } = await eventually(() => checks(api), states => Object.values(states).every(({ counted_at }) => counted_at && Date.parse(counted_at) >= Date.parse(time)));
  return answer;
}

async function imported(api, kind, csv, options = {}, name = kind) {
  const made = await api.post(`/api/v1/imports?kind=${kind}&file_name=${name}.csv`, csv, { headers: { 'content-type': 'text/csv' } });
  await api.patch(`/api/v1/imports/${made.id}`, { options: { ...made.options, ...options } });
  await api.post(`/api/v1/imports/${made.id}/run`);
  const { answer } = await eventually(() => api.get(`/api/v1/imports/${made.id}`), ({ state }) => !['checking', 'running'].includes(state));
  assert.equal(answer.state, 'done', answer.error);
  return answer;
}

/** Four companies: two with contracts, one that is left although it pays, one with nothing. */
async function dirty(program) {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const me = (await program.owner.get('/api/v1/session')).staff.id;
  const [alpha, beta] = [await customers.company('Alpha', { owner_id: me, stage: 'adoption' }), await customers.company('Beta', { owner_id: me, stage: 'left' })];
  await customers.company('Gamma');
  await customers.contract(alpha, { from_on: '2026-01-01', until_on: '2026-07-01' }, { external_id: 'S-1' });
  await customers.contract(alpha, { from_on: '2026-07-01' }, { external_id: 'S-2' });
  await customers.contract(beta, { from_on: '2026-09-01' });
  return { ...customers, me, alpha, beta };
}

const USAGE = [
  'usage_id,account_id,subscription_id,event,date',
  'u-1,alpha,S-1,Report read,2026-03-01', // within
  'u-2,alpha,S-1,Report read,2026-06-30', // the last day
  'u-3,alpha,S-1,Report read,2026-07-01', // the day after it: outside, though S-2 is in force
  'u-4,alpha,S-2,Export,2026-06-30', // the day before the first one: outside
  'u-5,alpha,S-9,Report read,2026-08-01', // unknown: any of the account's counts
  'u-6,alpha,,Report read,2025-12-31', // none in force
  'u-7,gamma,,Report read,2026-08-01', // no contract at all: another check
  'u-1,alpha,S-1,Report read,2026-03-02', // the id again, over another day
].join('\n');

bothEngines('each check finds its fault, names its rows, and finds it no more once it is mended', async program => {
  const { api, ingest, product, alpha, me } = await dirty(program);
  await imported(api, 'events', USAGE);
  await ingest.post('/v1/batch', { batch: [
    { type: 'track', event: 'Report read', userId: 'stray', timestamp: `${TODAY}T01:00:00Z`, messageId: 'w-1' },
    { type: 'track', userId: 'bad', messageId: 'w-2' },
  ] });
  const first = await counted(program, api, `${TODAY}T04:00:00Z`);
  assert.deepEqual(found(first), {
    'import.repeated_ids': [1, 8],
    'account.unowned': [1, 2],
    'duplicate.accounts': [0, 3],
    'agreement.contradicting': [1, 3],
    'track.silent_keys': [0, 1],
    'event.waiting': [1, 8],
    'event.rejected': [1, 9],
    'event.unknown_names': [1, 2],
    'event.silent_names': [1, 2],
    'event.gauge_values': [0, 0],
    'contract.missing': [1, 2],
    'contract.usage_outside': [3, 8],
  });
  assert.deepEqual((await rows(api, 'contract.usage_outside')).map(({ account, what, count, from_on, until_on }) => [account, what, count, from_on, until_on]).sort(), [
    ['Alpha', 'S-1', 1, '2026-07-01', '2026-07-01'], ['Alpha', 'S-2', 1, '2026-06-30', '2026-06-30'], ['Alpha', null, 1, '2025-12-31', '2025-12-31'],
  ].sort());
  assert.deepEqual((await rows(api, 'import.repeated_ids')).map(({ what, beside }) => [what, beside]), [['u-1', 'events.csv']]);
  assert.deepEqual((await rows(api, 'account.unowned')).map(row => row.account), ['Gamma']);
  assert.deepEqual((await rows(api, 'event.unknown_names')).map(({ what, count }) => [what, count]), [['Export', 1]]);
  assert.deepEqual((await rows(api, 'event.waiting')).map(({ what, count }) => [what, count]), [['stray', 1]]);
  assert.deepEqual((await rows(api, 'agreement.contradicting')).map(({ account, what }) => [account, what]), [['Beta', 'Stage is Left, but a contract is in force']]);

  const gamma = (await api.get('/api/v1/accounts?q=gamma')).items[0];
  await api.patch(`/api/v1/accounts/${gamma.id}`, { owner_id: me });
  await api.post('/api/v1/features', { product_id: product.id, key: 'export', name: 'Export', rules: ['Export'] });
  await api.post('/api/v1/events/unassigned/binding', { user_id: 'stray', account_id: alpha.id });
  const second = found(await counted(program, api, `${TODAY}T05:00:00Z`));
  for (const id of ['account.unowned', 'event.unknown_names', 'event.waiting']) assert.equal(second[id][0], 0, id);
  assert.deepEqual(await rows(api, 'account.unowned'), []);
  await imported(api, 'events', 'usage_id,account_id,subscription_id,event,date\nu-1,alpha,S-1,Report read,2026-03-03', {}, 'again');
  assert.deepEqual((await rows(api, 'import.repeated_ids')).map(({ what, beside }) => [what, beside]), [['u-1', 'again.csv']], 'the newest file, whose line is the smaller one');
  await refused(api.get('/api/v1/quality/nothing/rows'), 404);
}, OPTIONS);

bothEngines('a pair of conditions that should agree is counted by side, and nobody asks it for amounts', async program => {
  const { api, alpha, beta } = await dirty(program);
  await api.post('/api/v1/fields', { object: 'account', key: 'churned', name: 'Churned', kind: 'flag', choices: [], position: 1 });
  await api.patch(`/api/v1/accounts/${alpha.id}`, { fields: { churned: true } });
  const one = { attribute: 'field:churned', op: '=', value: true }, other = { attribute: 'stage', op: '=', value: 'left' };
  const made = await api.post('/api/v1/agreements', { one_name: 'Churn flag', one, other_name: 'Stage Left', other });
  const { answer } = await eventually(() => api.get('/api/v1/agreements'), ({ items: [pair] }) => pair.one_count === 1);
  const [{ one_count, other_count, both, contradicting }] = answer.items;
  assert.deepEqual([one_count, other_count, both, contradicting], [1, 1, 0, 2]);
  const told = await rows(api, 'agreement.contradicting');
  assert.deepEqual(told.map(({ account_id, what, beside }) => [account_id, what, beside]), [
    [beta.id, 'Stage is Left, but a contract is in force', null],
    [alpha.id, 'Churn flag', '≠ Stage Left'], [beta.id, 'Stage Left', '≠ Churn flag'],
  ]);
  // What never happened is unknown, and not the contrary: it contradicts all the same.
  const never = await api.post('/api/v1/agreements', {
    one_name: 'In adoption', one: { attribute: 'stage', op: '=', value: 'adoption' },
    other_name: 'Ever active', other: { measure: { measure: 'days_since' }, op: '>=', value: 0 },
  });
  assert.deepEqual([never.one_count, never.other_count, never.both, never.contradicting], [1, 0, 0, 1]);
  await api.delete(`/api/v1/agreements/${never.id}`);
  await refused(api.post('/api/v1/agreements', { one_name: 'Pays', one: { measure: { measure: 'mrr' }, op: '>', value: 0 }, other_name: 'x', other }), 403);
  await refused(api.post('/api/v1/agreements', { one_name: 'x', one: { attribute: 'nothing', op: 'known' }, other_name: 'x', other }), 400);
  await api.delete(`/api/v1/agreements/${made.id}`);
  assert.equal((await rows(api, 'agreement.contradicting')).length, 1);
}, OPTIONS);

bothEngines('a pair that asks of a deleted field is not read, and contradicts nothing', async program => {
  const { api, alpha } = await dirty(program);
  const field = await api.post('/api/v1/fields', { object: 'account', key: 'seats', name: 'Seats', kind: 'number', choices: [], position: 1 });
  await api.patch(`/api/v1/accounts/${alpha.id}`, { fields: { seats: 5 } });
  const asked = { attribute: 'field:seats', op: '>=', value: 1 }, measured = { measure: { measure: 'field', field: 'seats' }, op: '>=', value: 1 };
  for (const one of [asked, measured])
    await api.post('/api/v1/agreements', { one_name: 'Has seats', one, other_name: 'Stage Left', other: { attribute: 'stage', op: '=', value: 'left' } });
  const counts = async () => (await api.get('/api/v1/agreements')).items.map(pair => [pair.one_count, pair.other_count, pair.contradicting]);
  await eventually(counts, pairs => pairs.every(([one]) => one === 1));
  const said = async () => (await rows(api, 'agreement.contradicting')).map(({ what }) => what).sort();
  assert.ok((await said()).includes('Has seats'));
  await api.delete(`/api/v1/fields/${field.id}`);
  await eventually(counts, pairs => pairs.every(([one]) => one === null));
  assert.deepEqual(await counts(), [[null, null, null], [null, null, null]]);
  assert.deepEqual(await said(), ['Stage is Left, but a contract is in force']);
}, OPTIONS);

bothEngines('whoever looks after a check may leave: it is muted and unmuted all the same', async program => {
  const { api } = await dirty(program);
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: 'Gone', email: 'gone@example.test', role: 'manager', language: 'en' });
  await program.client().post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'long enough 1' });
  await api.patch('/api/v1/quality/account.unowned', { owner_id: staff.id });
  await program.owner.patch(`/api/v1/staff/${staff.id}`, { active: false });
  const muted = async () => { const { owner_id, muted_because } = (await checks(api))['account.unowned']; return [owner_id, muted_because]; };
  await api.patch('/api/v1/quality/account.unowned', { muted_because: 'Nobody looks' });
  assert.deepEqual(await muted(), [staff.id, 'Nobody looks']);
  await api.patch('/api/v1/quality/account.unowned', { muted_because: null });
  assert.deepEqual(await muted(), [staff.id, null]);
  await refused(api.patch('/api/v1/quality/account.unowned', { owner_id: staff.id }), 400, 'owner_id');
}, OPTIONS);

bothEngines('a feed that has stopped is named, without what only admins see of its key', async program => {
  const { api, ingest } = await dirty(program);
  await ingest.post('/v1/track', { event: 'Report read', userId: 'u', context: { groupId: 'alpha' } });
  const viewer = await program.with_key('view');
  program.clock(`${day_after(TODAY, 4)}T03:00:00Z`);
  const { answer } = await eventually(() => rows(viewer, 'track.silent_keys'), list => list.length > 0);
  assert.deepEqual(answer.map(({ beside }) => beside), [null]);
}, OPTIONS);

bothEngines('a check has an owner and a reason to be silent, and each day has one figure', async program => {
  const { api, me } = await dirty(program);
  await counted(program, api, `${TODAY}T04:00:00Z`);
  await counted(program, api, `${TODAY}T05:00:00Z`);
  await api.patch('/api/v1/quality/account.unowned', { owner_id: me });
  await program.owner.patch('/api/v1/quality/account.unowned', { muted_because: 'Until the new team has started' });
  const now = (await checks(api))['account.unowned'];
  assert.deepEqual([now.owner_id, now.muted_because, now.muted_by], [me, 'Until the new team has started', now.owner]);
  await api.patch('/api/v1/quality/account.unowned', { muted_because: null });
  const loud = (await checks(api))['account.unowned'];
  assert.deepEqual([loud.owner_id, loud.muted_because, loud.muted_at], [me, null, null]);
  await refused(api.patch('/api/v1/quality/account.unowned', { owner_id: 12345 }), 400, 'owner_id');

  const { token } = await program.owner.post('/api/v1/keys', { name: 'support', rights: 'view', circles: ['support'] });
  const support = program.client({ token });
  const seen = Object.keys(await checks(support)), all = Object.keys(await checks(api));
  assert.deepEqual(all.filter(id => !seen.includes(id)), ['contract.usage_outside'], 'who does not see contracts');
  await refused(support.get('/api/v1/quality/contract.usage_outside/rows'), 403);

  const next = day_after(TODAY, 1);
  await api.post('/api/v1/accounts', { name: 'Delta', external_id: 'delta' });
  const later = await counted(program, api, `${next}T05:00:00Z`);
  assert.deepEqual(later['account.unowned'].trend, [{ day: TODAY, found: 1, total: 2 }, { day: next, found: 2, total: 3 }]);
}, OPTIONS);
