// What will be sent, before it is: a draft holds all of it, Send freezes it, an undo brings it back; what is quoted, and to whom.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { OPTIONS, outgoing, T0, to } from '../kit/outgoing.mjs';
import { bothEngines } from '../kit/program.mjs';
import { header } from '../kit/smtp.mjs';

const named = list => list.map(one => `${one.role}:${one.address}${one.outside ? '!' : ''}`);
const text_of = mail => {
  const [head, ...body] = mail.raw.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  return /base64/i.test(head) ? Buffer.from(text, 'base64').toString() : text;
};
const raw = (id, more = '') => `From: 山田太郎 <yamada@sakura.example>\r\nTo: help@us.example\r\nSubject: Question\r\nMessage-ID: <${id}>\r\n${more}Content-Type: text/plain; charset=utf-8\r\n\r\nHow?\r\n`;
const hand_in = async (owner, source) => (await owner.ask('POST', '/api/v1/mail', source, { headers: { 'content-type': 'message/rfc822' } })).body;

bothEngines('a draft keeps who gets it, nobody too, what it answers, its files, and who is outside the company', async program => {
  const { owner, arrives, write, attach, say, talk, undo, proposal } = await outgoing(program);
  const first = await arrives(null, { recipients: to('help@us.example') });
  const ticket = { id: first.ticket_id };
  const read = () => owner.get(`/api/v1/tickets/${ticket.id}/draft`);
  const begun = await write(ticket, { text: 'One' });
  assert.deepEqual([begun.addressed, begun.answers_id, begun.recipients, begun.files], [false, null, [], []]);
  const chosen = await write(ticket, { answers_id: first.message_id, recipients: [...to('yamada@sakura.example', 'x@sakura.exampl', 'x@akura.example'), { role: 'bcc', address: 'boss@sakura.example', name: 'Boss' }] });
  assert.deepEqual([chosen.addressed, chosen.answers_id, chosen.quotes], [true, first.message_id, false]);
  assert.deepEqual(named(chosen.recipients), ['to:yamada@sakura.example', 'to:x@sakura.exampl!', 'to:x@akura.example!', 'bcc:boss@sakura.example']);
  assert.deepEqual(await read(), chosen, 'and so after a reload');
  const nobody = await write(ticket, { recipients: [] });
  assert.deepEqual([nobody.addressed, nobody.answers_id, nobody.recipients], [true, first.message_id, []]);
  assert.deepEqual((await write(ticket, { addressed: false })).answers_id, null);
  const note = await say(ticket, { kind: 'note', text: 'Among us' });
  await refused(write(ticket, { answers_id: note.id }), 400, 'answers_id');

  const draft = await write(ticket, { text: 'Two', answers_id: first.message_id, recipients: to('yamada@sakura.example') });
  assert.equal(draft.quotes, true);
  await attach(draft, 'guide.txt');
  assert.deepEqual((await read()).files.map(one => one.name), ['guide.txt']);
  const second = await arrives(ticket, { text: 'Another thing' });
  assert.equal((await proposal(ticket.id)).message_id, second.message_id);
  assert.equal((await read()).answers_id, first.message_id, 'a newer message changes nothing of what is being written');
  const sent = await say(ticket, { text: 'Two', answers_id: first.message_id, recipients: to('yamada@sakura.example') });
  assert.deepEqual((await talk(ticket)).find(one => one.id === sent.id).files.map(one => one.name), ['guide.txt']);
  await undo(sent);
  const again = await read();
  assert.deepEqual([again.id, again.text, again.kind, again.addressed, again.answers_id, again.quotes], [draft.id, 'Two', 'reply', true, first.message_id, true]);
  assert.deepEqual([named(again.recipients), again.files.map(one => one.name)], [['to:yamada@sakura.example'], ['guide.txt']]);
}, OPTIONS);

bothEngines('files are settled at Send: the mail brings those, and none is added to it or taken away', async program => {
  const { owner, arrives, write, attach, say, sink, becomes } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  const draft = await write({ id: ticket_id }, { text: 'With a file' });
  const file = await attach(draft, 'guide.txt', 'the guide');
  const sent = await say({ id: ticket_id }, { text: 'With a file', recipients: to('yamada@sakura.example') });
  assert.equal((await refused(attach(sent, 'late.txt'), 409)).reason, 'files_sent');
  await refused(owner.delete(`/api/v1/files/${file.id}`), 409);
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  assert.ok(mail.raw.includes('guide.txt') && !mail.raw.includes('late.txt'));
  await becomes(sent, 'sent');
  await refused(attach(sent, 'later.txt'), 409);
}, OPTIONS);

bothEngines('an undo never makes an internal note a part of a reply, and loses nothing that is typed', async program => {
  const { owner, arrives, write, say, undo, delivery } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  const ticket = { id: ticket_id };
  for (const kind of ['note', 'customer']) {
    const sent = await say(ticket, { text: 'For the customer', recipients: to('yamada@sakura.example') });
    await write(ticket, { kind, text: 'Not for the customer' });
    assert.equal((await refused(undo(sent), 409)).reason, 'draft_begun');
    assert.equal((await delivery(sent)).undo, true);
    const begun = await owner.get(`/api/v1/tickets/${ticket_id}/draft`);
    assert.deepEqual([begun.kind, begun.text], [kind, 'Not for the customer']);
    await owner.delete(`/api/v1/tickets/${ticket_id}/draft`);
    await write(ticket, { kind, text: '' });
    await undo(sent);
    const draft = await owner.get(`/api/v1/tickets/${ticket_id}/draft`);
    assert.deepEqual([draft.kind, draft.text], ['reply', 'For the customer']);
    await owner.delete(`/api/v1/tickets/${ticket_id}/draft`);
  }
}, OPTIONS);

