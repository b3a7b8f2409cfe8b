// Teams and who is away, over the API of the real program: members, lead, who may change what, and what uses a team.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const OPTIONS = { clock: '2026-11-22T03:00:00Z' }; // noon in Tokyo
const PATH = '/api/v1/teams';

/** A member of staff with a session. */
async function joined(program, name, role = 'member') {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name, email: `${name.toLowerCase()}@example.test`, role, language: 'en' });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return Object.assign(client, { id: staff.id, name });
}
const names = team => team.members.map(one => one.name);

bothEngines('a team has a name, members and a lead who is one of them', async program => {
  const { owner } = program;
  const [ann, ben] = [await joined(program, 'Ann'), await joined(program, 'Ben')];
  assert.deepEqual((await owner.get(PATH)).items, []);
  const team = await owner.post(PATH, { name: 'East', about: 'Tokyo and north', members: [ben.id, ann.id, ben.id], lead_id: ann.id });
  assert.deepEqual([team.name, team.about, names(team), team.lead, team.used_by, team.version], ['East', 'Tokyo and north', ['Ann', 'Ben'], 'Ann', [], 1]);

  await refused(owner.post(PATH, { name: 'East' }), 409, 'name');
  await refused(owner.post(PATH, { name: ' ' }), 400, 'name');
  await refused(owner.post(PATH, { name: 'West', members: [42] }), 400, 'members');
  const outside = await refused(owner.post(PATH, { name: 'West', members: [ben.id], lead_id: ann.id }), 400, 'lead_id');
  assert.equal(outside.reason, 'lead_outside');

  const change = body => owner.patch(`${PATH}/${team.id}`, body);
  await refused(change({ members: [ben.id] }), 400, 'lead_id');
  const smaller = await change({ members: [ben.id], lead_id: null });
  assert.deepEqual([names(smaller), smaller.lead, smaller.version], [['Ben'], null, 2]);
  assert.equal((await change({ name: 'East' })).version, 2, 'what is so already is no change');
  assert.deepEqual(names(await change({ members: [] })), []);
  assert.deepEqual(names(await change({ members: [ann.id, ben.id] })), ['Ann', 'Ben']);
  await owner.call('PATCH', `/api/v1/staff/${ben.id}`, { active: false });
  assert.deepEqual((await owner.get(`${PATH}/${team.id}`)).members.map(one => one.active), [true, false]);

  const { items } = await owner.get('/api/v1/audit?kind=team.changed');
  assert.deepEqual(items.at(-1).body, { changed: [{ field: 'lead_id', from: ann.id, to: null }, { field: 'members' }] });
  await owner.call('DELETE', `${PATH}/${team.id}`);
  await refused(owner.get(`${PATH}/${team.id}`), 404);
}, OPTIONS);

bothEngines('everybody sees teams, and managers change them', async program => {
  const ann = await joined(program, 'Ann');
  const team = await program.owner.post(PATH, { name: 'East' });
  assert.deepEqual((await ann.get(PATH)).items.map(one => one.name), ['East']);
  await refused(ann.post(PATH, { name: 'West' }), 403);
  await refused(ann.patch(`${PATH}/${team.id}`, { name: 'West' }), 403);
  await refused(ann.call('DELETE', `${PATH}/${team.id}`), 403);
  const manager = await joined(program, 'Mia', 'manager');
  assert.equal((await manager.patch(`${PATH}/${team.id}`, { name: 'West' })).name, 'West');
  const other = await program.owner.ask('PATCH', `${PATH}/${team.id}`, { name: 'North' }, { headers: { 'if-match': '"1"' } });
  assert.equal(other.status, 412);
}, OPTIONS);
