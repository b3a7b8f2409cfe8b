// Mailboxes that are fetched from a real mail server: none lost, none doubled, whatever ends or begins anew on the way.
import assert from 'node:assert/strict';
import { Dovecot } from '../kit/dovecot.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const mail = n => `From: Customer ${n} <c${n}@sakura.example>\r\nTo: support@banso.example\r\nSubject: Question ${n}\r\nMessage-ID: <q${n}@sakura.example>\r\nDate: Sun, 22 Nov 2026 11:30:00 +0900\r\n\r\nThe question ${n}\r\n`;
const OWN_NETWORK = { args: ['--outbound-networks', '127.0.0.1'] };

async function mailbox(program, server, more = {}) {
  const box = await program.owner.post('/api/v1/mailboxes', {
    name: 'Support', address: 'support@banso.example', in_host: '127.0.0.1', in_port: server.port, in_security: 'plain', in_user: 'support', in_password: 'secret', ...more,
  });
  const fetch_now = () => program.owner.post(`/api/v1/mailboxes/${box.id}/fetch`);
  const state = async () => (await program.owner.get('/api/v1/mailbox-states')).items.find(one => one.mailbox_id === box.id);
  const subjects = async () => (await program.owner.get('/api/v1/mails?limit=100')).items.map(one => one.subject).sort();
  const expect = async count => {
    const wanted = Array.from({ length: count }, (_, i) => `Question ${i + 1}`).sort();
    const { answer: found } = await eventually(async () => (await fetch_now(), subjects()), list => list.length >= count);
    assert.deepEqual(found, wanted);
  };
  return { box, fetch_now, state, expect };
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
  for (let n = 1; n <= 3; n++) server.deliver(mail(n));
  const { box, fetch_now, state, expect } = await mailbox(program, server);
  const tried = await program.owner.post(`/api/v1/mailboxes/${box.id}/test`);
  assert.deepEqual([tried.works, tried.mails], [true, 3], tried.answer);
  await expect(3);
  await server.stop();
  await fetch_now();
  await eventually(state, one => one?.failing_since);
  const refused = await program.owner.post(`/api/v1/mailboxes/${box.id}/test`);
  assert.equal(refused.works, false);
  server.deliver(mail(4));
  await server.serve();
  await expect(4);
  assert.equal((await eventually(state, one => one.failing_since === null)).answer.problem, null);
  await server.stop();
  server.forget_uids();
  server.deliver(mail(5));
  await server.serve();
  await expect(5);
  await program.kill();
  server.deliver(mail(6));
  await program.serve();
  await expect(6);
  assert.equal(server.count(), 6, 'they were to be left');
}), OWN_NETWORK);

for (const [after, check] of Object.entries({
  mark: server => server.count() === 3 && server.flags().filter(flags => flags.includes('S')).length === 3,
  move: server => server.count() === 0 && server.count('Done') === 3,
  delete: server => server.count() === 0,
})) {
  bothEngines(`after it is stored, a mail is dealt with: ${after}`, with_server(async (program, server) => {
    for (let n = 1; n <= 3; n++) server.deliver(mail(n));
    const { expect } = await mailbox(program, server, { in_after: after, ...(after === 'move' ? { in_after_folder: 'Done' } : {}) });
    await expect(3);
    await eventually(() => check(server), yes => yes);
  }), OWN_NETWORK);
}

bothEngines('a wrong password is told as the server tells it, and an address that nobody may reach is not reached', with_server(async (program, server) => {
  const { box } = await mailbox(program, server, { in_password: 'wrong' });
  const denied = await program.owner.post(`/api/v1/mailboxes/${box.id}/test`);
  assert.deepEqual([denied.works, /refused the user or the password/.test(denied.answer)], [false, true], denied.answer);
  await program.owner.call('PATCH', `/api/v1/mailboxes/${box.id}`, { in_host: '127.0.0.2', in_password: 'secret' });
  const refused = await program.owner.post(`/api/v1/mailboxes/${box.id}/test`);
  assert.deepEqual([refused.works, /may not be reached/.test(refused.answer)], [false, true], refused.answer);
}), OWN_NETWORK);
