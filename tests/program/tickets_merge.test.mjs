// One ticket becomes part of another: what comes together, where the number leads, what the times and figures become, and an
// undo that leaves no trace.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { colleague, desk } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { OPTIONS, outgoing, T0, to } from '../kit/outgoing.mjs';
import { bothEngines } from '../kit/program.mjs';
import { promised, tokyo } from '../kit/sla.mjs';
import { header } from '../kit/smtp.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const at = time => `2026-11-22T${time}:00.000Z`;

async function merging(program) {
  const all = await desk(program);
  const { owner } = all;
  const merge = (stays, gone, more = {}) => owner.post(`/api/v1/tickets/${stays.id}/merge`, { ticket_id: gone.id, ...more });
  const undo = move => owner.post(`/api/v1/ticket-moves/${move.id}/undo`);
  const numbered = number => owner.get(`/api/v1/ticket-numbers/${number}`);
  const listed = async (query = 'state=all') => (await owner.get(`/api/v1/tickets?${query}`)).items.map(one => one.number).sort();
  return { ...all, merge, undo, numbered, listed };
}

/* All that people see of a ticket, without its version. */
async function seen(owner, ticket) {
  const path = `/api/v1/tickets/${ticket.id}`;
  const [{ version: _, updated_at: __, ...row }, messages, history, links] = await Promise.all([
    owner.get(path), owner.get(`${path}/messages`), owner.get(`${path}/history`), owner.get(`${path}/links`)]);
  return { row, messages: messages.items, history: history.items, links: links.items };
}

