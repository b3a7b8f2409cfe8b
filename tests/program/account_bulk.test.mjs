// One change to many accounts: what it would alter, the change in steps, and its undo.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const bulk = (owner, body) => owner.post('/api/v1/accounts/changes', body);
const undo = (owner, { id }) => owner.post(`/api/v1/accounts/changes/${id}/undo`);
const at = (owner, { id }) => owner.get(`/api/v1/accounts/changes/${id}`);
const ended = (owner, change) => eventually(() => at(owner, change), ({ state }) => !/ing$/.test(state)).then(({ answer }) => answer);
const EVERYBODY = { attribute: 'name', op: 'known' };

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.deepEqual([error.status, error.body.field], [status, field], error.message);
}

async function three(owner) {
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'choice', choices: ['gold', 'silver'] });
  await owner.post('/api/v1/fields', { object: 'account', key: 'size', name: 'Size', kind: 'number' });
  await owner.post('/api/v1/fields', { object: 'account', key: 'memo', name: 'Memo', kind: 'text' });
  const add = body => owner.post('/api/v1/accounts', body);
  return [
    await add({ name: 'Alpha', stage: 'renewal', touch: 'high', fields: { tier: 'gold', memo: 'words' } }),
    await add({ name: 'Beta', stage: 'adoption', fields: { size: 12.5 } }),
    await add({ name: 'Gamma', stage: 'renewal', fields: { tier: 'silver' } }),
  ];
}

bothEngines('a change of many says before how many it alters, and is undone as if it had never been', async ({ owner }) => {
  const accounts = await three(owner);
  const body = { filter: EVERYBODY, set: { stage: 'renewal', touch: null, fields: { tier: 'silver', size: null } } };
  assert.deepEqual(await owner.post('/api/v1/accounts/changes/preview', body), { accounts: 3, changed: 2 });
  const change = await bulk(owner, body);
  assert.deepEqual([change.state, change.accounts, change.done, change.changed], ['done', 3, 3, 2]);
  const now = async () => Promise.all(accounts.map(({ id }) => owner.get(`/api/v1/accounts/${id}`)));
  assert.deepEqual((await now()).map(({ stage, touch, fields }) => [stage, touch, fields]), [
    ['renewal', null, { tier: 'silver', memo: 'words' }], ['renewal', null, { tier: 'silver' }], ['renewal', null, { tier: 'silver' }],
  ]);
  assert.deepEqual(await owner.post('/api/v1/accounts/changes/preview', body), { accounts: 3, changed: 0 });
  const undone = await undo(owner, change);
  assert.deepEqual([undone.state, undone.undone, undone.kept, undone.kept_accounts], ['undone', 2, 0, []]);
  const before = ({ stage, touch, fields, owner_id }) => [stage, touch, fields, owner_id];
  assert.deepEqual((await now()).map(before), accounts.map(before));
  assert.deepEqual((await undo(owner, change)).undone, 2, 'again, it finds nothing to do');
}, { clock: CLOCK });

bothEngines('an undo leaves what somebody changed since, names it, and looks only at what the change set', async ({ owner }) => {
  const [alpha, beta, gamma] = await three(owner);
  const change = await bulk(owner, { ids: [alpha.id, beta.id, gamma.id], set: { touch: 'low' } });
  await owner.patch(`/api/v1/accounts/${alpha.id}`, { touch: 'tech' });
  await owner.patch(`/api/v1/accounts/${beta.id}`, { stage: 'expansion', name: 'Beta Two' });
  await owner.delete(`/api/v1/accounts/${gamma.id}`);
  const undone = await undo(owner, change);
  assert.deepEqual([undone.state, undone.undone, undone.kept, undone.kept_accounts], ['undone', 1, 1, [{ id: alpha.id, name: 'Alpha' }]]);
  const after = await owner.get(`/api/v1/accounts/${beta.id}`);
  assert.deepEqual([after.touch, after.stage, after.name], [null, 'expansion', 'Beta Two']);
  await owner.patch(`/api/v1/accounts/${alpha.id}`, { touch: 'low' });
  const again = await undo(owner, change);
  assert.deepEqual([again.undone, again.kept, again.kept_accounts], [2, 0, []], 'what is free by now goes, too');
  assert.equal((await owner.get(`/api/v1/accounts/${alpha.id}`)).touch, 'high');
}, { clock: CLOCK });

bothEngines('what may not be set is refused and changes nothing', async program => {
  const { owner } = program;
  const [alpha] = await three(owner);
  await refused(bulk(owner, { ids: [alpha.id], set: {} }), 400, 'set');
  await refused(bulk(owner, { ids: [alpha.id], set: { fields: { tier: 'iron' } } }), 400, 'field:tier');
  await refused(bulk(owner, { ids: [alpha.id], set: { fields: { memo: 'names somebody' } } }), 400, 'fields');
  await refused(bulk(owner, { ids: [alpha.id], filter: EVERYBODY, set: { touch: 'low' } }), 400, 'ids');
  assert.equal((await owner.get(`/api/v1/accounts/${alpha.id}`)).version, 1);
  assert.equal(program.rows().account_bulk, 0);
}, { clock: CLOCK });

bothEngines('a change of more than a step goes on as a job, also over a start, and so does its undo', async program => {
  const { owner } = program;
  const rows = Array.from({ length: 1204 }, (_, at) => `n-${at},Company ${at}`);
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=a.csv', ['external_id,name', ...rows].join('\n'), { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => state === 'done');
  program.hold('account.bulk');
  const change = await bulk(owner, { filter: EVERYBODY, set: { stage: 'adoption' } });
  assert.deepEqual([change.state, change.accounts, change.done, change.changed], ['changing', 1204, 500, 500]);
  await refused(undo(owner, change), 409, undefined);
  await program.stop_serving();
  program.release();
  await program.serve();
  const done = await ended(owner, change);
  assert.deepEqual([done.state, done.done, done.changed], ['done', 1204, 1204]);
  assert.equal((await undo(owner, change)).state, 'undoing');
  const undone = await ended(owner, change);
  assert.deepEqual([undone.state, undone.undone, undone.kept], ['undone', 1204, 0]);
  const left = encodeURIComponent(JSON.stringify({ attribute: 'stage', op: 'known' }));
  await eventually(() => owner.get(`/api/v1/accounts?filter=${left}`), ({ total }) => total === 0);
}, { clock: CLOCK });

bothEngines('after thirty days nothing is left of a change but its accounts', async program => {
  const { owner } = program;
  const [alpha] = await three(owner);
  const change = await bulk(owner, { ids: [alpha.id], set: { touch: 'low' } });
  const reader = await program.with_key('view'); // a session would have ended by then
  program.clock('2026-12-23T03:00:00Z');
  await program.stop_serving();
  await program.serve();
  await eventually(() => reader.ask('GET', `/api/v1/accounts/changes/${change.id}`), ({ status }) => status === 404);
  assert.equal(program.rows().account_bulk_one, 0);
  assert.equal((await reader.get(`/api/v1/accounts/${alpha.id}`)).touch, 'low');
}, { clock: CLOCK });
