// Backup while the program goes on, and restore: what was there is there again, and nothing that was changed passes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '../kit/hung.mjs';
import { BANSO, bothEngines, OWNER, Program, with_program } from '../kit/program.mjs';
import { new_database } from '../kit/postgres.mjs';

async function sign_in(program) {
  const client = program.client();
  await client.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  return client;
}

/** A separate program in a new place, filled from the archive. */
async function restored(archive, engine, body) {
  const other = await Program.prepare({ engine });
  try {
    const told = other.must('restore', archive);
    assert.match(told, /Restored as of \d{4}-/);
    await other.serve();
    await body(other, told);
  } finally {
    await other.stop();
  }
}

for (const engine of ['sqlite', 'postgres']) {
  test(`an archive made beside the server makes an equal workspace elsewhere (${engine})`, t => with_program({ engine }, async program => {
    await program.owner.post('/api/v1/keys', { name: 'Kept', rights: 'view' });
    const archive = join(program.folder, 'one.tar');
    assert.equal(program.must('backup', archive).trim(), archive);
    assert.equal(statSync(archive).mode & 0o077, 0, 'others may not read it');
    await program.owner.post('/api/v1/keys', { name: 'Later', rights: 'view' });
    await restored(archive, engine, async other => {
      const names = (await (await sign_in(other)).all('/api/v1/keys')).map(key => key.name);
      assert.deepEqual(names, ['Kept']);
      // Facts go on being delivered and written after the last one of the archive.
      const before = await (await sign_in(other)).all('/api/v1/audit');
      other.must('key', 'create', '--name', 'After', '--rights', 'view');
      const after = await (await sign_in(other)).all('/api/v1/audit?kind=key.created');
      assert.equal(after[0].body.name ?? 'After', 'After');
      assert.ok(before.length > 0 && after.length === 2);
    });
  }, t));
}

bothEngines('tar reads the archive, and the manifest tells the truth', async program => {
  const archive = program.must('backup').trim();
  const listed = spawnSync('tar', ['-tf', archive], { encoding: 'utf8' }).stdout.trim().split('\n');
  assert.deepEqual(listed, ['manifest.json', 'database']);
  const folder = join(program.folder, 'out');
  mkdirSync(folder);
  spawnSync('tar', ['-xf', archive, '-C', folder]);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json')));
  const sum = spawnSync('sha256sum', [join(folder, 'database')], { encoding: 'utf8' }).stdout.split(' ')[0];
  assert.equal(manifest.files[0].sha256, sum);
  assert.equal(manifest.rows.staff, 1);
  assert.match(manifest.keys, /elsewhere/);
  assert.equal((await program.owner.all('/api/v1/backups')).length, 1);
});

test('an archive that was changed by one bit is refused, and nothing is touched', t => with_program({}, async program => {
  const archive = program.must('backup').trim();
  const bytes = readFileSync(archive);
  for (const place of [700, 5000, bytes.length - 2000]) {
    const changed = Buffer.from(bytes);
    changed[place] ^= 1;
    const path = join(program.folder, 'changed.tar');
    writeFileSync(path, changed);
    const other = await Program.prepare();
    const { status, err } = other.command('restore', path);
    assert.equal(status, 2, `bit ${place}`);
    assert.match(err, /not an intact Banso archive|invalid JSON/);
    assert.ok(!existsSync(join(other.data, 'banso.db')));
    await other.stop();
  }
  const other = await Program.prepare();
  writeFileSync(join(program.folder, 'short.tar'), bytes.subarray(0, bytes.length / 2));
  assert.equal(other.command('restore', join(program.folder, 'short.tar')).status, 2);
  await other.stop();
}, t));

