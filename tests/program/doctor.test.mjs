// The doctor: 0 on a set-up that is well, and for each thing that is broken a finding that says what to do.
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, test } from '../kit/hung.mjs';
import { bothEngines, Program, with_program } from '../kit/program.mjs';

const T0 = '2026-11-20T00:00:00Z';
const days = n => new Date(Date.parse(T0) + n * 86_400_000).toISOString();

/** The findings, each well formed, and the exit code that must follow from them. */
function findings(program, ...args) {
  const { status, out, err } = program.command('doctor', '--format', 'json', ...args);
  const all = out.trim().split('\n').map(line => JSON.parse(line));
  for (const finding of all) {
    assert.ok(['good', 'warn', 'bad'].includes(finding.state), JSON.stringify(finding));
    if (finding.state === 'good') assert.equal(finding.advice ?? null, null, JSON.stringify(finding));
    else assert.ok(finding.advice?.length > 10, `it says what to do: ${JSON.stringify(finding)}`);
  }
  assert.equal(status, all.every(finding => finding.state === 'good') ? 0 : 3, out + err);
  return all;
}

/** Exactly this is found, with such a text and advice. */
function found(program, wanted, ...args) {
  const list = findings(program, ...args).filter(finding => finding.state !== 'good');
  assert.deepEqual(list.map(({ check, state }) => [check, state]), wanted.map(([check, state]) => [check, state]), JSON.stringify(list));
  list.forEach((finding, i) => {
    assert.match(finding.text, wanted[i][2]);
    if (wanted[i][3]) assert.match(finding.advice, wanted[i][3]);
  });
}

bothEngines('a set-up that is well ends with 0, on its first day and later, with a server and without', async program => {
  found(program, []);
  const ingest = await program.with_key('ingest');
  /** The use of the key is written down after the answer. */
  const track = async day => {
    await ingest.post('/v1/track', { userId: 'u', event: 'E', context: { groupId: 'g' } });
    await eventually(() => program.query("SELECT last_used_at FROM api_key WHERE rights = 'ingest'"), at => Number(at) === Date.parse(day));
  };
  await track(T0);
  found(program, []);
  program.clock(days(2));
  found(program, [['backup', 'warn', /no backup yet$/, /banso backup/]]);
  // Wherever the archive is taken to.
  program.must('backup', join(program.folder, 'elsewhere.tar'));
  found(program, []);
  await program.stop_serving();
  found(program, []);
  program.clock(days(3));
  found(program, [['events', 'warn', /last usage event 3 days ago; no ingest key used for 3 days/, /Keys/]]);
  await program.serve();
  await track(days(3));
  found(program, []);
  program.clock(days(12));
  const list = findings(program).filter(finding => finding.state !== 'good').map(finding => finding.check);
  assert.deepEqual(list, ['events', 'backup']);
}, { clock: T0 });

bothEngines('who reads it without --format sees the advice below each finding', async program => {
  program.clock(days(2));
  const { status, out } = program.command('doctor');
  assert.equal(status, 3);
  assert.match(out, /^warn {2}backup +no backup yet\n +-> run banso backup/m);
  assert.match(out, /^good {2}integrity /m);
}, { clock: T0 });

bothEngines('a clock that was set back, work that waits and work that failed are found', async program => {
  program.clock(days(-3));
  found(program, [['clock', 'bad', /newest record is from/, /set-ntp/]]);
  program.clock(T0);
  await program.stop_serving();
  const job = (id, state, at) => `INSERT INTO job (id, kind, lane, body, state, run_at, attempts, waits, progress, created_at, ended_at) VALUES (${id}, 'ops.nothing', 'house', '{}', '${state}', ${at}, 8, 0, 0, ${at}, ${at})`;
  program.damage(job(1, 'failed', Date.parse(T0)));
  found(program, [['jobs', 'warn', /failed for good: 1,/, /log/]]);
  program.damage(job(2, 'waiting', Date.parse(T0) - 700_000));
  found(program, [['jobs', 'bad', /late by over ten minutes: 1;/, /server is running/]]);
}, { clock: T0 });

