// Notices over the API of the real program: who is told of what, and who is not.
import assert from 'node:assert/strict';
import { eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const ALL = ['support', 'success', 'revenue'];
const OWN = '/api/v1/me/notices';

async function joined(program, name, circles = ALL) {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name, email: `${name.split(' ')[0].toLowerCase()}@example.test`, role: 'member', language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  const told = async () => (await client.get(OWN)).items.map(one => [one.kind, one.text ?? one.title]);
  const unread = async () => (await client.get(`${OWN}/count`)).unread;
  return { staff, client, told, unread };
}

bothEngines('whoever is mentioned in a note, a call, a meeting, a mail or a task is told, by name or address, once', async program => {
  const { owner } = program;
  const ken = await joined(program, 'Ken Abe');
  const mate = await joined(program, 'Mate');
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const about = { account_id: account.id };
  const note = await owner.post('/api/v1/notes', { ...about, text: 'First, ＠KEN ABE: look at this' });
  await owner.post('/api/v1/calls', { ...about, text: 'Second, @ken@example.test' });
  await owner.post('/api/v1/activities', { ...about, kind: 'meeting', title: 'Third, @Ken Abe' });
  await owner.post('/api/v1/activities', { ...about, kind: 'mail', title: 'Fourth', next_step: '@Ken Abe answers' });
  await owner.post('/api/v1/tasks', { ...about, title: 'Fifth', text: 'as @Ken Abe said' });
  await owner.post('/api/v1/notes', { ...about, text: 'Kenji and ken@example.test are no mention' });
  const { items } = await ken.client.get(OWN);
  assert.deepEqual(items.map(one => [one.kind, one.subject.split(':')[0], one.account, one.actor_name, one.read_at]).sort(), ['call', 'mail', 'meeting', 'note', 'task'].map(word => ['mentioned', word, 'Customer', 'Owner One', null]));
  assert.equal(items.find(one => one.subject === `note:${note.id}`).text, 'First, ＠KEN ABE: look at this');
  assert.deepEqual([await ken.unread(), await mate.unread()], [5, 0]);
  /* An edit tells who is new in it, and nobody twice. */
  await ken.client.post(`${OWN}/read`, {});
  await owner.patch(`/api/v1/notes/${note.id}`, { text: '@Ken Abe, and @Mate too' });
  assert.deepEqual([await ken.unread(), await mate.told()], [0, [['mentioned', '@Ken Abe, and @Mate too']]]);
  /* Of what they wrote themselves, nobody is told. */
  await mate.client.post('/api/v1/notes', { ...about, text: '@Mate remembers' });
  assert.equal(await mate.unread(), 1);
  /* With the thing goes the notice. */
  await owner.delete(`/api/v1/notes/${note.id}`);
  assert.deepEqual([await mate.told(), await mate.unread()], [[], 0]);
  await owner.delete(`/api/v1/accounts/${account.id}`);
  assert.equal(program.query('SELECT COUNT(*) FROM notice'), '0');
}, { clock: CLOCK });

bothEngines('nobody is told of what they may not see, and what is made private is told no more', async program => {
  const { owner } = program;
  const sees = await joined(program, 'Sees');
  const other = await joined(program, 'Other', ['success']);
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const write = visible_to => owner.post('/api/v1/notes', { account_id: account.id, text: `@Sees @Other ${visible_to}`, visible_to });
  await write('me');
  assert.deepEqual([await sees.unread(), await other.unread()], [0, 0]);
  const note = await write('support');
  assert.deepEqual([await sees.unread(), await other.unread()], [1, 0]);
  await owner.patch(`/api/v1/notes/${note.id}`, { visible_to: null });
  assert.deepEqual([await sees.unread(), await other.unread()], [1, 0], 'opened later, it mentions nobody anew');
  await owner.patch(`/api/v1/notes/${note.id}`, { visible_to: 'me' });
  assert.deepEqual([await sees.told(), await sees.unread()], [[], 0]);
  const meeting = await owner.post('/api/v1/activities', { account_id: account.id, kind: 'meeting', text: '@Other' });
  assert.equal(await other.unread(), 1);
  await owner.patch(`/api/v1/activities/${meeting.id}`, { visible_to: 'support' });
  assert.equal(await other.unread(), 0);
}, { clock: CLOCK });

bothEngines('a task that is handed over is a notice, read and unread again; a kind can be switched off, a disabled person is told nothing', async program => {
  const { owner } = program;
  const [me] = (await owner.get('/api/v1/staff')).items;
  const ken = await joined(program, 'Ken');
  await owner.post('/api/v1/tasks', { title: 'Mine', owner_id: me.id });
  const task = await owner.post('/api/v1/tasks', { title: 'Prepare the review', owner_id: ken.staff.id });
  assert.deepEqual(await ken.told(), [['task.assigned', 'Prepare the review']]);
  assert.equal((await owner.get(`${OWN}/count`)).unread, 0, 'one\'s own doing is no notice');
  const [{ id }] = (await ken.client.get(OWN)).items;
  await ken.client.patch(`${OWN}/${id}`, { read: true });
  assert.equal(await ken.unread(), 0);
  await ken.client.patch(`${OWN}/${id}`, { read: false });
  assert.equal(await ken.unread(), 1);
  await refused(owner.patch(`${OWN}/${id}`, { read: true }), 404);
  await ken.client.post(`${OWN}/read`, {});
  await owner.patch(`/api/v1/tasks/${task.id}`, { title: 'Prepare the review well' });
  assert.equal(await ken.unread(), 0, 'it was theirs before');
  await owner.patch(`/api/v1/tasks/${task.id}`, { owner_id: me.id });
  await owner.patch(`/api/v1/tasks/${task.id}`, { owner_id: ken.staff.id });
  assert.equal(await ken.unread(), 1, 'handed over once more');
  const kinds = async () => (await ken.client.get('/api/v1/me/notice-kinds')).items.map(one => [one.kind, one.on]);
  assert.deepEqual((await kinds()).filter(([kind]) => ['mentioned', 'task.assigned'].includes(kind)), [['mentioned', true], ['task.assigned', true]]);
  await ken.client.post('/api/v1/me/notice-kinds', { kind: 'task.assigned', on: false });
  assert.deepEqual((await kinds()).filter(([, on]) => !on), [['task.assigned', false]], 'and no other');
  await owner.post('/api/v1/tasks', { title: 'Unheard', owner_id: ken.staff.id });
  assert.equal(await ken.unread(), 1);
  await ken.client.post('/api/v1/me/notice-kinds', { kind: 'task.assigned', on: true });
  await refused(ken.client.post('/api/v1/me/notice-kinds', { kind: 'gossip', on: false }), 400, 'kind');
  await owner.patch(`/api/v1/staff/${ken.staff.id}`, { active: false });
  await owner.post('/api/v1/tasks', { title: 'Nobody reads this, @Ken', owner_id: ken.staff.id });
  assert.equal(program.query('SELECT COUNT(*) FROM notice'), '1');
}, { clock: CLOCK });

bothEngines('notices of a task go with its account, and what was handed on is not told to who had it before', async program => {
  const { owner } = program;
  const ann = await joined(program, 'Ann');
  const bob = await joined(program, 'Bob');
  const [from, to] = [await owner.post('/api/v1/accounts', { name: 'From' }), await owner.post('/api/v1/accounts', { name: 'To' })];
  const task = await owner.post('/api/v1/tasks', { account_id: from.id, title: 'Call, @Bob', owner_id: ann.staff.id });
  assert.deepEqual(await ann.told(), [['task.assigned', 'Call, @Bob']]);
  await owner.patch(`/api/v1/tasks/${task.id}`, { account_id: to.id });
  const accounts = async who => (await who.client.get(OWN)).items.map(one => one.account);
  assert.deepEqual([await accounts(ann), await accounts(bob)], [['To'], ['To']]);
  await owner.delete(`/api/v1/accounts/${from.id}`);
  assert.deepEqual([await ann.unread(), await bob.unread()], [1, 1], 'it has left the account that goes');
  await owner.patch(`/api/v1/tasks/${task.id}`, { owner_id: bob.staff.id });
  assert.deepEqual([await ann.told(), await bob.unread()], [[], 2]);
  await bob.client.post(`${OWN}/read`, {});
  await owner.patch(`/api/v1/tasks/${task.id}`, { owner_id: ann.staff.id });
  assert.deepEqual((await bob.told()).map(([kind]) => kind).sort(), ['mentioned', 'task.assigned'], 'what was read stays');
  await owner.delete(`/api/v1/accounts/${to.id}`);
  assert.equal(program.query('SELECT COUNT(*) FROM notice'), '0');
}, { clock: CLOCK });

bothEngines('what a person may not see any more is neither listed nor counted', async program => {
  const { owner } = program;
  const ken = await joined(program, 'Ken');
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: '@Ken, open' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: '@Ken, of money', visible_to: 'revenue' });
  assert.deepEqual([(await ken.told()).length, await ken.unread()], [2, 2]);
  await owner.patch(`/api/v1/staff/${ken.staff.id}`, { circles: ['support'] });
  assert.deepEqual([await ken.told(), await ken.unread()], [[['mentioned', '@Ken, open']], 1]);
}, { clock: CLOCK });

bothEngines('an open page hears of it, and pages of the list hold each notice once', async program => {
  const { owner } = program;
  const ken = await joined(program, 'Ken');
  const stream = await ken.client.stream();
  const heard = [];
  (async () => { for await (const keys of stream) heard.push(...keys); })().catch(() => undefined); // closed below
  const task = await owner.post('/api/v1/tasks', { title: 'One', owner_id: ken.staff.id });
  await eventually(() => heard, keys => keys.includes(`task:${task.id}`));
  assert.ok(heard.includes('tasks'), 'what the count of notices listens to');
  stream.close();
  for (const title of ['Two', 'Three']) await owner.post('/api/v1/tasks', { title, owner_id: ken.staff.id });
  const all = await ken.client.all(`${OWN}?limit=1`);
  assert.deepEqual(all.map(one => one.title).sort(), ['One', 'Three', 'Two']);
}, { clock: CLOCK });
