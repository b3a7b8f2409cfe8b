// The program from outside: it starts, says who it is, is set up once, and ends in order.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from '../kit/client.mjs';
import { at_end, test, until } from '../kit/hung.mjs';
import { BANSO, bothEngines, OWNER, Program, SOURCE } from '../kit/program.mjs';

bothEngines('a new workspace is set up by its link, once', async program => {
  const me = await program.owner.get('/api/v1/session');
  assert.equal(me.staff.email, OWNER.email);
  assert.equal(me.workspace.name, 'Test workspace');
  assert.deepEqual([...me.rights].sort(), ['act', 'admin', 'ingest', 'manage', 'view'].filter(right => me.rights.includes(right)));
  const again = await program.client().ask('GET', '/api/v1/setup?token=abc');
  assert.equal(again.body.needed, false);
});

bothEngines('it says that it lives and that it is ready, and keeps its data over a restart', async program => {
  assert.equal((await program.client().ask('GET', '/healthz')).status, 200);
  assert.equal((await program.client().ask('GET', '/readyz')).status, 200);
  await program.owner.post('/api/v1/accounts', { name: '株式会社つくし', external_id: 'tsukushi' });
  await program.restart();
  const { items } = await program.owner.get('/api/v1/accounts');
  assert.deepEqual(items.map(account => account.name), ['株式会社つくし']);
});

test('one SQLite file has one process, whatever its path and whatever the data directory', async () => {
  const one = await Program.start();
  const two = await Program.prepare();
  try {
    const file = join(one.data, 'banso.db');
    mkdirSync(two.data, { mode: 0o700 });
    symlinkSync(file, join(two.data, 'same.db'));
    for (const path of [file, join(two.data, 'same.db')]) {
      const { status, err } = two.command('serve', '--database', `sqlite:${path}`, '--listen', '127.0.0.1:0');
      assert.equal(status, 1, err);
      assert.match(err, /is in use by another process; is a server with another --data running\?/);
    }
    const archive = join(one.folder, 'one.tar');
    one.must('backup', archive);
    const restored = two.command('restore', archive, '--force', '--database', `sqlite:${file}`);
    assert.match(restored.err, /is in use by another process/);
    await one.owner.post('/api/v1/accounts', { name: 'Goes on', external_id: 'goes-on' });
    assert.ok(!existsSync(`${file}.replaced`));
    await one.stop_serving();
    two.must('doctor', '--database', `sqlite:${file}`, '--format', 'json');
  } finally {
    await two.stop();
    await one.stop();
  }
});

test('with too few files that may be open it says so, and does not start', async () => {
  const program = await Program.prepare();
  try {
    const args = ['--nofile=40', BANSO, 'serve', '--data', program.data, '--listen', '127.0.0.1:0'];
    const { status, stderr } = spawnSync('prlimit', args, { encoding: 'utf8', env: program.env });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /only 40 files may be open, and at least \d+ are needed: raise the limit/);
  } finally {
    await program.stop();
  }
});

test('a path that leads nowhere shows no write key in the log', async () => {
  const program = await Program.start();
  try {
    const key = 'wk_0123456789abcdefghij';
    assert.equal((await program.client().ask('GET', `/v1/sources/${key}/settings`)).status, 404);
    await until('it is logged', () => program.log_text().includes('"path":"/v1/sources/.../settings"'));
    assert.ok(!program.log_text().includes(key));
  } finally {
    await program.stop();
  }
});

test('each command tells its options', async () => {
  const program = await Program.prepare();
  try {
    const { status, out } = program.command('--help');
    assert.equal(status, 0);
    for (const verb of ['serve', 'init', 'demo', 'user', 'key', 'import', 'score', 'rebuild', 'backup', 'restore', 'doctor', 'openapi', 'version']) {
      assert.match(out, new RegExp(`\\b${verb}\\b`), `--help does not name ${verb}`);
      const told = program.command(verb, '--help');
      assert.equal(told.status, 0, `${verb} --help`);
      assert.equal(program.command('help', verb).out, told.out, `help ${verb}`);
    }
  } finally {
    await program.stop();
  }
});

test('what a workspace holds is for its owner alone, also in a directory that others may look into', async () => {
  const program = await Program.prepare();
  const before = process.umask(0);
  try {
    mkdirSync(program.data, { mode: 0o777 });
    program.must('init');
    const archive = join(program.folder, 'one.tar');
    program.must('backup', archive);
    program.must('restore', archive, '--force');
    program.must('user', 'create', '--name', 'One', '--email', 'one@example.test', '--role', 'viewer');
    const open = readdirSync(program.data).filter(name => statSync(join(program.data, name)).mode & 0o077);
    assert.deepEqual(open, []);
    assert.ok(readdirSync(program.data).length >= 4);
  } finally {
    process.umask(before);
    await program.stop();
  }
});

