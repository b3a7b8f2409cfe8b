// Teams and who is away, over the API of the real program: members, lead, who may change what, and what uses a team.
import assert from 'node:assert/strict';
import { Customers, eventually, refused } from '../kit/customers.mjs';
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

// ---- absences

const away = (from_on, until_on, more = {}) => ({ from_on, until_on, ...more });

bothEngines('everybody enters their own absence, and an admin that of others', async program => {
  const { owner } = program;
  const [ann, ben] = [await joined(program, 'Ann'), await joined(program, 'Ben', 'viewer')];
  const own = await ann.post('/api/v1/me/absences', away('2026-11-22', '2026-11-29', { stand_in_id: ben.id, remark: 'On leave' }));
  assert.deepEqual([own.staff, own.stand_in, own.remark, own.version], ['Ann', 'Ben', 'On leave', 1]);
  await refused(ann.post('/api/v1/me/absences', away('2026-12-05', '2026-12-05')), 400, 'until_on');
  const twice = await refused(ann.post('/api/v1/me/absences', away('2026-11-28', '2026-12-05')), 400, 'from_on');
  assert.deepEqual([twice.reason, twice.args], ['absent_already', ['2026-11-22', '2026-11-28']]);
  assert.equal((await refused(ann.post('/api/v1/me/absences', away('2026-12-05', '2026-12-06', { stand_in_id: ann.id })), 400, 'stand_in_id')).reason, 'own_stand_in');
  await ann.post('/api/v1/me/absences', away('2026-11-29', '2026-11-30'));

  await refused(ann.post(`/api/v1/staff/${ben.id}/absences`, away('2026-12-01', '2026-12-02')), 403);
  await refused(ben.patch(`/api/v1/me/absences/${own.id}`, { until_on: '2026-11-25' }), 404);
  await refused(ben.patch(`/api/v1/absences/${own.id}`, { until_on: '2026-11-25' }), 403);
  const his = await owner.post(`/api/v1/staff/${ben.id}/absences`, away('2026-11-01', '2026-11-22'));
  assert.equal(his.staff, 'Ben');
  const listed = async (client, query = '') => (await client.get(`/api/v1/absences${query}`)).items.map(one => [one.staff, one.from_on]);
  assert.deepEqual(await listed(ben), [['Ann', '2026-11-22'], ['Ann', '2026-11-29']], 'what is over is not listed');
  const later = await owner.patch(`/api/v1/absences/${his.id}`, { until_on: '2026-11-23' });
  assert.equal(later.version, 2);
  assert.deepEqual(await listed(ben, `?staff_id=${ben.id}`), [['Ben', '2026-11-01']]);
  await ben.call('DELETE', `/api/v1/me/absences/${his.id}`);
  assert.deepEqual(await listed(ben, `?staff_id=${ben.id}`), []);
  const { items } = await owner.get('/api/v1/audit?kind=absence.created');
  assert.deepEqual(items.at(-1).body, { staff_id: ann.id, from_on: '2026-11-22', until_on: '2026-11-29', stand_in_id: ben.id }, 'the remark is in no fact');
}, OPTIONS);

// ---- accounts

const accounts_where = async (client, filter, day) => (await client.get(`/api/v1/accounts?${new URLSearchParams({ filter: JSON.stringify(filter), ...(day && { as_of: day }) })}`)).items.map(one => one.name);
const is = (attribute, ...value) => ({ attribute, op: 'in', value });
const mine = id => ({ or: [is('owner_id', id), is('standing_in_id', id)] });

