// Files on notes, calls and tasks, from outside: stored once, gone with the last that names them, whole or not there at
// all, never run by a browser, in the backup, in the export of a person, and erased with them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually, test } from '../kit/hung.mjs';
import { bothEngines, Program, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T03:00:00Z';
const PIECE = 192 * 1024;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const path_of = (subject, name) => `/api/v1/files?subject=${subject}&name=${encodeURIComponent(name)}`;
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

const attach = (api, subject, name, bytes, headers) =>
  api.call('POST', path_of(subject, name), bytes, { headers: { 'content-type': 'application/octet-stream', ...headers } });

/** The bare answer of a download, with its bytes. */
async function download(api, id, headers = {}, method = 'GET') {
  const answer = await fetch(`${api.url}/api/v1/files/${id}/content`, { method, headers: api.headers(headers) });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** An account with a note, a call with a person, and a task. */
async function desk(program) {
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const contact = await api.post('/api/v1/contacts', { account_id: account.id, external_id: 'u-1', name: 'Person One' });
  const note = await api.post('/api/v1/notes', { account_id: account.id, text: 'With a plan' });
  const call = await api.post('/api/v1/calls', { account_id: account.id, contact_id: contact.id, direction: 'in', outcome: 'reached', text: 'They sent it' });
  const task = await api.post('/api/v1/tasks', { account_id: account.id, title: 'Read it' });
  return { api, account, contact, note: `note:${note.id}`, call: `call:${call.id}`, task: `task:${task.id}` };
}

const blobs = program => Number(program.query('SELECT COUNT(*) FROM blob'));
const pieces = program => Number(program.query('SELECT COUNT(*) FROM blob_piece'));
const files = async (api, subject) => (await api.get(`/api/v1/files?subject=${subject}`)).items;

/** Moves the program's time on by so many minutes. */
function later(program, minutes) {
  program.clock(new Date(Date.parse(CLOCK) + minutes * 60_000));
}

/** A request of which the test says each byte; `answer` is all that comes back. */
function raw(program, api, subject, name, headers) {
  const socket = connect(program.port, '127.0.0.1');
  let text = '';
  socket.on('data', data => (text += data));
  socket.on('error', () => {});
  const answer = new Promise(done => socket.on('close', () => done(text)));
  socket.write(`POST ${path_of(subject, name)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.options.token}\r\n${headers}\r\n\r\n`);
  return { socket, answer };
}

bothEngines('what is attached comes back, whole or in part', async program => {
  const { api, account, note, call, task } = await desk(program);
  const bytes = randomBytes(3 * PIECE + 1000);
  const made = await attach(api, note, 'plan.bin', bytes);
  assert.deepEqual([made.name, made.size, made.sha256, made.subject, made.media], ['plan.bin', bytes.length, sha256(bytes), note, 'application/octet-stream']);
  for (const [subject, name] of [[call, 'sent.bin'], [task, 'read.bin']]) await attach(api, subject, name, randomBytes(10));
  assert.deepEqual((await files(api, note)).map(file => file.id), [made.id]);

  const whole = await download(api, made.id);
  assert.ok(whole.bytes.equals(bytes));
  assert.equal(whole.headers.get('content-length'), String(bytes.length));
  assert.equal((await download(api, made.id, {}, 'HEAD')).headers.get('content-length'), String(bytes.length));
  const tag = whole.headers.get('etag');
  assert.equal((await download(api, made.id, { 'if-none-match': tag })).status, 304);
  for (const [range, from, until] of [['bytes=0-9', 0, 10], [`bytes=${PIECE - 5}-${PIECE + 5}`, PIECE - 5, PIECE + 6], [`bytes=${2 * PIECE}-`, 2 * PIECE, bytes.length], ['bytes=-7', bytes.length - 7, bytes.length], ['bytes=10-99999999', 10, bytes.length]]) {
    const part = await download(api, made.id, { range });
    assert.equal(part.status, 206, range);
    assert.ok(part.bytes.equals(bytes.subarray(from, until)), range);
    assert.equal(part.headers.get('content-range'), `bytes ${from}-${until - 1}/${bytes.length}`);
  }
  for (const range of ['bytes=5-2', 'lines=1-2', 'bytes=1-2,5-6', 'bytes=-']) assert.equal((await download(api, made.id, { range })).status, 200, range);
  const outside = await download(api, made.id, { range: `bytes=${bytes.length}-` });
  assert.deepEqual([outside.status, outside.headers.get('content-range')], [416, `bytes */${bytes.length}`]);
  assert.equal((await download(api, made.id, { range: 'bytes=0-1', 'if-range': '"another"' })).status, 200);

  const { items } = await api.get(`/api/v1/accounts/${account.id}/timeline`);
  const shown = Object.fromEntries(items.filter(item => item.files.length).map(item => [item.kind, item.files.map(file => file.name)]));
  assert.deepEqual(shown, { 'note.added': ['plan.bin'], 'call.logged': ['sent.bin'], 'task.created': ['read.bin'] });
  assert.deepEqual(items.filter(item => item.kind === 'file.attached').map(item => item.title).sort(), ['plan.bin', 'read.bin', 'sent.bin']);
  const facts = program.query("SELECT body FROM fact WHERE kind = 'file.attached'");
  assert.ok(!/plan|sent|read/.test(facts), 'facts name files by their ids alone');
  const empty = await attach(api, note, 'empty.txt', Buffer.alloc(0));
  assert.equal((await download(api, empty.id)).bytes.length, 0);
}, { clock: CLOCK });

bothEngines('what is attached to a task goes with the account that the task has now', async program => {
  const { api, account, task } = await desk(program);
  const id = Number(task.slice(5));
  const other = await api.post('/api/v1/accounts', { name: 'Other' });
  await attach(api, task, 'a.bin', randomBytes(10));
  await api.patch(`/api/v1/tasks/${id}`, { title: 'Read it soon' });
  await api.patch(`/api/v1/tasks/${id}`, { account_id: other.id });
  assert.deepEqual((await files(api, task)).map(file => file.account_id), [other.id]);
  await api.delete(`/api/v1/accounts/${account.id}`);
  assert.deepEqual((await files(api, task)).map(file => file.name), ['a.bin'], 'the task lives on');
  await api.patch(`/api/v1/tasks/${id}`, { account_id: null });
  assert.deepEqual((await files(api, task)).map(file => file.account_id), [null]);
  await api.patch(`/api/v1/tasks/${id}`, { account_id: other.id });
  await api.delete(`/api/v1/accounts/${other.id}`);
  assert.equal(Number(program.query('SELECT COUNT(*) FROM file')), 0);
  await eventually(() => blobs(program), count => count === 0);
}, { clock: CLOCK });

bothEngines('the same content is stored once, and goes with the last that names it', async program => {
  const { api, note, call, task, account } = await desk(program);
  const bytes = randomBytes(20 * PIECE + 5);
  const [one, two, three] = [await attach(api, note, 'a.bin', bytes), await attach(api, call, 'b.bin', bytes), await attach(api, task, 'c.bin', bytes)];
  await eventually(() => [blobs(program), pieces(program)], ([all, parts]) => all === 1 && parts === 21);
  assert.equal((await api.get('/api/v1/file-room')).used, bytes.length);

  await api.delete(`/api/v1/files/${one.id}`);
  assert.equal((await download(api, one.id)).status, 404);
  assert.deepEqual(await files(api, note), []);
  assert.equal((await api.post(`/api/v1/files/${one.id}/restoration`)).name, 'a.bin');
  assert.ok((await download(api, one.id)).bytes.equals(bytes), 'it was put back');

  await api.delete(`/api/v1/files/${one.id}`);
  later(program, 61);
  await eventually(() => program.query(`SELECT COUNT(*) FROM file WHERE id = ${one.id}`), count => count === '0');
  assert.equal((await api.ask('POST', `/api/v1/files/${one.id}/restoration`)).status, 404);
  await api.delete(`/api/v1/calls/${call.slice(5)}`);
  assert.ok((await download(api, three.id)).bytes.equals(bytes), 'the task still has it');
  assert.equal((await download(api, two.id)).status, 404);
  await api.delete(`/api/v1/accounts/${account.id}`);
  await eventually(() => blobs(program) + pieces(program), count => count === 0);
  assert.equal((await api.get('/api/v1/file-room')).used, 0);
}, { clock: CLOCK });

bothEngines('an upload is there whole, or not at all', async program => {
  const { api, note } = await desk(program);
  const bytes = randomBytes(4 * PIECE + 77);
  // In chunks of no even size.
  const chunked = raw(program, api, note, 'chunked.bin', 'Transfer-Encoding: chunked\r\nConnection: close');
  for (let at = 0; at < bytes.length; at += 70_001) {
    const part = bytes.subarray(at, at + 70_001);
    chunked.socket.write(`${part.length.toString(16)}\r\n`);
    chunked.socket.write(part);
    chunked.socket.write('\r\n');
  }
  chunked.socket.write('0\r\n\r\n');
  assert.match(await chunked.answer, /^HTTP\/1.1 201/);
  const [{ id, sha256: sum }] = await files(api, note);
  assert.equal(sum, sha256(bytes));
  await api.delete(`/api/v1/files/${id}`);
  await eventually(() => pieces(program), count => count === 5);

  // Fewer bytes than were announced, and a sender that goes away.
  const other = randomBytes(3 * PIECE);
  const short = raw(program, api, note, 'short.bin', `Content-Length: ${other.length + 1}`);
  short.socket.write(other);
  await eventually(() => pieces(program), count => count > 5);
  short.socket.end();
  assert.doesNotMatch(await short.answer, /^HTTP\/1.1 2/);
  // Chunks that break off, and chunks that are not chunks.
  for (const said of ['5\r\nabc', 'zz\r\nabc\r\n0\r\n\r\n']) {
    const broken = raw(program, api, note, 'broken.bin', 'Transfer-Encoding: chunked');
    broken.socket.end(said);
    assert.doesNotMatch(await broken.answer, /^HTTP\/1.1 2/);
  }
  assert.deepEqual(await files(api, note), []);
  await eventually(() => pieces(program), count => count === 5); // what was cut off is cleared away
  later(program, 61);
  await eventually(() => blobs(program), count => count === 0);
}, { clock: CLOCK });

bothEngines('limits hold, and say so', async program => {
  const { api, note, task } = await desk(program);
  await api.patch('/api/v1/workspace', { file_max: 2000, files_max: 5000 });
  const refused = async (bytes, headers) => {
    const { status, body } = await api.ask('POST', path_of(task, 'x.bin'), bytes, { headers: { 'content-type': 'application/octet-stream', ...headers } });
    return [status, body.reason ?? body.code];
  };
  assert.deepEqual(await refused(randomBytes(2001)), [413, 'file_large']);
  for (const name of ['a', 'b', 'c']) await attach(api, note, name, randomBytes(1500));
  assert.deepEqual(await refused(randomBytes(1500)), [413, 'files_full']);
  const chunked = raw(program, api, task, 'chunked.bin', 'Transfer-Encoding: chunked\r\nConnection: close');
  chunked.socket.write(`1\r\na\r\n0\r\n\r\n`);
  assert.match(await chunked.answer, /files_full/); // it might become 2,000
  await api.patch('/api/v1/workspace', { file_max: 2000, files_max: 1_000_000 });
  const large = raw(program, api, task, 'chunked.bin', 'Transfer-Encoding: chunked\r\nConnection: close');
  large.socket.write(`bb8\r\n${'x'.repeat(3000)}\r\n0\r\n\r\n`);
  assert.match(await large.answer, /^HTTP\/1.1 413/);
  await api.patch('/api/v1/workspace', { file_max: 0 });
  assert.deepEqual(await refused(Buffer.from('none')), [413, 'file_large']);
  await api.patch('/api/v1/workspace', { file_max: 10 });
  for (let i = 0; i < 20; i++) await attach(api, task, `${i}`, Buffer.from(`${i}`));
  assert.deepEqual(await refused(Buffer.from('one more')), [400, 'too_many']);
  for (const wrong of [{ file_max: -1 }, { file_max: 2 ** 30 + 1 }, { files_max: 2 ** 41 }]) assert.equal((await api.ask('PATCH', '/api/v1/workspace', wrong)).status, 400);
}, { clock: CLOCK });

test('a browser shows images alone, and nothing that was attached runs', t => with_program({ clock: CLOCK }, async program => {
  const { api, note } = await desk(program);
  const script = '<script>alert(1)</script>';
  const save = { 'page.html': `<!doctype html>${script}`, 'picture.svg': `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`, 'data.xml': `<?xml version="1.0"?>${script}`, 'image.png': `<html>${script}`, 'photo.jpg': 'GIF8', 'paper.pdf': '%PDF-1.4', 'page.mht': 'MIME-Version: 1.0', 'run.js': 'alert(1)' };
  for (const [name, content] of Object.entries(save)) {
    const { id } = await attach(api, note, name, Buffer.from(content), { 'content-type': 'text/html' });
    const { headers } = await download(api, id);
    assert.equal(headers.get('content-type'), 'application/octet-stream', name);
    assert.match(headers.get('content-disposition'), /^attachment;/, name);
  }
  const show = { 'a.png': [PNG, 'image/png'], 'b.txt': [Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'], 'c.html': [Buffer.from('GIF89a<script>'), 'image/gif'], 'd.webp': [Buffer.from('RIFF\x04\x00\x00\x00WEBPVP8 '), 'image/webp'] };
  for (const [name, [content, type]] of Object.entries(show)) {
    const { id } = await attach(api, note, name, content, { 'content-type': 'text/html' });
    const { headers } = await download(api, id);
    assert.equal(headers.get('content-type'), type, name);
    assert.match(headers.get('content-disposition'), /^inline;/, name);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy'), /default-src 'none'.*sandbox/);
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
  }
}, t));

test('names are kept as they are, and those that deceive are refused', t => with_program({ clock: CLOCK }, async program => {
  const { api, note } = await desk(program);
  const { id } = await attach(api, note, '報告書 "最終" か\u3099.pdf', Buffer.from('x'));
  const [file] = await files(api, note);
  assert.equal(file.name, '報告書 "最終" が.pdf');
  assert.equal((await download(api, id)).headers.get('content-disposition'),
    `attachment; filename="${'_'.repeat(9)} _${'_'.repeat(6)}_ ___.pdf"; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  for (const name of ['', ' ', '.', '..', '../x', 'a/b', 'a\\b', 'a\r\nX: y', 'a\tb', 'x\u202efdp.exe', 'a\u200b.exe', 'a\u2066b', 'a\ufeffb', 'a\u0085', 'a\u2028b', 'x'.repeat(256)]) {
    const { status, body } = await api.ask('POST', path_of(note, name), Buffer.from('x'));
    assert.deepEqual([status, body.field], [400, 'name'], JSON.stringify(name));
  }
  assert.equal((await api.ask('POST', `/api/v1/files?subject=${note}&name=a%00b`, Buffer.from('x'))).status, 400);
  for (const subject of ['note', 'note:', 'note:x', 'account:1', ':1', 'note:1:2', 'note:99999999999999999999']) assert.equal((await api.ask('POST', path_of(subject, 'a'), Buffer.from('x'))).status, 400, subject);
  assert.equal((await api.ask('POST', path_of('note:1', 'a'), Buffer.from('x'))).status, 404);
  assert.equal((await files(api, note)).length, 1);
}, t));

bothEngines('a program that is killed in mid-upload shows nothing of it, and clears it away', async program => {
  const { api, note } = await desk(program);
  const kept = randomBytes(2 * PIECE);
  const { id } = await attach(api, note, 'kept.bin', kept);
  const upload = raw(program, api, note, 'never.bin', `Content-Length: ${10 * PIECE}`);
  upload.socket.write(randomBytes(4 * PIECE + 1));
  await eventually(() => pieces(program), count => count > 4);
  await program.kill();
  await upload.answer;
  await program.serve();
  const again = program.client({ token: api.options.token });
  assert.deepEqual((await files(again, note)).map(file => file.name), ['kept.bin']);
  assert.ok((await download(again, id)).bytes.equals(kept));
  later(program, 11);
  await eventually(() => [blobs(program), pieces(program)], ([all, parts]) => all === 1 && parts === 2);
  assert.match(program.command('doctor').out, /^good +integrity/m);
}, { clock: CLOCK });

test('a disk that is full says so, and loses nothing', t => with_program({ clock: CLOCK }, async program => {
  const { api, note } = await desk(program);
  const kept = randomBytes(2 * PIECE);
  const { id } = await attach(api, note, 'kept.bin', kept);
  const limit = bytes => assert.equal(spawnSync('prlimit', ['--pid', String(program.process.pid), `--fsize=${bytes}:unlimited`]).status, 0);
  limit(1);
  // Larger than what is read and dropped of other requests: a caller who may send it gets the answer.
  const { status, body } = await api.ask('POST', path_of(note, 'large.bin'), randomBytes(20 << 20), { headers: { 'content-type': 'application/octet-stream' } });
  assert.deepEqual([status, body.code], [507, 'full']);
  assert.ok((await download(api, id)).bytes.equals(kept), 'reads go on');
  limit('unlimited');
  const then = randomBytes(2 * PIECE + 9);
  const { id: second } = await attach(api, note, 'then.bin', then);
  assert.ok((await download(api, second)).bytes.equals(then));
  assert.deepEqual((await files(api, note)).map(file => file.name), ['kept.bin', 'then.bin']);
  await eventually(() => pieces(program), count => count === 5);
  assert.match(program.command('doctor').out, /^good +integrity/m);
}, t));

bothEngines('a backup brings back the same bytes', async program => {
  const { api, note } = await desk(program);
  const bytes = randomBytes(3 * PIECE + 3);
  const { id } = await attach(api, note, 'plan.bin', bytes);
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  const other = await Program.prepare({ engine: program.options.engine });
  try {
    other.must('restore', archive);
    await other.serve();
    assert.ok((await download(other.client({ token: api.options.token }), id)).bytes.equals(bytes));
  } finally {
    await other.stop();
  }
}, { clock: CLOCK });

bothEngines('the export of a person contains their files, and an erasure leaves no byte of them', async program => {
  const { api, contact, note, call } = await desk(program);
  const mark = 'UnmistakableContent', name = 'UnmistakableName.txt';
  const bytes = Buffer.from(`${mark} `.repeat(30_000));
  await attach(api, call, name, bytes, { 'idempotency-key': 'one' });
  const second = await attach(api, call, 'second.bin', randomBytes(100));
  await attach(api, note, 'stays.txt', Buffer.from('what others wrote stays'));
  await api.delete(`/api/v1/files/${second.id}`); // removed, and not yet gone
  const { files: exported } = await api.get(`/api/v1/contacts/${contact.id}/export`);
  assert.deepEqual(exported.map(({ file }) => file.name), [name, 'second.bin']);
  assert.ok(Buffer.from(exported[0].content, 'base64').equals(bytes));

  const hits = () => readdirSync(program.data, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).flatMap(entry => {
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    return [mark, name].filter(word => text.includes(word)).map(word => `${entry.name}: ${word}`);
  });
  const dumped = () => spawnSync('pg_dump', ['--data-only', '-d', program.database], { encoding: 'latin1', maxBuffer: 1 << 28 }).stdout;
  const left = () => program.database ? [mark, Buffer.from(mark).toString('hex'), name].filter(word => dumped().includes(word)) : hits();
  assert.ok(left().length >= 2, 'it is there to be found');
  await api.delete(`/api/v1/contacts/${contact.id}`);
  await eventually(left, found => found.length === 0);
  await eventually(() => blobs(program), count => count === 1);
  assert.deepEqual((await files(api, note)).map(file => file.name), ['stays.txt']);
  assert.deepEqual(await files(api, call), []);
}, { clock: CLOCK });

// The memory of the program as the system counts it; what the sanitizers keep of freed memory is not the program's.
const FRUGAL = { ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=1:quarantine_size_mb=0:thread_local_quarantine_size_kb=0' };
// SQLite's writer has a cache of 64 MB, which any work fills: it is full before anything is measured.
const LARGE = 64 << 20, MORE = 16 << 20, CACHE = 72 << 20;

function peak(program) {
  const status = readFileSync(`/proc/${program.process.pid}/status`, 'latin1');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) * 1024;
}

function forget_peak(program) {
  writeFileSync(`/proc/${program.process.pid}/clear_refs`, '5');
  return peak(program);
}

bothEngines('a large file costs little memory, coming and going', async program => {
  const { api, note } = await desk(program);
  await api.patch('/api/v1/workspace', { file_max: CACHE });
  const warm = await attach(api, note, 'warm.bin', randomBytes(program.database ? PIECE : CACHE));
  await download(api, warm.id);
  const bytes = randomBytes(LARGE);
  let before = forget_peak(program);
  const { id } = await attach(api, note, 'large.bin', bytes);
  assert.ok(peak(program) - before < MORE, `coming cost ${(peak(program) - before) >> 20} MB`);
  before = forget_peak(program);
  assert.equal(sha256((await download(api, id)).bytes), sha256(bytes));
  assert.ok(peak(program) - before < MORE, `going cost ${(peak(program) - before) >> 20} MB`);
}, { clock: CLOCK, env: FRUGAL });
