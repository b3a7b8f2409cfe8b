// HTTPS by the program itself, and behind a proxy: whose word counts on where a call comes from.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connect_tls } from 'node:tls';
import { test } from '../kit/hung.mjs';
import { OWNER, Program, with_program } from '../kit/program.mjs';

function certificate_in(folder, name = 'tls') {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  return { key, certificate };
}

function ask(program, ca, method, path, body, headers = {}) {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port: program.port, method, path, ca, agent: false, headers: { 'content-type': 'application/json', ...headers } }, answer => {
      let text = '';
      answer.on('data', part => (text += part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on('error', failed);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function over_tls(body) {
  const program = await Program.prepare();
  try {
    const { key, certificate } = certificate_in(program.folder);
    program.options.args = ['--tls-certificate', certificate, '--tls-key', key];
    await program.serve();
    await body(program, readFileSync(certificate));
  } catch (error) {
    error.message += `\n--- the program's last words:\n${program.log_text()}`;
    throw error;
  } finally {
    await program.stop();
  }
}

test('with certificate and key it speaks HTTPS, and cookies stay on it', () => over_tls(async (program, ca) => {
  assert.equal((await ask(program, ca, 'GET', '/healthz')).status, 200);
  const token = /https:\/\/\S+token=([\w-]+)/.exec(program.must('init'))?.[1];
  assert.ok(token, 'the link begins with https');
  const form = { token, ...OWNER, workspace_name: 'W', time_zone: 'Asia/Tokyo', language: 'ja', currency: 'JPY' };
  const made = await ask(program, ca, 'POST', '/api/v1/setup', form);
  assert.equal(made.status, 200, made.text);
  const [cookie] = made.headers['set-cookie'];
  assert.match(cookie, /^__Host-banso_session=[\w-]{40,}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
  assert.equal(made.headers['strict-transport-security'], 'max-age=31536000');
  const pair = cookie.split(';')[0];
  assert.equal((await ask(program, ca, 'GET', '/api/v1/session', undefined, { cookie: pair })).status, 200);
  const { port } = program;
  const change = headers => ask(program, ca, 'PATCH', '/api/v1/me', { name: 'Owner Two' }, { cookie: pair, ...headers });
  assert.equal((await change({ origin: `https://127.0.0.1:${port}` })).status, 200);
  // The same host over plain HTTP is a page that anybody on the way may have written.
  assert.equal((await change({ origin: `http://127.0.0.1:${port}` })).status, 403);
}));

test('who speaks plain HTTP, an old protocol or nonsense to it gets nothing, and harms nothing', () => over_tls(async (program, ca) => {
  const heard = bytes => new Promise(done => {
    let all = '';
    const socket = connect(program.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', data => (all += data.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => done(all));
  });
  assert.doesNotMatch(await heard('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /HTTP\/1\.1 200/);
  await heard(Buffer.alloc(5000, 0x16));
  const old = await new Promise(done => {
    const socket = connect_tls({ port: program.port, host: '127.0.0.1', ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }, () => done('taken'));
    socket.on('error', error => done(error.code ?? 'refused'));
  });
  assert.notEqual(old, 'taken', 'TLS 1.1 is refused');
  assert.equal((await ask(program, ca, 'GET', '/healthz')).status, 200);
}));

test('TLS that cannot work is told at the start', async () => {
  const program = await Program.prepare();
  try {
    const { key, certificate } = certificate_in(program.folder);
    const empty = join(program.folder, 'empty.pem');
    writeFileSync(empty, '');
    for (const [args, told] of [
      [['--tls-certificate', certificate], /set both tls-certificate and tls-key/], [['--tls-key', key], /set both tls-certificate and tls-key/],
      [['--tls-certificate', certificate, '--tls-key', join(program.folder, 'nothing')], /nothing/],
      [['--tls-certificate', empty, '--tls-key', key], /empty/],
    ]) {
      const { status, err } = program.command('serve', '--listen', '127.0.0.1:0', ...args);
      assert.notEqual(status, 0, args.join(' '));
      assert.match(err, told);
    }
    const swapped = program.command('serve', '--listen', '127.0.0.1:0', '--tls-certificate', key, '--tls-key', certificate);
    assert.notEqual(swapped.status, 0, 'a key is no certificate');
  } finally {
    await program.stop();
  }
});

const sign_in = (program, headers, email = 'nobody@example.test') =>
  program.client({ headers }).ask('POST', '/api/v1/session', { email, password: 'not the password' });

/** How many attempts come through before the address is told to wait. */
async function attempts(program, headers_of) {
  for (let i = 0; i < 40; i++) {
    const { status } = await sign_in(program, headers_of(i), `a${i}-${Math.random()}@example.test`);
    if (status === 429) return i;
    assert.equal(status, 401);
  }
  return 40;
}

const CLOCK = '2026-11-20T00:00:00Z';

test('whoever is no trusted proxy says in vain where they come from', t =>
  with_program({ clock: CLOCK }, async program => {
    assert.equal(await attempts(program, i => ({ 'x-forwarded-for': `192.0.2.${i}`, 'x-real-ip': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` })), 30);
  }, t));

test('behind a trusted proxy each client has attempts of its own, and cannot make up others', t =>
  with_program({ clock: CLOCK, args: ['--trusted-proxies', '127.0.0.1'] }, async program => {
    assert.equal(await attempts(program, i => ({ 'x-forwarded-for': `198.51.100.${i}, 192.0.2.1` })), 30, 'left of it the client may have written anything');
    assert.equal(await attempts(program, () => ({ 'x-forwarded-for': '192.0.2.2' })), 30, 'another client is not held up');
    assert.equal(await attempts(program, i => ({ 'x-forwarded-for': `192.0.2.${i + 10}` })), 40);
  }, t));

test('figures for Prometheus go to this very machine, not to who comes through a proxy on it', t =>
  with_program({}, async program => {
    const metrics = async headers => (await program.client({ headers }).ask('GET', '/metrics')).status;
    assert.equal(await metrics({}), 200);
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via']) assert.equal(await metrics({ [name]: '192.0.2.1' }), 401, name);
    await program.stop_serving();
    program.options.args = ['--trusted-proxies', '127.0.0.0/8'];
    await program.serve();
    assert.equal(await metrics({}), 401, 'a proxy that adds no header passes for nobody');
    const { token } = await program.owner.post('/api/v1/keys', { name: 'Prometheus', rights: 'admin' }).catch(async () => {
      const owner = program.client();
      await owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
      return owner.post('/api/v1/keys', { name: 'Prometheus', rights: 'admin' });
    });
    assert.equal((await program.client({ token }).ask('GET', '/metrics')).status, 200);
  }, t));
