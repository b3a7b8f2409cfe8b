// Outgoing webhooks from outside: signatures by the reference library, repeats, cut-offs, and addresses that must not be
// reached. The receiver is a server on loopback, which the operator's setting allows.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { at_end, eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const ALLOWED = ['--outbound-networks', '127.0.0.1'];
const T0 = Date.parse('2026-11-20T00:00:00Z');
const HOUR = 3_600_000;

/** Takes what is sent; `answer(response, n)` decides what it says, 204 unless told otherwise. */
async function new_sink(answer = response => response.writeHead(204).end()) {
  const sink = { taken: [], answer };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', piece => (body += piece)).on('end', () => {
      sink.taken.push({ headers: request.headers, body, id: request.headers['webhook-id'], says: JSON.parse(body) });
      sink.answer(response, sink.taken.length);
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  at_end(() => new Promise(done => {
    server.close(done);
    server.closeAllConnections();
  }));
  sink.port = server.address().port;
  sink.url = `http://127.0.0.1:${sink.port}/hook`;
  sink.has = async count => (await eventually(() => sink.taken.length, taken => taken >= count), sink.taken);
  return sink;
}

async function add(program, sink, more = {}) {
  const { webhook, secret } = await program.owner.post('/api/v1/webhooks', { url: sink.url, ...more });
  return { ...webhook, secret, path: `/api/v1/webhooks/${webhook.id}` };
}

const log = async (program, hook) => (await program.owner.get(`${hook.path}/deliveries`)).items;
const logged = async (program, hook, suits) => (await eventually(() => log(program, hook), suits)).answer;
const first_is = state => ([delivery]) => delivery?.state === state;

bothEngines('what happens arrives once, signed as Standard Webhooks says, without a word of a person', async program => {
  const sink = await new_sink();
  const some = await add(program, sink, { kinds: ['account.created'], description: 'Warehouse' });
  const account = await program.owner.post('/api/v1/accounts', { name: 'Unmistakable Foods' });
  await program.owner.post('/api/v1/contacts', { account_id: account.id, name: 'Unmistakable Person', roles: ['user'] });
  const [{ headers, body, id, says }] = await sink.has(1);
  assert.deepEqual(new Webhook(some.secret).verify(body, headers), says);
  assert.throws(() => new Webhook(some.secret).verify(`${body} `, headers));
  assert.equal(says.type, 'account.created');
  assert.equal(says.data.account_id, account.id);
  assert.equal(id, `fact_${says.data.fact}`);
  const all = await new_sink();
  const every = await add(program, all);
  await program.owner.patch(`/api/v1/accounts/${account.id}`, { name: 'Unmistakable Drinks' });
  await program.owner.post('/api/v1/tasks', { account_id: account.id, title: 'Unmistakable task' });
  await logged(program, every, items => items.length >= 3 && items.every(item => item.state === 'delivered'));
  assert.deepEqual(new Set(all.taken.map(({ says: { type } }) => type)), new Set(['webhook.created', 'account.changed', 'task.created']));
  assert.ok(![...sink.taken, ...all.taken].some(one => one.body.includes('Unmistakable')));
  assert.equal(new Set(all.taken.map(one => one.id)).size, all.taken.length);
  assert.equal(sink.taken.length, 1);
  assert.ok((await program.owner.get('/api/v1/webhook-kinds')).items.length >= 30);
  assert.equal((await program.owner.ask('POST', '/api/v1/webhooks', { url: sink.url, kinds: ['account.invented'] })).status, 400);
}, { args: ALLOWED });

bothEngines('a webhook is sent of a fact what its areas allow', async program => {
  const [whole, narrow] = [await new_sink(), await new_sink()];
  await add(program, whole, { kinds: ['contract.created', 'contract.changed'] });
  const hook = await add(program, narrow, { kinds: ['contract.created', 'contract.changed'], circles: ['support'] });
  assert.deepEqual(hook.circles, ['support']);
  const account = await program.owner.post('/api/v1/accounts', { name: 'Foods' });
  const line = { from_on: '2026-01-01', price: { amount: 7_777_777, currency: 'JPY' } };
  const contract = await program.owner.post('/api/v1/contracts', { account_id: account.id, lines: [line] });
  await program.owner.post(`/api/v1/contracts/${contract.id}/lines`, { ...line, from_on: '2026-06-01' });
  const of = (taken, type) => taken.find(({ says }) => says.type === type);
  assert.match(of(await whole.has(2), 'contract.changed').body, /7777777/);
  const taken = await narrow.has(2);
  assert.deepEqual(Object.keys(of(taken, 'contract.changed').says.data.body), ['line']);
  assert.equal(of(taken, 'contract.changed').says.data.subject, `contract:${contract.id}`);
  assert.ok(!taken.some(({ body }) => body.includes('7777777')));
}, { args: ALLOWED });

