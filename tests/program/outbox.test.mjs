// Replies that leave: who gets them, the ten seconds, what the mail says, tries and refusals, cut-offs. The mail server is a
// sink on loopback, which the operator's setting allows.
import assert from 'node:assert/strict';
import { eventually, refused } from '../kit/customers.mjs';
import { colleague, desk } from '../kit/desk.mjs';
import { bothEngines } from '../kit/program.mjs';
import { HANG_UP, header, mail_server, mailbox } from '../kit/smtp.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const T0 = Date.parse(CLOCK);
const OPTIONS = { clock: CLOCK, args: ['--outbound-networks', '127.0.0.1'] };

async function outgoing(program, more) {
  const sink = await mail_server();
  await mailbox(program, sink, more);
  const all = await desk(program);
  const arrives = (ticket, body) => program.owner.post('/api/v1/ticket-messages', { ticket_id: ticket?.id, channel: 'mail', subject: 'ログインできない', text: '入れません', sender_name: '山田太郎', sender_address: 'yamada@sakura.example', ...body });
  const proposed = async (id, query = '') => (await program.owner.get(`/api/v1/tickets/${id}/recipients${query}`)).recipients.map(one => `${one.role}:${one.address}${one.outside ? '!' : ''}`);
  const delivery = message => program.owner.get(`/api/v1/ticket-messages/${message.id}/delivery`);
  const becomes = async (message, state) => (await eventually(() => delivery(message), one => one.state === state)).answer;
  return { sink, arrives, proposed, delivery, becomes, ...all };
}

const to = (...addresses) => addresses.map(address => ({ role: 'to', address }));

bothEngines('who gets a reply comes from the message that is answered, is stored with Send and never looked up again', async program => {
  const { owner, arrives, proposed, say, talk, sink, contact, account } = await outgoing(program);
  const received = await arrives(null, { recipients: [{ role: 'to', address: 'help@us.example' }, { role: 'to', address: 'sato@sakura.example' }, { role: 'cc', address: 'support+x@us.example' }, { role: 'cc', address: 'carrier@third.example' }] });
  const id = received.ticket_id;
  assert.deepEqual(await proposed(id), ['to:yamada@sakura.example', 'to:sato@sakura.example', 'cc:carrier@third.example!']);
  const ticket = await owner.get(`/api/v1/tickets/${id}`);
  assert.equal(ticket.account_id, account.id);
  const third = await arrives(ticket, { sender_name: 'Carrier', sender_address: 'carrier@third.example', text: 'On its way', recipients: to('help@us.example') });
  assert.deepEqual(await proposed(id), ['to:carrier@third.example!'], 'a third party is answered without the requester');
  assert.deepEqual(await proposed(id, `?message_id=${received.message_id}`), ['to:yamada@sakura.example', 'to:sato@sakura.example', 'cc:carrier@third.example!']);
  await refused(owner.get(`/api/v1/tickets/${id}/recipients?message_id=${id}`), 400, 'message_id');
  const first = await say(ticket, { text: 'One', recipients: to('yamada@sakura.example'), answers_id: received.message_id });
  await say(ticket, { kind: 'note', text: 'A note', recipients: to('note@third.example') });
  await owner.put(`/api/v1/tickets/${id}/draft`, { text: 'next', recipients: to('draft@third.example') });
  const other = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Other', email: 'other@sakura.example' });
  await owner.patch(`/api/v1/tickets/${id}`, { requester_id: other.id });
  await owner.patch(`/api/v1/contacts/${contact.id}`, { email: 'moved@sakura.example' });
  await say(ticket, { text: 'Two', recipients: to('carrier@third.example'), answers_id: third.message_id });
  program.clock(T0 + 10_000);
  const mails = await sink.has(2);
  assert.deepEqual(mails.map(mail => mail.to).sort(), [['carrier@third.example'], ['yamada@sakura.example']]);
  assert.deepEqual((await talk(ticket)).find(one => one.id === first.id).recipients.map(one => one.address), ['yamada@sakura.example']);
  assert.ok(!mails.some(mail => mail.raw.includes('note@third') || mail.raw.includes('draft@third')));
  await refused(say(ticket, { text: 'x', recipients: to('no address') }), 400, 'recipients');
  await refused(say(ticket, { text: 'x', recipients: [{ role: 'reply_to', address: 'a@b.example' }] }), 400, 'recipients');
}, OPTIONS);