/** A member of a tar file with other content under the header of `like`. */
function member(like, bytes) {
  const header = Buffer.from(like);
  header.write(bytes.length.toString(8).padStart(11, '0'), 124);
  header.fill(' ', 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** What somebody could put together who knows the format. */
function forged(program, archive, change) {
  const bytes = readFileSync(archive);
  const size = parseInt(bytes.toString('latin1', 124, 135), 8);
  const manifest = JSON.parse(bytes.toString('utf8', 512, 512 + size));
  const second = 512 + Math.ceil(size / 512) * 512;
  const parts = { manifest, database: bytes.subarray(second + 512, second + 512 + manifest.files[0].size) };
  delete manifest.sha256;
  change(parts);
  const hash = what => createHash('sha256').update(what).digest('hex');
  Object.assign(manifest.files[0], { size: parts.database.length, sha256: hash(parts.database) });
  const body = JSON.stringify(manifest).slice(0, -1);
  const path = join(program.folder, 'forged.tar');
  const sealed = Buffer.from(`${body},"sha256":"${hash(body)}"}\n`);
  writeFileSync(path, Buffer.concat([member(bytes.subarray(0, 512), sealed), member(bytes.subarray(second, second + 512), parts.database), Buffer.alloc(1024)]));
  return path;
}

test('an archive whose database holds less than it says is refused, and nothing is touched', t => with_program({}, async program => {
  const archive = program.must('backup').trim();
  const other = await Program.prepare();
  const refused = (change, why) => {
    const { status, err } = other.command('restore', forged(program, archive, change));
    assert.equal(status, 2, err);
    assert.match(err, why);
    assert.ok(!existsSync(join(other.data, 'banso.db')));
    return err;
  };
  try {
    refused(({ manifest }) => (manifest.rows.staff += 1), /the archive says 2 staff, but its database holds 1/);
    refused(parts => (parts.database = Buffer.alloc(0)), /the archive holds no workspace: .*no such table/);
    const told = refused(({ manifest }) => (manifest.engine = '\u001b[2Jx'), /the archive is from \?\[2Jx/);
    assert.ok(!told.includes('\u001b'));
    assert.equal(other.command('restore', forged(program, archive, () => {})).status, 0, 'what is as it says is taken');
  } finally {
    await other.stop();
  }
}, t));

bothEngines('a workspace is replaced only by --force, and never under a running server', async program => {
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  assert.match(program.command('restore', archive, '--force').err, /is in use; is the server running\?/);
  await program.owner.post('/api/v1/keys', { name: 'Later', rights: 'view' });
  await program.stop_serving();
  const refused = program.command('restore', archive);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /--force/);
  program.must('restore', archive, '--force');
  await program.serve();
  assert.deepEqual(await (await sign_in(program)).all('/api/v1/keys'), []);
});

test('an archive of one engine makes no database of the other', t => with_program({}, async program => {
  const archive = program.must('backup').trim();
  const database = await new_database();
  const { status, err } = program.command('restore', archive, '--database', database.address, '--data', join(program.folder, 'other'));
  database.drop();
  assert.equal(status, 2);
  assert.match(err, /sqlite.*PostgreSQL/);
}, t));

/** A folder on another file system than the data, as the disk for backups is. */
function elsewhere(program, t) {
  const place = ['/dev/shm', tmpdir()].find(path => statSync(path).dev !== statSync(program.data).dev);
  assert.ok(place, '/dev/shm is a file system of its own');
  const folder = mkdtempSync(join(place, 'banso-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const kept = program => readdirSync(join(program.data, 'backups'));

bothEngines('a backup goes to another disk, whole and under its own name', async (program, t) => {
  const folder = elsewhere(program, t);
  const archive = join(folder, 'nightly.tar');
  assert.equal(program.must('backup', archive).trim(), archive);
  assert.deepEqual(readdirSync(folder), ['nightly.tar']);
  assert.equal(statSync(archive).mode & 0o077, 0, 'others may not read it');
  assert.deepEqual(kept(program), [], 'nothing stays in the data directory');
  await restored(archive, program.options.engine, async other => assert.ok(await sign_in(other)));
});

test('a disk for backups that is full gets nothing, and the archive is said to stay, once', t => with_program({}, async program => {
  const folder = elsewhere(program, t);
  for (const name of ['one.tar', 'two.tar']) {
    const told = spawnSync('prlimit', ['--fsize=4096', BANSO, 'backup', join(folder, name)], { encoding: 'utf8', env: program.env });
    assert.equal(told.status, 1, told.stderr);
    const place = /the archive stays at (.*)/.exec(told.stderr)?.[1];
    assert.match(told.stderr, /File too large/);
    assert.deepEqual(readdirSync(folder), []);
    assert.deepEqual(kept(program).map(file => join(program.data, 'backups', file)), [place]);
    await restored(place, 'sqlite', async other => assert.ok(await sign_in(other)));
  }
}, t));

test('where no archive can go none is made', t => with_program({}, async program => {
  const file = join(program.folder, 'file');
  writeFileSync(file, 'taken');
  for (const [path, why] of [[file, /exists/], [program.folder, /exists/], [join(program.folder, 'none', 'one.tar'), /No such/], [join(file, 'one.tar'), /no file can|Not a dir/]]) {
    const { status, err } = program.command('backup', path);
    assert.equal(status, 2, err);
    assert.match(err, why);
  }
  assert.equal(readFileSync(file, 'utf8'), 'taken');
  assert.deepEqual(await program.owner.all('/api/v1/backups'), []);
}, t));

const SOMEBODY = 54321;
const everything = folder => [folder, ...readdirSync(folder, { recursive: true }).map(name => join(folder, name))];
const not_theirs = folder => everything(folder).filter(path => statSync(path).uid !== SOMEBODY);

test('what root does in the data directory of somebody else leaves nothing that they cannot open', async t => {
  if (process.getuid() !== 0) return t.skip('needs root');
  return with_program({ engine: 'sqlite' }, async program => {
    await program.stop_serving();
    for (const path of everything(program.data)) chownSync(path, SOMEBODY, SOMEBODY);
    const archive = program.must('backup').trim();
    const link = join(program.folder, 'link'); // as systemd puts one in front of the directory of a service
    symlinkSync(program.data, link);
    program.must('restore', archive, '--force', '--data', link);
    assert.deepEqual(not_theirs(program.data), []);
  });
});

test('a database of somebody else outside the data directory stays theirs, whether root creates it or restores it', async t => {
  if (process.getuid() !== 0) return t.skip('needs root');
  return with_program({ engine: 'sqlite' }, async program => {
    const archive = program.must('backup').trim();
    const folder = join(program.folder, 'theirs');
    mkdirSync(folder);
    chownSync(folder, SOMEBODY, SOMEBODY);
    const other = await Program.prepare({ database: `sqlite:${join(folder, 'other.db')}` });
    other.must('init');
    assert.deepEqual(not_theirs(folder), []);
    other.must('restore', archive, '--force');
    assert.deepEqual(not_theirs(folder), []);
    rmSync(join(folder, 'other.db'));
    other.must('restore', archive);
    assert.deepEqual(not_theirs(folder), []);
    assert.ok(readdirSync(folder).includes('other.db'));
  });
});
