// Promises over the API of the real program: the worked examples, warnings before and breaches after, once each; what moves a
// due time; figures with their rows.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { colleague } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';
import { FRIDAY, promised, tokyo } from '../kit/sla.mjs';

bothEngines('the worked examples: due on Thursday noon with its reasons, 150 minutes used, 150 minutes of resolution', async program => {
  const { owner, account, status, open, say, read, clock, leap, made } = await promised(program);
  const ticket = await open();
  assert.deepEqual([ticket.due_at, ticket.due_kind, ticket.warn_at, ticket.breaches], [tokyo('24T12:00'), 'first', tokyo('24T11:00'), 0]);
  const first = await clock(ticket);
  assert.equal(first.due_at, tokyo('24T12:00'));
  assert.deepEqual(first.reasons.map(({ why, from_on, name_ja }) => [why, from_on, name_ja]), [
    ['holiday', '2026-09-21', '敬老の日'], ['holiday', '2026-09-22', '国民の休日'], ['holiday', '2026-09-23', '秋分の日'],
  ]);
  const preview = (await owner.get(`/api/v1/sla-policies/${made.id}/preview?at=${FRIDAY}`)).items;
  assert.deepEqual([preview[0].kind, preview[0].due_at, preview[0].reasons.length], ['first', tokyo('24T12:00'), 3]);
  await leap(tokyo('24T10:30'));
  await say(ticket, { text: 'Done' });
  const answered = await clock(ticket);
  assert.deepEqual([answered.used_minutes, answered.stopped_at, answered.breached_at], [150, tokyo('24T10:30'), null]);
  assert.equal((await read(ticket)).due_kind, 'resolution');

  await leap(tokyo('28T10:00')); // Monday
  const second = await open();
  await leap(tokyo('28T11:00'));
  await say(second, { text: 'Which one?', status_id: status('waiting') });
  assert.deepEqual([(await read(second)).due_at, (await read(second)).due_paused], [null, true]);
  await leap(tokyo('29T09:30'));
  await say(second, { kind: 'customer', text: 'This one' });
  assert.equal((await read(second)).due_at, tokyo('29T11:30'), 'two hours to the next response');
  await leap(tokyo('29T11:00'));
  await say(second, { text: 'Solved', status_id: status('solved') });
  const resolution = await clock(second, 'resolution');
  assert.deepEqual([resolution.used_minutes, resolution.stopped_at, resolution.left_minutes], [150, tokyo('29T11:00'), null]);
  assert.deepEqual(resolution.reasons, [{ why: 'paused', from_on: null, until_on: null, name: null, name_ja: null, minutes: 390 }]);
  assert.equal((await clock(second, 'next')).used_minutes, 90);
  assert.ok(account.id);
}, { clock: FRIDAY });

bothEngines('somebody is warned before and told of the breach, once each, and the list knows both', async program => {
  const { owner, account, open, read, told, leap } = await promised(program);
  const one = await colleague(program, 'one@example.test');
  const ticket = await open({ account_id: account.id, assignee_id: one.id });
  const listed = async attribute => (await owner.get(`/api/v1/tickets?filter=${encodeURIComponent(JSON.stringify({ attribute, op: '=', value: true }))}`)).items.length;
  assert.deepEqual([await listed('due_soon'), await listed('overdue'), await listed('breached')], [0, 0, 0]);
  await leap(tokyo('24T11:01'));
  await eventually(() => told('sla.warned', ticket), count => count === 1);
  assert.deepEqual([await listed('due_soon'), await listed('overdue')], [1, 0]);
  const kinds = async () => {
    await one.client.post('/api/v1/session', { email: 'one@example.test', password: 'one@example.test long enough' });
    return (await one.client.get('/api/v1/me/notices')).items.map(notice => notice.kind);
  };
  assert.ok((await kinds()).includes('sla.warned'));
  await leap(tokyo('24T13:05'));
  await eventually(() => told('sla.breached', ticket), count => count === 1);
  assert.deepEqual([await listed('overdue'), await listed('breached')], [1, 1]);
  assert.ok((await kinds()).includes('sla.breached'));
  const [row] = (await owner.get('/api/v1/today?owner_id=all')).items.filter(item => item.source === 'sla');
  assert.deepEqual([row.account_id, row.arguments.slice(0, 2)], [account.id, ['0', String(ticket.number)]], 'late since the end of lunch');
  await leap(tokyo('24T14:00'));
  await owner.post(`/api/v1/tickets/${ticket.id}/messages`, { text: 'Sorry' });
  assert.equal((await read(ticket)).breaches, 1);
  assert.deepEqual([told('sla.warned', ticket), told('sla.breached', ticket)], [1, 1]);
  const timeline = (await owner.get(`/api/v1/accounts/${account.id}/timeline`)).items.map(entry => entry.kind);
  assert.ok(timeline.includes('sla.breached'));
  const days = 'from_on=2026-09-24&until_on=2026-09-25';
  assert.deepEqual((await owner.get(`/api/v1/sla-figures?${days}`)).items, [{ kind: 'first', due: 1, breached: 1, rate: 1 }]);
  assert.deepEqual((await owner.get(`/api/v1/sla-due?${days}&breached=true`)).items.map(row => [row.ticket_id, row.kind, row.policy]), [[ticket.id, 'first', 'Standard']]);
}, { clock: FRIDAY });