bothEngines('a status that the reply gave is taken back also where the ticket changed since', async program => {
  const { owner, arrives, say, undo, status, read, told } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  const ticket = { id: ticket_id };
  const before = await read(ticket);
  program.clock(T0 + 1000);
  const sent = await say(ticket, { text: 'Done', recipients: to('yamada@sakura.example'), status_id: status('solved') });
  await owner.patch(`/api/v1/tickets/${ticket_id}`, { priority: 'high' });
  await undo(sent);
  const after = await read(ticket);
  assert.deepEqual([after.priority, after.state, after.solved_at, after.waiting_since, after.first_answered_at], ['high', before.state, null, before.waiting_since, null]);
  assert.deepEqual([told('ticket.solved'), told('ticket.reopened'), told('message.sent')], [0, 0, 0]);
}, OPTIONS);

bothEngines('what a third party wrote is quoted to nobody who did not get it', async program => {
  const { arrives, say, sink, proposal, write } = await outgoing(program);
  const received = await arrives(null, { recipients: to('help@us.example') });
  const ticket = { id: received.ticket_id };
  const third = await arrives(ticket, { sender_name: 'Carrier', sender_address: 'carrier@third.example', text: 'Their secret price is 7', recipients: to('help@us.example') });
  assert.deepEqual([(await proposal(ticket.id)).message_id, (await proposal(ticket.id)).quotes], [third.message_id, true]);
  assert.equal((await write(ticket, { text: 'x', answers_id: third.message_id, recipients: to('yamada@sakura.example') })).quotes, false);
  await say(ticket, { text: 'To the customer', answers_id: third.message_id, recipients: to('yamada@sakura.example') });
  await say(ticket, { text: 'To the carrier', answers_id: third.message_id, recipients: to('carrier@third.example') });
  program.clock(T0 + 10_000);
  const mails = await sink.has(2);
  const [customer, carrier] = ['yamada@sakura.example', 'carrier@third.example'].map(address => mails.find(one => one.to.includes(address)));
  assert.ok(!text_of(customer).includes('secret price'), text_of(customer));
  assert.equal(header(customer.raw, 'In-Reply-To'), null);
  assert.match(text_of(carrier), /> Their secret price is 7/);
}, OPTIONS);

bothEngines('a bounce is answered by nobody: the message before it is proposed', async program => {
  const { owner, arrives, say, sink, becomes, proposed, talk } = await outgoing(program);
  const { ticket_id, message_id } = await arrives(null);
  const sent = await say({ id: ticket_id }, { text: 'One', answers_id: message_id, recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  await becomes(sent, 'sent');
  const id = header(mail.raw, 'Message-ID');
  const bounce = ['From: MAILER-DAEMON@mx.example', 'To: help@us.example', 'Subject: Undelivered', 'Message-ID: <b@mx.example>', 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'It did not arrive.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; gone@sakura.example', 'Action: failed', 'Status: 5.1.1', '', '--b', 'Content-Type: message/rfc822', '', `Message-ID: ${id}`, 'Subject: Question', '', 'x', '--b--', ''].join('\r\n');
  assert.equal((await hand_in(owner, bounce)).ticket_id, ticket_id);
  assert.deepEqual((await talk({ id: ticket_id })).map(one => one.automatic), ['bounce', null, null]);
  assert.deepEqual(await proposed(ticket_id), ['to:yamada@sakura.example']);
}, OPTIONS);

bothEngines('a Message-ID that no header may have keeps no ticket from being answered; a kept source is said to be there', async program => {
  const { owner, say, talk, arrives, sink, becomes } = await outgoing(program);
  const first = await hand_in(owner, raw('日本語@sakura.example'));
  const second = await hand_in(owner, raw('plain@sakura.example', 'In-Reply-To: <日本語@sakura.example>\r\n'));
  assert.equal(second.ticket_id, first.ticket_id);
  const ticket = { id: first.ticket_id };
  const sent = await say(ticket, { text: 'So', answers_id: first.message_id, recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  await becomes(sent, 'sent');
  assert.deepEqual([header(mail.raw, 'References'), header(mail.raw, 'In-Reply-To')], ['<plain@sakura.example>', '<plain@sakura.example>']);
  await arrives(ticket);
  assert.deepEqual((await talk(ticket)).map(one => [one.kind, one.has_source]).sort(), [['customer', false], ['customer', true], ['customer', true], ['reply', false]]);
}, OPTIONS);

bothEngines('a promised first response is kept at Send, and runs on where the reply is taken back', async program => {
  const { owner, arrives, say, undo, read } = await outgoing(program);
  await owner.post('/api/v1/hours', { name: 'Support', windows: [1, 2, 3, 4, 5].map(weekday => ({ weekday, from_minute: 540, until_minute: 1080 })) });
  await owner.post('/api/v1/sla-policies', { name: 'Standard', targets: [{ priority: 'any', first_minutes: 240, next_minutes: 120, resolution_minutes: 960 }], warn_minutes: 60 });
  const { ticket_id } = await arrives(null);
  const ticket = { id: ticket_id };
  const before = await read(ticket);
  assert.equal(before.due_kind, 'first');
  program.clock(T0 + 1000);
  const sent = await say(ticket, { text: 'Soon', recipients: to('yamada@sakura.example') });
  assert.equal((await read(ticket)).due_kind, 'resolution');
  await undo(sent);
  const after = await read(ticket);
  assert.deepEqual([after.due_kind, after.due_at], ['first', before.due_at]);
}, OPTIONS);
