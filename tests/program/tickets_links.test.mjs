// Tickets that are linked, and messages that become a ticket of their own.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { colleague, desk } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { OPTIONS, outgoing, T0, to } from '../kit/outgoing.mjs';
import { bothEngines } from '../kit/program.mjs';
import { header } from '../kit/smtp.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const at = time => `2026-11-22T${time}:00.000Z`;

async function linking(program) {
  const all = await desk(program);
  const { owner } = all;
  const link = (ticket, other, kind = 'related') => owner.post(`/api/v1/tickets/${ticket.id}/links`, { ticket_id: other.id, kind });
  const links = async ticket => (await owner.get(`/api/v1/tickets/${ticket.id}/links`)).items.map(one => `${one.kind} #${one.number} ${one.state}`);
  const merge = (stays, gone) => owner.post(`/api/v1/tickets/${stays.id}/merge`, { ticket_id: gone.id, confirmed: true });
  const split = (ticket, messages, more = {}) => owner.post(`/api/v1/tickets/${ticket.id}/split`, { message_ids: messages.map(one => one.id), subject: 'Split', ...more });
  const undo = move => owner.post(`/api/v1/ticket-moves/${move.id}/undo`);
  return { ...all, link, links, merge, split, undo };
}

bothEngines('a parent says what it waits for, and its assignee hears when the last child is solved', async program => {
  const { owner, me, account, status, open, read, link, links } = await linking(program);
  const one = await colleague(program, 'one@example.test');
  const [parent, first, second] = [await open({ assignee_id: me.id }), await open(), await open()];
  await link(parent, first, 'child');
  await link(second, parent, 'parent');
  const waits = async () => { const { children, open_children } = await read(parent); return [children, open_children]; };
  assert.deepEqual([await waits(), await links(parent), await links(first)], [[2, 2], ['child #1002 new', 'child #1003 new'], ['parent #1001 new']]);
  const solve = ticket => one.client.post(`/api/v1/tickets/${ticket.id}/messages`, { text: 'Done', status_id: status('solved') });
  const told = async () => (await owner.get('/api/v1/me/notices')).items.filter(notice => notice.kind === 'ticket.children_solved').length;
  await solve(first);
  assert.deepEqual([await waits(), await told()], [[2, 1], 0]);
  await solve(second);
  assert.deepEqual([await waits(), await links(parent)], [[2, 0], ['child #1002 solved', 'child #1003 solved']]);
  await eventually(told, count => count === 1);
  const kinds = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=ticket&limit=100`)).items.filter(item => item.kind === 'ticket.linked');
  assert.deepEqual(kinds.map(item => item.body).reverse(), [{ kind: 'child', ticket_id: first.id, number: 1002 }, { kind: 'parent', ticket_id: parent.id, number: 1001 }]);
}, { clock: CLOCK });

bothEngines('no ticket stands below itself, by links or by a merge; links follow merged tickets and come back', async program => {
  const { owner, open, link, links, merge, undo } = await linking(program);
  const [a, b, c, d] = [await open(), await open(), await open(), await open()];
  await link(a, b, 'child');
  await link(b, c, 'child');
  assert.equal((await refused(link(c, a, 'child'), 400, 'ticket_id')).reason, 'ticket_loop');
  assert.equal((await refused(link(a, c, 'parent'), 400, 'ticket_id')).reason, 'ticket_loop');
  assert.equal((await refused(link(a, a), 400, 'ticket_id')).reason, 'own_ticket');
  assert.equal((await refused(link(a, b, 'child'), 409)).reason, 'linked');
  assert.equal((await refused(merge(a, c), 400, 'ticket_id')).reason, 'ticket_loop');
  const related = await link(c, d);
  const move = await merge(a, b);
  assert.deepEqual([await links(a), await links(c)], [['child #1003 new'], ['parent #1001 new', 'related #1004 new']], 'parent and child that are one are not linked');
  assert.equal((await refused(link(c, a, 'child'), 400, 'ticket_id')).reason, 'ticket_loop');
  await undo(move);
  assert.deepEqual([await links(a), await links(b)], [['child #1002 new'], ['child #1003 new', 'parent #1001 new']]);
  await owner.delete(`/api/v1/ticket-links/${related.id}`);
  await refused(owner.delete(`/api/v1/ticket-links/${related.id}`), 404);
  assert.deepEqual(await links(d), []);
  await owner.delete(`/api/v1/tickets/${b.id}`);
  assert.deepEqual([await links(a), await links(c)], [[], []]);
}, { clock: CLOCK });

bothEngines('messages become a ticket of their own with the times that they make, and the rest loses them', async program => {
  const { owner, account, contact, me, status, open, say, talk, read, links, split, undo } = await linking(program);
  const ticket = await open({ text: 'One', assignee_id: me.id });
  program.clock(at('03:10'));
  await say(ticket, { text: 'Answer' });
  program.clock(at('03:20'));
  const asked = await say(ticket, { kind: 'customer', text: 'And another thing', channel: 'call' });
  program.clock(at('03:25'));
  const note = await say(ticket, { kind: 'note', text: 'A note' });
  const before = [await read(ticket), await talk(ticket)];
  assert.equal(before[0].waiting_since, at('03:20'));
  program.clock(at('03:30'));
  const move = await split(ticket, [asked, note], { subject: 'Another' });
  const made = await owner.get(`/api/v1/tickets/${move.into_id}`);
  assert.deepEqual([made.number, made.subject, made.account_id, made.requester_id, made.channel, made.assignee_id], [1002, 'Another', account.id, contact.id, 'call', me.id]);
  assert.deepEqual([made.state, made.created_at, made.waiting_since, made.first_answered_at], ['new', at('03:20'), at('03:20'), null]);
  assert.deepEqual((await talk(made)).map(one => [one.text, one.origin_number]), [['A note', 1001], ['And another thing', 1001]]);
  const left = await read(ticket);
  assert.deepEqual([left.waiting_since, left.first_answered_at, left.last_customer_at, left.state], [null, at('03:10'), at('03:00'), 'open']);
  assert.deepEqual([await links(ticket), await links(made)], [['split_into #1002 new'], ['split_from #1001 open']]);
  await undo(move);
  const same = ({ version: _, updated_at: __, ...row }) => row;
  assert.deepEqual([same(await read(ticket)), await talk(ticket)], [same(before[0]), before[1]]);
  await refused(owner.get(`/api/v1/tickets/${made.id}`), 404);
  assert.deepEqual(await links(ticket), []);

  const again = await split(ticket, [asked], { requester_name: 'Jo', requester_address: 'jo@example.test' });
  const other = await owner.get(`/api/v1/tickets/${again.into_id}`);
  assert.deepEqual([other.requester_id, other.requester_address], [null, 'jo@example.test']);
  await say(other, { text: 'Yes', status_id: status('solved') });
  const why = await refused(undo(again), 409);
  assert.deepEqual([why.reason, why.args], ['split_written', ['#1003', '#1001']]);
}, { clock: CLOCK });

bothEngines('a split takes messages of the ticket that one sees, and leaves at least one', async program => {
  const { owner, open, say, talk, split } = await linking(program);
  const other = await colleague(program, 'other@example.test');
  const [ticket, elsewhere] = [await open({ text: 'One' }), await open({ text: 'Else' })];
  const secret = await say(ticket, { kind: 'note', text: 'Secret', visible_to: 'me' });
  const [first] = (await talk(ticket)).filter(one => one.text === 'One');
  await refused(split(ticket, []), 400, 'message_ids');
  await refused(split(ticket, await talk(elsewhere)), 400, 'message_ids');
  await refused(split(ticket, [first, first]), 400, 'message_ids');
  await refused(other.client.post(`/api/v1/tickets/${ticket.id}/split`, { message_ids: [secret.id], subject: 'x' }), 400, 'message_ids');
  assert.equal((await refused(split(ticket, [first, secret]), 400, 'message_ids')).reason, 'split_all');
  await refused(split(ticket, [first], { subject: ' ' }), 400, 'subject');
  assert.equal((await owner.get('/api/v1/tickets?state=all')).total, 2, 'what was refused left nothing');
}, { clock: CLOCK });

let mails = 0;
const answer = (reply, token) =>
  [`Message-ID: <s${++mails}@sakura.example>`, 'Subject: Re: x', 'From: yamada@sakura.example', `To: ${token}`, `In-Reply-To: ${reply}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', 'Yes', ''].join('\r\n');

bothEngines('an answer to a reply that was split off arrives where the reply is, whatever its address says', async program => {
  const { owner, open, say, sink, becomes } = await outgoing(program);
  const ticket = await open();
  const sent = await say(ticket, { text: 'Which one?', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  await becomes(sent, 'sent');
  const token = /<(.*)>/.exec(header(mail.raw, 'Reply-To'))[1];
  const give = async () => (await owner.post('/api/v1/mail', answer(header(mail.raw, 'Message-ID'), token), { headers: { 'content-type': 'message/rfc822' } })).ticket_id;
  assert.equal(await give(), ticket.id);
  const move = await owner.post(`/api/v1/tickets/${ticket.id}/split`, { message_ids: [sent.id], subject: 'Split' });
  assert.equal(await give(), move.into_id);
  assert.equal((await owner.get(`/api/v1/tickets/${move.into_id}/deliveries`)).items.length, 1);
}, OPTIONS);

bothEngines('the requester’s open tickets are proposed, and all others are found by number, subject or requester', async program => {
  const { owner, account, status, open, say, merge } = await linking(program);
  const ume = await owner.post('/api/v1/accounts', { name: 'Ume' });
  const suzuki = await owner.post('/api/v1/contacts', { account_id: account.id, name: '鈴木花子', email: 'suzuki@sakura.example' });
  const sato = await owner.post('/api/v1/contacts', { account_id: ume.id, name: '佐藤', email: 'sato@ume.example' });
  const ticket = await open(), same = await open({ subject: 'Ｉｎｖｏｉｃｅ' }), solved = await open();
  const colleagues = await open({ requester_id: suzuki.id }), elsewhere = await open({ requester_id: sato.id, subject: '見積もり' });
  await say(solved, { text: 'Done', status_id: status('solved') });
  const found = async q => (await owner.get(`/api/v1/tickets/${ticket.id}/proposals${q ? `?q=${encodeURIComponent(q)}` : ''}`)).items.map(one => one.number);
  assert.deepEqual(await found(), [same.number, colleagues.number]);
  assert.deepEqual([await found('invoice'), await found('見積'), await found('花子'), await found(`#${solved.number}`)], [[same.number], [elsewhere.number], [colleagues.number], [solved.number]]);
  await merge(elsewhere, colleagues);
  assert.deepEqual(await found(String(colleagues.number)), [elsewhere.number], 'a merged number leads to the ticket that it is in');
  assert.deepEqual(await found('nothing of the kind'), []);
}, { clock: CLOCK });
