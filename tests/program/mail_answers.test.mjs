// What comes back for a reply that was sent: the answer, with whatever clock and through whatever list; the report that it did
// not arrive.
import assert from 'node:assert/strict';
import { eventually } from '../kit/customers.mjs';
import { desk } from '../kit/desk.mjs';
import { bothEngines } from '../kit/program.mjs';
import { header, mail_server, mailbox } from '../kit/smtp.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const T0 = Date.parse(CLOCK);
const OPTIONS = { clock: CLOCK, args: ['--outbound-networks', '127.0.0.1'] };

let mails = 0;
const mail = (head, text = 'はい') =>
  [`Message-ID: <m${++mails}@sakura.example>`, 'Date: Sun, 22 Nov 2026 11:55:00 +0900', 'Subject: Re: 見積もり', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', ...head, '', text, ''].join('\r\n');

/** A ticket that was answered at T0 and is solved by that; `reply`: the Message-ID of the answer. */
async function answered(program) {
  const sink = await mail_server();
  await mailbox(program, sink);
  const all = await desk(program);
  const give = source => all.owner.post('/api/v1/mail', source, { headers: { 'content-type': 'message/rfc822' } });
  const { ticket_id: id } = await give(mail(['From: 山田太郎 <yamada@sakura.example>', 'To: help@us.example']));
  const sent = await all.say({ id }, { text: '三つですか', recipients: [{ role: 'to', address: 'yamada@sakura.example' }], status_id: all.status('solved') });
  program.clock(T0 + 10_000);
  const [out] = await sink.has(1);
  const delivery = () => all.owner.get(`/api/v1/ticket-messages/${sent.id}/delivery`);
  await eventually(delivery, one => one.state === 'sent');
  program.clock(T0 + 60_000);
  const ticket = () => all.read({ id });
  const message = ({ message_id }) => all.owner.get(`/api/v1/ticket-messages/${message_id}`);
  return { ...all, give, sent, delivery, ticket, message, id, reply: header(out.raw, 'Message-ID') };
}

bothEngines('an answer is never before what it answers, however slow the clock of its server is', async program => {
  const { give, reply, ticket, message, sent, id } = await answered(program);
  const taken = await give(mail(['From: yamada@sakura.example', 'To: help@us.example', `In-Reply-To: ${reply}`, 'Received: from a by b; Sun, 22 Nov 2026 11:55:00 +0900']));
  assert.equal(taken.ticket_id, id);
  assert.equal((await message(taken)).at, sent.at);
  const { state, waiting_since } = await ticket();
  assert.deepEqual([state, waiting_since], ['open', sent.at]);
}, OPTIONS);

bothEngines('an answer through a mailing list is its author’s: it reopens the ticket, waits and is told', async program => {
  const { give, reply, ticket, message, owner, id } = await answered(program);
  const group = ['From: "\'山田\' via Support" <help@us.example>', 'Reply-To: 山田太郎 <yamada@sakura.example>', 'X-Original-From: 山田太郎 <yamada@sakura.example>', 'To: help@us.example', 'Precedence: list', 'Mailing-list: list desk@groups.example; contact desk+owners@groups.example', 'List-ID: <desk.groups.example>'];
  const taken = await give(mail([...group, `In-Reply-To: ${reply}`]));
  assert.equal(taken.ticket_id, id);
  const said = await message(taken);
  assert.deepEqual([said.automatic, said.sender_address], [null, 'yamada@sakura.example']);
  const { state, waiting_since } = await ticket();
  assert.deepEqual([state, waiting_since !== null], ['open', true]);
  const notices = () => owner.get('/api/v1/me/notices');
  await eventually(notices, ({ items }) => items.filter(one => one.kind === 'ticket.answered').length === 1);
  const away = await give(mail([...group, `In-Reply-To: ${reply}`, 'Auto-Submitted: auto-replied'], 'Away'));
  assert.equal((await message(away)).automatic, 'reply');
}, OPTIONS);

bothEngines('a report that a reply did not arrive is tied to it; one that it is late is not', async program => {
  const { give, reply, ticket, delivery, sent, owner, id } = await answered(program);
  const report = (action, status) => mail(['From: MAILER-DAEMON@mx.example', 'To: help@us.example', 'X-Test: y'], '').replace('Content-Type: text/plain; charset=utf-8', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b') +
    ['--b', 'Content-Type: text/plain', '', 'It did not arrive.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; yamada@sakura.example', `Action: ${action}`, `Status: ${status}`, '', '--b', 'Content-Type: message/rfc822', '', `Message-ID: ${reply}`, 'Subject: x', '', 'x', '--b--', ''].join('\r\n');
  const late = await give(report('delayed', '4.4.1'));
  assert.deepEqual([late.ticket_id, (await owner.get(`/api/v1/mails/${late.id}`)).bounced_id, (await delivery()).bounced_at], [id, null, null]);
  const failed = await give(report('failed', '5.1.1'));
  const kept = await owner.get(`/api/v1/mails/${failed.id}`);
  assert.deepEqual([failed.ticket_id, kept.automatic, kept.bounced_id, (await delivery()).bounced_at], [id, 'bounce', sent.id, kept.at]);
  assert.deepEqual([(await ticket()).state, (await ticket()).waiting_since], ['solved', null]);
}, OPTIONS);
