// Mails that are handed in, as they came: new tickets, answers, the same mail, what a machine wrote, who only says who they are.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refused } from '../kit/customers.mjs';
import { desk } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { OWNER, bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const DATE = 'Sun, 22 Nov 2026 11:30:00 +0900';

let mails = 0;
function mail({ from = '山田太郎 <yamada@sakura.example>', to = 'support@banso.example', id = `m${++mails}@sakura.example`, subject = 'Question', text = 'How does it work?', head = [], date = DATE } = {}) {
  const fields = [`From: ${from}`, `To: ${to}`, `Date: ${date}`, `Subject: ${subject}`, ...(id ? [`Message-ID: <${id}>`] : []), 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', ...head];
  return `${fields.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
}

const hand_in = (client, source, query = '') => client.ask('POST', `/api/v1/mail${query}`, source, { headers: { 'content-type': 'message/rfc822' } });

async function post(program) {
  const all = await desk(program);
  const box = await all.owner.post('/api/v1/mailboxes', { name: 'Support', address: 'support@banso.example', aliases: ['help@banso.example'] });
  const give = async (source, query) => {
    const answer = await hand_in(all.owner, source, query);
    assert.ok([200, 201].includes(answer.status), `${answer.status} ${answer.text}`);
    return { ...answer.body, status: answer.status };
  };
  return { ...all, box, give };
}

bothEngines('a mail opens a ticket of its sender; an answer finds it by what it answers, and its quote folds away', async program => {
  const { give, contact, account, owner } = await post(program);
  const first = await give(mail({ id: 'first@sakura.example', subject: '見積もりの件', text: '二つください。' }));
  assert.deepEqual([first.status, first.state, first.opened, first.known, first.number], [201, 'taken', true, false, 1001]);
  const ticket = await owner.get(`/api/v1/tickets/${first.ticket_id}`);
  assert.deepEqual([ticket.subject, ticket.channel, ticket.requester_id, ticket.account_id, ticket.state], ['見積もりの件', 'mail', contact.id, account.id, 'new']);
  assert.equal(ticket.created_at, '2026-11-22T03:00:00.000Z', 'when it arrived, whatever the sender says');
  assert.deepEqual((({ at, sent_at }) => [at, sent_at])(await owner.get(`/api/v1/mails/${first.id}`)), ['2026-11-22T03:00:00.000Z', '2026-11-22T02:30:00.000Z']);
  const second = await give(mail({ subject: 'Re: anything', text: 'はい、三つです。\n\n2026年9月18日(金) 17:00 Banso <support@banso.example>:\n> 二つでよろしいですか。', head: ['In-Reply-To: <first@sakura.example>'] }));
  assert.deepEqual([second.ticket_id, second.opened], [first.ticket_id, false]);
  const message = await owner.get(`/api/v1/ticket-messages/${second.message_id}`);
  assert.deepEqual(message.recipients, [{ role: 'to', address: 'support@banso.example' }].map(one => ({ ...message.recipients[0], ...one })));
  assert.deepEqual(message.folds.map(one => one.kind), ['own', 'quote']);
  const characters = [...message.text];
  const own = characters.slice(message.folds[0].from, message.folds[0].from + message.folds[0].size).join('');
  assert.equal(own.trim(), 'はい、三つです。');
  const third = await give(mail({ subject: 'x', head: ['References: <unknown@else> <first@sakura.example>'] }));
  assert.equal(third.ticket_id, first.ticket_id, 'References lead there, too');
}, { clock: CLOCK });

bothEngines('a mail is of the time at which the last server received it; nobody sets our clocks by a date', async program => {
  const { give, owner } = await post(program);
  const received = time => [`Received: from mx.sakura.example by mx.banso.example; ${time}`, 'Received: from pc by mx.sakura.example; Thu, 19 Nov 2026 11:00:00 +0900'];
  const opened = async more => (await owner.get(`/api/v1/tickets/${(await give(mail({ date: 'Thu, 19 Nov 2026 11:00:00 +0900', ...more }))).ticket_id}`)).created_at;
  assert.equal(await opened({ head: received('Sun, 22 Nov 2026 11:59:00 +0900 (JST)') }), '2026-11-22T02:59:00.000Z');
  assert.equal(await opened({}), '2026-11-22T03:00:00.000Z');
  assert.equal(await opened({ head: received('Sun, 22 Nov 2026 12:30:00 +0900') }), '2026-11-22T03:00:00.000Z', 'not in the future');
}, { clock: CLOCK });

bothEngines('files that may not be attached refuse no mail; without room for its source a mail is not taken, and not lost', async program => {
  const { give, owner } = await post(program);
  const room = change => owner.patch('/api/v1/workspace', change);
  const body = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '', `<p>${'See the log. '.repeat(100)}</p>`, '--b', 'Content-Type: text/plain', 'Content-Disposition: attachment; filename=log.txt', '', 'x'.repeat(3000), '--b--', ''];
  const source = n => ['From: yamada@sakura.example', 'To: support@banso.example', `Subject: Log ${n}`, `Message-ID: <log${n}@sakura.example>`, ...body].join('\r\n');
  const files = async ({ message_id: id }) => (({ files: all, has_html }) => [all.length, has_html])(await owner.get(`/api/v1/ticket-messages/${id}`));
  await room({ file_max: 0 });
  const bare = await give(source(1));
  assert.deepEqual(await files(bare), [0, true]);
  assert.equal((await owner.ask('GET', `/api/v1/ticket-messages/${bare.message_id}/source`)).text, source(1));
  await room({ file_max: 1000 });
  assert.deepEqual(await files(await give(source(2))), [0, true]);
  await room({ files_max: 1000 });
  const full = await hand_in(owner, source(3));
  assert.deepEqual([full.status, full.body.reason], [507, 'files_full']);
  await room({ file_max: 10_000, files_max: 1_000_000 });
  const taken = await give(source(3));
  assert.deepEqual([taken.status, taken.known, await files(taken)], [201, false, [1, true]]);
}, { clock: CLOCK });

bothEngines('a mailing list of ours sends on what people wrote; others are machines', async program => {
  const { give, owner, read } = await post(program);
  const group = ['List-Post: <https://groups.google.com/a/banso.example/group/support/post>, <mailto:support@banso.example>', 'List-ID: <support.banso.example>', 'Precedence: list'];
  const judged = async (more, then = {}) => {
    const { message_id: id, ticket_id } = await give(mail({ ...more, ...then }));
    const { automatic, sender_address } = await owner.get(`/api/v1/ticket-messages/${id}`);
    return [automatic, sender_address, (await read({ id: ticket_id })).requester_address];
  };
  assert.deepEqual(await judged({ head: group }), [null, 'yamada@sakura.example', null]);
  const rewritten = { from: "\"'佐藤' via Support\" <support@banso.example>", head: [...group, 'Reply-To: 佐藤 <sato@ume.example>', 'X-Original-Sender: sato@ume.example'] };
  assert.deepEqual(await judged(rewritten), [null, 'sato@ume.example', 'sato@ume.example']);
  const by_id = { from: 'support@banso.example', head: ['List-ID: <support.banso.example>', 'X-Original-From: 鈴木 <suzuki@take.example>'] };
  assert.deepEqual(await judged(by_id), [null, 'suzuki@take.example', 'suzuki@take.example']);
  assert.deepEqual(await judged({ from: 'news@else.example', head: ['List-Id: <news.else.example>', 'Reply-To: list@else.example'] }), ['list', 'news@else.example', 'news@else.example']);
}, { clock: CLOCK });

bothEngines('an erasure deletes the sources that name the person, and until it has looked at one gives it to nobody', async program => {
  const { give, owner, contact } = await post(program);
  const source = ({ id }) => owner.ask('GET', `/api/v1/mails/${id}/source`);
  const base64 = ['Content-Transfer-Encoding: base64'];
  const in_head = await give(mail({ from: 'sato@ume.example', head: ['Cc: Yamada <yamada@sakura.example>'] }));
  const in_text = await give(mail({ from: 'sato@ume.example', head: base64, text: Buffer.from('Ask yamada@sakura.example').toString('base64') }));
  const other = await give(mail({ from: 'sato@ume.example', text: 'Nothing about anybody' }));
  let held;
  for (let i = 0; i < 62; i++) held = await give(mail({ from: 'loop@robot.example', text: `again ${i}`, head: ['Cc: yamada@sakura.example'] }));
  program.hold('mail.erase');
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual([(await source(in_head)).status, (await source(in_text)).status, (await source(other)).status], [404, 503, 503]);
  program.release();
  await eventually(() => source(other), answer => answer.status === 200);
  assert.equal((await source(in_text)).status, 404);
  const shown = (await owner.get('/api/v1/mails?state=held')).items.find(one => one.id === held.id);
  assert.deepEqual([shown.has_source, shown.subject, shown.sender_address], [false, 'Question', 'loop@robot.example']);
  await refused(owner.post(`/api/v1/mails/${held.id}/release`), 409);
  await owner.delete(`/api/v1/mails/${held.id}`);
}, { clock: CLOCK });

bothEngines('a number in the subject counts only for who belongs to the ticket', async program => {
  const { give } = await post(program);
  const first = await give(mail());
  const stranger = await give(mail({ from: 'mallory@evil.example', subject: `Re: [#${first.number}] Question` }));
  assert.deepEqual([stranger.opened, stranger.ticket_id === first.ticket_id], [true, false]);
  const known = await give(mail({ subject: `Re: [#${first.number}] Question` }));
  assert.equal(known.ticket_id, first.ticket_id);
}, { clock: CLOCK });

bothEngines('the same mail is one message, whichever mailboxes it came to; another body is another mail', async program => {
  const { give, box, owner, talk } = await post(program);
  const other = await owner.post('/api/v1/mailboxes', { name: 'Sales', address: 'sales@banso.example' });
  const source = mail({ id: 'one@sakura.example' });
  const first = await give(source, `?mailbox=${box.id}`);
  const again = await give(source, `?mailbox=${other.id}`);
  assert.deepEqual([again.status, again.known, again.ticket_id, again.message_id], [200, true, first.ticket_id, first.message_id]);
  assert.deepEqual((await owner.get(`/api/v1/mails/${first.id}`)).mailboxes, ['Sales', 'Support']);
  assert.equal((await talk({ id: first.ticket_id })).length, 1);
  const reused = await give(mail({ id: 'one@sakura.example', text: 'Quite another matter' }));
  assert.deepEqual([reused.status, reused.known], [201, false]);
  const nameless = mail({ id: null });
  assert.deepEqual([(await give(nameless)).status, (await give(nameless)).status], [201, 200]);
  await refused(owner.call('POST', '/api/v1/mail?mailbox=999', source, { headers: { 'content-type': 'message/rfc822' } }), 400);
}, { clock: CLOCK });

bothEngines('what a machine wrote neither reopens a ticket nor makes it wait', async program => {
  const { give, owner, say, status, read } = await post(program);
  const { ticket_id: id } = await give(mail({ id: 'asked@sakura.example' }));
  await say({ id }, { text: 'Done', status_id: status('solved') });
  const auto = await give(mail({ subject: 'Out of office', head: ['In-Reply-To: <asked@sakura.example>', 'Auto-Submitted: auto-replied'] }));
  assert.equal(auto.ticket_id, id);
  assert.deepEqual([(await read({ id })).state, (await read({ id })).waiting_since], ['solved', null]);
  assert.equal((await owner.get(`/api/v1/ticket-messages/${auto.message_id}`)).automatic, 'reply');
  const alarm = await give(mail({ from: 'alarm@sakura.example', head: ['Auto-Submitted: auto-generated'] }));
  assert.ok((await read({ id: alarm.ticket_id })).waiting_since, 'an alarm that opens a ticket waits for us');
}, { clock: CLOCK });

bothEngines('who gives the address of one of us comes in as a customer, and is marked', async program => {
  const { give, owner } = await post(program);
  const { message_id: id } = await give(mail({ from: `Owner <${OWNER.email}>`, text: 'Please refund everything' }));
  const message = await owner.get(`/api/v1/ticket-messages/${id}`);
  assert.deepEqual([message.kind, message.author_id, message.caution], ['customer', null, 'staff_address']);
}, { clock: CLOCK });

bothEngines('attachments are stored, the source is kept as it came, and what cannot be read is a ticket as well', async program => {
  const { give, owner } = await post(program);
  const source = ['From: yamada@sakura.example', 'To: support@banso.example', 'Subject: Log', 'Message-ID: <files@sakura.example>', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html; charset=utf-8', '', '<p>See the <b>log</b></p>', '--b', 'Content-Type: text/plain; name="../log.txt"', 'Content-Disposition: attachment; filename="../log.txt"', 'Content-Transfer-Encoding: base64', '', Buffer.from('line').toString('base64'), '--b--', ''].join('\r\n');
  const { message_id: id, ticket_id } = await give(source);
  const message = await owner.get(`/api/v1/ticket-messages/${id}`);
  assert.deepEqual([message.has_html, message.files.length, message.files[0].size, message.files[0].name.includes('/')], [true, 1, 4, false]);
  const kept = await owner.ask('GET', `/api/v1/ticket-messages/${id}/source`);
  assert.deepEqual([kept.status, kept.text, kept.headers.get('x-content-type-options')], [200, source, 'nosniff']);
  assert.match(kept.headers.get('content-disposition'), /^attachment/);
  const broken = await give(Buffer.from([0, 1, 2, 255, 254]));
  assert.equal(broken.opened, true);
  await owner.delete(`/api/v1/tickets/${ticket_id}`);
  const { answer: { items } } = await eventually(() => owner.get('/api/v1/mails?state=taken'), answer => !answer.items.some(one => one.ticket_id === ticket_id));
  assert.ok(items.length > 0);
  assert.equal((await give(source)).state, 'deleted', 'a mail whose ticket was deleted does not come back');
}, { clock: CLOCK });

bothEngines('a storm of one sender is held, told, and let in by hand', async program => {
  const { give, owner } = await post(program);
  let last;
  for (let i = 0; i < 62; i++) last = await give(mail({ from: 'loop@robot.example', text: `again ${i}` }));
  assert.equal(last.state, 'held');
  const { items } = await owner.get('/api/v1/mails?state=held');
  assert.equal(items.length, 2);
  const notices = (await owner.get('/api/v1/me/notices')).items.filter(one => one.kind === 'incoming.held');
  assert.equal(notices.length, 1);
  const released = await owner.post(`/api/v1/mails/${items[0].id}/release`);
  assert.deepEqual([released.state, released.opened], ['taken', true]);
  await owner.delete(`/api/v1/mails/${items[1].id}`);
  assert.equal((await owner.get('/api/v1/mails?state=held')).items.length, 0);
}, { clock: CLOCK });

bothEngines('a mailbox keeps its passwords to itself, and its addresses are its own', async program => {
  const { owner, box } = await post(program);
  const path = `/api/v1/mailboxes/${box.id}`;
  assert.deepEqual([box.is_default, box.in_security, box.in_folder, box.in_after, box.in_password_set], [true, 'tls', 'INBOX', 'leave', false]);
  await refused(owner.call('PATCH', path, { in_host: 'imap.example.com' }), 400);
  const set = await owner.call('PATCH', path, { in_host: 'imap.example.com', in_user: 'support', in_password: 'hunter2 and more' });
  assert.equal(set.in_password_set, true);
  assert.ok(!JSON.stringify(set).includes('hunter2'));
  for (const other of [{ in_host: 'evil.example.com' }, { in_port: 1143 }, { in_security: 'plain' }]) await refused(owner.patch(path, other), 400, 'in_password');
  assert.equal((await owner.patch(path, { in_port: 993, in_user: 'other' })).in_password_set, true, 'the usual port is the same server');
  const gone = await owner.patch(path, { in_host: null });
  assert.deepEqual([gone.in_host, gone.in_password_set], [null, false]);
  assert.equal((await owner.patch(path, { in_host: 'evil.example.com' })).in_password_set, false);
  await owner.patch(path, { out_host: 'smtp.example.com', out_user: 'support', out_password: 'hunter2 and more' });
  await refused(owner.patch(path, { out_security: 'starttls' }), 400, 'out_password');
  assert.deepEqual((({ out_host, out_password_set }) => [out_host, out_password_set])(await owner.patch(path, { out_host: null })), [null, false]);
  await refused(owner.post('/api/v1/mailboxes', { name: 'Twice', address: 'HELP@banso.example' }), 409);
  const second = await owner.post('/api/v1/mailboxes', { name: 'Second', address: 'second@banso.example', is_default: true });
  assert.deepEqual([second.is_default, (await owner.get(path)).is_default], [true, false]);
  await owner.delete(`/api/v1/mailboxes/${second.id}`);
}, { clock: CLOCK });

bothEngines('what was acknowledged is there after kill -9, and files are taken by the command line', async program => {
  const { give, owner } = await post(program);
  const sources = Array.from({ length: 20 }, () => mail());
  const going = sources.map(source => hand_in(owner, source).catch(() => null));
  await Promise.any(going);
  await program.kill();
  const sure = (await Promise.all(going)).map(answer => answer?.status === 201);
  await program.serve();
  const after = [];
  for (const source of sources) after.push((await give(source)).status);
  for (const [i, yes] of sure.entries()) if (yes) assert.equal(after[i], 200, `mail ${i} was acknowledged and is not there`);
  for (const source of sources) assert.equal((await give(source)).status, 200);
  const path = join(program.folder, 'one.eml');
  writeFileSync(path, mail({ id: 'line@sakura.example' }));
  assert.match(program.must('mail', 'take', path), /\ttaken\tfalse\t/);
  assert.match(program.must('mail', 'take', path), /\ttaken\ttrue\t/);
}, { clock: CLOCK });
