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
