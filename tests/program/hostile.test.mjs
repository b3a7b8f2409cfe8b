// What strangers send: halves, floods, bombs, nonsense, and connections cut at the worst moment. Whatever comes, the
// answer is a clear 4xx or a closed connection, the program lives on, and it ends in order (with sanitizers, cleanly).
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually, test } from '../kit/hung.mjs';
import { with_program } from '../kit/program.mjs';

/** Sends all of it and gives everything that comes until the server closes, or `enough` is seen. */
function send(program, bytes, { enough, cut } = {}) {
  return new Promise(done => {
    let heard = '';
    const socket = connect(program.port, '127.0.0.1');
    const end = () => {
      socket.destroy();
      done(heard);
    };
    socket.on('data', data => {
      heard += data.toString('latin1');
      if (enough && heard.includes(enough)) end();
    });
    socket.on('close', () => done(heard));
    socket.on('error', () => {});
    for (const part of [bytes].flat()) socket.write(part);
    if (cut) socket.end(end);
  });
}

const status = heard => Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? 0);
const post = (path, body, headers = '') => [`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n${headers}\r\n`, body];
const alive = async program => assert.equal((await fetch(`${program.url}/healthz`)).status, 200);

/** Refused with a 4xx, or closed without a word; never taken, never a 5xx. */
function refused(heard, what) {
  const got = status(heard);
  assert.ok(got === 0 || (got >= 400 && got < 500) || got === 505, `${what}: ${heard.slice(0, 200)}`);
  assert.ok(!heard.includes('HTTP/1.1 2'), `${what}: something was taken: ${heard.slice(0, 400)}`);
}

const BEHIND = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const NONSENSE = {
  'a folded length': `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n 5\r\n6\r\n\r\nhello${BEHIND}`,
  'a negative length': `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n${BEHIND}`,
  'a chunk of no size': `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n${BEHIND}`,
  'a chunk beyond all numbers': `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello${BEHIND}`,
  'a NUL in the path': `GET /heal\0thz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'an escaped NUL in the path': `GET /api/v1/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'no protocol': 'GET /\r\n\r\n',
  'a later protocol': `GET / HTTP/3.0\r\nHost: x\r\n\r\n`,
  'another method': `TRACE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'a tunnel': `CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'a path out of the house': `GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'an escaped path out of the house': `GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
};

test('nonsense is refused, and nothing behind it is answered', t =>
  with_program({ setup: false }, async program => {
    for (const [what, bytes] of Object.entries(NONSENSE)) {
      refused(await send(program, bytes, { enough: '</html>' }), what);
      await alive(program);
    }
  }, t));

