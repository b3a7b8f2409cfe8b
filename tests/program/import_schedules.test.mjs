// Imports that come by themselves: from a folder, a URL and an SFTP server; unchanged, shrunk and broken files; who may, who is told.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { at_end, at_file_end, eventually, test, until } from '../kit/hung.mjs';
import { bothEngines, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';
const HEAD = 'external_id,会社名,業種\n';
const rows = (from, count, sector = 'it') => Array.from({ length: count }, (_, at) => `c-${from + at},Company ${from + at},${sector}`).join('\n');
const folder = mkdtempSync(join(tmpdir(), 'banso-fetch-'));
at_file_end(() => rmSync(folder, { recursive: true, force: true }));
const OPTIONS = { clock: CLOCK, args: ['--import-folder', folder, '--outbound-networks', '127.0.0.1'] };

const put = (name, text, at) => {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), at, at);
};

/** An import that a person settled: two columns by their headings, the third as a custom field. */
async function settled(owner, count = 30) {
  await owner.post('/api/v1/fields', { object: 'account', key: 'sector', name: 'Sector', kind: 'text' });
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=first.csv', HEAD + rows(1, count), { headers: { 'content-type': 'text/csv' } });
  await owner.patch(`/api/v1/imports/${made.id}`, { mapping: { 2: 'field:sector' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => state === 'done');
  return made.id;
}

const schedule = async (owner, body) => owner.post('/api/v1/import-schedules', { name: 'Nightly', import_id: await settled(owner), every_hours: 6, ...body });
const OVER = ['unchanged', 'held', 'done', 'failed'];
async function run(owner, { id }) {
  await owner.post(`/api/v1/import-schedules/${id}/run`);
  return (await eventually(() => owner.get(`/api/v1/import-schedules/${id}`), ({ last }) => OVER.includes(last.state))).answer.last;
}
const sector = async (owner, id) => (await owner.get(`/api/v1/accounts?q=${id}`)).items.find(one => one.external_id === id)?.fields.sector;

bothEngines('the newest file of a folder is read as one was before, by its headings, once; a short or broken one is not', async program => {
  const { owner } = program;
  for (const name of readdirSync(folder)) rmSync(join(folder, name)); // of the other engine
  const made = await schedule(owner, { source: 'folder', place: 'accounts-*.csv' });
  assert.deepEqual([made.kind, made.next_at, made.active, made.last], ['accounts', '2026-11-20T18:00:00.000Z', true, null]);
  const missing = await run(owner, made);
  assert.deepEqual([missing.state, missing.reason, missing.args], ['failed', 'no_file', ['accounts-*.csv']]);
  put('accounts-1.csv', HEAD + rows(1, 30, 'old'), 1_000_000);
  put('accounts-2.csv', `業種,会社名,external_id\nsteel,Company 1,c-1\n${rows(2, 29).split('\n').map(row => row.split(',').reverse().join(',')).join('\n')}\n`, 2_000_000);
  put('other.csv', HEAD + rows(1, 30, 'other'), 3_000_000);
  symlinkSync('/etc/passwd', join(folder, 'accounts-9.csv'));
  const done = await run(owner, made);
  assert.deepEqual([done.state, done.rows, done.bad, done.changed], ['done', 30, 0, 1], JSON.stringify(done));
  assert.equal(await sector(owner, 'c-1'), 'steel', 'the columns changed places');
  const same = await run(owner, made);
  assert.deepEqual([same.state, same.import_id], ['unchanged', null]);
  put('accounts-3.csv', HEAD + rows(1, 14, 'short'), 4_000_000);
  const held = await run(owner, made);
  assert.deepEqual([held.state, held.reason, held.args], ['held', 'rows_fewer', ['14', '30']]);
  assert.equal(await sector(owner, 'c-2'), 'it', 'nothing came in');
  assert.equal((await owner.ask('POST', `/api/v1/import-schedules/${made.id}/run`)).status, 409);
  await owner.post(`/api/v1/imports/${held.import_id}/run`);
  await eventually(() => owner.get(`/api/v1/import-schedules/${made.id}`), ({ last }) => last.state === 'done');
  assert.equal(await sector(owner, 'c-2'), 'short', 'once a person runs it');
  put('accounts-4.csv', 'external_id,会社名\nc-1,One\n', 5_000_000);
  const gone = await run(owner, made);
  assert.deepEqual([gone.state, gone.reason, gone.args], ['failed', 'column_gone', ['業種']]);
  put('accounts-5.csv', `${HEAD}${rows(1, 14, 'x')}\n${',,\n'.repeat(2)}${Array.from({ length: 6 }, (_, at) => `,No id ${at},x`).join('\n')}\n`, 6_000_000);
  const refused = await run(owner, made);
  assert.deepEqual([refused.state, refused.reason, refused.args], ['held', 'many_refused', ['6', '0']]);
  await owner.post(`/api/v1/imports/${refused.import_id}/cancellation`);
  await eventually(() => owner.get(`/api/v1/import-schedules/${made.id}`), ({ last }) => last.state === 'failed');
  const { items } = await owner.get(`/api/v1/import-schedules/${made.id}/runs`);
  assert.deepEqual(items.map(({ state }) => state), ['failed', 'failed', 'done', 'unchanged', 'done', 'failed']);
  const told = await owner.get('/api/v1/me/notices');
  assert.deepEqual(told.items.map(({ kind, title }) => [kind, title]), [['import.schedule', 'Nightly']], 'its owner is told');
}, OPTIONS);

bothEngines('schedules are listed and run from the command line, and what waits for somebody exits with 3', async program => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const made = await schedule(program.owner, { source: 'folder', place: 'line-*.csv' });
  put('line-1.csv', HEAD + rows(1, 30, 'line'), 1_000_000);
  const listed = () => program.must('import', 'schedules').split('\t');
  assert.deepEqual(listed(), ['-', String(made.id), 'accounts', 'folder', 'line-*.csv', made.next_at, 'Nightly\n']);
  assert.equal(program.must('import', 'run', String(made.id)), 'done\n');
  assert.equal(await sector(program.owner, 'c-1'), 'line');
  put('line-2.csv', HEAD + rows(1, 10, 'short'), 2_000_000);
  const held = program.command('import', 'run', String(made.id));
  assert.equal(held.status, 3, held.err);
  assert.match(held.out, /^held: ./);
  assert.equal(listed()[0], 'held');
  assert.equal(program.command('import', 'run', '5').status, 1, 'there is none with this id');
}, OPTIONS);

bothEngines('what is given is judged: places, times, secrets, rights', async program => {
  const { owner } = program;
  const import_id = await settled(owner);
  const bad = async (body, field) => {
    const { status, body: answer } = await owner.ask('POST', '/api/v1/import-schedules', { name: 'N', import_id, source: 'folder', place: 'a.csv', every_hours: 1, ...body });
    assert.deepEqual([status, answer.fields?.[0]?.field ?? answer.field], [400, field], JSON.stringify([body, answer]));
  };
  await bad({ place: '../a.csv' }, 'place');
  await bad({ place: '.hidden' }, 'place');
  await bad({ every_hours: 200 }, 'every_hours');
  await bad({ at_time: '06:30' }, 'every_hours');
  await bad({ every_hours: undefined, at_time: '25:00' }, 'at_time');
  await bad({ source: 'https', place: 'http://example.com/a.csv' }, 'place');
  await bad({ source: 'https', place: 'https://10.0.0.1/a.csv' }, 'place');
  await bad({ source: 'https', place: 'file:///etc/passwd' }, 'place');
  await bad({ source: 'sftp', place: 'sftp://files.example.com/a.csv' }, 'user_name');
  await bad({ source: 'sftp', place: 'sftp://files.example.com/a.csv', user_name: 'u' }, 'fingerprint');
  const made = await owner.post('/api/v1/import-schedules', { name: 'Bearer', import_id, source: 'https', place: 'https://files.example.com/a.csv', password: 'hush-hush-token', at_time: '06:30' });
  assert.deepEqual([made.secret_is, made.secret_readable, made.next_at], ['password', true, '2026-11-20T21:30:00.000Z']);
  assert.doesNotMatch(JSON.stringify(await owner.get('/api/v1/import-schedules')), /hush/);
  const moved = await owner.ask('PATCH', `/api/v1/import-schedules/${made.id}`, { place: 'https://other.example.com/a.csv' }, { version: made.version });
  assert.equal(moved.status, 400, 'another host does not get the token');
  const off = await owner.patch(`/api/v1/import-schedules/${made.id}`, { active: false });
  assert.deepEqual([off.active, off.next_at], [false, null]);
  const manager = program.client({ token: (await owner.post('/api/v1/keys', { name: 'm', rights: 'manage' })).token });
  assert.equal((await manager.ask('POST', '/api/v1/import-schedules', { name: 'N', import_id, source: 'folder', place: 'a.csv', every_hours: 1 })).status, 403);
  assert.equal((await manager.get('/api/v1/import-schedules')).items.length, 1);
  await owner.call('DELETE', `/api/v1/import-schedules/${made.id}`);
  assert.deepEqual((await owner.get('/api/v1/import-schedules')).items, []);
}, OPTIONS);

test('a file behind a URL is fetched with its token; a host that refuses, or sends too much, is told', t => with_program(OPTIONS, async program => {
  const { owner } = program;
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (request.url === '/export/busy.csv') return response.writeHead(503).end('later');
    if (request.url === '/export/large.csv') return response.writeHead(413).end('large');
    if (request.url !== '/export/accounts.csv') return response.writeHead(404).end('no');
    response.end(HEAD + rows(1, 30, 'web'));
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  at_end(() => server.close());
  const { port } = server.address();
  const at = path => `http://127.0.0.1:${port}${path}`;
  const made = await schedule(owner, { source: 'https', place: at('/export/accounts.csv'), password: 'token-1' });
  const done = await run(owner, made);
  assert.deepEqual([done.state, done.changed, asked], ['done', 30, ['Bearer token-1']]);
  assert.equal((await owner.get(`/api/v1/imports/${done.import_id}`)).file_name, 'accounts.csv');
  await owner.patch(`/api/v1/import-schedules/${made.id}`, { place: at('/gone.csv'), user_name: 'u', password: 'p' });
  const gone = await run(owner, made);
  assert.deepEqual([gone.state, gone.reason, gone.args, asked[1]], ['failed', 'fetch_failed', ['status 404'], 'Basic dTpw']);
  await owner.patch(`/api/v1/import-schedules/${made.id}`, { place: at('/export/busy.csv'), password: null, user_name: null });
  const tries = () => asked.length - 2;
  await owner.post(`/api/v1/import-schedules/${made.id}/run`);
  for (const minute of [2, 6]) {
    await until('it was asked', () => tries() === (minute === 2 ? 1 : 2));
    await eventually(() => owner.get(`/api/v1/import-schedules/${made.id}`), ({ last }) => last.state === 'fetching');
    program.clock(`2026-11-20T12:0${minute}:00Z`);
  }
  const { answer } = await eventually(() => owner.get(`/api/v1/import-schedules/${made.id}`), ({ last }) => last.state === 'failed');
  assert.deepEqual([answer.last.args, tries()], [['status 503'], 3], 'trouble that may pass is tried three times');
  const large = await owner.patch(`/api/v1/import-schedules/${made.id}`, { place: at('/export/large.csv') });
  assert.deepEqual((await run(owner, large)).reason, 'file_large');
  const to_folder = await owner.patch(`/api/v1/import-schedules/${made.id}`, { source: 'folder', place: 'none.csv', password: null });
  assert.deepEqual([to_folder.source, to_folder.secret_is], ['folder', null]);
}, t));

/* The server of OpenSSH, as the user that runs the test, with a key of its own. */
const SSHD = process.env.BANSO_SSHD ?? '/usr/sbin/sshd';
const SFTP = process.env.BANSO_SFTP_SERVER ?? '/usr/lib/openssh/sftp-server';

/** OpenSSH takes no port 0: another one is tried where somebody else has it. */
async function listening(start) {
  for (let tries = 1; ; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = start(port);
    let [said, over] = ['', false];
    server.stderr.on('data', text => { said += text; });
    server.on('exit', () => { over = true; });
    at_end(() => server.kill());
    await until('sshd listens', () => over || /server listening/i.test(said));
    if (!over) return port;
    assert.ok(tries < 20 && /address already in use/i.test(said), said);
  }
}

async function sftp_server() {
  const home = mkdtempSync(join(tmpdir(), 'banso-sshd-'));
  at_end(() => rmSync(home, { recursive: true, force: true }));
  const key = name => spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, name)]);
  key('host');
  key('mine');
  if (process.getuid() === 0) mkdirSync('/run/sshd', { recursive: true }); // it does not start without, as root
  writeFileSync(join(home, 'allowed'), readFileSync(join(home, 'mine.pub')));
  chmodSync(join(home, 'allowed'), 0o600);
  writeFileSync(join(home, 'config'), ['ListenAddress 127.0.0.1', `HostKey ${home}/host`, `AuthorizedKeysFile ${home}/allowed`, 'StrictModes no', 'UsePAM no',
    'PermitRootLogin yes', 'PasswordAuthentication no', 'PidFile none', `Subsystem sftp ${SFTP}`].join('\n'));
  const port = await listening(at => spawn(SSHD, ['-D', '-e', '-p', String(at), '-f', join(home, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] }));
  const printed = spawnSync('ssh-keygen', ['-lf', join(home, 'host.pub')], { encoding: 'utf8' }).stdout;
  return { home, port, private_key: readFileSync(join(home, 'mine'), 'utf8'), fingerprint: printed.split(' ')[1] };
}

