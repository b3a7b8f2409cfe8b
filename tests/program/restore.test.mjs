// A restore that is killed: the next start, or the next restore, has the old data or the new, whole, and says which.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at_end, test, until } from '../kit/hung.mjs';
import { BANSO, OWNER, Program, with_program } from '../kit/program.mjs';

/** A workspace that is stopped, with an archive of its past: one key was added since. */
async function with_archive(program) {
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  await program.owner.post('/api/v1/keys', { name: 'Later', rights: 'view' });
  await program.stop_serving();
  return archive;
}

const keys = async program => {
  await program.serve();
  const client = program.client();
  await client.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  return (await client.all('/api/v1/keys')).map(key => key.name);
};

const schemas = program => program.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'banso%'");
const told = (program, words) => assert.ok(program.log.some(entry => entry.message?.includes(words)), `it does not say "${words}":\n${program.log_text()}`);
const IN_ITS_PLACE = 'pg_restore "$@"';

/** From here on the program's pg_restore is `script`, in which `pg_restore "$@"` is the real one. */
function stand_in(program, script) {
  const folder = join(program.folder, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'pg_restore'), `#!/bin/sh\nPATH='${process.env.PATH}'\n${script}\n`, { mode: 0o755 });
  program.options.env = { PATH: `${folder}:${process.env.PATH}` };
}

/** Locks that a session of the database holds: the server notices only after a while that who had it is gone. */
const locks = program => program.query("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

/** `before` runs in the place of pg_restore, then the restore is killed. */
async function killed(program, archive, before) {
  stand_in(program, `${before}\nkill -KILL $PPID`);
  assert.equal(program.command('restore', archive, '--force').status, null, 'it was killed');
  assert.equal(schemas(program), 'banso_replaced');
  program.options.env = {};
  await until('the killed session has gone', () => locks(program) === '0');
}

const on_postgres = (name, body) => test(name, t => with_program({ engine: 'postgres' }, body, t));

on_postgres('killed before the data was in place, a start has the old data', async program => {
  await killed(program, await with_archive(program), '');
  assert.deepEqual(await keys(program), ['Later']);
  told(program, "cut off before the archive's data was in place");
  assert.equal(schemas(program), '');
});

on_postgres('killed before the data was in place, the next restore finds the old data, and asks before it replaces that', async program => {
  const archive = await with_archive(program);
  await killed(program, archive, '');
  const refused = program.command('restore', archive);
  assert.equal(refused.status, 1);
  assert.match(refused.out, /cut off before the archive's data was in place; the data from before is back/);
  assert.match(refused.err, /already holds a workspace; replace it with --force/);
  assert.match(program.must('restore', archive, '--force'), /^Restored as of/);
  assert.deepEqual(await keys(program), []);
});

on_postgres('bare tables that somebody has made meanwhile are nobody’s data', async program => {
  await killed(program, await with_archive(program), '');
  program.damage('CREATE TABLE public.staff (id BIGINT)');
  assert.deepEqual(await keys(program), ['Later']);
});

on_postgres('killed when the data was in place, a start has the new data', async program => {
  await killed(program, await with_archive(program), IN_ITS_PLACE);
  assert.deepEqual(await keys(program), []);
  told(program, "cut off after the archive's data was in place");
  assert.equal(schemas(program), '');
});

on_postgres('killed when the data was in place, the next restore replaces the new data', async program => {
  const archive = await with_archive(program);
  await killed(program, archive, IN_ITS_PLACE);
  assert.match(program.must('restore', archive, '--force'), /cut off after the archive's data was in place.*\nRestored as of/);
  assert.deepEqual(await keys(program), []);
});

on_postgres('while a restore is at work nobody takes it for one that was killed; when it fails, the old data is back', async program => {
  const archive = await with_archive(program);
  const [begun, hold] = ['begun', 'hold'].map(name => join(program.folder, name));
  writeFileSync(hold, '');
  stand_in(program, `: > '${begun}'\nwhile [ -e '${hold}' ]; do sleep 0.1; done\nexit 1`);
  const restore = spawn(BANSO, ['restore', archive, '--force'], { env: program.env, stdio: 'ignore' });
  const ended = new Promise(done => restore.once('exit', done));
  at_end(() => restore.kill('SIGKILL'));
  await until('pg_restore runs', () => existsSync(begun));
  const other = await Program.prepare({ database: program.database });
  for (const command of [['init'], ['restore', archive, '--force']]) {
    const { status, err } = other.command(...command);
    assert.equal(status, 1);
    assert.match(err, /a restore into this database is at work/);
  }
  assert.equal(schemas(program), 'banso_replaced');
  rmSync(hold);
  assert.equal(await ended, 1);
  assert.deepEqual(await keys(program), ['Later']);
});

test('on SQLite, what a killed restore had unpacked goes at the next start', t => with_program({ engine: 'sqlite' }, async program => {
  await program.stop_serving();
  const part = join(program.data, 'banso.db.part');
  writeFileSync(part, 'everything about everybody');
  assert.deepEqual(await keys(program), []);
  assert.ok(!existsSync(part));
  told(program, `what it had unpacked is deleted: ${part}`);
}, t));

test('on SQLite, the log that a damaged database could not take in stays with it, and its name is not given again', t => with_program({ engine: 'sqlite' }, async program => {
  const archive = await with_archive(program);
  const file = join(program.data, 'banso.db');
  const damages = { header: [0, 'no database'], catalog: [100, 'no page'] };
  let kept = `${file}.replaced`;
  for (const [name, [at, text]] of Object.entries(damages)) {
    const [bytes, log] = [readFileSync(file), `what was committed last, ${name}`];
    bytes.write(text, at);
    writeFileSync(file, bytes);
    writeFileSync(`${file}-wal`, log);
    assert.ok(program.must('restore', archive, '--force').startsWith(`The old database is kept as ${kept}.\n`));
    assert.equal(readFileSync(`${kept}-wal`, 'utf8'), log);
    assert.deepEqual(readFileSync(kept), bytes);
    rmSync(kept); // its log alone keeps the name
    kept = `${file}.replaced-2`;
  }
  assert.deepEqual(await keys(program), []);
}, t));

test('on SQLite, two restores in a row keep what each of them replaced, and say where', t => with_program({ engine: 'sqlite' }, async program => {
  const archive = await with_archive(program);
  const file = join(program.data, 'banso.db');
  for (const name of [`${file}.replaced`, `${file}.replaced-2`]) {
    assert.ok(program.must('restore', archive, '--force').startsWith(`The old database is kept as ${name}.\n`));
  }
  rmSync(file);
  program.must('restore', archive);
  assert.ok(existsSync(`${file}.replaced`) && existsSync(`${file}.replaced-2`));
  rmSync(file);
  program.options.args = ['--database', `sqlite:${file}.replaced`];
  assert.deepEqual(await keys(program), ['Later'], 'the first of them is the workspace as it was');
}, t));
