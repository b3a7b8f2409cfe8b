// Mailboxes that are fetched: none lost, none doubled, whatever ends or begins anew on the way. A real mail server, and one of our
// own for what a real one seldom does.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { Dovecot } from '../kit/dovecot.mjs';
import { eventually } from '../kit/hung.mjs';
import { HANG_UP, imap_server } from '../kit/imap.mjs';
import { bothEngines } from '../kit/program.mjs';

const mail = (n, more = '') => `From: Customer ${n} <c${n}@sakura.example>\r\nTo: support@banso.example\r\nSubject: Question ${n}\r\nMessage-ID: <q${n}@sakura.example>\r\nDate: Sun, 22 Nov 2026 11:30:00 +0900\r\n${more}\r\nThe question ${n}\r\n`;
const OWN_NETWORK = { args: ['--outbound-networks', '127.0.0.1'] };
const CLOCK = '2026-11-22T03:00:00Z';
const LATER = Date.parse(CLOCK) + 60_000;
const questions = (...numbers) => numbers.map(n => `Question ${n}`).sort();
const to = last => Array.from({ length: last }, (_, i) => i + 1);

async function mailbox(program, server, more = {}) {
  const box = await program.owner.post('/api/v1/mailboxes', {
    name: 'Support', address: 'support@banso.example', in_host: '127.0.0.1', in_port: server.port, in_security: 'plain', in_user: 'support', in_password: 'secret', in_since: null, ...more,
  });
  const fetch_now = () => program.owner.post(`/api/v1/mailboxes/${box.id}/fetch`);
  const state = async () => (await program.owner.get('/api/v1/mailbox-states')).items.find(one => one.mailbox_id === box.id);
  const subjects = async () => (await program.owner.get('/api/v1/mails?limit=200')).items.map(one => one.subject).sort();
  /** Fetches until that is so; what came in is what it should be. */
  const until = async (is_so, ...numbers) => {
    await eventually(async () => (await fetch_now(), is_so(await subjects())), yes => yes);
    assert.deepEqual(await subjects(), questions(...numbers));
  };
  const expect = count => until(list => list.length >= count, ...to(count));
  /** What a test of the mailbox ends with. */
  const test = async () => {
    const path = `/api/v1/mailboxes/${box.id}/test`;
    assert.equal((await program.owner.post(path)).state, 'asking');
    return (await eventually(() => program.owner.get(path), ({ items }) => items[0].state !== 'asking')).answer.items[0];
  };
  return { box, fetch_now, state, subjects, until, expect, test };
}

const with_server = test => async program => {
  const server = await Dovecot.start();
  try {
    await test(program, server);
  } finally {
    await server.end();
  }
};

bothEngines('mails are fetched once, while the server ends, comes back and numbers its mails anew', with_server(async (program, server) => {
  for (const n of to(3)) server.deliver(mail(n));
  const { fetch_now, state, expect, test } = await mailbox(program, server);
  const works = await test();
  assert.deepEqual([works.state, works.mails], ['works', 3], works.answer);
  await expect(3);
  await server.stop();
  /* What was under way when it ended broke; the next turn cannot begin. */
  await eventually(async () => (await fetch_now(), state()), one => one?.failing_since && one.outcome === 'unreachable');
  const away = await test();
  assert.deepEqual([away.state, away.outcome], ['failed', 'unreachable']);
  server.deliver(mail(4));
  await server.serve();
  await expect(4);
  assert.equal((await eventually(state, one => one.failing_since === null)).answer.problem, null);
}), OWN_NETWORK);

bothEngines('a folder that is made anew is read again, also where a new mail has the UID of one that was read', with_server(async (program, server) => {
  for (const n of to(4)) server.deliver(mail(n));
  const { expect, state } = await mailbox(program, server);
  await expect(4);
  await server.stop();
  server.forget_uids();
  server.empty();
  server.deliver(mail(5));
  await server.serve();
  await expect(5);
  assert.equal(server.count(), 1);
  assert.equal((await state()).taken, 5);
}), OWN_NETWORK);