bothEngines('a secret is told once, replaced with both signing for a day, and nowhere in the database', async program => {
  const sink = await new_sink();
  const hook = await add(program, sink, { kinds: ['account.created'] });
  const { secret } = await program.owner.post(`${hook.path}/secret`, {});
  await program.owner.post(`${hook.path}/test`);
  const [{ body, headers }] = await sink.has(1);
  for (const one of [hook.secret, secret]) {
    assert.ok(new Webhook(one).verify(body, headers));
    const bytes = Buffer.from(one.slice(6), 'base64');
    const rows = program.own_database ? program.query("SELECT encode(secret, 'hex') || encode(old_secret, 'hex') FROM webhook") : program.query('SELECT hex(secret) || hex(old_secret) FROM webhook');
    assert.ok(rows.length > 200 && !rows.toLowerCase().includes(bytes.toString('hex')));
  }
  const shown = await program.owner.get(hook.path);
  assert.ok(shown.old_secret_until && !JSON.stringify(shown).includes('whsec_'));
  await program.owner.post(`${hook.path}/secret`, { keep_hours: 0 });
  await program.owner.post(`${hook.path}/test`);
  const [, last] = await sink.has(2);
  assert.throws(() => new Webhook(secret).verify(last.body, last.headers));
  assert.equal(last.headers['webhook-signature'].split(' ').length, 1);
  assert.equal(statSync(join(program.data, 'banso.key')).mode & 0o777, 0o600);
}, { args: ALLOWED });

bothEngines('what is refused is tried for three to four days with the same id, and after five days the webhook is paused', async program => {
  program.owner = await program.with_key('admin'); // a session would end
  const sink = await new_sink(response => response.writeHead(500).end('do not show this'));
  const hook = await add(program, sink, { kinds: ['account.created'] });
  await program.owner.post('/api/v1/accounts', { name: 'One' });
  let now = T0;
  for (let tries = 1; tries < 10; tries++) {
    const [delivery] = await logged(program, hook, ([one]) => one?.attempts === tries);
    assert.deepEqual([delivery.state, delivery.outcome, delivery.status], ['waiting', 'answered', 500]);
    now = Date.parse(delivery.next_at);
    program.clock(now);
  }
  await logged(program, hook, first_is('failed'));
  assert.ok(now - T0 >= 72 * HOUR, 'three days');
  assert.equal(sink.taken.length, 10);
  assert.equal(new Set(sink.taken.map(({ id, body }) => id + body)).size, 1);
  program.clock(T0 + 5 * 24 * HOUR + 1000);
  await program.owner.post('/api/v1/accounts', { name: 'Two' });
  await eventually(() => program.owner.get(hook.path), shown => shown.paused_at);
  const { items: told } = await program.owner.get('/api/v1/audit');
  assert.ok(told.some(({ kind }) => kind === 'webhook.paused'));
  assert.equal((await program.owner.ask('POST', `${hook.path}/test`)).status, 409);
  await program.owner.post('/api/v1/accounts', { name: 'While it is paused' });
  // Saved again it goes on; what happened in between is sent by a replay.
  sink.answer = response => response.writeHead(200).end();
  const before = sink.taken.length;
  assert.equal((await program.owner.patch(hook.path, { active: true })).paused_at, null);
  await program.owner.post(`${hook.path}/replay`, { since_on: '2026-11-25' });
  await logged(program, hook, items => items.filter(({ state }) => state === 'delivered').length === 2);
  assert.equal(new Set(sink.taken.slice(before).map(({ id }) => id)).size, 2);
  assert.ok(!JSON.stringify(await log(program, hook)).includes('do not show'));
  // Days are the workspace's: in Tokyo the 25th has begun.
  for (const since_on of ['2026-10-25', '2026-11-26']) {
    const { status, body } = await program.owner.ask('POST', `${hook.path}/replay`, { since_on });
    assert.deepEqual([status, body.field, body.reason, body.args], [400, 'since_on', 'day_range', ['2026-10-26', '2026-11-25']]);
  }
}, { args: ALLOWED, clock: new Date(T0).toISOString() });

bothEngines('cut off between sending and noting, the same id is sent again and nothing is lost', async program => {
  let silent = true;
  const sink = await new_sink(response => silent || response.writeHead(204).end());
  const hook = await add(program, sink, { kinds: ['account.created'] });
  await program.owner.post('/api/v1/accounts', { name: 'One' });
  await sink.has(1);
  await program.kill();
  silent = false;
  await program.serve();
  await program.owner.post('/api/v1/accounts', { name: 'Two' });
  await logged(program, hook, items => items.length === 2 && items.every(({ state }) => state === 'delivered'));
  assert.equal(sink.taken.length, 3);
  assert.equal(sink.taken[1].id, sink.taken[0].id);
  assert.equal(sink.taken[1].body, sink.taken[0].body);
}, { args: ALLOWED });