/** tools/run, up to the last line that it says of itself. */
async function make_run(program, env) {
  const run = spawn('tools/run', [BANSO, program.data], { cwd: SOURCE, env, stdio: ['ignore', 'pipe', 'pipe'] });
  at_end(() => run.kill('SIGTERM'));
  const ended = new Promise(done => run.once('close', done));
  const said = { out: '', err: '' };
  for (const [name, stream] of [['out', run.stdout], ['err', run.stderr]]) stream.on('data', piece => { said[name] += piece; });
  await until('the end of what make run says', () => /Stop +Ctrl-C/.test(said.out));
  return { run, said, ended };
}

test('make run says what it does, and last where to open the demo and how to sign in, while the log goes to a file', async () => {
  const program = await Program.prepare();
  const env = { ...program.env, BANSO_LISTEN: '127.0.0.1:0', LC_ALL: 'en_GB.UTF-8', TZ: 'Europe/London' };
  const { run, said, ended } = await make_run(program, env);
  const lines = said.out.trim().split('\n');
  assert.match(lines[0], /^Creating the demo workspace in /);
  assert.match(said.err, /companies[^]*events[^]*scores/, 'and how far it is');
  const [, url] = /Open +(http:\/\/127\.0\.0\.1:\d+)/.exec(said.out);
  const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(said.out);
  assert.ok(lines.slice(-3).join('\n').includes(password), 'at the end, where it stays');
  const client = new Client(() => url);
  await client.post('/api/v1/session', { email, password });
  assert.equal((await client.get('/api/v1/session')).workspace.demo, true);
  assert.doesNotMatch(said.out + said.err, /"message"/);
  assert.match(readFileSync(join(program.data, 'server.log'), 'utf8'), /"path":"\/api\/v1\/session"/);

  // An English reader gets an English demo.
  const me = await client.get('/api/v1/session');
  assert.deepEqual([me.staff.language, me.workspace.language, me.workspace.currency, me.workspace.time_zone], ['en', 'en', 'USD', 'Europe/London']);
  const told = JSON.stringify([me, ...await Promise.all(['accounts', 'contacts', 'tasks', 'staff', 'scorecards'].map(list => client.all(`/api/v1/${list}`)))]);
  assert.doesNotMatch(told.replaceAll(/"name_ja":"[^"]*"/g, ''), /[ぁ-んァ-ヶ一-龠]/);
  const names = (await client.all('/api/v1/accounts')).map(({ name }) => name);
  assert.equal(new Set(names).size, 200);
  run.kill('SIGINT');
  assert.equal(await ended, 0);
});

test('make run says where this server listens, whatever an older log says and settings hide, and when it ends by itself', async () => {
  const program = await Program.prepare();
  const log = join(program.data, 'server.log');
  program.must('init');
  program.must('user', 'create', '--name', 'One', '--email', 'one@example.test', '--role', 'admin');
  writeFileSync(log, '{"message":"listening on http://127.0.0.1:9, of the run before"}\n');
  chmodSync(log, 0o644);
  const { run, said, ended } = await make_run(program, { ...program.env, BANSO_LISTEN: '127.0.0.1:0', BANSO_LOG_LEVEL: 'error' });
  const [, url] = /Open +(http:\/\/127\.0\.0\.1:\d+)/.exec(said.out);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  assert.equal(statSync(log).mode & 0o077, 0);
  const [server] = readFileSync(`/proc/${run.pid}/task/${run.pid}/children`, 'utf8').split(' ');
  process.kill(Number(server), 'SIGKILL');
  assert.equal(await ended, 1);
  assert.match(said.err, /^The server ended; see .*server\.log:\n\{/m);
});

test('make run puts no demo into a workspace of one\'s own, and says what to do when the port is taken', async () => {
  const program = await Program.prepare();
  const other = createServer();
  await new Promise(done => other.listen(0, '127.0.0.1', done));
  try {
    program.must('init');
    program.must('user', 'create', '--name', 'One', '--email', 'one@example.test', '--role', 'admin');
    const env = { ...program.env, BANSO_LISTEN: `127.0.0.1:${other.address().port}` };
    const { status, stdout, stderr } = spawnSync('tools/run', [BANSO, program.data], { cwd: SOURCE, env, encoding: 'utf8' });
    assert.match(stdout, /^Using the existing workspace in /m);
    assert.notEqual(status, 0);
    assert.match(stderr, /cannot listen .*choose another address with --listen or BANSO_LISTEN/);
    assert.equal(program.must('user', 'list').trim().split('\n').length, 2, 'nobody of the demo came in');
  } finally {
    other.close();
    await program.stop();
  }
});

test('an unknown setting is refused with the nearest known one', async () => {
  const program = await Program.prepare();
  try {
    const { status, err } = program.command('serve', '--lisen', '127.0.0.1:0');
    assert.notEqual(status, 0);
    assert.match(err, /listen/);
  } finally {
    await program.stop();
  }
});