bothEngines('a mail names its ticket in signed places, is in the language of whoever gets it, and brings its files', async program => {
  const { owner, arrives, say, sink, becomes, contact } = await outgoing(program);
  await owner.patch(`/api/v1/contacts/${contact.id}`, { language: 'ja' });
  const received = await arrives(null, { text: '入れません\n助けて' });
  const ticket = await owner.get(`/api/v1/tickets/${received.ticket_id}`);
  const draft = await owner.put(`/api/v1/tickets/${ticket.id}/draft`, { text: '解除しました' });
  await owner.call('POST', `/api/v1/files?subject=message:${draft.id}&name=guide.txt`, 'the guide', { headers: { 'content-type': 'application/octet-stream' } });
  const sent = await say(ticket, { text: '解除しました', answers_id: received.message_id, recipients: [{ role: 'to', address: 'yamada@sakura.example', name: '山田太郎' }, { role: 'bcc', address: 'boss@us.example' }] });
  assert.equal(sent.channel, 'mail');
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  assert.deepEqual([mail.from, mail.to], ['help@us.example', ['yamada@sakura.example', 'boss@us.example']]);
  assert.match(header(mail.raw, 'Reply-To'), /<help\+t[0-9a-v]+-[0-9a-v]{16}@us\.example>/);
  assert.match(header(mail.raw, 'Message-ID'), /^<t[0-9a-v]+-[0-9a-v]{16}\.\d+@us\.example>$/);
  const words = value => value.replace(/=\?utf-8\?B\?(.*?)\?=\s*/gi, (_, base64) => Buffer.from(base64, 'base64').toString());
  assert.match(words(header(mail.raw, 'From')), /サポート窓口/);
  assert.equal(words(header(mail.raw, 'Subject')), `Re: ログインできない [#${ticket.number}]`);
  assert.ok(!mail.raw.includes('boss@us.example'), 'nobody hears of Bcc');
  const bodies = mail.raw.split('--=_banso_mixed').map(part => part.slice(part.indexOf('\r\n\r\n') + 4));
  const text = Buffer.from(bodies[1], 'base64').toString();
  assert.match(text, /^解除しました\r\n\r\n-- \r\n株式会社アス\r\n\r\n2026年11月22日\(日\) [\d:]+ 山田太郎:\r\n> 入れません\r\n> 助けて/);
  assert.equal(Buffer.from(bodies[2], 'base64').toString(), 'the guide');
  assert.equal((await becomes(sent, 'sent')).sent_at, new Date(T0 + 10_000).toISOString());
  const second = await say(ticket, { text: '続き', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 30_000);
  const [, next] = await sink.has(2);
  assert.equal(header(next.raw, 'In-Reply-To'), header(mail.raw, 'Message-ID'));
  assert.ok(header(next.raw, 'References').includes(header(mail.raw, 'Message-ID')));
  await becomes(second, 'sent');
}, OPTIONS);

bothEngines('for ten seconds a reply can be taken back: draft, files, status and times are what they were', async program => {
  const { owner, arrives, say, sink, delivery, status, talk } = await outgoing(program);
  const other = await colleague(program, 'other@example.test');
  const { ticket_id } = await arrives(null);
  const before = await owner.get(`/api/v1/tickets/${ticket_id}`);
  const draft = await owner.put(`/api/v1/tickets/${ticket_id}/draft`, { text: 'Wrong' });
  await owner.call('POST', `/api/v1/files?subject=message:${draft.id}&name=a.txt`, 'content', { headers: { 'content-type': 'application/octet-stream' } });
  program.clock(T0 + 1000);
  const sent = await say(before, { text: 'Wrong', recipients: to('wrong@third.example'), status_id: status('solved') });
  assert.deepEqual([(await delivery(sent)).state, (await delivery(sent)).undo], ['waiting', true]);
  await refused(other.client.delete(`/api/v1/ticket-messages/${sent.id}/delivery`), 409);
  program.clock(T0 + 5000);
  await owner.put(`/api/v1/tickets/${ticket_id}/draft`, { text: 'Next words' });
  await owner.delete(`/api/v1/ticket-messages/${sent.id}/delivery`);
  const after = await owner.get(`/api/v1/tickets/${ticket_id}`);
  const same = one => [one.state, one.assignee_id, one.waiting_since, one.first_answered_at, one.solved_at, one.last_staff_at, one.reopened];
  assert.deepEqual(same(after), same(before));
  assert.deepEqual((await talk(before)).map(one => one.kind), ['customer']);
  const again = await owner.get(`/api/v1/tickets/${ticket_id}/draft`);
  assert.deepEqual([again.text, again.recipients.map(one => one.address)], ['Wrong\n\nNext words', ['wrong@third.example']]);
  program.clock(T0 + 60_000);
  const right = await say(before, { text: 'Right', recipients: to('yamada@sakura.example') });
  assert.deepEqual([right.id, right.files.map(one => one.name)], [sent.id, ['a.txt']]);
  program.clock(T0 + 70_000);
  const mails = await sink.has(1);
  assert.deepEqual(mails.map(mail => mail.to), [['yamada@sakura.example']]);
  await eventually(() => delivery(right), one => one.state === 'sent');
  await refused(owner.delete(`/api/v1/ticket-messages/${right.id}/delivery`), 409);
}, OPTIONS);

bothEngines('what a server puts off is tried again with the same Message-ID; what it refuses is told to the author, who sends again', async program => {
  const { owner, arrives, say, sink, delivery, becomes } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  const ticket = { id: ticket_id };
  sink.says = line => (line === '.' ? '451 4.3.0 try later' : undefined);
  const late = await say(ticket, { text: 'Later', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const waiting = (await eventually(() => delivery(late), one => one.tries === 1)).answer;
  assert.deepEqual([waiting.state, waiting.answer, waiting.undo], ['waiting', '451 4.3.0 try later', false]);
  const first = header(sink.given.raw, 'Message-ID');
  sink.says = () => undefined;
  program.clock(waiting.next_at);
  const [mail] = await sink.has(1);
  assert.equal(header(mail.raw, 'Message-ID'), first);
  await becomes(late, 'sent');
  sink.says = line => (line.startsWith('RCPT TO:<gone@') ? '550 5.1.1 no such user' : undefined);
  const partly = await say(ticket, { text: 'Two', recipients: to('yamada@sakura.example', 'gone@sakura.example') });
  program.clock(Date.parse(waiting.next_at) + 20_000);
  assert.deepEqual((await becomes(partly, 'sent')).refused, [{ address: 'gone@sakura.example', answer: '550 5.1.1 no such user' }]);
  assert.deepEqual((await owner.get('/api/v1/me/notices')).items.map(one => one.kind), ['message.failed']);
  sink.says = line => (line.startsWith('MAIL') ? '553 5.7.1 not allowed' : undefined);
  const failed = await say(ticket, { text: 'Three', recipients: to('yamada@sakura.example') });
  program.clock(Date.parse(waiting.next_at) + 40_000);
  assert.equal((await becomes(failed, 'failed')).answer, '553 5.7.1 not allowed');
  sink.says = () => undefined;
  await owner.post(`/api/v1/ticket-messages/${failed.id}/delivery`);
  await becomes(failed, 'sent');
  await owner.post(`/api/v1/ticket-messages/${partly.id}/delivery`);
  await eventually(() => delivery(partly), one => one.refused.length === 0 && one.state === 'sent');
  assert.deepEqual(sink.mails.at(-1).to, ['gone@sakura.example']);
  await refused(owner.post(`/api/v1/ticket-messages/${partly.id}/delivery`), 409);
}, OPTIONS);

bothEngines('killed while it sends, the mail goes out once more at most, under the same Message-ID', async program => {
  const { arrives, say, sink } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  let silent = true;
  sink.says = line => (line === '.' && silent ? '' : undefined);
  await say({ id: ticket_id }, { text: 'Once', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  await eventually(() => sink.given, given => given !== undefined);
  await program.kill();
  silent = false;
  await program.serve();
  const mails = await sink.has(1);
  assert.equal(mails.length, 1);
  assert.equal(header(mails[0].raw, 'Message-ID'), header(sink.given.raw, 'Message-ID'));
}, OPTIONS);

bothEngines('cut off behind the mail, it says that it may have arrived, and tries again', async program => {
  const { arrives, say, sink, delivery, becomes } = await outgoing(program);
  const { ticket_id } = await arrives(null);
  sink.says = line => (line === '.' ? HANG_UP : undefined);
  const sent = await say({ id: ticket_id }, { text: 'Perhaps', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const { answer: maybe } = await eventually(() => delivery(sent), one => one.tries === 1);
  assert.deepEqual([maybe.state, maybe.outcome], ['waiting', 'maybe']);
  sink.says = () => undefined;
  program.clock(maybe.next_at);
  await becomes(sent, 'sent');
}, OPTIONS);

bothEngines('without a way out a reply is a record; a test mail shows what the server says and no password', async program => {
  const { owner, open, say } = await desk(program);
  const ticket = await open();
  assert.equal((await owner.get(`/api/v1/tickets/${ticket.id}/recipients`)).from, null);
  const kept = await say(ticket, { text: 'Recorded', recipients: to('yamada@sakura.example') });
  await refused(owner.get(`/api/v1/ticket-messages/${kept.id}/delivery`), 404);
  const sink = await mail_server();
  const box = await mailbox(program, sink);
  assert.equal((await owner.get(`/api/v1/tickets/${ticket.id}/recipients`)).from, 'help@us.example');
  const path = `/api/v1/mailboxes/${box.id}/send-test`;
  assert.deepEqual((await owner.get(path)).items, []);
  const ended = async () => (await eventually(async () => (await owner.get(path)).items[0], one => one.state !== 'sending')).answer;
  await owner.post(path, { recipient: 'me@us.example' });
  const sent = await ended();
  assert.equal(sent.state, 'sent');
  assert.match(sent.talk, /C: RCPT TO:<me@us\.example>\nS: 250 fine/);
  assert.match(header(sink.mails[0].raw, 'Auto-Submitted'), /auto/);
  sink.says = line => (line.startsWith('RCPT') ? '550 no' : undefined);
  await owner.post(path, { recipient: 'me@us.example' });
  const failed = await ended();
  assert.deepEqual([failed.state, /550 no/.test(failed.talk)], ['failed', true]);
}, OPTIONS);

bothEngines('what is kept of a reply goes with its ticket, and with the person', async program => {
  const { owner, arrives, say, sink, becomes, contact } = await outgoing(program);
  const rows = () => Number(program.query('SELECT COUNT(*) FROM outbox'));
  const one = await arrives(null);
  const first = await say({ id: one.ticket_id }, { text: 'One', recipients: to('yamada@sakura.example') });
  const two = await arrives(null);
  await say({ id: two.ticket_id }, { text: 'Two', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  await sink.has(2);
  await becomes(first, 'sent');
  assert.equal(rows(), 2);
  await owner.delete(`/api/v1/tickets/${one.ticket_id}`);
  assert.equal(rows(), 1);
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  assert.equal(rows(), 0);
}, OPTIONS);