bothEngines('an account has a team and a stand-in beside its owner: by hand, from a file, for many, in filters and files', async program => {
  const { owner } = program;
  const [ann, ben] = [await joined(program, 'Ann'), await joined(program, 'Ben')];
  const east = await owner.post(PATH, { name: 'East', members: [ann.id] });
  const acme = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme', owner_id: ann.id, team_id: east.id, stand_in_id: ben.id });
  assert.deepEqual([acme.team, acme.stand_in], ['East', 'Ben']);
  await refused(owner.patch(`/api/v1/accounts/${acme.id}`, { team_id: 42 }), 400, 'team_id');
  await refused(owner.patch(`/api/v1/accounts/${acme.id}`, { stand_in_id: 42 }), 400, 'stand_in_id');
  const beta = await owner.post('/api/v1/accounts', { name: 'Beta', external_id: 'beta' });
  assert.deepEqual(await accounts_where(owner, is('team_id', east.id)), ['Acme']);
  assert.deepEqual(await accounts_where(owner, { attribute: 'stand_in_id', op: 'unknown' }), ['Beta']);

  await owner.post('/api/v1/accounts/changes', { ids: [acme.id, beta.id], set: { team_id: east.id, stand_in_id: ann.id } });
  assert.deepEqual(await accounts_where(owner, is('stand_in_id', ann.id)), ['Acme', 'Beta']);
  const csv = await owner.ask('GET', '/api/v1/accounts.csv?columns=name,team,stand_in&heads=words');
  assert.match(csv.text, /Stand-in's e-mail/);
  assert.match(csv.text, /"?Acme"?,"?East"?,.*ann@example.test/);

  const overview = await owner.get('/api/v1/overview?by=team');
  assert.deepEqual(overview.groups.map(one => [one.name, one.total.accounts]), [['East', 2]]);
  const shown = (await owner.get(PATH)).items[0];
  assert.deepEqual(shown.used_by, [{ kind: 'account', en: 'accounts', ja: '顧客企業', count: 2, names: ['Acme', 'Beta'] }]);
  const no = await refused(owner.call('DELETE', `${PATH}/${east.id}`), 409);
  assert.deepEqual([no.reason, no.args[0]], ['team_used', '2 accounts (Acme, Beta)']);
  await owner.patch(PATH + `/${east.id}`, { name: 'Zone' });
  const west = await owner.post(PATH, { name: 'West' });
  await owner.patch(`/api/v1/accounts/${beta.id}`, { team_id: west.id });
  await eventually(async () => (await owner.get('/api/v1/accounts?sort=team')).items.map(one => one.name), found => found.join() === 'Beta,Acme');
}, OPTIONS);

bothEngines('while an owner is away, the accounts are also those of the stand-in: the account’s own, else the absence’s', async program => {
  const { owner } = program;
  const [ann, ben, cyn] = [await joined(program, 'Ann'), await joined(program, 'Ben'), await joined(program, 'Cyn')];
  await (await Customers.in(program, '2026-11-22')).scorecard();
  await owner.post('/api/v1/accounts', { name: 'Acme', owner_id: ann.id });
  await owner.post('/api/v1/accounts', { name: 'Beta', owner_id: ann.id, stand_in_id: cyn.id });
  await owner.post('/api/v1/accounts', { name: 'Gamma', owner_id: ben.id });
  assert.deepEqual(await accounts_where(owner, mine(ben.id)), ['Gamma']);
  const absence = await ann.post('/api/v1/me/absences', away('2026-11-20', '2026-11-25', { stand_in_id: ben.id }));
  await eventually(() => accounts_where(owner, mine(ben.id)), found => found.join() === 'Acme,Gamma');
  assert.deepEqual(await accounts_where(owner, mine(cyn.id)), ['Beta']);
  assert.deepEqual(await accounts_where(owner, mine(ann.id)), ['Acme', 'Beta'], 'they stay the owner’s');
  assert.deepEqual(await accounts_where(owner, mine(ben.id), '2026-11-19'), ['Gamma'], 'the day before nobody stood in');
  const { items } = await owner.get('/api/v1/accounts?sort=name');
  assert.deepEqual(items.map(one => one.standing_in_id), [ben.id, cyn.id, null]);

  // Today and its figures.
  const today = await ben.get('/api/v1/today?owner_id=me');
  assert.equal(today.head.accounts, 2);
  assert.deepEqual(today.items.map(one => [one.account, one.owner, one.for_owner]).sort(), [['Acme', 'Ann', true], ['Gamma', 'Ben', false]]);
  assert.equal((await owner.get('/api/v1/today?owner_id=all')).head.accounts, 3, 'all are counted once');

  // The account's own stand-in is away too.
  await cyn.post('/api/v1/me/absences', away('2026-11-22', '2026-11-24'));
  await eventually(() => accounts_where(owner, mine(ben.id)), found => found.join() === 'Acme,Beta,Gamma');
  await ann.call('DELETE', `/api/v1/me/absences/${absence.id}`);
  await eventually(() => accounts_where(owner, mine(ben.id)), found => found.join() === 'Gamma');
}, OPTIONS);

// ---- tasks and notices

const tasks_where = async (client, filter) => (await client.get(`/api/v1/tasks?${new URLSearchParams({ filter: JSON.stringify(filter) })}`)).items.map(one => one.title);

bothEngines('who cannot sign in any more stands in for nobody', async program => {
  const { owner } = program;
  const [ann, ben, cyn] = [await joined(program, 'Ann'), await joined(program, 'Ben'), await joined(program, 'Cyn')];
  const acme = await owner.post('/api/v1/accounts', { name: 'Acme', owner_id: ann.id, stand_in_id: ben.id });
  await owner.post('/api/v1/tasks', { title: 'Call', owner_id: ann.id, account_id: acme.id });
  const absence = await ann.post('/api/v1/me/absences', away('2026-11-20', '2026-11-25', { stand_in_id: cyn.id }));
  const stands = () => owner.get(`/api/v1/accounts/${acme.id}`).then(one => one.standing_in_id);
  const stands_in_task = async one => (await tasks_where(owner, is('standing_in_id', one.id))).length;
  const active = (one, is_active) => owner.patch(`/api/v1/staff/${one.id}`, { active: is_active });
  await eventually(stands, id => id === ben.id);
  assert.deepEqual([await stands_in_task(ben), await stands_in_task(cyn)], [1, 0]);
  await active(ben, false);
  await eventually(stands, id => id === cyn.id);
  assert.deepEqual([await stands_in_task(ben), await stands_in_task(cyn)], [0, 1]);
  assert.equal((await cyn.get('/api/v1/today?owner_id=me')).tasks.length, 1);
  await active(cyn, false);
  await eventually(stands, id => id === null);
  assert.deepEqual([await stands_in_task(ben), await stands_in_task(cyn)], [0, 0]);
  const changed = await ann.patch(`/api/v1/me/absences/${absence.id}`, { remark: 'On leave' });
  assert.deepEqual([changed.remark, changed.stand_in], ['On leave', 'Cyn'], 'who was named before is not asked again');
  await active(ben, true);
  await eventually(stands, id => id === ben.id);

  // Gone from the staff altogether: what still names them names nobody.
  program.damage(`DELETE FROM staff WHERE id = ${ben.id}`);
  assert.deepEqual([await stands_in_task(ben), await stands_in_task(cyn)], [0, 0]);
}, OPTIONS);

bothEngines('a task may be a team’s, is taken by one of it, and is handed over for an absence and back', async program => {
  const { owner } = program;
  const [ann, ben] = [await joined(program, 'Ann'), await joined(program, 'Ben')];
  const east = await owner.post(PATH, { name: 'East', members: [ann.id, ben.id] });
  const task = await ann.post('/api/v1/tasks', { title: 'Call back', team_id: east.id });
  assert.deepEqual([task.team, task.owner_id], ['East', null]);
  await refused(ann.post('/api/v1/tasks', { title: 'Nothing', team_id: 42 }), 400, 'team_id');
  assert.deepEqual(await tasks_where(ann, { and: [is('team_id', east.id), { attribute: 'owner_id', op: 'unknown' }] }), ['Call back']);
  const taking = client => client.ask('PATCH', `/api/v1/tasks/${task.id}`, { owner_id: client.id }, { headers: { 'if-match': `"${task.version}"` } });
  assert.deepEqual([(await taking(ann)).status, (await taking(ben)).status], [200, 412], 'one of the two took it');
  assert.deepEqual((await owner.get(PATH)).items[0].used_by.map(one => [one.kind, one.names]), [['task', ['Call back']]]);

  await ann.post('/api/v1/tasks', { title: 'Write', owner_id: ann.id, due_on: '2026-11-22' });
  await ann.post('/api/v1/me/absences', away('2026-11-22', '2026-11-25', { stand_in_id: ben.id }));
  assert.deepEqual(await tasks_where(ben, mine(ben.id)), ['Write', 'Call back']);
  assert.deepEqual((await ben.get('/api/v1/today?owner_id=me')).tasks.map(one => [one.title, one.owner]), [['Write', 'Ann'], ['Call back', 'Ann']]);
  assert.equal((await ben.get('/api/v1/today?owner_id=me')).head.tasks_due, 1);

  const filter = { and: [is('owner_id', ann.id), { attribute: 'done', op: '=', value: false }] };
  const over = await ann.post('/api/v1/tasks/changes', { filter, set: { owner_id: ben.id } });
  assert.equal(over.changed, 2);
  assert.deepEqual(await tasks_where(owner, is('owner_id', ben.id)), ['Write', 'Call back']);
  const back = await ann.post(`/api/v1/tasks/changes/${over.id}/undo`);
  assert.equal(back.undone, 2);
}, OPTIONS);

bothEngines('who stands in is told of what concerns the accounts of somebody away, and for whom', async program => {
  const { owner } = program;
  const [ann, ben, cyn] = [await joined(program, 'Ann'), await joined(program, 'Ben'), await joined(program, 'Cyn')];
  const account = await owner.post('/api/v1/accounts', { name: 'Acme', owner_id: ann.id });
  const told = async client => (await client.get('/api/v1/me/notices')).items.map(one => [one.kind, one.title, one.for_name]);
  await ann.post('/api/v1/me/absences', away('2026-11-20', '2026-11-25', { stand_in_id: ben.id }));
  const task = await owner.post('/api/v1/tasks', { title: 'Renew', account_id: account.id, owner_id: ann.id });
  assert.deepEqual(await told(ann), [['task.assigned', 'Renew', null]]);
  assert.deepEqual(await told(ben), [['task.assigned', 'Renew', 'Ann']]);
  await owner.post('/api/v1/tasks', { title: 'Tidy up', owner_id: ann.id });
  assert.equal((await told(ben)).length, 1, 'what concerns no account waits for its owner');
  await owner.patch(`/api/v1/tasks/${task.id}`, { owner_id: cyn.id });
  assert.deepEqual(await told(ben), [], 'it is not about either of them any more');
  await owner.patch(`/api/v1/accounts/${account.id}`, { stand_in_id: cyn.id });
  await owner.post('/api/v1/notes', { account_id: account.id, text: 'See @Ann' });
  assert.deepEqual((await told(cyn)).map(one => [one[0], one[2]]), [['mentioned', 'Ann'], ['task.assigned', null]]);
  assert.deepEqual(await told(ben), []);

  // What is told to her herself stays hers; and who stands in for the owner does not stand in for others.
  await owner.post('/api/v1/notes', { account_id: account.id, text: 'Ask @Cyn' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: '@Cyn and @Ann' });
  assert.deepEqual((await told(cyn)).filter(([kind]) => kind === 'mentioned').map(one => one[2]), [null, null, 'Ann']);
  const once = await owner.post('/api/v1/notes', { account_id: account.id, text: 'First @Cyn' });
  await owner.patch(`/api/v1/notes/${once.id}`, { text: 'First @Cyn, then @Ann' });
  assert.equal((await told(cyn)).find(([kind]) => kind === 'mentioned')[2], null);
  await ben.post('/api/v1/me/absences', away('2026-11-20', '2026-11-25'));
  await owner.post('/api/v1/notes', { account_id: account.id, text: 'And @Ben' });
  assert.ok(!(await told(cyn)).some(one => one[2] === 'Ben'));
}, OPTIONS);