/* Where OpenSSH's server is installed; the tests do not install it, as it would start. */
test('a file of an SFTP server is fetched with a key, from the host whose key is known alone', t => with_program(OPTIONS, async ({ owner }) => {
  const { home, port, private_key, fingerprint } = await sftp_server();
  writeFileSync(join(home, 'accounts.csv'), HEAD + rows(1, 30, 'ssh'));
  const made = await schedule(owner, { source: 'sftp', place: `sftp://127.0.0.1:${port}${home}/accounts.csv`, user_name: userInfo().username, private_key, fingerprint });
  assert.equal(made.secret_is, 'key');
  const done = await run(owner, made);
  assert.deepEqual([done.state, done.changed], ['done', 30], JSON.stringify(done));
  await owner.patch(`/api/v1/import-schedules/${made.id}`, { fingerprint: `SHA256:${'A'.repeat(43)}` });
  assert.deepEqual((await run(owner, made)).args, ['host_key'], 'another host');
  await owner.patch(`/api/v1/import-schedules/${made.id}`, { fingerprint, place: `sftp://127.0.0.1:${port}${home}/none.csv`, private_key });
  assert.deepEqual((await run(owner, made)).args, ['status 404']);
}, t), { skip: existsSync(SSHD) ? false : 'OpenSSH\'s server is not installed' });

