// What tickets bring to the rest of the house: files of them, measures of accounts, Today.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

const CSV = `ticket_id,account_id,submitted_at,closed_at,priority,status,first_response_time_minutes,satisfaction_score,subject,tags
T-1,acme,2026-11-01 09:00,2026-11-02 10:00,high,resolved,90,4,First,"vip, login"
T-2,acme,2026-11-20 09:00,,medium,,,,,
T-3,nobody,2026-11-20 09:00,,low,,,,,
`;

async function settled(owner, id) {
  return (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running', 'undoing'].includes(state))).answer;
}

async function brought(owner, csv = CSV) {
  const made = await owner.post('/api/v1/imports?kind=tickets&file_name=tickets.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  return settled(owner, made.id);
}

bothEngines('tickets come from a file with their times, nobody is told, the same again changes nothing, and it can be undone', async program => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  await owner.post('/api/v1/fields', { object: 'ticket', key: 'satisfaction_score', name: 'CSAT', kind: 'number', choices: [], position: 1 });
  const done = await brought(owner);
  assert.deepEqual([done.good, done.bad, done.added], [2, 1, 2], JSON.stringify(done.errors));
  const [second, first] = (await owner.get('/api/v1/tickets?state=all&sort=-created_at')).items;
  assert.deepEqual([first.subject, first.state, first.priority, first.created_at, first.first_answered_at, first.solved_at, first.fields, first.tags], [
    'First', 'solved', 'high', '2026-11-01T00:00:00.000Z', '2026-11-01T01:30:00.000Z', '2026-11-02T01:00:00.000Z', { satisfaction_score: 4 }, ['vip', 'login'],
  ]);
  assert.deepEqual([second.subject, second.state, second.priority, second.waiting_since], ['Ticket T-2', 'new', 'normal', '2026-11-20T00:00:00.000Z']);
  const again = await brought(owner);
  assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 2]);
  const solved = await brought(owner, CSV.replace('09:00,,medium', '09:00,2026-11-21 09:00,medium'));
  assert.deepEqual([solved.added, solved.changed, solved.unchanged], [0, 1, 1]);
  assert.equal((await owner.get(`/api/v1/tickets/${second.id}`)).solved_at, '2026-11-21T00:00:00.000Z');
  await owner.post(`/api/v1/imports/${solved.id}/undo`);
  await settled(owner, solved.id);
  assert.deepEqual([(await owner.get(`/api/v1/tickets/${second.id}`)).state, (await owner.get(`/api/v1/tickets/${second.id}`)).solved_at], ['new', null]);
  await owner.post(`/api/v1/tickets/${first.id}/messages`, { text: 'Written since' });
  await owner.post(`/api/v1/imports/${done.id}/undo`);
  await settled(owner, done.id);
  assert.deepEqual((await owner.get('/api/v1/tickets?state=all')).items.map(one => one.external_id), ['T-1'], 'what was written to stays');
}, { clock: CLOCK });

bothEngines('the command line brings tickets in', async program => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const file = join(program.folder, 'tickets.csv');
  writeFileSync(file, CSV.split('\n').filter(line => !line.startsWith('T-3')).join('\n'));
  program.must('import', 'tickets', file);
  assert.equal((await owner.get('/api/v1/tickets?state=all')).total, 2);
}, { clock: CLOCK });

bothEngines('measures count what is open, opened, reopened and waits, on past days too', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const calm = await owner.post('/api/v1/accounts', { name: 'Calm', external_id: 'calm' });
  const solved = (await owner.get('/api/v1/ticket-statuses')).items.find(one => one.state === 'solved').id;
  await brought(owner);
  const told = await owner.post('/api/v1/tickets', { account_id: account.id, subject: 'x', text: 'x' });
  await owner.post(`/api/v1/tickets/${told.id}/messages`, { text: 'done', status_id: solved });
  await owner.post(`/api/v1/tickets/${told.id}/messages`, { kind: 'customer', text: 'not yet' });
  const those = async (measure, op, value, more = '') => {
    const filter = encodeURIComponent(JSON.stringify({ measure: { measure }, op, value }));
    return (await owner.get(`/api/v1/accounts?filter=${filter}${more}`)).items.map(one => one.name);
  };
  assert.deepEqual(await those('tickets_open', '=', 2), ['Acme']);
  assert.deepEqual(await those('tickets_open', '=', 0), ['Calm']);
  assert.deepEqual(await those('tickets_open', '=', 1, '&as_of=2026-11-20'), ['Acme']);
  assert.deepEqual(await those('tickets_open', '=', 0, '&as_of=2026-11-19'), ['Acme', 'Calm']);
  assert.deepEqual(await those('tickets_opened', '=', 3), ['Acme']);
  assert.deepEqual(await those('tickets_reopened', '=', 1), ['Acme']);
  assert.deepEqual(await those('tickets_waiting_days', '=', 2), ['Acme']);
  await program.restart();
  assert.deepEqual(await those('tickets_open', '=', 2), ['Acme'], 'read again at a start');
  await owner.delete(`/api/v1/tickets/${told.id}`);
  assert.deepEqual(await those('tickets_open', '=', 1), ['Acme']);
  await refused(owner.get(`/api/v1/tickets/${told.id}`), 404);
  assert.equal(calm.name, 'Calm');
}, { clock: CLOCK });

bothEngines('Today says which ticket has waited longest, to those who see the desk', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  await brought(owner);
  const row = async client => (await client.get('/api/v1/today?owner_id=all')).items.find(item => item.source === 'ticket');
  const waits = await row(owner);
  const ticket = (await owner.get('/api/v1/tickets?sort=waiting_since')).items[0];
  assert.deepEqual([waits.account_id, waits.subject, waits.reason, waits.arguments], [account.id, `ticket:${ticket.id}`, 'waiting', ['51', String(ticket.number), 'Ticket T-2']]);
  const { token } = await owner.post('/api/v1/keys', { name: 'without', rights: 'view', circles: ['revenue'] });
  assert.equal(await row(program.client({ token })), undefined);
  await owner.post(`/api/v1/tickets/${ticket.id}/messages`, { text: 'answered' });
  assert.equal(await row(owner), undefined);
}, { clock: CLOCK });