bothEngines('tables that somebody changed are found', async program => {
  await program.stop_serving();
  program.damage('ALTER TABLE note RENAME TO notes');
  // Other checks ask the same tables: only what must be there is asked for.
  const bad = findings(program).filter(finding => finding.state === 'bad').map(finding => finding.check);
  assert.deepEqual(bad, ['statements']);
}, { clock: T0 });

test('a directory that others may look into is found, and one that is not ours', t =>
  with_program({ clock: T0 }, async program => {
    chmodSync(program.data, 0o755);
    found(program, [['data directory', 'warn', /other users can read/, /^chmod 700 \//]]);
  }, t));

test('time zones that the system does not know are found', async () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'banso-no-zones-'));
  const program = await Program.prepare({ clock: T0, env: { TZDIR: nowhere } });
  try {
    program.must('init');
    found(program, [['time zone', 'warn', /today is 2026-11-20 in the workspace; zone data 20\d\d[a-z] from the library ICU/, /install tzdata/]]);
    writeFileSync(join(nowhere, 'tzdata.zi'), '# version 2022e\n');
    mkdirSync(join(nowhere, 'Asia'));
    copyFileSync('/usr/share/zoneinfo/Asia/Tokyo', join(nowhere, 'Asia/Tokyo'));
    found(program, [['time zone', 'warn', /zone data 2022e from the system/, /install tzdata/]]);
    writeFileSync(join(nowhere, 'tzdata.zi'), '# version 2026b\n');
    found(program, []);
  } finally {
    await program.stop();
    rmSync(nowhere, { recursive: true });
  }
});

test('a damaged file is found, and what to restore from is said', t =>
  with_program({ clock: T0 }, async program => {
    await program.stop_serving();
    const pages = Number(program.damage('PRAGMA page_count'));
    const size = Number(program.damage('PRAGMA page_size'));
    const root = Number(program.damage("SELECT rootpage FROM sqlite_master WHERE name = 'fact_kind'"));
    assert.ok(root > 1 && root <= pages);
    writeSync(openSync(join(program.data, 'banso.db'), 'r+'), Buffer.alloc(size, 0x5a), 0, size, (root - 1) * size);
    const list = findings(program);
    const integrity = list.find(finding => finding.check === 'integrity');
    assert.equal(integrity?.state, 'bad', JSON.stringify(list));
    assert.match(integrity.advice, /banso restore/);
  }, t));

test('a database that does not open is the one finding', async () => {
  const program = await Program.prepare();
  try {
    const nothing = findings(program);
    assert.deepEqual(nothing.map(({ check, state }) => [check, state]), [['database', 'bad']]);
    assert.match(nothing[0].text, /banso init/);
    program.must('init');
    writeFileSync(join(program.data, 'banso.db'), 'this is no database, however long one looks at it '.repeat(100));
    const [finding, ...more] = findings(program);
    assert.deepEqual([finding.check, finding.state, more.length], ['database', 'bad', 0]);
    assert.match(finding.advice, /restore/);
    assert.deepEqual(findings(program, '--database', 'postgresql://banso@127.0.0.1:1/nothing').map(({ check, state }) => [check, state]), [['database', 'bad']]);
  } finally {
    await program.stop();
  }
});

test('addresses, URLs and TLS files that do not fit together are found', async () => {
  const program = await Program.prepare({ clock: T0 });
  try {
    program.must('init');
    found(program, [['address', 'bad', /without a public-url/, /set public-url/]], '--listen', '0.0.0.0:8080');
    found(program, [['address', 'warn', /without TLS/, /tls-certificate/]], '--listen', '127.0.0.1:8080', '--public-url', 'http://cs.example.com');
    found(program, [], '--listen', '127.0.0.1:8080', '--public-url', 'https://cs.example.com');
    const files = ['--tls-certificate', join(program.folder, 'no.pem'), '--tls-key', join(program.folder, 'no.key')];
    found(program, [['tls', 'bad', /no\.key cannot be read/, /make the file readable/]], '--public-url', 'https://cs.example.com', ...files);
  } finally {
    await program.stop();
  }
});
