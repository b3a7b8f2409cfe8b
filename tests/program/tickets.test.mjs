// Tickets over the API of the real program: the conversation and what it does, who sees what, lists, changes of many.
import assert from 'node:assert/strict';
import { eventually, refused } from '../kit/customers.mjs';
import { colleague, desk } from '../kit/desk.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

bothEngines('a ticket is opened, answered, solved, and opened again by the customer', async program => {
  const { account, contact, me, status, open, say, read, talk, owner } = await desk(program);
  const ticket = await open({ tags: ['login', ' login ', 'vip'], priority: 'high' });
  assert.equal(ticket.number, 1001);
  assert.deepEqual([ticket.state, ticket.account_id, ticket.requester, ticket.channel, ticket.tags], ['new', account.id, '山田太郎', 'staff', ['login', 'vip']]);
  assert.equal(ticket.waiting_since, '2026-11-22T03:00:00.000Z');
  assert.equal((await open()).number, 1002);

  program.clock('2026-11-22T03:30:00Z');
  await say(ticket, { text: 'お調べします', recipients: [{ role: 'to', address: 'yamada@sakura.example', name: '山田太郎' }] });
  let now = await read(ticket);
  assert.deepEqual([now.state, now.first_answered_at, now.waiting_since, now.assignee_id], ['open', '2026-11-22T03:30:00.000Z', null, me.id]);

  program.clock('2026-11-22T03:40:00Z');
  await say(ticket, { text: '解除しました', status_id: status('solved') });
  now = await read(ticket);
  assert.deepEqual([now.state, now.solved_at, now.first_answered_at], ['solved', '2026-11-22T03:40:00.000Z', '2026-11-22T03:30:00.000Z']);

  program.clock('2026-11-22T04:00:00Z');
  await say(ticket, { kind: 'customer', text: 'まだ入れません', channel: 'call' });
  now = await read(ticket);
  assert.deepEqual([now.state, now.solved_at, now.waiting_since, now.reopened], ['open', null, '2026-11-22T04:00:00.000Z', 1]);

  const messages = await talk(ticket);
  assert.deepEqual(messages.map(one => [one.kind, one.channel, one.contact_id]), [
    ['customer', 'call', contact.id], ['reply', 'staff', null], ['reply', 'staff', null], ['customer', 'staff', contact.id],
  ]);
  assert.deepEqual(messages[2].recipients, [{ role: 'to', address: 'yamada@sakura.example', name: '山田太郎' }]);
  const spans = (await owner.get(`/api/v1/tickets/${ticket.id}/history`)).items;
  assert.deepEqual(spans.map(one => [one.state, one.clock, one.ended_at === null]), [['new', 'runs', false], ['open', 'runs', false], ['solved', 'stops', false], ['open', 'runs', true]]);
  const kinds = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=ticket`)).items.map(item => item.kind);
  assert.deepEqual(kinds.slice(0, 3), ['ticket.reopened', 'message.received', 'ticket.solved']);
}, { clock: CLOCK });

bothEngines('recipients of a message stay as they were, whatever becomes of the ticket', async program => {
  const { owner, open, say, talk } = await desk(program);
  const ticket = await open();
  const recipients = [{ role: 'to', address: 'a@example.test', name: null }, { role: 'cc', address: 'b@example.test', name: 'B' }];
  await say(ticket, { text: 'One', recipients });
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { requester_id: null, requester_address: 'other@example.test', requester_name: 'Other' });
  await say(ticket, { kind: 'note', text: 'A note' });
  await owner.put(`/api/v1/tickets/${ticket.id}/draft`, { text: 'next', recipients: [{ role: 'to', address: 'c@example.test' }] });
  assert.deepEqual((await talk(ticket)).find(one => one.text === 'One').recipients, recipients);
}, { clock: CLOCK });

bothEngines('a draft is kept for its author alone, and becomes the message with its files', async program => {
  const { owner, open, say } = await desk(program);
  const other = await colleague(program, 'other@example.test');
  const ticket = await open();
  await refused(owner.get(`/api/v1/tickets/${ticket.id}/draft`), 404);
  const draft = await owner.put(`/api/v1/tickets/${ticket.id}/draft`, { text: '下書きの言葉' });
  await refused(other.client.get(`/api/v1/tickets/${ticket.id}/draft`), 404);
  assert.deepEqual((await other.client.get('/api/v1/ticket-drafts')).items, []);
  const mine = async id => (await owner.get(`/api/v1/ticket-drafts?ticket_id=${id}`)).items.map(one => one.text);
  assert.deepEqual([await mine(ticket.id), await mine((await open()).id)], [['下書きの言葉'], []]);
  const subject = `message:${draft.id}`;
  const attach = (client, name) => client.call('POST', `/api/v1/files?subject=${subject}&name=${name}`, 'content', { headers: { 'content-type': 'application/octet-stream' } });
  const file = await attach(owner, 'a.txt');
  await refused(attach(other.client, 'b.txt'), 404);
  await refused(other.client.get(`/api/v1/files/${file.id}/content`), 404);
  assert.deepEqual((await other.client.get(`/api/v1/search?q=${encodeURIComponent('下書き')}`)).items, []);
  await program.restart();
  assert.equal((await owner.get(`/api/v1/tickets/${ticket.id}/draft`)).text, '下書きの言葉');
  const sent = await say(ticket, { text: 'Sent words' });
  assert.equal(sent.id, draft.id);
  assert.deepEqual(sent.files.map(one => one.name), ['a.txt']);
  await refused(owner.get(`/api/v1/tickets/${ticket.id}/draft`), 404);
  assert.equal((await other.client.get(`/api/v1/ticket-messages/${sent.id}`)).files.length, 1);
}, { clock: CLOCK });

bothEngines('a private note is in no list, search, file or fact of others; without the area there is no desk', async program => {
  const { owner, account, open, say } = await desk(program);
  const other = await colleague(program, 'other@example.test');
  const outside = await colleague(program, 'outside@example.test', ['revenue']);
  const ticket = await open();
  const secret = await say(ticket, { kind: 'note', text: 'ひみつの言葉', visible_to: 'me' });
  await refused(say(ticket, { text: 'x', visible_to: 'me' }), 400, 'visible_to');
  await refused(other.client.get(`/api/v1/ticket-messages/${secret.id}`), 404);
  assert.equal((await other.client.get(`/api/v1/tickets/${ticket.id}/messages`)).items.length, 1);
  const found = async (client, words) => (await client.get(`/api/v1/search?q=${encodeURIComponent(words)}`)).items.map(item => item.kind);
  assert.deepEqual(await found(owner, '秘密'), []);
  assert.deepEqual(await found(owner, 'ひみ'), ['message']);
  assert.deepEqual(await found(other.client, 'ひみ'), []);
  assert.deepEqual(await found(other.client, 'パス'), ['message']);
  assert.deepEqual(await found(other.client, 'ログ'), ['ticket']);
  assert.deepEqual(await found(outside.client, 'パス'), []);
  assert.deepEqual(await found(outside.client, 'ログ'), []);
  const told = async client => JSON.stringify((await client.get(`/api/v1/accounts/${account.id}/timeline`)).items);
  assert.ok((await told(owner)).includes('ひみつ'));
  assert.ok(!(await told(other.client)).includes('ひみつ'));
  assert.ok((await told(other.client)).includes('ログイン'));
  assert.ok(!(await told(outside.client)).includes('ログイン'));
  for (const path of ['tickets', `tickets/${ticket.id}`, `tickets/${ticket.id}/messages`, 'tickets.csv', 'ticket-statuses', `ticket-messages/${secret.id}`])
    await refused(outside.client.get(`/api/v1/${path}`), 403);
}, { clock: CLOCK });

const asked = filter => encodeURIComponent(JSON.stringify(filter));

bothEngines('the list is narrowed by conditions, by words, by whose and by state; a view counts and a file holds it', async program => {
  const { owner, account, me, status, open, say } = await desk(program);
  const first = await open({ subject: 'ＡＢＣ request', type: 'request', tags: ['vip'] });
  const second = await open({ subject: 'Second', priority: 'urgent', assignee_id: me.id });
  const third = await open({ subject: 'Stranger', requester_id: null, requester_name: 'Jo', requester_address: 'jo@example.test' });
  await say(second, { text: 'done', status_id: status('solved') });
  const list = async query => (await owner.get(`/api/v1/tickets?${query}`)).items.map(one => one.subject).sort();
  assert.deepEqual(await list(''), ['Stranger', 'ＡＢＣ request']);
  assert.deepEqual(await list('state=done'), ['Second']);
  assert.deepEqual(await list('state=all&assignee_id=me'), ['Second']);
  assert.deepEqual(await list('assignee_id=none'), ['Stranger', 'ＡＢＣ request']);
  await refused(owner.get('/api/v1/tickets?assignee_id=you'), 400, 'assignee_id');
  assert.deepEqual(await list('q=abc'), ['ＡＢＣ request']);
  assert.deepEqual(await list(`q=${encodeURIComponent(`#${third.number}`)}`), ['Stranger']);
  assert.deepEqual(await list(`filter=${asked({ attribute: 'tag', op: '=', value: 'vip' })}`), ['ＡＢＣ request']);
  assert.deepEqual(await list(`filter=${asked({ attribute: 'tag', op: '=', value: 'vi' })}`), []);
  assert.deepEqual(await list(`filter=${asked({ attribute: 'type', op: 'in', value: ['request', 'refund'] })}`), ['ＡＢＣ request']);
  assert.deepEqual(await list(`state=all&filter=${asked({ attribute: 'state', op: '=', value: 'solved' })}`), ['Second']);
  assert.deepEqual(await list(`filter=${asked({ account: { attribute: 'name', op: 'contains', value: 'さくら' } })}`), ['ＡＢＣ request']);
  assert.deepEqual(await list(`state=all&account_id=${account.id}`), ['Second', 'ＡＢＣ request']);
  assert.deepEqual((await owner.get('/api/v1/tickets?state=all&sort=-priority&limit=1')).items.map(one => one.subject), ['Second']);
  assert.equal((await owner.all('/api/v1/tickets?state=all&limit=1&sort=waiting_since')).length, 3);
  await owner.post(`/api/v1/tickets/${first.id}/snooze`, { until: '2026-11-22T05:00:00Z' });
  assert.deepEqual(await list('state=snoozed'), ['ＡＢＣ request']);
  assert.deepEqual(await list(`state=all&filter=${asked({ attribute: 'snoozed', op: '=', value: true })}`), ['ＡＢＣ request']);
  assert.deepEqual(await list(''), ['Stranger']);
  await refused(owner.post(`/api/v1/tickets/${first.id}/snooze`, { until: '2026-11-22T02:00:00Z' }), 400, 'until');
  program.clock('2026-11-22T05:00:00Z');
  assert.deepEqual(await list(''), ['Stranger', 'ＡＢＣ request']);
  assert.deepEqual(await list(`state=all&filter=${asked({ and: [{ attribute: 'done', op: '=', value: false }, { attribute: 'snoozed', op: '=', value: false }] })}`), ['Stranger', 'ＡＢＣ request'], 'a snooze ends by itself');
  assert.deepEqual(await list(`state=all&filter=${asked({ attribute: 'snoozed', op: '=', value: true })}`), []);
  const view = await owner.post('/api/v1/views', { subject: 'ticket', name: 'Waits', filter: { attribute: 'waits', op: '=', value: true } });
  assert.deepEqual((await owner.get('/api/v1/views/counts')).items, [{ id: view.id, count: 2, at_least: false }]);
  const outside = await colleague(program, 'outside@example.test', ['revenue']);
  assert.deepEqual((await outside.client.get('/api/v1/views/counts')).items.filter(one => one.count !== null), []);
  const csv = await owner.get('/api/v1/tickets.csv?state=all&columns=number,subject,requester,tags');
  assert.deepEqual(csv.replace('\ufeff', '').trim().split(/\r?\n/).sort(), ['1001,"ＡＢＣ request",山田太郎,vip', '1002,Second,山田太郎,""', '1003,Stranger,Jo,""', 'number,subject,requester,tags'].sort());
}, { clock: CLOCK });

bothEngines('many are changed at once by ids or filter, all or none, and changed back where nobody came between', async program => {
  const { owner, me, status, open, read } = await desk(program);
  const tickets = [await open({ subject: 'A' }), await open({ subject: 'B' }), await open({ subject: 'C', tags: ['old'] })];
  const change = body => owner.post('/api/v1/tickets/changes', body);
  await refused(change({ set: { priority: 'low' } }), 400, 'ids');
  await refused(change({ ids: [tickets[0].id], set: { assignee_id: 5 } }), 400, 'assignee_id');
  const done = await change({ filter: { attribute: 'done', op: '=', value: false }, set: { status_id: status('on_hold'), assignee_id: me.id, add_tags: ['later'], drop_tags: ['old'] } });
  assert.deepEqual([done.changed, done.kept], [3, 0]);
  assert.deepEqual((await Promise.all(tickets.map(read))).map(one => [one.state, one.assignee_id, one.tags]), tickets.map(() => ['on_hold', me.id, ['later']]));
  await owner.patch(`/api/v1/tickets/${tickets[1].id}`, { priority: 'low' });
  const undone = await owner.delete(`/api/v1/tickets/changes/${done.id}`);
  assert.deepEqual([undone.changed, undone.kept], [2, 1]);
  assert.deepEqual((await Promise.all(tickets.map(read))).map(one => [one.state, one.tags]), [['new', []], ['on_hold', ['later']], ['new', ['old']]]);
  assert.equal((await change({ ids: [tickets[1].id], set: { priority: 'low' } })).changed, 0);
  await refused(change({ ids: Array.from({ length: 1001 }, (_, at) => at + 1), set: { priority: 'low' } }), 400, 'ids');
}, { clock: CLOCK });

bothEngines('a ticket goes only to somebody who may work on it', async program => {
  const { owner, open, read } = await desk(program);
  const outside = await colleague(program, 'outside@example.test', ['revenue']);
  const viewer = await colleague(program, 'viewer@example.test', ['support'], 'viewer');
  const inside = await colleague(program, 'inside@example.test', ['support']);
  const ticket = await open({ assignee_id: inside.id });
  for (const { id } of [outside, viewer]) {
    await refused(owner.patch(`/api/v1/tickets/${ticket.id}`, { assignee_id: id }), 400, 'assignee_id');
    await refused(owner.post('/api/v1/tickets/changes', { ids: [ticket.id], set: { assignee_id: id } }), 400, 'assignee_id');
    await refused(open({ assignee_id: id }), 400, 'assignee_id');
  }
  await owner.patch(`/api/v1/staff/${inside.id}`, { circles: ['revenue'] });
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { priority: 'low' });
  assert.equal((await read(ticket)).assignee_id, inside.id, 'who has it already keeps it');
}, { clock: CLOCK });

bothEngines('who has a ticket, who follows it and who is mentioned hears of it', async program => {
  const { open, say, owner } = await desk(program);
  const one = await colleague(program, 'one@example.test');
  const two = await colleague(program, 'two@example.test');
  const ticket = await open({ assignee_id: one.id });
  const told = async ({ client }) => (await client.get('/api/v1/me/notices')).items.map(item => item.kind).sort();
  assert.deepEqual(await told(one), ['ticket.assigned']);
  await two.client.post(`/api/v1/tickets/${ticket.id}/following`);
  assert.equal((await two.client.get(`/api/v1/tickets/${ticket.id}`)).following, true);
  await say(ticket, { kind: 'customer', text: 'Hello?' });
  assert.deepEqual(await told(one), ['ticket.answered', 'ticket.assigned']);
  assert.deepEqual(await told(two), ['ticket.answered']);
  await say(ticket, { kind: 'note', text: 'Look @two' });
  assert.deepEqual(await told(two), ['mentioned', 'ticket.answered']);
  assert.equal((await two.client.post(`/api/v1/tickets/${ticket.id}/assignment`)).assignee_id, two.id);
  assert.equal((await owner.delete(`/api/v1/tickets/${ticket.id}/assignment`)).assignee_id, null);
}, { clock: CLOCK });

bothEngines('statuses are the workspace\'s own, and each kind keeps one', async program => {
  const { owner, status, open, read } = await desk(program);
  const made = await owner.post('/api/v1/ticket-statuses', { name: 'Waiting for vendor', name_ja: '仕入先待ち', state: 'on_hold', clock: 'runs' });
  const ticket = await open({ status_id: made.id });
  assert.deepEqual([(await read(ticket)).state, (await read(ticket)).status_id], ['on_hold', made.id]);
  await refused(owner.delete(`/api/v1/ticket-statuses/${made.id}`), 409);
  await refused(owner.delete(`/api/v1/ticket-statuses/${status('solved')}`), 409);
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { status_id: status('open') });
  await owner.delete(`/api/v1/ticket-statuses/${made.id}`);
  await refused(owner.patch(`/api/v1/tickets/${ticket.id}`, { status_id: made.id }), 400, 'status_id');
  assert.equal((await owner.patch(`/api/v1/ticket-statuses/${status('new')}`, { name: 'Unread' })).name, 'Unread');
}, { clock: CLOCK });

bothEngines('an erased person leaves numbers and times, and none of their words', async program => {
  const { owner, contact, open, say, read, talk } = await desk(program);
  const ticket = await open();
  await say(ticket, { text: '山田様 yamada@sakura.example', recipients: [{ role: 'to', address: 'yamada@sakura.example' }], html: '<p>山田様</p>' });
  const other = await open({ requester_id: null, requester_address: 'yamada@sakura.example', subject: 'from yamada@sakura.example', text: 'Call yamada@sakura.example' });
  const hand = body => owner.post('/api/v1/ticket-messages', body);
  const named = await hand({ text: 'x', sender_name: 'yamada@sakura.example', sender_address: 'other@example.test', html: '<p>x</p>' });
  const inside = await hand({ text: 'x', sender_address: 'other@example.test', html: '<a href="mailto:yamada@sakura.example">me</a>' });
  const apart = await hand({ text: 'x', sender_address: 'other@example.test', html: '<p>apart</p>' });
  const held = await owner.get(`/api/v1/contacts/${contact.id}/export`);
  assert.equal(held.ticket.tickets.length, 1);
  assert.equal(held.ticket.messages.length, 1);
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  const now = await read(ticket);
  assert.deepEqual([now.subject, now.requester_id, now.number, now.state], ['[…]', null, ticket.number, 'open']);
  const message = ({ message_id }) => owner.get(`/api/v1/ticket-messages/${message_id}`);
  assert.deepEqual([(await message(named)).has_html, (await message(inside)).has_html, (await message(apart)).has_html], [false, false, true]);
  const rest = JSON.stringify([now, await message(named), await message(inside), await talk(ticket), await read(other), await talk(other)]);
  assert.ok(!rest.includes('yamada@sakura') && !rest.includes('パスワードを忘れ') && !rest.includes('山田'), rest);
  assert.deepEqual((await owner.get(`/api/v1/search?q=${encodeURIComponent('パスワード')}`)).items.filter(item => item.id === ticket.id), []);
}, { clock: CLOCK });

bothEngines('the HTML of a message is kept as it came, and goes with the ticket', async program => {
  const { owner, open, say } = await desk(program);
  const ticket = await open();
  const html = `<script>alert(1)</script><p>${'あ'.repeat(100_000)}</p>`;
  const message = await say(ticket, { text: 'x', html });
  assert.equal(message.has_html, true);
  assert.equal((await owner.get(`/api/v1/ticket-messages/${message.id}/html`)).html, html);
  await owner.delete(`/api/v1/tickets/${ticket.id}`);
  await refused(owner.get(`/api/v1/ticket-messages/${message.id}`), 404);
  await refused(owner.get(`/api/v1/ticket-numbers/${ticket.number}`), 404);
  assert.equal((await open()).number, ticket.number + 1, 'a number is given once');
}, { clock: CLOCK });

bothEngines('another system hands in messages: a known sender is the requester, an answer goes to its ticket', async program => {
  const { owner, account, contact, read, talk } = await desk(program);
  const hand = body => owner.post('/api/v1/ticket-messages', body);
  const known = await hand({ text: 'First line\nand more', sender_name: 'T. Yamada', sender_address: ' Yamada@Sakura.example ', at: '2026-11-22T02:00:00Z' });
  const ticket = await read({ id: known.ticket_id });
  assert.deepEqual([ticket.subject, ticket.channel, ticket.requester_id, ticket.account_id, ticket.waiting_since], ['First line', 'api', contact.id, account.id, '2026-11-22T02:00:00.000Z']);
  const stranger = await hand({ subject: 'Hi', text: 'x', sender_name: 'Jo', sender_address: 'jo@example.test', channel: 'form' });
  const other = await read({ id: stranger.ticket_id });
  assert.deepEqual([other.requester_id, other.requester_name, other.requester_address, other.channel], [null, 'Jo', 'jo@example.test', 'form']);
  const answer = await hand({ ticket_id: known.ticket_id, text: 'Any news?' });
  assert.deepEqual([answer.opened, answer.number], [false, known.number]);
  assert.equal((await talk(ticket)).length, 2);
  await refused(hand({ ticket_id: 5, text: 'x' }), 404);
  await refused(hand({ text: 'x', at: '2027-01-01T00:00:00Z' }), 400, 'at');
}, { clock: CLOCK });

bothEngines('tickets follow the account that theirs is merged into, with messages and files, and go back with the undo', async program => {
  const { owner, account, open, say, talk } = await desk(program);
  const other = await owner.post('/api/v1/accounts', { name: 'Sakura KK', external_id: 'sakura-kk' });
  const ticket = await open({ account_id: account.id }), moved_on = await open({ account_id: account.id });
  const attach = async (id, name) => owner.call('POST', `/api/v1/files?subject=message:${id}&name=${name}`, 'content', { headers: { 'content-type': 'application/octet-stream' } });
  const answer = await say(ticket, { text: 'Merged words' });
  const file = await attach(answer.id, 'a.txt');
  const found = async () => (await owner.get(`/api/v1/search?q=${encodeURIComponent('merged words')}`)).items.map(one => one.account_id);
  const many = await owner.post('/api/v1/tickets/changes', { ids: [ticket.id], set: { priority: 'low' } });
  const look = await owner.get(`/api/v1/accounts/${other.id}/merge?with=${account.id}`);
  assert.equal(look.other.holds.find(one => one.what === 'tickets').count, 2);
  const done = await owner.post(`/api/v1/accounts/${other.id}/merge`, { account_id: account.id });
  const read = async one => (await owner.get(`/api/v1/tickets/${one.id}`)).account_id;
  assert.deepEqual([await read(ticket), await read(moved_on)], [other.id, other.id]);
  await eventually(found, ids => ids.length > 0 && ids.every(id => id === other.id));
  const undone = await owner.delete(`/api/v1/tickets/changes/${many.id}`);
  assert.deepEqual([undone.changed, await read(ticket)], [1, other.id], 'a change from before is undone where the account is now');
  const third = await owner.post('/api/v1/accounts', { name: 'Third' });
  await owner.patch(`/api/v1/tickets/${moved_on.id}`, { account_id: third.id });
  const later = await say(ticket, { text: 'Said since, merged words' });
  await attach(later.id, 'b.txt');
  await owner.post(`/api/v1/account-merges/${done.id}/undo`);
  assert.deepEqual([await read(ticket), await read(moved_on)], [account.id, third.id]);
  await eventually(found, ids => ids.length > 1 && ids.every(id => id === account.id));
  assert.deepEqual((await talk(ticket)).flatMap(one => one.files.map(each => each.name)).sort(), ['a.txt', 'b.txt']);
  await owner.delete(`/api/v1/accounts/${other.id}`);
  assert.equal((await owner.get(`/api/v1/tickets/${ticket.id}`)).account_id, account.id);
  assert.equal((await owner.get(`/api/v1/ticket-messages/${later.id}`)).files.length, 1, 'its files went back, too');
  assert.equal(await owner.get(`/api/v1/files/${file.id}/content`), 'content');
}, { clock: CLOCK });