for (const [after, check] of Object.entries({
  mark: server => server.count() === 3 && server.flags().filter(flags => flags.includes('S')).length === 3,
  move: server => server.count() === 0 && server.count('Done') === 3,
  delete: server => server.count() === 0,
})) {
  bothEngines(`after it is stored, a mail is dealt with, also when the program is killed between the two: ${after}`, with_server(async (program, server) => {
    for (const n of to(3)) server.deliver(mail(n));
    program.hold('mail.after');
    const { fetch_now, subjects, expect } = await mailbox(program, server, { in_after: after, ...(after === 'move' ? { in_after_folder: 'Done' } : {}) });
    await fetch_now();
    await eventually(subjects, list => list.length === 1);
    assert.deepEqual([server.count(), server.flags().filter(flags => flags.includes('S')).length], [3, 0], 'nothing is done to it yet');
    await program.kill();
    program.release();
    await program.serve();
    await expect(3);
    await eventually(async () => (await fetch_now(), check(server)), yes => yes);
  }), OWN_NETWORK);
}

bothEngines('only mails that arrived since a day come in; another day reads the folder again', with_server(async (program, server) => {
  server.deliver(mail(1), new Date('2026-10-01T00:00:00Z'));
  server.deliver(mail(2));
  const { box, until } = await mailbox(program, server, { in_since: '2026-11-01' });
  await until(list => list.length > 0, 2);
  const changed = await program.owner.patch(`/api/v1/mailboxes/${box.id}`, { in_since: '2026-09-30' });
  assert.equal(changed.in_since, '2026-09-30');
  await until(list => list.length > 1, 1, 2);
}), OWN_NETWORK);

bothEngines('a wrong password is told as the server tells it, and an address that nobody may reach is not reached', with_server(async (program, server) => {
  const { box, test } = await mailbox(program, server, { in_password: 'wrong' });
  const denied = await test();
  assert.deepEqual([denied.state, denied.outcome, /refused the user or the password/.test(denied.answer)], ['failed', 'answered', true], denied.answer);
  await program.owner.patch(`/api/v1/mailboxes/${box.id}`, { in_host: '127.0.0.2', in_password: 'secret' });
  const refusal = await test();
  assert.deepEqual([refusal.state, refusal.outcome], ['failed', 'refused_address'], refusal.answer);
}), OWN_NETWORK);

bothEngines('a mail that the server does not hand out holds up no other, and is tried again', async program => {
  const server = await imap_server();
  for (const n of to(3)) server.deliver(mail(n));
  server.says = command => (command.startsWith('UID FETCH 2 (BODY') ? 'NO not now' : undefined);
  const { until, state } = await mailbox(program, server);
  await until(list => list.length >= 2, 1, 3);
  const { answer: told } = await eventually(state, one => one?.waiting);
  assert.deepEqual([told.waiting, told.failing_since, /NO not now/.test(told.problem)], [1, null, true], told.problem);
  server.says = () => undefined;
  program.clock(LATER);
  await until(list => list.length >= 3, 1, 2, 3);
  const { answer: well } = await eventually(state, one => one.waiting === 0 && one.problem === null);
  assert.equal(well.taken, 3);
}, { ...OWN_NETWORK, clock: CLOCK });

bothEngines('a mail over which the connection breaks holds up no other', async program => {
  const server = await imap_server();
  for (const n of to(3)) server.deliver(mail(n));
  server.says = command => (command.startsWith('UID FETCH 2 (BODY') ? HANG_UP : undefined);
  const { until } = await mailbox(program, server);
  await until(list => list.length >= 2, 1, 3);
}, OWN_NETWORK);

