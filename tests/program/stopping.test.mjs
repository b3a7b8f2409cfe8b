// SIGTERM with work under way: what was begun is answered, streams end, and what never becomes whole is cut off. How soon all
// is over is measured by bench/faults.bench.mjs.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { at_end, HUNG_MS, test, until } from '../kit/hung.mjs';
import { with_program } from '../kit/program.mjs';

/** The program has patience with a client that is as slow as a test may be. */
const PATIENT = { env: { BANSO_PATIENCE: String(HUNG_MS / 1000) } };

/** A connection that says what it is told to, and collects what it hears. */
function talk(program) {
  const one = { heard: '', closed: false };
  one.socket = connect(program.port, '127.0.0.1');
  at_end(() => one.socket.destroy());
  one.ended = new Promise(done => one.socket.on('close', () => {
    one.closed = true;
    done(one.heard);
  }));
  one.socket.on('error', () => {});
  one.socket.on('data', data => (one.heard += data.toString('latin1')));
  one.say = text => new Promise(done => one.socket.write(text, done));
  one.until = async mark => {
    while (!one.heard.includes(mark)) {
      assert.ok(!one.closed, `it closed before it said ${mark}: ${one.heard}`);
      await new Promise(done => one.socket.once('data', done).once('close', done));
    }
  };
  return one;
}

const refused = program => new Promise(done => {
  const socket = connect(program.port, '127.0.0.1', () => done(false) ?? socket.destroy());
  socket.on('error', () => done(true));
});

async function terminated(program) {
  const { code, signal } = await program.terminate();
  assert.deepEqual([code, signal], [0, null], program.log_text());
}

const body = JSON.stringify({ name: 'Under way', external_id: 'under-way' });

test('a request that is half here when the server is told to stop is finished, durable, and answered', t =>
  with_program(PATIENT, async program => {
    const { token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'manage' });
    const half = talk(program);
    await half.say(`POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`);
    await half.until('100 Continue');
    const idle = talk(program);
    await idle.say('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await idle.until('"ok"');
    program.process.kill('SIGTERM');
    await until('from now on nobody new is let in', () => refused(program));
    await half.say(body);
    const heard = await half.ended;
    assert.match(heard, /HTTP\/1\.1 201 /);
    assert.match(heard, /Connection: close/i);
    const { code, signal } = await program.ended;
    assert.deepEqual([code, signal], [0, null]);
    await program.serve();
    assert.equal((await program.client({ token }).get('/api/v1/accounts')).items[0].external_id, 'under-way');
  }, t));

test('streams, idle connections and half a request line hold nobody up', t =>
  with_program({}, async program => {
    const { token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'view' });
    const streams = Array.from({ length: 20 }, () => talk(program));
    for (const stream of streams) {
      await stream.say(`GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      await stream.until(': hello');
    }
    const half = talk(program);
    await half.say('GET /healthz HT');
    await terminated(program);
    for (const stream of streams) assert.ok((await stream.ended).includes(': hello'));
  }, t));

test('a request that never becomes whole is cut off', t =>
  with_program({}, async program => {
    const never = talk(program);
    await never.say('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n');
    await never.until('100 Continue');
    await never.say('{"email":');
    await terminated(program);
    assert.doesNotMatch(await never.ended, /HTTP\/1\.1 2/);
    // By us, and not by the library's own patience, which is longer.
    assert.match(program.log_text(), /cut off (1 request that did not end|a request whose body came too slowly)/);
  }, t));

test('SIGHUP does not end a server that has no terminal', t =>
  with_program({}, async program => {
    program.process.kill('SIGHUP');
    await until('it says so', () => program.log_text().includes('SIGHUP: settings are read at the start only'));
    assert.equal((await program.client().ask('GET', '/healthz')).status, 200);
    await terminated(program);
  }, t));

test('writes under full load are answered or refused, never lost', t =>
  with_program({}, async program => {
    const api = await program.with_key('manage');
    api.options.contract = false;
    const taken = [];
    let stopping = false;
    at_end(() => (stopping = true));
    const client = async n => {
      for (let i = 0; !stopping; i++) {
        try {
          const { status } = await api.ask('POST', '/api/v1/accounts', { name: `A ${n} ${i}`, external_id: `a-${n}-${i}` });
          if (status === 201) taken.push(`a-${n}-${i}`);
        } catch {
          return; // the connection was refused, or ended without an answer
        }
      }
    };
    const clients = Array.from({ length: 8 }, (_, n) => client(n));
    await until('200 are taken', () => taken.length >= 200);
    await terminated(program);
    stopping = true;
    await Promise.all(clients);
    await program.serve();
    const there = new Set((await program.client({ token: api.options.token }).all('/api/v1/accounts?limit=200')).map(account => account.external_id));
    assert.deepEqual(taken.filter(id => !there.has(id)), [], 'what was acknowledged is there');
  }, t));
