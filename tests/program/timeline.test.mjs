// The one timeline of an account over the API of the real program: what each module adds to it.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

bothEngines('one timeline holds notes, calls and all else, newest first, and its texts can be taken back', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const note = await owner.post('/api/v1/notes', { account_id: account.id, text: 'They like the reports' });
  program.clock('2026-11-22T04:00:00Z');
  const call = await owner.post('/api/v1/calls', {
    account_id: account.id, at: '2026-11-20T03:00:00Z', minutes: 15, direction: 'in', outcome: 'reached', text: 'Asked for a quote',
  });
  const line = async kinds => (await owner.get(`/api/v1/accounts/${account.id}/timeline${kinds ? `?kinds=${kinds}` : ''}`)).items;
  assert.deepEqual((await line()).map(item => [item.kind, item.text]), [
    ['note.added', 'They like the reports'], ['account.created', null], ['call.logged', 'Asked for a quote'],
  ], 'a call stands where it was held');
  assert.equal((await line())[0].actor_name, 'Owner One');
  assert.deepEqual((await line('note,call')).map(item => item.kind), ['note.added', 'call.logged']);
  assert.deepEqual((await owner.all(`/api/v1/accounts/${account.id}/timeline?limit=1`)).map(item => item.kind),
    ['note.added', 'account.created', 'call.logged']);
  const by = async day => (await owner.all(`/api/v1/accounts/${account.id}/timeline?limit=1&as_of=${day}`)).map(item => item.kind);
  assert.deepEqual(await by('2026-11-20'), ['call.logged'], 'what had happened by the end of that day');
  assert.deepEqual(await by('2026-11-19'), []);
  const edited = await owner.patch(`/api/v1/notes/${note.id}`, { text: 'They love the reports' }, note.version);
  assert.notEqual(edited.edited_at, null);
  assert.equal((await owner.patch(`/api/v1/calls/${call.id}`, { minutes: 20 }, call.version)).minutes, 20);
  await owner.delete(`/api/v1/notes/${note.id}`);
  await owner.delete(`/api/v1/calls/${call.id}`);
  assert.equal(JSON.stringify(await line()).includes('reports'), false);
  await refused(owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=gossip`), 400, 'kinds');
  await refused(owner.get('/api/v1/accounts/4711/timeline'), 404);
}, { clock: CLOCK });

bothEngines('an entry about a person bears the name, as long as the person is known', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Aoi Mori' });
  const call = { account_id: account.id, contact_id: contact.id, at: '2026-11-21T03:00:00Z', text: 'Asked for a quote' };
  await owner.post('/api/v1/calls', call);
  const task = await owner.post('/api/v1/tasks', { account_id: account.id, title: 'Send the quote', text: 'By mail' });
  await owner.post(`/api/v1/tasks/${task.id}/snooze`, { until: '2026-12-01', reason: 'On holiday' });
  const told = async () => (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=account,call,task`)).items
    .map(item => [item.kind, item.title, item.text]);
  assert.deepEqual(await told(), [
    ['task.snoozed', 'Send the quote', 'On holiday'], ['task.created', 'Send the quote', 'By mail'],
    ['contact.created', 'Aoi Mori', null], ['account.created', null, null], ['call.logged', 'Aoi Mori', 'Asked for a quote'],
  ]);
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual(await told(), [
    ['task.snoozed', 'Send the quote', 'On holiday'], ['task.created', 'Send the quote', 'By mail'],
    ['contact.created', null, null], ['account.created', null, null], ['call.logged', null, null],
  ]);
}, { clock: CLOCK });