bothEngines('priority, policy, calendar and holidays move the due time; what is solved keeps its promise', async program => {
  const targets = [{ priority: 'any', first_minutes: 240 }, { priority: 'urgent', first_minutes: 30 }];
  const { owner, hours, made, status, open, say, read, clock } = await promised(program, { targets });
  const ticket = await open();
  const solved = await open();
  await say(solved, { text: 'Done', status_id: status('solved') });
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { priority: 'urgent' });
  assert.equal((await read(ticket)).due_at, tokyo('18T17:30'));
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { priority: 'normal' });
  await owner.post(`/api/v1/hours/${hours.id}/dates`, { kind: 'closed', from_on: '2026-09-24', name: 'Move' });
  await eventually(async () => (await read(ticket)).due_at, due => due === tokyo('25T12:00'));
  assert.ok((await clock(ticket)).reasons.some(({ why, name }) => why === 'closed' && name === 'Move'));
  await owner.patch('/api/v1/calendar', { country: 'none' });
  await eventually(async () => (await read(ticket)).due_at, due => due === tokyo('21T12:00'));
  await owner.patch(`/api/v1/sla-policies/${made.id}`, { targets: [{ priority: 'any', first_minutes: 60 }] });
  await eventually(async () => (await read(ticket)).due_at, due => due === tokyo('18T18:00'));
  assert.equal((await clock(solved)).target, 240);
  await owner.patch(`/api/v1/sla-policies/${made.id}`, { active: false });
  await eventually(async () => (await read(ticket)).breaches, breaches => breaches === null);
  assert.equal((await clock(solved)).target, 240);
}, { clock: FRIDAY });

bothEngines('the first policy that fits holds, by conditions on the ticket and its account; a rebuild finds the same', async program => {
  const { owner, account, made, open, clocks } = await promised(program);
  const vip = await owner.post('/api/v1/sla-policies', {
    name: 'VIP', targets: [{ priority: 'any', first_minutes: 60 }],
    condition: { and: [{ attribute: 'type', op: 'in', value: ['problem'] }, { account: { attribute: 'name', op: 'contains', value: 'さくら' } }] },
  });
  const names = async ticket => [...new Set((await clocks(ticket)).map(one => one.policy))];
  const before = await open({ account_id: account.id, type: 'problem' });
  assert.deepEqual(await names(before), ['Standard']);
  await owner.patch(`/api/v1/sla-policies/${vip.id}`, { position: 1 });
  assert.deepEqual((await owner.get('/api/v1/sla-policies')).items.map(one => one.name), ['VIP', 'Standard']);
  await eventually(() => names(before), ([name]) => name === 'VIP');
  const other = await open({ type: 'question' });
  assert.deepEqual(await names(other), ['Standard']);
  const stored = () => program.query('SELECT ticket_id, kind, due_at, warn_at, policy_id, reasons FROM sla_clock ORDER BY ticket_id, kind');
  const was = stored();
  program.damage('UPDATE sla_clock SET due_at = 1, policy_id = 1');
  program.must('rebuild', 'sla');
  assert.deepEqual(stored(), was);
  assert.equal((await refused(owner.post('/api/v1/sla-policies', { name: 'x', targets: [] }), 400)).field, 'targets');
  assert.equal((await refused(owner.post('/api/v1/sla-policies', { name: 'x', targets: [{ priority: 'any', first_minutes: 5 }], condition: { attribute: 'nope', op: '=', value: 1 } }), 400)).field.split('.')[0], 'condition');
  await owner.delete(`/api/v1/sla-policies/${made.id}`);
  await eventually(() => names(other), names => names.length === 0);
}, { clock: FRIDAY });

bothEngines('imported tickets are measured, and nobody is told', async program => {
  const { owner, open, clocks, told, leap } = await promised(program);
  const csv = 'ticketId,createdAt,status,first_answered_at,resolvedAt\n' +
    'T-1,2026-09-07 10:00,solved,2026-09-07 16:00,2026-09-08 10:00\nT-2,2026-09-07 10:00,open,,\n';
  const made = await owner.post('/api/v1/imports?kind=tickets&file_name=tickets.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => !['checking', 'running'].includes(state));
  const tickets = Object.fromEntries((await owner.get('/api/v1/tickets?state=all')).items.map(one => [one.external_id, one]));
  assert.deepEqual((await clocks(tickets['T-1'])).map(one => [one.kind, one.used_minutes, one.breached_at]), [
    ['first', 300, tokyo('07T15:00')], ['resolution', 480, null],
  ]);
  assert.deepEqual([tickets['T-1'].breaches, tickets['T-2'].breaches, tickets['T-2'].due_at], [1, 2, tokyo('07T15:00')]);
  const control = await open();
  await leap(tokyo('24T11:01'));
  await eventually(() => told('sla.warned', control), count => count === 1);
  assert.deepEqual([told('sla.breached', tickets['T-1']), told('sla.breached', tickets['T-2']), told('sla.warned', tickets['T-2'])], [0, 0, 0]);
}, { clock: FRIDAY });