test('floods of headers, of one header and of a path are refused', t =>
  with_program({ setup: false }, async program => {
    const many = Array.from({ length: 5000 }, (_, i) => `X-${i}: ${i}\r\n`).join('');
    refused(await send(program, `GET /healthz HTTP/1.1\r\nHost: x\r\n${many}\r\n`), 'many headers');
    refused(await send(program, `GET /healthz HTTP/1.1\r\nHost: x\r\n${many.slice(0, 1500)}\r\n`), 'more headers than we look at');
    refused(await send(program, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(1 << 20)}\r\n\r\n`), 'one large header');
    refused(await send(program, `GET /${'a'.repeat(1 << 20)} HTTP/1.1\r\nHost: x\r\n\r\n`), 'a long path');
    refused(await send(program, `GET /${'a/'.repeat(3000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), 'a deep path');
    refused(await send(program, `GET /api/v1/session?${'a=1&'.repeat(1500)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), 'many parameters');
    refused(await send(program, `GET /healthz HTTP/1.1\r\nHost: x\r\nCookie: ${'a=1; '.repeat(5000)}\r\n\r\n`), 'many cookies');
    await alive(program);
  }, t));

test('bombs and depths end at their limits', t =>
  with_program({ setup: false }, async program => {
    const zeroes = gzipSync(Buffer.alloc(64 << 20), { level: 9 });
    const bomb = await send(program, post('/api/v1/session', zeroes, 'Content-Encoding: gzip\r\n'));
    assert.equal(status(bomb), 413);
    const twice = await send(program, post('/api/v1/session', gzipSync(zeroes), 'Content-Encoding: gzip\r\n'));
    refused(twice, 'a bomb in a bomb');
    refused(await send(program, post('/api/v1/session', Buffer.from('no gzip'), 'Content-Encoding: gzip\r\n')), 'no gzip');
    for (const open of ['[', '{"a":', '{"email":[']) refused(await send(program, post('/api/v1/session', Buffer.from(open.repeat(100_000)))), `depth of ${open}`);
    refused(await send(program, post('/api/v1/session', Buffer.from(`{"email":"${'\\u0000'}","password":"x"}`))), 'a NUL in JSON');
    refused(await send(program, post('/api/v1/session', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))), 'bytes that are no UTF-8');
    refused(await send(program, post('/api/v1/session', Buffer.alloc((1 << 20) + 1, 0x20))), 'a body of a byte too many');
    // A body is let go of once its answer has gone out.
    await eventually(async () => (await fetch(`${program.url}/metrics`)).text(), figures => /^banso_bodies_bytes 0$/m.test(figures));
  }, t));

test('hundreds of halves hold nobody up', t =>
  with_program({ setup: false }, async program => {
    const halves = Array.from({ length: 300 }, (_, i) => {
      const socket = connect(program.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(i % 2 ? 'GET /healthz HT' : 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{"em');
      return socket;
    });
    for (let i = 0; i < 50; i++) await alive(program);
    halves.forEach(socket => socket.destroy());
  }, t));

test('connections that are cut while their write is under way lose nothing but the answer', t =>
  with_program({}, async program => {
    const { token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'admin' });
    const call = name => post('/api/v1/keys', Buffer.from(JSON.stringify({ name, rights: 'view' })), `Authorization: Bearer ${token}\r\n`);
    await Promise.all(Array.from({ length: 200 }, (_, i) => send(program, call(`cut ${i}`), { cut: true })));
    await Promise.all(Array.from({ length: 50 }, (_, i) => send(program, ['GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n', `Authorization: Bearer ${token}\r\n\r\n`], { cut: i % 2 === 0, enough: ': hello' })));
    await alive(program);
    assert.equal((await program.client({ token }).ask('GET', '/api/v1/keys')).status, 200);
  }, t));

test('random bytes do no harm', t =>
  with_program({ setup: false }, async program => {
    // A small generator with a fixed seed: a failure can be had again.
    let seed = 20261122;
    const random = max => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 8) % max;
    const seeds = ['GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}'];
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(seeds[random(seeds.length)]);
      for (let change = 0; change <= random(4); change++) bytes[random(bytes.length)] = random(256);
      const heard = await send(program, bytes, { cut: true });
      assert.ok(status(heard) < 500, `round ${round}: ${heard.slice(0, 200)}`);
    }
    await alive(program);
  }, t));

test('what the tracking API cannot read is refused whole, and the next good batch is taken', t =>
  with_program({}, async program => {
    const { token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'ingest' });
    const key = `Authorization: Basic ${Buffer.from(`${token}:`).toString('base64')}\r\n`;
    const batch = (body, headers = '') => post('/v1/batch', Buffer.from(body), key + headers);
    const event = { type: 'track', messageId: 'one', userId: 'u', event: 'E', context: { groupId: 'g' } };
    const good = JSON.stringify({ batch: [event] });
    const spaces = gzipSync(Buffer.concat([Buffer.from('{"batch":[],"x":"'), Buffer.alloc(32 << 20, 0x20)]), { level: 9 });
    const bad = {
      'a bomb': batch(spaces, 'Content-Encoding: gzip\r\n'),
      'a bomb in a bomb': batch(gzipSync(spaces), 'Content-Encoding: gzip\r\n'),
      'half of a gzip': batch(gzipSync(good).subarray(0, 30), 'Content-Encoding: gzip\r\n'),
      'two batches': batch(`${good.slice(0, -1)},${good.slice(1)}`),
      'half of a batch': batch(good.slice(0, -5)),
      'depth of [': batch(`{"batch":${'['.repeat(100_000)}`),
      'depth that is closed': batch(`{"batch":[],"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
      'a literal cut short': batch('{"batch":[],"x":tru}'),
      'no object': batch('[1,2,3]'),
      'a batch of a byte too many': batch(`{"batch":[],"x":"${'a'.repeat(500 * 1024)}"}`),
    };
    for (const [what, bytes] of Object.entries(bad)) {
      const heard = await send(program, bytes);
      assert.equal(status(heard), 400, `${what}: ${heard.slice(0, 300)}`);
    }
    const whole = post('/v1/batch', Buffer.from(good), key);
    await send(program, [whole[0], whole[1].subarray(0, 20)], { cut: true });
    assert.equal((await program.owner.get('/api/v1/usage/summary')).events_total, 0);
    assert.equal(status(await send(program, batch(good))), 200);
    assert.equal((await program.owner.get('/api/v1/usage/summary')).events_total, 1);
  }, t));
