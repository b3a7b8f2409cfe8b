// What stays of a promise: a clock that stopped, an account that a ticket left, what nobody waits for, what is not late yet.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { colleague } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';
import { FRIDAY, promised, tokyo } from '../kit/sla.mjs';
import { mail_server, mailbox } from '../kit/smtp.mjs';

const URGENT = [{ priority: 'any', first_minutes: 240 }, { priority: 'urgent', first_minutes: 30 }];
const HOUR = [{ priority: 'any', first_minutes: 60 }];

/** Hands in a mail that was written now. */
async function handed(client, now, head, text = 'Hello') {
  const fields = ['To: support@banso.example', `Date: ${new Date(now).toUTCString()}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', ...head];
  const answer = await client.ask('POST', '/api/v1/mail', `${fields.join('\r\n')}\r\n\r\n${text}\r\n`, { headers: { 'content-type': 'message/rfc822' } });
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.ticket_id, opened: answer.body.opened };
}

const YAMADA = 'From: yamada@sakura.example';
const AWAY = 'Auto-Submitted: auto-replied';

bothEngines('an automatic reply starts no clock, neither on a solved ticket nor by opening one', async program => {
  const { owner, say, status, read, clocks, clock, leap } = await promised(program);
  const asked = await handed(owner, FRIDAY, [YAMADA, 'Subject: Question', 'Message-ID: <asked@sakura.example>']);
  await leap('2026-09-18T08:10:00Z');
  await say(asked, { text: 'Done', status_id: status('solved') });
  await leap('2026-09-18T08:20:00Z');
  const answer = ['Subject: Re: Question', 'In-Reply-To: <asked@sakura.example>'];
  const away = await handed(owner, '2026-09-18T08:20:00Z', [YAMADA, 'Message-ID: <away@sakura.example>', AWAY, ...answer]);
  assert.deepEqual([away.id, away.opened], [asked.id, false]);
  assert.deepEqual((await clocks(asked)).map(one => [one.kind, one.stopped_at !== null]), [['first', true], ['resolution', true]]);
  assert.deepEqual([(await read(asked)).due_at, (await read(asked)).breaches], [null, 0]);
  await handed(owner, '2026-09-18T08:20:00Z', [YAMADA, 'Message-ID: <more@sakura.example>', ...answer]);
  assert.equal((await clock(asked, 'next')).started_at, '2026-09-18T08:20:00.000Z', 'a person’s answer does');

  const bounce = await handed(owner, '2026-09-18T08:20:00Z', ['From: robot@sakura.example', 'Subject: Away', 'Message-ID: <robot@sakura.example>', AWAY]);
  assert.equal(bounce.opened, true);
  assert.deepEqual([await clocks(bounce), (await read(bounce)).due_at, (await read(bounce)).breaches], [[], null, null]);
  await leap('2026-09-18T08:30:00Z');
  await say(bounce, { kind: 'customer', text: 'It is me now' });
  assert.deepEqual((await clocks(bounce)).map(one => [one.kind, one.started_at]), [['first', '2026-09-18T08:30:00.000Z'], ['resolution', '2026-09-18T08:30:00.000Z']]);
  const alarm = await handed(owner, '2026-09-18T08:30:00Z', ['From: alarm@sakura.example', 'Subject: Disk', 'Message-ID: <alarm@sakura.example>', 'Auto-Submitted: auto-generated']);
  assert.equal((await clock(alarm)).stopped_at, null, 'an alarm waits for us');
}, { clock: FRIDAY });

bothEngines('a clock that stopped is judged by what was promised then, whatever becomes of priority and policy', async program => {
  const { owner, made, open, say, read, clock, told, leap } = await promised(program, { targets: URGENT });
  const calm = await open();
  const late = await open({ priority: 'urgent' });
  await leap('2026-09-18T08:45:00Z');
  await say(calm, { text: 'In time' });
  await say(late, { text: 'Late' });
  const first = async ticket => {
    const { target, breached_at, policy } = await clock(ticket);
    return [target, breached_at, policy];
  };
  const was = [[240, null, 'Standard'], [30, tokyo('18T17:30'), 'Standard']];
  assert.deepEqual([await first(calm), await first(late)], was);
  assert.deepEqual([told('sla.breached', calm), told('sla.breached', late)], [0, 1]);
  await owner.patch(`/api/v1/tickets/${calm.id}`, { priority: 'urgent' });
  await owner.patch(`/api/v1/tickets/${late.id}`, { priority: 'normal' });
  assert.deepEqual([await first(calm), await first(late)], was, 'after a change of priority');
  assert.deepEqual([(await read(calm)).breaches, (await read(late)).breaches], [0, 1]);

  const control = await open(); // the walk comes to it last
  await owner.patch(`/api/v1/sla-policies/${made.id}`, { targets: [{ priority: 'any', first_minutes: 10 }] });
  await eventually(async () => (await read(control)).due_at, due => due === tokyo('18T17:55'));
  assert.deepEqual([await first(calm), await first(late)], was, 'after a change of the policy');
  assert.deepEqual([told('sla.breached', calm), told('sla.breached', late)], [0, 1]);

  await owner.delete(`/api/v1/sla-policies/${made.id}`);
  await eventually(async () => (await read(control)).breaches, breaches => breaches === null);
  assert.deepEqual([await first(calm), await first(late)], was.map(([target, breached]) => [target, breached, null]), 'after the policy went');
  assert.deepEqual([(await read(late)).breaches, (await read(late)).due_at], [1, null]);
}, { clock: FRIDAY });

bothEngines('what had been answered before there was a policy is not judged by it; what runs is, and nobody is told', async program => {
  const { add, open, say, read, clocks, told, leap } = await promised(program, null);
  const answered = await open();
  const waiting = await open();
  await leap('2026-09-18T08:55:00Z');
  await say(answered, { text: 'Here' });
  const policy = { targets: [{ priority: 'any', first_minutes: 30 }] };
  await add(policy);
  await eventually(async () => (await read(waiting)).breaches, breaches => breaches === 1);
  assert.deepEqual([await clocks(answered), told('sla.breached', waiting)], [[], 0]);
}, { clock: FRIDAY });

bothEngines('a message that is overdue when it arrives is told of', async program => {
  const { owner, told } = await promised(program, { targets: HOUR });
  const { ticket_id: id } = await owner.post('/api/v1/ticket-messages', { subject: 'Old', text: 'Old', at: '2026-09-18T01:00:00Z' });
  await eventually(() => told('sla.breached', { id }), count => count === 1);
}, { clock: FRIDAY });

bothEngines('a breach counts for the account that has the ticket now, and for none once it is deleted', async program => {
  const { owner, account, open, read, leap, told } = await promised(program, { targets: HOUR });
  const other = await owner.post('/api/v1/accounts', { name: 'Other', external_id: 'other' });
  const ticket = await open({ account_id: account.id });
  await leap(tokyo('24T09:05'));
  await eventually(() => told('sla.breached', ticket), count => count === 1);
  const having = async breaches => {
    const filter = encodeURIComponent(JSON.stringify({ measure: { measure: 'sla_breaches' }, op: '=', value: breaches }));
    return (await owner.get(`/api/v1/accounts?filter=${filter}`)).items.map(one => one.id);
  };
  await eventually(() => having(1), ([id]) => id === account.id);
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { account_id: other.id });
  assert.deepEqual([await having(1), await having(0)], [[other.id], [account.id]]);
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { account_id: null });
  assert.deepEqual(await having(1), []);
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { account_id: account.id });
  assert.deepEqual(await having(1), [account.id]);
  assert.equal((await read(ticket)).breaches, 1);
  await owner.delete(`/api/v1/tickets/${ticket.id}`);
  assert.deepEqual(await having(1), []);
  assert.equal(program.query('SELECT COUNT(*) FROM sla_clock'), '0');
}, { clock: FRIDAY });

bothEngines('due at the end of the hours is not overdue before they begin again', async program => {
  const { owner, account, open, read, leap, told } = await promised(program, { targets: HOUR, warn_minutes: 30 });
  await leap(tokyo('25T17:00'));
  const ticket = await open({ account_id: account.id });
  const { due_at, late_at } = await read(ticket);
  assert.deepEqual([due_at, late_at], [tokyo('25T18:00'), tokyo('28T09:00')]);
  const listed = async attribute => (await owner.get(`/api/v1/tickets?filter=${encodeURIComponent(JSON.stringify({ attribute, op: '=', value: true }))}`)).items.length;
  const rows = async () => (await owner.get('/api/v1/today?owner_id=all')).items.filter(item => item.source === 'sla').map(row => row.arguments[0]);
  const figures = async () => (await owner.get('/api/v1/sla-figures?from_on=2026-09-25&until_on=2026-09-26')).items;
  await leap(tokyo('26T12:00')); // Saturday
  await eventually(() => told('sla.warned', ticket), count => count === 1);
  assert.deepEqual([await listed('overdue'), await listed('due_soon'), await rows(), await figures()], [0, 1, [], []]);
  await leap(tokyo('28T11:30')); // Monday
  await eventually(() => told('sla.breached', ticket), count => count === 1);
  assert.deepEqual([await listed('overdue'), await rows(), await figures()], [1, ['2'], [{ kind: 'first', due: 1, breached: 1, rate: 1 }]]);
}, { clock: FRIDAY });

bothEngines('a rate counts what is decided: not what still runs and is not late', async program => {
  const { owner, open, say, leap } = await promised(program, { targets: HOUR });
  const kept = await open();
  await open();
  await leap('2026-09-18T08:30:00Z');
  await say(kept, { text: 'Here' });
  const days = 'from_on=2026-09-18&until_on=2026-09-19';
  assert.deepEqual((await owner.get(`/api/v1/sla-figures?${days}`)).items, [{ kind: 'first', due: 1, breached: 0, rate: 0 }]);
  assert.deepEqual((await owner.get(`/api/v1/sla-due?${days}`)).items.map(row => row.ticket_id), [kept.id]);
}, { clock: FRIDAY });

bothEngines('a reply that is taken back stopped nothing; a customer who reopens a ticket has a clock again', async program => {
  const { owner, open, say, status, read, clock, clocks, leap, contact } = await promised(program);
  await mailbox(program, await mail_server());
  const ticket = await open({ requester_id: contact.id });
  const before = await read(ticket);
  await leap('2026-09-18T08:01:00Z');
  const sent = await say(ticket, { text: 'Wrong', recipients: [{ role: 'to', address: 'yamada@sakura.example' }] });
  assert.deepEqual([(await read(ticket)).due_kind, (await clock(ticket)).stopped_at], ['resolution', '2026-09-18T08:01:00.000Z']);
  await owner.delete(`/api/v1/ticket-messages/${sent.id}/delivery`);
  const after = await read(ticket);
  assert.deepEqual([after.due_kind, after.due_at, (await clock(ticket)).stopped_at], [before.due_kind, before.due_at, null]);
  await leap('2026-09-18T08:10:00Z');
  await say(ticket, { text: 'Right', status_id: status('solved') });
  await leap('2026-09-18T08:20:00Z');
  await say(ticket, { kind: 'customer', text: 'Not yet' });
  const [resolution, next] = [await clock(ticket, 'resolution'), await clock(ticket, 'next')];
  assert.deepEqual([resolution.used_minutes, resolution.stopped_at], [10, null], 'it runs on from what it had used');
  assert.deepEqual([next.started_at, next.due_at], ['2026-09-18T08:20:00.000Z', tokyo('24T10:20')]);
  assert.equal((await clocks(ticket)).length, 3);
}, { clock: FRIDAY, args: ['--outbound-networks', '127.0.0.1'] });

bothEngines('an account that changes segment takes its open tickets along', async program => {
  const { owner, account, add, open, read, say, status, clock } = await promised(program);
  const segment = await owner.post('/api/v1/segments', { name: 'High touch', condition: { attribute: 'touch', op: 'in', value: ['high'] } });
  const vip = await add({ name: 'VIP', targets: [{ priority: 'any', first_minutes: 30 }], condition: { account: { attribute: 'segment', op: 'in', value: [segment.id] } } });
  await owner.patch(`/api/v1/sla-policies/${vip.id}`, { position: 1 });
  const solved = await open({ account_id: account.id });
  await say(solved, { text: 'Done', status_id: status('solved') });
  const ticket = await open({ account_id: account.id });
  assert.equal((await read(ticket)).due_at, tokyo('24T12:00'));
  await owner.patch(`/api/v1/accounts/${account.id}`, { touch: 'high' });
  await eventually(async () => (await read(ticket)).due_at, due => due === tokyo('18T17:30'));
  assert.equal((await clock(solved)).policy, 'Standard');
  await owner.patch(`/api/v1/accounts/${account.id}`, { touch: 'low' });
  await eventually(async () => (await read(ticket)).due_at, due => due === tokyo('24T12:00'));
}, { clock: FRIDAY });

bothEngines('a policy whose condition or calendar is gone can be moved and switched off; who does not see an area is not told what it asks', async program => {
  const { owner, add } = await promised(program);
  const field = await owner.post('/api/v1/fields', { object: 'ticket', key: 'tier', name: 'Tier', kind: 'text' });
  const hours = await owner.post('/api/v1/hours', { name: 'Night', windows: [{ weekday: 1, from_minute: 0, until_minute: 60 }] });
  const stale = await add({ name: 'Stale', hours_id: hours.id, condition: { attribute: 'field:tier', op: '=', value: 'gold' } });
  await owner.delete(`/api/v1/fields/${field.id}`);
  await owner.delete(`/api/v1/hours/${hours.id}`);
  const at = `/api/v1/sla-policies/${stale.id}`;
  assert.deepEqual([(await owner.patch(at, { active: false })).active, (await owner.patch(at, { position: 1 })).position], [false, 1]);
  await refused(owner.patch(at, { condition: { attribute: 'field:tier', op: '=', value: 'silver' } }), 400);
  for (const attribute of ['overdue', 'due_soon', 'breached']) await refused(owner.patch(at, { condition: { not: { attribute, op: '=', value: true } } }), 400, 'condition');

  const condition = { account: { measure: { measure: 'mrr' }, op: '>', value: 500000 } };
  const rich = await add({ name: 'Rich', condition });
  assert.deepEqual([rich.condition, rich.withheld, rich.unreadable], [condition, null, false]);
  const manager = (await colleague(program, 'desk@example.test', ['support'], 'manager')).client;
  const seen = (await manager.get('/api/v1/sla-policies')).items.find(one => one.id === rich.id);
  assert.deepEqual([seen.condition, seen.withheld], [null, 'revenue']);
  assert.equal((await manager.patch(`/api/v1/sla-policies/${rich.id}`, { active: false })).active, false);
  assert.deepEqual((await owner.get(`/api/v1/sla-policies/${rich.id}`)).condition, condition, 'it is still there');
}, { clock: FRIDAY });
