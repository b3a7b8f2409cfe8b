// Tasks, notes and calls over the API of the real program.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

bothEngines('a task is added, put off with a reason, done and opened again', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const me = (await owner.get('/api/v1/session')).staff.id;
  const task = await owner.post('/api/v1/tasks', { account_id: account.id, title: '更新の打ち合わせ', owner_id: me, due_on: '2026-11-25' });
  assert.equal(task.account, 'Customer');
  const off = await owner.post(`/api/v1/tasks/${task.id}/snooze`, { until: '2026-12-01', reason: 'On holiday' });
  assert.equal(off.snoozed_until, '2026-12-01');
  await refused(owner.post(`/api/v1/tasks/${task.id}/snooze`, { until: '2026-11-22', reason: 'Today' }), 400, 'until');
  await refused(owner.post(`/api/v1/tasks/${task.id}/snooze`, { until: '2026-12-01', reason: ' ' }), 400, 'reason');
  assert.notEqual((await owner.post(`/api/v1/tasks/${task.id}/completion`)).done_at, null);
  assert.deepEqual((await owner.get('/api/v1/tasks')).items, []);
  assert.equal((await owner.get('/api/v1/tasks?state=done&owner_id=me')).items.length, 1);
  assert.equal((await owner.delete(`/api/v1/tasks/${task.id}/completion`)).done_at, null);
  const changed = await owner.patch(`/api/v1/tasks/${task.id}`, { due_on: null, owner_id: null });
  assert.equal(changed.due_on, null);
  await refused(owner.patch(`/api/v1/tasks/${task.id}`, { title: 'X' }, 1), 412);
  assert.deepEqual((await owner.get(`/api/v1/search?q=${encodeURIComponent('更新')}`)).items.map(item => item.kind), ['task']);
  const items = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=task`)).items;
  assert.deepEqual(items.map(item => item.kind), ['task.changed', 'task.undone', 'task.done', 'task.snoozed', 'task.created']);
  assert.equal(items[3].text, 'On holiday');
  assert.equal(items[3].title, '更新の打ち合わせ');
  await owner.delete(`/api/v1/tasks/${task.id}`);
  await refused(owner.post(`/api/v1/tasks/${task.id}/completion`), 404);
}, { clock: CLOCK });

bothEngines('tasks come by due day, those without one last, page by page', async program => {
  const { owner } = program;
  for (const [title, due_on] of [['none', null], ['later', '2027-01-01'], ['soon', '2026-11-23'], ['past', '2026-11-01']])
    await owner.post('/api/v1/tasks', { title, due_on });
  assert.deepEqual((await owner.all('/api/v1/tasks?limit=1')).map(task => task.title), ['past', 'soon', 'later', 'none']);
  assert.deepEqual((await owner.get('/api/v1/tasks?due_until=2026-11-24')).items.map(task => task.title), ['past', 'soon']);
  await refused(owner.get('/api/v1/tasks?cursor=abc'), 400, 'cursor');
  await refused(owner.get('/api/v1/tasks?owner_id=you'), 400, 'owner_id');
  await refused(owner.post('/api/v1/tasks', { title: '' }), 400, 'title');
  await refused(owner.post('/api/v1/tasks', { title: 'X', account_id: 5 }), 400, 'account_id');
}, { clock: CLOCK });

bothEngines('what is no note and no call is refused', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  await refused(owner.post('/api/v1/notes', { account_id: account.id, text: ' ' }), 400, 'text');
  await refused(owner.post('/api/v1/calls', { account_id: account.id, at: '2027-01-01T00:00:00Z' }), 400, 'at');
}, { clock: CLOCK });

bothEngines('with an account go its tasks, notes, calls and contracts, and the people known through it alone', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const other = await owner.post('/api/v1/accounts', { name: 'Other' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: 'T' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: 'N' });
  await owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', price: { amount: 1, currency: 'JPY' } }] });
  await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Alone' });
  const both = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Both' });
  await owner.patch(`/api/v1/contacts/${both.id}`, { account_ids: [account.id, other.id] });
  await owner.delete(`/api/v1/accounts/${account.id}`);
  assert.deepEqual((await owner.get('/api/v1/tasks?state=all')).items, []);
  assert.deepEqual((await owner.get('/api/v1/contracts')).items, []);
  assert.deepEqual((await owner.get('/api/v1/contacts')).items.map(contact => [contact.name, contact.account_ids]), [['Both', [other.id]]]);
}, { clock: CLOCK });

const asked = filter => encodeURIComponent(JSON.stringify(filter));
const titles = page => page.items.map(task => task.title);

bothEngines('the list is narrowed on the server, counts its stretches, and says who added and who did what', async program => {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer', stage: 'renewal' });
  const sunday = '2026-11-22'; // the last day of its week
  for (const [title, due_on, more] of [
    ['Call ＡＮＮ', '2026-11-20', { owner_id: me.id, account_id: account.id }], ['Today', sunday, {}], ['Next week', '2026-11-23', { owner_id: me.id }],
    ['Some day', null, {}], ['Done long ago', '2026-11-01', {}],
  ])
    await owner.post('/api/v1/tasks', { title, due_on, ...more });
  const key = await program.with_key('act');
  await key.post('/api/v1/tasks', { title: 'By a key', due_on: '2026-11-24' });
  const done = (await owner.get('/api/v1/tasks?q=LONG')).items[0];
  assert.deepEqual([done.author, done.done_by], [me.name, null]);
  const ticked = await owner.post(`/api/v1/tasks/${done.id}/completion`);
  assert.deepEqual([ticked.done_by_id, ticked.done_by], [me.id, me.name]);

  const first = await owner.get('/api/v1/tasks?by_group=true&limit=1');
  assert.equal(first.total, 5);
  assert.deepEqual(first.groups.map(({ group, count, before }) => [group, count, before ?? null]), [
    ['overdue', 1, sunday], ['today', 1, '2026-11-23'], ['week', 0, '2026-11-23'], ['later', 2, null], ['undated', 1, null],
  ]);
  const list = async (filter, more = '') => titles(await owner.get(`/api/v1/tasks?state=all&filter=${asked(filter)}${more}`));
  assert.deepEqual(await list({ attribute: 'title', op: 'contains', value: 'ann' }), ['Call ＡＮＮ']);
  assert.deepEqual(await list({ attribute: 'owner_id', op: 'in', value: [me.id] }), ['Call ＡＮＮ', 'Next week']);
  assert.deepEqual(await list({ attribute: 'done', op: '=', value: true }, '&sort=-done_at'), ['Done long ago']);
  assert.deepEqual(await list({ attribute: 'done_by_id', op: 'in', value: [me.id] }), ['Done long ago']);
  assert.deepEqual(await list({ attribute: 'author_id', op: 'unknown' }), ['By a key']);
  assert.deepEqual(await list({ account: { attribute: 'stage', op: '=', value: 'renewal' } }), ['Call ＡＮＮ']);
  assert.deepEqual(titles(await owner.get('/api/v1/tasks?q=call%20ann')), ['Call ＡＮＮ']);
  const again = await owner.delete(`/api/v1/tasks/${done.id}/completion`);
  assert.deepEqual([again.done_at, again.done_by_id, again.done_by], [null, null, null]);
  assert.equal(again.author, me.name);
}, { clock: CLOCK });

bothEngines('several tasks are moved, handed over and ticked off at once, by ids or by all that a filter lists', async program => {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff.id;
  const made = [];
  for (const title of ['a', 'b', 'c']) made.push(await owner.post('/api/v1/tasks', { title, due_on: '2026-11-20' }));
  const ids = made.map(task => task.id);
  const change = async body => { const { changed } = await owner.post('/api/v1/tasks/changes', body); return { changed }; };
  assert.deepEqual(await change({ ids: ids.slice(0, 2), set: { due_on: '2026-11-25', owner_id: me } }), { changed: 2 });
  assert.deepEqual(await change({ ids: ids.slice(0, 2), set: { due_on: '2026-11-25' } }), { changed: 0 }, 'what changes nothing is not counted');
  const said = async () => (await owner.get('/api/v1/tasks?state=all')).items.map(task => [task.title, task.due_on, task.owner_id, task.done_at !== null]);
  assert.deepEqual(await said(), [['c', '2026-11-20', null, false], ['a', '2026-11-25', me, false], ['b', '2026-11-25', me, false]]);
  assert.deepEqual(await change({ filter: { attribute: 'owner_id', op: 'in', value: [me] }, done: true, set: { due_on: null } }), { changed: 2 });
  assert.deepEqual(await said(), [['c', '2026-11-20', null, false], ['a', null, me, true], ['b', null, me, true]]);
  assert.deepEqual(await change({ ids, done: false }), { changed: 2 });
  const all = { attribute: 'title', op: 'known' };
  assert.deepEqual([await change({ filter: all, done: true }), await change({ filter: all, done: false })], [{ changed: 3 }, { changed: 3 }]);
  await refused(change({}), 400, 'ids');
  await refused(change({ ids, q: 'a' }), 400, 'ids');
  await refused(change({ ids, set: { owner_id: 5 } }), 400, 'owner_id');
  assert.deepEqual((await said()).map(([, , whose]) => whose), [null, me, me], 'one that is refused refuses all');
  const kinds = (await owner.all('/api/v1/audit?limit=200')).filter(fact => fact.subject === `task:${ids[0]}`).map(fact => fact.kind);
  assert.deepEqual(kinds.reverse(), ['task.created', 'task.changed', 'task.changed', 'task.done', 'task.undone', 'task.done', 'task.undone']);
}, { clock: CLOCK });

bothEngines('a change of several tasks is undone where nobody has changed the same since', async program => {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff.id;
  const made = [];
  for (const title of ['a', 'b', 'c', 'd', 'e']) made.push(await owner.post('/api/v1/tasks', { title, due_on: '2026-11-20' }));
  const [a, b, c, d] = made;
  await owner.post(`/api/v1/tasks/${d.id}/completion`);
  const change = await owner.post('/api/v1/tasks/changes', { filter: { attribute: 'title', op: 'in', value: ['a', 'b', 'c', 'd'] }, set: { due_on: null, owner_id: me }, done: true });
  assert.deepEqual([change.state, change.changed, change.undone, change.kept], ['done', 4, 0, 0]);
  await owner.patch(`/api/v1/tasks/${b.id}`, { due_on: '2026-12-24' });
  await owner.patch(`/api/v1/tasks/${a.id}`, { title: 'a, renamed' });
  await owner.delete(`/api/v1/tasks/${c.id}`);
  const path = `/api/v1/tasks/changes/${change.id}`;
  const undone = await owner.post(`${path}/undo`);
  assert.deepEqual([undone.state, undone.changed, undone.undone, undone.kept, undone.kept_tasks], ['undone', 4, 2, 1, [{ id: b.id, title: 'b' }]]);
  const said = async () => (await owner.get('/api/v1/tasks?state=all')).items.map(task => [task.title, task.due_on, task.owner_id, task.done_at !== null]).sort();
  assert.deepEqual(await said(), [['a, renamed', '2026-11-20', null, false], ['b', '2026-12-24', me, true], ['d', '2026-11-20', null, true], ['e', '2026-11-20', null, false]]);
  await owner.patch(`/api/v1/tasks/${b.id}`, { due_on: null });
  assert.deepEqual([(await owner.post(`${path}/undo`)).undone, (await owner.get(path)).kept], [3, 0]);
  assert.deepEqual((await said())[1], ['b', '2026-11-20', null, false]);
  await refused(owner.get('/api/v1/tasks/changes/5'), 404);
}, { clock: CLOCK });

bothEngines('an erasure takes the person from what tasks are searched by, too', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const person = await owner.post('/api/v1/contacts', { account_id: account.id, email: 'tanaka@iroha.example' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: 'Write to tanaka@iroha.example' });
  assert.equal((await owner.get('/api/v1/tasks?q=tanaka')).items.length, 1);
  await owner.delete(`/api/v1/contacts/${person.id}`);
  assert.deepEqual((await owner.get('/api/v1/tasks?q=tanaka')).items, []);
  assert.deepEqual((await owner.get('/api/v1/tasks?q=write')).items.map(task => task.title), ['Write to […]']);
}, { clock: CLOCK });