bothEngines('where a server cannot move, what was copied is not copied again, and nobody else’s mail is deleted', async program => {
  const server = await imap_server({ can: 'IMAP4rev1' });
  server.deliver(mail(1));
  server.deliver(mail(2)).flags.add('\\Deleted');
  server.says = command => (command.includes('+FLAGS.SILENT (\\Deleted)') ? 'NO read only' : undefined);
  const { until, state, fetch_now } = await mailbox(program, server, { in_after: 'move', in_after_folder: 'Done' });
  await until(list => list.length >= 1, 1);
  await eventually(state, one => one?.waiting === 1);
  server.says = () => undefined;
  program.clock(LATER);
  await eventually(async () => (await fetch_now(), (await state()).waiting), waiting => waiting === 0);
  assert.equal(server.heard.filter(command => command.startsWith('UID COPY')).length, 1);
  assert.deepEqual([...server.folders.INBOX.keys()], [1, 2], 'marked, and left to whoever looks after the folder');
  assert.ok(!server.heard.some(command => command.includes('EXPUNGE')));
  assert.ok(server.folders.INBOX.get(1).flags.has('\\Deleted'));
}, { ...OWN_NETWORK, clock: CLOCK });

bothEngines('a folder of any size is read in windows, turn after turn', async program => {
  const server = await imap_server();
  for (let n = 1; n <= 50_600; n++) server.folders.INBOX.set(n, { size: 100, source: Buffer.from('x'), flags: new Set(), at: '01-Jan-2020 00:00:00 +0000' });
  for (const n of to(3)) server.deliver(mail(n), 200_000 + n * 10_000);
  server.says = command => (command.startsWith('UID SEARCH UID 1:50000 ') ? 'OK none since then' : undefined);
  const { until } = await mailbox(program, server, { in_since: '2026-11-01' });
  await until(list => list.length >= 3, 1, 2, 3);
  const windows = server.heard.map(command => /^UID SEARCH UID (\d+):(\d+|\*)/.exec(command)).filter(Boolean).map(([, from, last]) => Number(last) - Number(from));
  assert.ok(windows.length > 4 && windows.every(width => width < 50_000), windows.join(' '));
}, OWN_NETWORK);

bothEngines('a mail above the limit of size is left and counted once', async program => {
  const server = await imap_server();
  server.deliver(mail(1));
  server.deliver(mail(2)).size = 65 * 1024 * 1024;
  server.deliver(mail(3));
  const { until, state, fetch_now } = await mailbox(program, server, { in_after: 'delete' });
  await until(list => list.length >= 2, 1, 3);
  await fetch_now();
  const { answer } = await eventually(state, one => one.fetched_at && server.folders.INBOX.size === 1);
  assert.deepEqual([answer.left_count, answer.failing_since, [...server.folders.INBOX.keys()]], [1, null, [2]]);
}, OWN_NETWORK);

bothEngines('while there is no room for files mails stay on the server, which is told; then they come in', async program => {
  const server = await imap_server();
  server.deliver(mail(1));
  const room = change => program.owner.patch('/api/v1/workspace', change);
  await room({ file_max: 0, files_max: 1 });
  const { until, state, fetch_now, subjects } = await mailbox(program, server, { in_after: 'delete' });
  await fetch_now();
  const { answer: told } = await eventually(state, one => one?.failing_since);
  assert.deepEqual([told.outcome, told.left_count, server.folders.INBOX.size, (await subjects()).length], ['full', 0, 1, 0]);
  await room({ files_max: 10_000_000 });
  await until(list => list.length >= 1, 1);
  await eventually(state, one => one.failing_since === null);
}, OWN_NETWORK);

bothEngines('mails are not moved into the folder that they are read from', async program => {
  const more = { name: 'Support', address: 'support@banso.example', in_host: 'imap.banso.example', in_user: 'support', in_after: 'move' };
  await refused(program.owner.post('/api/v1/mailboxes', { ...more, in_folder: 'inbox', in_after_folder: 'INBOX' }), 400, 'in_after_folder');
  await refused(program.owner.post('/api/v1/mailboxes', { ...more, in_folder: 'Help', in_after_folder: 'Help' }), 400, 'in_after_folder');
  await program.owner.post('/api/v1/mailboxes', { ...more, in_folder: 'Help', in_after_folder: 'help' });
}, OWN_NETWORK);