bothEngines('a host that says nothing keeps no delivery from another', async program => {
  const silent = await new_sink(() => {});
  const sink = await new_sink();
  const mute = await add(program, silent, { kinds: ['account.created'] });
  const hook = await add(program, sink, { kinds: ['account.created'] });
  for (let i = 0; i < 5; i++) await program.owner.post('/api/v1/accounts', { name: `Account ${i}` });
  await logged(program, hook, items => items.length === 5 && items.every(({ state }) => state === 'delivered'));
  assert.equal((await log(program, mute)).filter(({ state }) => state === 'delivered').length, 0);
}, { args: ALLOWED });

bothEngines('no address of the operator’s own network is reached, neither by its text nor by its name nor by a redirect', async program => {
  const aim = await new_sink();
  const sink = await new_sink(response => response.writeHead(302, { location: aim.url }).end());
  const hook = await add(program, sink, { kinds: ['account.created'] });
  const named = await add(program, { url: `http://localhost:${aim.port}/hook` }, { kinds: ['account.created'] });
  await program.owner.post(`${hook.path}/test`);
  const [redirected] = await logged(program, hook, ([one]) => one?.kind === 'webhook.test' && one.attempts > 0);
  assert.deepEqual([redirected.state, redirected.status], ['waiting', 302]);
  assert.equal(aim.taken.length, 0);
  // The same rows, without the operator's permission: judged again at the moment of connecting.
  program.options.args = [];
  await program.restart();
  const before = sink.taken.length;
  for (const one of [hook, named]) {
    await program.owner.post(`${one.path}/test`);
    const [refused] = await logged(program, one, ([last]) => last?.outcome === 'refused_address');
    assert.equal(refused.status, null);
  }
  assert.deepEqual([sink.taken.length, aim.taken.length], [before, 0]);
  for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '10.0.0.1', '169.254.169.254', '[fd00:ec2::254]', '0']) {
    const answer = await program.owner.ask('POST', '/api/v1/webhooks', { url: `http://${host}:${aim.port}/` });
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.field ?? answer.body.field], [400, 'url'], `${host}: ${answer.text}`);
  }
  for (const url of ['ftp://example.com/', 'https://user:word@example.com/', 'file:///etc/passwd']) assert.equal((await program.owner.ask('POST', '/api/v1/webhooks', { url })).status, 400);
}, { args: ALLOWED });

bothEngines('one delivery is sent again with its id, and a deleted webhook leaves nothing behind', async program => {
  const sink = await new_sink();
  const hook = await add(program, sink, { kinds: ['account.created'] });
  await program.owner.post('/api/v1/accounts', { name: 'One' });
  const [{ id }] = await logged(program, hook, first_is('delivered'));
  await program.owner.post(`${hook.path}/deliveries/${id}/replay`);
  await sink.has(2);
  assert.equal(sink.taken[1].id, sink.taken[0].id);
  await logged(program, hook, first_is('delivered'));
  sink.answer = response => response.writeHead(503).end();
  await program.owner.post(`${hook.path}/test`);
  await logged(program, hook, ([one]) => one.attempts === 1);
  await program.owner.delete(hook.path);
  await eventually(() => program.query("SELECT COUNT(*) FROM job WHERE kind = 'webhook.send' AND state IN ('waiting', 'running')"), count => count === '0');
  assert.equal(program.query('SELECT COUNT(*) FROM webhook_delivery'), '0');
  assert.equal((await program.owner.ask('GET', hook.path)).status, 404);
}, { args: ALLOWED });

bothEngines('a backup holds no key: restored without it, a webhook asks for a new secret', async program => {
  const sink = await new_sink();
  const hook = await add(program, sink, { kinds: ['account.created'] });
  const archive = join(program.folder, 'kept.tar');
  program.must('backup', archive);
  await program.stop_serving();
  const other = join(program.folder, 'other');
  const printed = program.must('restore', archive, '--force', '--data', other);
  assert.match(printed, /banso\.key/);
  assert.match(printed, /two-step sign-in need a recovery code or: banso user reset-two-step ADDRESS/);
  program.data = other;
  await program.serve();
  assert.ok(program.log.some(({ level, message }) => level === 'warn' && message.includes('banso.key')), program.log_text());
  assert.equal((await program.owner.get(hook.path)).secret_readable, false);
  await program.owner.post(`${hook.path}/test`);
  assert.equal((await logged(program, hook, ([one]) => one?.attempts === 1))[0].outcome, 'no_secret');
  assert.equal(sink.taken.length, 0);
  assert.match(program.command('doctor').out, /webhooks.*secret/);
  const { secret } = await program.owner.post(`${hook.path}/secret`, {});
  await program.owner.post(`${hook.path}/test`);
  const [{ body, headers }] = await sink.has(1);
  assert.ok(new Webhook(secret).verify(body, headers));
}, { args: ALLOWED });