bothEngines('messages come together in order of time with the number that they came from, and the number leads there', async program => {
  const { owner, account, open, say, talk, read, merge, numbered, listed } = await merging(program);
  const stays = await open({ subject: 'Invoice', text: 'First', tags: ['a'] });
  program.clock(at('03:05'));
  const gone = await open({ subject: 'Bill', text: 'Second', tags: ['b'] });
  program.clock(at('03:10'));
  await say(stays, { kind: 'note', text: 'Third' });
  program.clock(at('03:15'));
  const draft = await owner.put(`/api/v1/tickets/${gone.id}/draft`, { kind: 'note', text: 'Fourth' });
  await owner.call('POST', `/api/v1/files?subject=message:${draft.id}&name=a.txt`, 'content', { headers: { 'content-type': 'application/octet-stream' } });
  await say(gone, { kind: 'note', text: 'Fourth', visible_to: 'me' });
  await owner.post(`/api/v1/tickets/${gone.id}/following`);

  const look = await owner.get(`/api/v1/tickets/${stays.id}/merge?with=${gone.id}`);
  assert.deepEqual([look.ticket.number, look.other.number, look.ticket_messages, look.other_messages, look.differs], [1001, 1002, 2, 2, null]);
  const done = await merge(stays, gone);
  assert.deepEqual([done.kind, done.from_number, done.into_number, done.messages, done.state], ['merge', 1002, 1001, 2, 'done']);
  assert.deepEqual((await talk(stays)).map(one => [one.text, one.origin_number, one.files.length]).reverse(), [['First', null, 0], ['Second', 1002, 0], ['Third', null, 0], ['Fourth', 1002, 1]]);
  const now = await read(stays);
  assert.deepEqual([now.merged.map(one => one.number), now.tags, now.following], [[1002], ['a', 'b'], true]);
  assert.deepEqual([(await read(gone)).merged_into, (await read(gone)).merged_number, (await numbered(1002)).id], [stays.id, 1001, stays.id]);
  assert.deepEqual([await talk(gone), await listed(), await listed('state=all&q=%231002'), await listed('state=all&q=bill')], [[], [1001], [1001], []]);
  const hits = (await owner.get('/api/v1/search?q=Bill')).items.filter(one => one.kind === 'ticket');
  assert.deepEqual(hits.map(one => [one.id, one.subtitle]), [[gone.id, '→ #1001 · 株式会社さくら']]);
  const other = await colleague(program, 'other@example.test');
  assert.equal((await other.client.get(`/api/v1/tickets/${stays.id}/messages`)).items.length, 3, 'a private note is its author’s in the other ticket too');
  const told = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=ticket`)).items[0];
  assert.deepEqual([told.kind, told.subject, told.body], ['ticket.merged', `ticket:${stays.id}`, { from_id: gone.id, from_number: 1002, into_id: stays.id, into_number: 1001 }]);
}, { clock: CLOCK });

bothEngines('nobody writes to a merged ticket, and what the customer writes to it arrives in the other', async program => {
  const { owner, me, status, open, say, talk, merge } = await merging(program);
  const [stays, gone, third] = [await open(), await open(), await open()];
  await merge(stays, gone);
  const path = `/api/v1/tickets/${gone.id}`;
  const calls = [
    () => owner.patch(path, { subject: 'x' }), () => say(gone, { text: 'x' }), () => owner.post(`${path}/following`), () => owner.post(`${path}/assignment`),
    () => owner.post(`${path}/snooze`, { until: at('09:00') }), () => owner.put(`${path}/draft`, { text: 'x' }), () => owner.delete(path),
    () => merge(gone, third), () => merge(third, gone), () => owner.post(`${path}/split`, { message_ids: [1], subject: 'x' }), () => owner.post(`${path}/links`, { ticket_id: third.id, kind: 'related' }),
  ];
  for (const call of calls) {
    const { reason, args } = await refused(call(), 409);
    assert.deepEqual([reason, args], ['ticket_merged', ['#1001']], String(call));
  }
  assert.equal((await refused(merge(stays, stays), 400, 'ticket_id')).reason, 'own_ticket');
  await refused(merge(stays, { id: 5 }), 400, 'ticket_id');
  assert.equal((await owner.post('/api/v1/tickets/changes', { ids: [gone.id, third.id], set: { assignee_id: me.id, status_id: status('open') } })).changed, 1);
  const received = await owner.post('/api/v1/ticket-messages', { ticket_id: gone.id, text: 'Still nothing', sender_address: 'yamada@sakura.example' });
  assert.deepEqual([received.ticket_id, received.number], [stays.id, 1001]);
  assert.equal((await talk(stays))[0].text, 'Still nothing');
}, { clock: CLOCK });

bothEngines('the first response of merged tickets runs from the first opening to the first answer of either', async program => {
  const { status, open, say, read, merge } = await merging(program);
  const times = ({ created_at, first_answered_at, waiting_since, state }) => [created_at, first_answered_at, waiting_since, state];
  const asked = await open();
  program.clock(at('04:00'));
  const answered = await open();
  program.clock(at('04:30'));
  await say(answered, { text: 'Yes', status_id: status('waiting') });
  await merge(answered, asked);
  assert.deepEqual(times(await read(answered)), [at('03:00'), at('04:30'), at('03:00'), 'open'], '90 minutes; nobody answered the first question');

  program.clock(at('05:00'));
  const first = await open();
  program.clock(at('05:20'));
  await say(first, { text: 'Yes' });
  program.clock(at('06:00'));
  const second = await open();
  program.clock(at('06:40'));
  await say(second, { text: 'Yes' });
  await merge(second, first);
  assert.deepEqual(times(await read(second)), [at('05:00'), at('05:20'), null, 'open'], '20 minutes');

  program.clock(at('07:00'));
  const solved = await open();
  await say(solved, { text: 'Done', status_id: status('solved') });
  const waits = await open();
  await merge(solved, waits);
  assert.deepEqual([(await read(solved)).state, (await read(solved)).solved_at, (await read(solved)).reopened], ['open', null, 0], 'who waits is not lost in a solved ticket');
}, { clock: CLOCK });

bothEngines('an undo brings back what was, in any state of either', async program => {
  const { owner, me, status, open, say, merge, undo } = await merging(program);
  const one = await colleague(program, 'one@example.test');
  const make = async (more, ...acts) => {
    const ticket = await open(more);
    for (const act of acts) await act(ticket);
    return ticket;
  };
  const solved = ticket => say(ticket, { text: 'Done', status_id: status('solved') });
  const waiting = ticket => say(ticket, { text: 'Which?', status_id: status('waiting') });
  const snoozed = ticket => owner.post(`/api/v1/tickets/${ticket.id}/snooze`, { until: at('23:00') });
  const followed = ticket => one.client.post(`/api/v1/tickets/${ticket.id}/following`);
  const kinds = [[], [solved], [waiting], [snoozed], [followed]];
  for (const [i, acts] of kinds.entries())
    for (const others of kinds) {
      const gone = await make({ tags: ['x'], assignee_id: one.id, priority: 'high' }, ...others);
      program.clock(Date.parse(at('03:00')) + (i + 1) * 60_000);
      const stays = await make({ tags: ['y'], assignee_id: i % 2 ? me.id : null }, ...acts);
      const before = [await seen(owner, stays), await seen(owner, gone)];
      const followers = () => program.query(`SELECT COUNT(*) FROM ticket_follow WHERE ticket_id = ${stays.id}`);
      const [count, move] = [followers(), await merge(stays, gone)];
      const undone = await undo(move);
      assert.deepEqual([undone.state, undone.stay, undone.messages], ['undone', 0, before[1].messages.length]);
      const after = [await seen(owner, stays), await seen(owner, gone)];
      /* What a merge changed of its history stays in it. */
      for (const side of [...before, ...after]) delete side.history;
      assert.deepEqual(after, before, `${acts.map(act => act.name)} and ${others.map(act => act.name)}`);
      assert.equal(followers(), count);
      await refused(undo(move), 409);
    }
}, { clock: CLOCK });

bothEngines('what was written and set since stays with the one that stays, and is said', async program => {
  const { owner, me, status, open, say, talk, read, merge, undo } = await merging(program);
  const stays = await open({ text: 'A1' });
  await say(stays, { text: 'A2', status_id: status('solved') });
  program.clock(at('03:10'));
  const gone = await open({ text: 'B1' });
  const move = await merge(stays, gone);
  program.clock(at('03:20'));
  await owner.post('/api/v1/ticket-messages', { ticket_id: gone.id, text: 'A3', sender_address: 'yamada@sakura.example' });
  await owner.patch(`/api/v1/tickets/${stays.id}`, { priority: 'urgent' });
  const undone = await undo(move);
  assert.equal(undone.stay, 1);
  const [a, b] = [await read(stays), await read(gone)];
  assert.deepEqual((await talk(stays)).map(one => [one.text, one.origin_number]), [['A3', null], ['A2', null], ['A1', null]]);
  assert.deepEqual((await talk(gone)).map(one => [one.text, one.origin_number]), [['B1', null]]);
  assert.deepEqual([a.state, a.waiting_since, a.priority, a.assignee_id, a.created_at], ['open', at('03:20'), 'urgent', me.id, at('03:00')], 'the customer wrote since');
  assert.deepEqual([b.state, b.waiting_since, b.merged_into], ['new', at('03:10'), null]);

  const again = await merge(stays, gone);
  program.clock(at('03:30'));
  await say(stays, { text: 'A4', status_id: status('on_hold') });
  await undo(again);
  assert.deepEqual([(await read(stays)).state, (await read(stays)).waiting_since, (await read(gone)).waiting_since], ['on_hold', null, at('03:10')], 'what somebody set since stays');
}, { clock: CLOCK });

bothEngines('tickets of different accounts or requesters are merged once somebody confirmed it, and both accounts hear of it', async program => {
  const { owner, account, open, merge, undo } = await merging(program);
  const ume = await owner.post('/api/v1/accounts', { name: 'Ume' });
  const sato = await owner.post('/api/v1/contacts', { account_id: ume.id, name: '佐藤', email: 'sato@ume.example' });
  const suzuki = await owner.post('/api/v1/contacts', { account_id: account.id, name: '鈴木', email: 'suzuki@sakura.example' });
  const stays = await open(), elsewhere = await open({ requester_id: sato.id, subject: 'Elsewhere' }), colleagues = await open({ requester_id: suzuki.id });
  for (const [gone, differs] of [[elsewhere, 'account'], [colleagues, 'requester']]) {
    assert.equal((await owner.get(`/api/v1/tickets/${stays.id}/merge?with=${gone.id}`)).differs, differs);
    assert.equal((await refused(merge(stays, gone), 400, 'confirmed')).reason, `merge_${differs}s`);
  }
  const move = await merge(stays, elsewhere, { confirmed: true });
  const kinds = async ({ id }) => (await owner.get(`/api/v1/accounts/${id}/timeline?kinds=ticket`)).items.map(one => one.kind);
  assert.deepEqual([(await kinds(account))[0], (await kinds(ume))[0]], ['ticket.merged', 'ticket.merged']);
  await undo(move);
  assert.deepEqual([(await kinds(account))[0], (await kinds(ume))[0]], ['ticket.unmerged', 'ticket.unmerged']);
  const strangers = [await open({ requester_id: null, requester_address: 'Jo@example.test' }), await open({ requester_id: null, requester_address: 'jo@EXAMPLE.test' })];
  await merge(...strangers);
}, { clock: CLOCK });

bothEngines('chains lead to the end of the chain, and come apart from the end on', async program => {
  const { open, talk, read, merge, undo, numbered, listed } = await merging(program);
  const [a, b, c] = [await open({ text: 'A' }), await open({ text: 'B' }), await open({ text: 'C' })];
  const inner = await merge(b, c), outer = await merge(a, b);
  assert.deepEqual([(await numbered(1002)).id, (await numbered(1003)).id, await listed()], [a.id, a.id, [1001]]);
  assert.deepEqual((await read(a)).merged.map(one => one.number), [1002, 1003]);
  assert.deepEqual((await talk(a)).map(one => [one.text, one.origin_number]).sort(), [['A', null], ['B', 1002], ['C', 1003]]);
  assert.deepEqual([(await refused(undo(inner), 409)).reason, (await refused(undo(inner), 409)).args], ['merged_on', ['#1002']]);
  await undo(outer);
  assert.deepEqual([(await read(c)).merged_into, (await read(b)).merged.map(one => one.number), (await talk(a)).length], [b.id, [1003], 1]);
  assert.deepEqual((await talk(b)).map(one => [one.text, one.origin_number]).sort(), [['B', null], ['C', 1003]]);
  await undo(inner);
  assert.deepEqual([await listed(), (await talk(c)).map(one => [one.text, one.origin_number])], [[1001, 1002, 1003], [['C', null]]]);
}, { clock: CLOCK });

let mails = 0;
const answer = (reply, text) =>
  [`Message-ID: <m${++mails}@sakura.example>`, 'Subject: Re: x', 'From: yamada@sakura.example', 'To: help@us.example', `In-Reply-To: ${reply}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n');

bothEngines('no mail leaves by a merge; answers to mails of the merged ticket arrive in the other, and after an undo in it again', async program => {
  const { owner, open, say, talk, sink, undo: take_back, becomes } = await outgoing(program);
  const give = async (reply, text) => (await owner.post('/api/v1/mail', answer(reply, text), { headers: { 'content-type': 'message/rfc822' } })).ticket_id;
  const stays = await open(), gone = await open();
  const sent = await say(gone, { text: 'Which one?', recipients: to('yamada@sakura.example') });
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  await becomes(sent, 'sent');
  const reply = header(mail.raw, 'Message-ID');
  const waits = await say(gone, { text: 'Hello?', recipients: to('yamada@sakura.example') });
  const move = await owner.post(`/api/v1/tickets/${stays.id}/merge`, { ticket_id: gone.id });
  assert.equal((await refused(take_back(waits), 409)).reason, 'moved_since');
  assert.deepEqual((await owner.get(`/api/v1/tickets/${stays.id}/deliveries`)).items.map(one => one.ticket_message_id).sort(), [sent.id, waits.id].sort());
  assert.equal(await give(reply, 'The first'), stays.id);
  program.clock(T0 + 60_000);
  assert.equal((await sink.has(2)).length, 2, 'the replies, and nothing else');
  await becomes(waits, 'sent');
  await owner.post(`/api/v1/ticket-moves/${move.id}/undo`);
  assert.equal(await give(reply, 'The second'), gone.id);
  assert.deepEqual([(await talk(stays)).map(one => one.text.trim()).includes('The first'), (await talk(gone)).map(one => one.text.trim()).includes('The second')], [true, true]);
}, OPTIONS);

bothEngines('a reply on merged tickets names the mail that it answers, and no other thread', async program => {
  const { owner, say, sink } = await outgoing(program);
  const come = async (id, from) => owner.post('/api/v1/mail', [`Message-ID: <${id}>`, 'Subject: x', `From: ${from}`, 'To: help@us.example', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', 'Hello', ''].join('\r\n'), { headers: { 'content-type': 'message/rfc822' } });
  const stays = await come('one@sakura.example', 'yamada@sakura.example'), gone = await come('two@ume.example', 'sato@ume.example');
  await owner.post(`/api/v1/tickets/${stays.ticket_id}/merge`, { ticket_id: gone.ticket_id, confirmed: true });
  await say({ id: stays.ticket_id }, { text: 'To Ume', recipients: to('sato@ume.example'), answers_id: gone.message_id });
  program.clock(T0 + 10_000);
  const [mail] = await sink.has(1);
  assert.deepEqual([header(mail.raw, 'References'), header(mail.raw, 'In-Reply-To'), mail.to], ['<two@ume.example>', '<two@ume.example>', ['sato@ume.example']]);
}, OPTIONS);

bothEngines('measures, Today and the engine count a merged ticket once, and after an undo as before', async program => {
  const { owner, account, open, merge, undo } = await merging(program);
  const gone = await open();
  program.clock('2026-11-22T16:00:00Z'); // the next day in Tokyo
  const stays = await open();
  const value = async measure => {
    const counts = [0, 1, 2, 3];
    const has = await Promise.all(counts.map(async count => (await owner.get(`/api/v1/accounts?filter=${encodeURIComponent(JSON.stringify({ measure: { measure }, op: '=', value: count }))}`)).items.some(one => one.id === account.id)));
    return counts.filter(count => has[count])[0];
  };
  const all = async () => [await value('tickets_opened'), await value('tickets_open'), await value('tickets_waiting_days')];
  const today = async () => (await owner.get('/api/v1/today?owner_id=all')).items.filter(one => one.source === 'ticket').map(one => one.subject);
  const before = [await all(), await today()];
  assert.deepEqual(before, [[2, 2, 1], [`ticket:${gone.id}`]]);
  const move = await merge(stays, gone);
  assert.deepEqual([await all(), await today()], [[1, 1, 1], [`ticket:${stays.id}`]], 'it waits since the day before');
  await program.restart();
  assert.deepEqual(await all(), [1, 1, 1]);
  await undo(move);
  assert.deepEqual([await all(), await today()], before);
}, { clock: '2026-11-22T12:00:00Z' });

bothEngines('promises are judged anew from the first opening; those of the merged ticket wait for an undo', async program => {
  const { owner, open, read, clock, told, leap } = await promised(program);
  await leap(tokyo('28T10:00')); // Monday
  const gone = await open();
  await leap(tokyo('28T14:30'));
  const stays = await open();
  await leap(tokyo('28T15:30'));
  await eventually(() => told('sla.breached', gone), count => count === 1);
  const figures = async () => (await owner.get('/api/v1/sla-figures?from_on=2026-09-28&until_on=2026-09-30')).items.map(one => [one.kind, one.due, one.breached]);
  const before = [await figures(), (await read(stays)).due_at, await clock(gone)];
  assert.deepEqual(before.slice(0, 2), [[['first', 1, 1]], tokyo('29T09:30')]);
  const move = await owner.post(`/api/v1/tickets/${stays.id}/merge`, { ticket_id: gone.id });
  const first = await clock(stays);
  assert.deepEqual([first.started_at, first.due_at, first.breached_at], [tokyo('28T10:00'), tokyo('28T15:00'), tokyo('28T15:00')]);
  assert.deepEqual([await figures(), (await read(stays)).breaches, told('sla.breached', stays)], [[['first', 1, 1]], 1, 0], 'one breach, told once');
  assert.equal((await clock(stays, 'resolution')).started_at, tokyo('28T10:00'));
  await owner.post(`/api/v1/ticket-moves/${move.id}/undo`);
  assert.deepEqual([await figures(), (await read(stays)).due_at, (await read(stays)).breaches], [before[0], before[1], 0]);
  assert.deepEqual(await clock(gone), before[2]);
}, { clock: '2026-09-18T08:00:00Z' });

bothEngines('drafts of both are there, that of the ticket itself first', async program => {
  const { owner, open, say, talk, merge } = await merging(program);
  const [stays, gone] = [await open(), await open()];
  await owner.put(`/api/v1/tickets/${stays.id}/draft`, { text: 'Own' });
  await owner.put(`/api/v1/tickets/${gone.id}/draft`, { text: 'Theirs' });
  await merge(stays, gone);
  const drafts = async () => (await owner.get(`/api/v1/ticket-drafts?ticket_id=${stays.id}`)).items.map(one => [one.text, one.ticket_id]);
  assert.deepEqual(await drafts(), [['Own', stays.id], ['Theirs', stays.id]]);
  await say(stays, { text: 'Own' });
  assert.deepEqual(await drafts(), [['Theirs', stays.id]]);
  await owner.put(`/api/v1/tickets/${stays.id}/draft`, { text: 'Theirs, and more' });
  await say(stays, { text: 'Theirs, and more' });
  assert.deepEqual([await drafts(), (await talk(stays))[0].text], [[], 'Theirs, and more']);
}, { clock: CLOCK });

bothEngines('an erasure takes the talk of its person out of a merged ticket, and leaves that of the other', async program => {
  const { owner, account, open, say, talk, read, merge, numbered } = await merging(program);
  const suzuki = await owner.post('/api/v1/contacts', { account_id: account.id, name: '鈴木花子', email: 'suzuki@sakura.example' });
  const stays = await open({ subject: 'Mine', text: 'Mine' });
  const gone = await open({ subject: 'Hers', text: 'Hers', requester_id: suzuki.id });
  await say(gone, { text: 'To her' });
  await merge(stays, gone, { confirmed: true });
  await say(stays, { text: 'To her since', recipients: to('suzuki@sakura.example') });
  await say(stays, { text: 'To him', recipients: to('yamada@sakura.example') });
  await owner.delete(`/api/v1/contacts/${suzuki.id}`);
  const texts = (await talk(stays)).map(one => one.text);
  assert.deepEqual([texts.includes('Mine'), texts.includes('To him'), texts.some(text => /Hers|To her/.test(text)), texts.length], [true, true, false, 5]);
  assert.deepEqual([(await read(stays)).subject, (await read(gone)).requester_id, (await numbered(1002)).id], ['Mine', null, stays.id]);
  assert.deepEqual((await owner.get('/api/v1/search?q=Hers')).items, []);
}, { clock: CLOCK });

bothEngines('what was merged goes with its ticket; of another account it stands for itself again', async program => {
  const { owner, open, talk, read, merge } = await merging(program);
  const ume = await owner.post('/api/v1/accounts', { name: 'Ume' });
  const [a, b, c] = [await open({ text: 'A' }), await open({ text: 'B' }), await open({ text: 'C', requester_id: null, account_id: ume.id })];
  await merge(b, c, { confirmed: true });
  await merge(a, b);
  await owner.delete(`/api/v1/tickets/${a.id}`);
  await refused(owner.get(`/api/v1/tickets/${b.id}`), 404);
  await refused(owner.get('/api/v1/ticket-numbers/1002'), 404);
  assert.deepEqual([(await read(c)).merged_into, (await talk(c)).map(one => one.text)], [null, ['C']]);
  const d = await open({ text: 'D' });
  await merge(d, c, { confirmed: true });
  await owner.delete(`/api/v1/accounts/${ume.id}`);
  await refused(owner.get(`/api/v1/tickets/${c.id}`), 404);
  assert.deepEqual([(await talk(d)).map(one => one.text), (await read(d)).merged], [['D'], []]);
}, { clock: CLOCK });