bothEngines('what is due comes by itself, once a period; a held file that an erasure deletes ends its run, and an undone one is had again', async program => {
  const { owner } = program;
  for (const name of readdirSync(folder)) rmSync(join(folder, name)); // of the other engine
  put('due.csv', HEAD + rows(1, 30, 'one'), 1_000_000);
  const made = await schedule(owner, { source: 'folder', place: 'due.csv' });
  const runs = async () => (await owner.get(`/api/v1/import-schedules/${made.id}/runs`)).items;
  const comes = async (count, state) => (await eventually(runs, all => all.length === count && all[0].state === state)).answer[0];
  program.clock('2026-11-20T18:00:00Z');
  const first = await comes(1, 'done');
  assert.equal((await owner.get(`/api/v1/import-schedules/${made.id}`)).next_at, '2026-11-21T00:00:00.000Z');
  await owner.post(`/api/v1/imports/${first.import_id}/undo`);
  await eventually(() => owner.get(`/api/v1/imports/${first.import_id}`), ({ state }) => state === 'undone');
  assert.equal(await sector(owner, 'c-1'), 'it');
  program.clock('2026-11-21T00:00:00Z');
  await comes(2, 'done');
  assert.equal(await sector(owner, 'c-1'), 'one', 'what was taken back comes again');
  put('due.csv', HEAD + rows(1, 10, 'short'), 2_000_000);
  program.clock('2026-11-21T06:00:00Z');
  const held = await comes(3, 'held');
  const person = await owner.post('/api/v1/contacts', { name: 'Ann', email: 'ann@one.example', account_id: (await owner.get('/api/v1/accounts?q=c-1')).items[0].id });
  await owner.call('DELETE', `/api/v1/contacts/${person.id}`);
  await eventually(() => owner.get(`/api/v1/imports/${held.import_id}`), ({ erased_at }) => erased_at !== null);
  put('due.csv', HEAD + rows(1, 30, 'two'), 3_000_000);
  program.clock('2026-11-21T12:00:00Z');
  await comes(4, 'done');
  const [, gone] = await runs();
  assert.deepEqual([gone.state, gone.reason], ['failed', 'file_erased']);
}, OPTIONS);
