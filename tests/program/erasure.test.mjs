// A person who was forgotten stays forgotten when a database of an earlier day is put in place: by `restore` here and
// on another machine, or by hand.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until_changed } from '../kit/client.mjs';
import { eventually, HUNG_MS, test } from '../kit/hung.mjs';
import { bothEngines, Program, with_program } from '../kit/program.mjs';
import { DEMO } from '../kit/sample.mjs';

const CLOCK = '2026-11-20T03:00:00Z';
const NAME = 'Person To Be Forgotten';
const list_of = program => join(program.data, 'erasures');

/** Two persons with events; one of them goes. Every word of theirs is `word`. */
async function people(program) {
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  const event = (userId, word) => [
    { type: 'identify', userId, messageId: `i-${userId}`, traits: { name: word, email: `${userId}@example.test` }, context: { groupId: 'acme' } },
    { type: 'track', userId, event: 'Report read', messageId: `t-${userId}`, properties: { title: word }, context: { groupId: 'acme' } },
  ];
  await ingest.post('/v1/batch', { batch: [...event('goes', NAME), ...event('stays', 'Person Who Stays')] });
  const { items } = await api.get('/api/v1/contacts');
  return { api, ingest, of: id => items.find(contact => contact.external_id === id) };
}

async function nothing_is_left(api, id) {
  assert.equal((await api.ask('GET', `/api/v1/contacts/${id}`)).status, 404);
  const { items: contacts } = await api.get('/api/v1/contacts');
  assert.deepEqual(contacts.map(contact => contact.name), ['Person Who Stays']);
  const { items: [account] } = await api.get('/api/v1/accounts');
  const { items: events } = await api.get(`/api/v1/accounts/${account.id}/events`);
  assert.ok(events.length >= 2, 'counts stay');
  assert.ok(!JSON.stringify(events).includes(NAME), 'no word of theirs');
  assert.ok(JSON.stringify(events).includes('Person Who Stays'));
  assert.deepEqual((await api.get(`/api/v1/search?q=${encodeURIComponent('To Be Forgotten')}`)).items ?? [], []);
}

/** The whole database as text, bytes in hex. */
function dump(program) {
  const [command, ...args] = program.own_database ? ['pg_dump', '--data-only', '-d', program.own_database.address] : ['sqlite3', '-cmd', `.timeout ${HUNG_MS}`, '-readonly', join(program.data, 'banso.db'), '.dump'];
  const done = spawnSync(command, args, { encoding: 'latin1', maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

/** Where the dump holds the word, as text or as bytes. */
function places_of(program, word) {
  const text = dump(program).toLowerCase();
  const forms = [word, Buffer.from(word).toString('hex'), Buffer.from(word.toLowerCase()).toString('hex')];
  const found = forms.flatMap(form => [...text.matchAll(new RegExp(form.toLowerCase(), 'g'))]);
  return found.map(({ index }) => text.slice(text.lastIndexOf('\n', index) + 1, index + 60).slice(-200));
}

bothEngines('after an erasure no table holds a word of theirs', async program => {
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  const word = 'Unmistakable';
  const by_key = { headers: { 'idempotency-key': 'one' } };
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const contact = await api.post('/api/v1/contacts', { account_id: account.id, external_id: `${word}-id`, name: `${word} Name`, reading: `${word} Reading`, email: `${word}@example.test`, phone: `${word}-phone`, title: `${word} Title`, roles: ['champion'] }, by_key);
  const user = { userId: `${word}-id`, anonymousId: `${word}-device`, context: { groupId: 'acme', ip: `${word}-ip` } };
  await ingest.post('/v1/batch', { batch: [
    { type: 'track', anonymousId: `${word}-device`, event: 'Seen', properties: { url: `${word}-before` }, context: { groupId: 'acme' } },
    { type: 'identify', ...user, traits: { name: `${word} Trait`, email: `${word}@trait.test`, city: `${word}-city` } },
    { type: 'track', ...user, event: 'Report read', properties: { title: `${word}-property` } },
    { type: 'track', userId: `${word}-id` }, // no event: refused, and kept with its reason
  ] });
  await ingest.ask('POST', '/v1/track', { userId: `${word}-id` });
  await api.post('/api/v1/calls', { account_id: account.id, contact_id: contact.id, direction: 'in', outcome: 'reached', text: `${word} said so` });
  await api.post('/api/v1/notes', { account_id: account.id, text: `Asked ${word}-id, who writes from ${word}@trait.test` });
  await api.post('/api/v1/tasks', { account_id: account.id, title: `Ask ${word}-id`, text: `${word}@trait.test` });
  const hits = () => places_of(program, word);
  assert.ok(hits().length > 8, 'the dump shows what there is');
  await api.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual(hits(), []);
}, { clock: CLOCK });

const ended = async (api, id) => (await eventually(() => api.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
const upload = (api, csv, key = `of-${csv.length}`) => api.post('/api/v1/imports?kind=contacts&file_name=people.csv', csv, { headers: { 'content-type': 'text/csv', 'idempotency-key': key } });

/** It is gone: nothing of it is shown, and nothing can be done with it. */
async function file_is_gone(api, id) {
  const one = await api.get(`/api/v1/imports/${id}`);
  assert.ok(one.erased_at, one.state);
  assert.deepEqual([one.columns, one.preview, one.errors, one.error], [[], [], [], null]);
  for (const [method, end, body] of [['POST', '/check'], ['POST', '/run'], ['PATCH', '', { mapping: { 0: null } }], ['PATCH', '', { options: { encoding: 'utf-16' } }], ['GET', '/bad.csv']]) {
    const refused = await api.ask(method, `/api/v1/imports/${id}${end}`, body);
    assert.deepEqual([refused.status, refused.body.reason], [409, 'file_erased'], `${one.state} ${method} ${end}`);
  }
  return one;
}

bothEngines('an erasure takes the files of all imports, and what was read from them, in whatever state they are', async program => {
  const api = await program.with_key('admin');
  const word = 'Unmistakable';
  await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const csv = `user_id,account_id,name,email\n${word}-id,acme,${word} Name,${word}@example.test\n,acme,${word} has no key,\n`;
  const act = (id, what) => api.post(`/api/v1/imports/${id}/${what}`, undefined, { headers: { 'idempotency-key': `${what}-${id}` } });
  const made = {};
  for (const state of ['mapping', 'checked', 'done', 'cancelled', 'failed']) made[state] = (await upload(api, csv, state)).id;
  const headless = await upload(api, `${word}-id,acme,${word} Name\nother-id,acme,Other\n`);
  assert.ok(JSON.stringify(headless.columns).includes(word));
  const deleted = await upload(api, csv, 'deleted');
  await api.delete(`/api/v1/imports/${deleted.id}`);
  await act(made.checked, 'check');
  await act(made.done, 'run');
  await act(made.cancelled, 'cancellation');
  for (const state of ['checked', 'done']) assert.equal((await ended(api, made[state])).state, state);
  program.damage(`UPDATE import_job SET state = 'failed', error = '${word} would not do' WHERE id = ${made.failed}`);
  const before = await api.get(`/api/v1/imports/${made.done}`);
  assert.ok(before.added > 0 && before.errors.length > 0 && before.erased_at === null);
  for (const table of ['import_bad', 'import_preview', 'import_part']) assert.notEqual(program.query(`SELECT COUNT(*) FROM ${table}`), '0', table);
  const contact = (await api.get('/api/v1/contacts')).items.find(one => one.external_id === `${word}-id`);
  await api.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual(places_of(program, word), []);
  for (const id of [...Object.values(made), headless.id]) await file_is_gone(api, id);
  const after = await api.get(`/api/v1/imports/${made.done}`);
  assert.deepEqual([after.state, after.rows, after.good, after.bad, after.added, after.file_name], [before.state, before.rows, before.good, before.bad, before.added, before.file_name], 'the line in the list stays');
  assert.equal((await api.get('/api/v1/contacts')).items.length, 0, 'nobody came back');
  const next = await upload(api, 'user_id,account_id\nsomebody,acme\n');
  await act(next.id, 'run');
  assert.deepEqual([(await ended(api, next.id)).added, next.erased_at], [1, null], 'what is uploaded later is as ever');
}, { clock: CLOCK });

bothEngines('an import that is at work during an erasure loses its file at its end, be it cut off, cancelled or given up', async program => {
  const api = await program.with_key('admin');
  const word = 'Unmistakable';
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const rows = Array.from({ length: 600 }, (_, at) => `u-${at},acme,\n`).join('');
  const csv = `user_id,account_id,name\n,acme,${word} has no key\n${rows}`;
  for (const [what, then] of [['run', 'cut off'], ['check', 'ended'], ['run', 'cancelled'], ['run', 'given up']]) {
    const person = await api.post('/api/v1/contacts', { account_id: account.id, external_id: 'goes', name: 'Goes' });
    const { id } = await upload(api, `${csv}${'#'.repeat(then.length)},,\n`);
    program.hold('import.');
    await api.post(`/api/v1/imports/${id}/${what}`);
    await eventually(() => api.get(`/api/v1/imports/${id}`), one => one.done > 0);
    await api.delete(`/api/v1/contacts/${person.id}`);
    const during = await api.get(`/api/v1/imports/${id}`);
    assert.ok(['checking', 'running'].includes(during.state) && during.erased_at, `${then}: ${during.state}`);
    assert.deepEqual([during.columns, during.errors, during.preview], [[], [], []], 'nothing of it is shown any more');
    if (then === 'cancelled') await api.post(`/api/v1/imports/${id}/cancellation`);
    if (then === 'cut off' || then === 'given up') {
      await program.kill();
      if (then === 'given up') program.damage("UPDATE job SET attempts = 8, progress = 1 WHERE kind = 'import.run'");
      await program.serve();
    }
    program.release();
    const after = await ended(api, id);
    assert.equal(after.state, { 'cut off': 'done', 'ended': 'checked', 'given up': 'failed' }[then] ?? then);
    assert.deepEqual(places_of(program, word), [], then);
    await file_is_gone(api, id);
  }
});

bothEngines('an erased person of the demo takes no import along, after a restart neither; one that was uploaded since goes on', async program => {
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const person = await api.post('/api/v1/contacts', { account_id: account.id, external_id: 'goes', name: 'Goes' });
  await api.delete(`/api/v1/contacts/${person.id}`);
  const list = readFileSync(list_of(program), 'utf8');
  const { id } = await upload(api, 'user_id,account_id,name\nu-own,acme,Own\n');
  const rows = Array.from({ length: 600 }, (_, at) => `u-${at},acme\n`).join('');
  const runs = await upload(api, `user_id,account_id\n${rows}`);
  const [invented] = program.query('SELECT id FROM contact WHERE demo = 1 ORDER BY id LIMIT 1').split('\n');
  await api.delete(`/api/v1/contacts/${invented}`);
  program.hold('import.');
  await api.post(`/api/v1/imports/${runs.id}/run`);
  await eventually(() => api.get(`/api/v1/imports/${runs.id}`), one => one.done > 0);
  await program.kill();
  program.release();
  await program.serve();
  assert.equal(readFileSync(list_of(program), 'utf8'), list, 'who was invented is not listed');
  const after = await ended(api, runs.id);
  assert.deepEqual([after.state, after.erased_at], ['done', null]);
  await api.post(`/api/v1/imports/${id}/run`);
  const own = await ended(api, id);
  assert.deepEqual([own.state, own.added, own.erased_at], ['done', 1, null]);
}, { begins: DEMO });

bothEngines('a backup from before somebody was brought by its file holds the file no more once it is restored', async program => {
  const api = await program.with_key('admin');
  const word = 'Unmistakable';
  const { id } = await upload(api, `user_id,account_id,name\n${word}-id,acme,${word} Name\n`);
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  await api.post(`/api/v1/imports/${id}/run`);
  assert.equal((await ended(api, id)).added, 1);
  await api.delete(`/api/v1/contacts/${(await api.get('/api/v1/contacts')).items[0].id}`);
  await program.stop_serving();
  program.must('restore', archive, '--force');
  await program.serve();
  await file_is_gone(api, id);
  assert.deepEqual(places_of(program, word), []);
});

bothEngines('an import that was at work and marked in the backup does not go on, if somebody was erased since', async program => {
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const person = await api.post('/api/v1/contacts', { account_id: account.id, external_id: 'goes', name: 'Goes' });
  const rows = Array.from({ length: 600 }, (_, at) => `u-${at},acme\n`).join('');
  const { id } = await upload(api, `user_id,account_id\n${rows}last,acme\n`);
  program.hold('import.');
  await api.post(`/api/v1/imports/${id}/run`);
  await eventually(() => api.get(`/api/v1/imports/${id}`), one => one.done > 0);
  await api.delete(`/api/v1/contacts/${person.id}`);
  assert.equal((await api.get(`/api/v1/imports/${id}`)).state, 'running');
  await program.kill();
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  program.release();
  await program.serve();
  assert.equal((await ended(api, id)).state, 'done', 'a mere restart lets it go on');
  const last = () => program.query("SELECT id FROM contact WHERE external_id = 'last'").trim();
  await api.delete(`/api/v1/contacts/${last()}`);
  await program.stop_serving();
  program.must('restore', archive, '--force');
  await program.serve();
  assert.equal((await ended(api, id)).state, 'cancelled');
  assert.equal(last(), '');
  await file_is_gone(api, id);
});

bothEngines('an address is erased as it was typed and as others type it', async program => {
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  for (const [email, texts] of [
    ['ｍａｒｉ＠ｅｘａｍｐｌｅ.com', ['Ask mari@example.com', 'Ask ｍａｒｉ＠ｅｘａｍｐｌｅ.com']],
    ['jane@goes.test ', ['jane@goes.test called']],
  ]) {
    const person = await api.post('/api/v1/contacts', { account_id: account.id, name: 'Somebody', email });
    const notes = await Promise.all(texts.map(text => api.post('/api/v1/notes', { account_id: account.id, text })));
    await api.delete(`/api/v1/contacts/${person.id}`);
    for (const note of notes) assert.match(program.query(`SELECT text FROM note WHERE id = ${note.id}`), /^(Ask )?\[…\]( called)?$/);
  }
});

bothEngines('what staff wrote loses address, id and number of who is erased, where it is searched too; what only looks alike stays', async program => {
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const person = more => api.post('/api/v1/contacts', { account_id: account.id, name: 'Jane Doe', ...more });
  const goes = await person({ external_id: 'crm-4711', email: 'Jane@Goes.test', phone: '03-1234-5678' });
  await person({ external_id: 'crm-47110', email: 'mary-jane@goes.test', phone: '03-1234-56789' });
  const whole = n => `Jane Doe ${n}: jane@goes.test, CRM-4711, 03-1234-5678`;
  const left = n => `Jane Doe ${n}: […], […], […]`;
  const alike = 'mary-jane@goes.test, crm-47110, 03-1234-56789';
  const by_key = n => ({ headers: { 'idempotency-key': `write-${n}` } });
  const about = { account_id: account.id };
  const note = await api.post('/api/v1/notes', { ...about, text: whole('note') }, by_key('note'));
  const call = await api.post('/api/v1/calls', { ...about, direction: 'out', outcome: 'reached', minutes: 5, text: whole('call') }, by_key('call'));
  const task = await api.post('/api/v1/tasks', { ...about, title: whole('ＴÉＡＭ会議'), text: whole('task') }, by_key('task'));
  await api.post(`/api/v1/tasks/${task.id}/snooze`, { until: '2026-11-25', reason: whole('put off') });
  await api.post(`/api/v1/accounts/${account.id}/judgements`, { band: 'NORMAL', text: whole('judgement') });
  await api.post('/api/v1/today/snoozes', { ...about, until: '2026-11-25', reason: whole('snooze') });
  const other = await api.post('/api/v1/notes', { ...about, text: `Jane Doe: ${alike}` });
  const { mentions } = await api.get(`/api/v1/contacts/${goes.id}/mentions`);
  assert.deepEqual(mentions, [{ kind: 'note', count: 2, more: false }, { kind: 'call', count: 1, more: false }, { kind: 'task', count: 1, more: false }]);
  const hits = async q => (await api.get(`/api/v1/search?q=${encodeURIComponent(q)}`)).items.map(found => found.kind).sort();
  assert.deepEqual(await hits('crm-4711'), ['call', 'contact', 'contact', 'note', 'note', 'task']);
  await api.delete(`/api/v1/contacts/${goes.id}`);
  assert.deepEqual(await hits('crm-4711'), ['contact', 'note'], 'those of the other');
  assert.deepEqual(await hits('Jane Doe'), ['call', 'contact', 'note', 'note', 'task'], 'a name is anybody\'s');
  const stored = (column, table, id) => program.query(`SELECT ${column} FROM ${table} WHERE ${id ? `id = ${id}` : '1 = 1'}`);
  assert.equal(stored('text', 'note', note.id), left('note'));
  assert.equal(stored('text', 'call_log', call.id), left('call'));
  assert.equal(stored('title', 'task', task.id), left('ＴÉＡＭ会議'));
  assert.deepEqual((await api.get(`/api/v1/tasks?q=${encodeURIComponent('téam会議')}`)).items.map(one => one.id), [task.id], 'is found as before');
  assert.equal(stored('text', 'task', task.id), left('task'));
  assert.equal(stored('snooze_reason', 'task', task.id), left('put off'));
  assert.equal(stored('text', 'judgement'), left('judgement'));
  assert.equal(stored('reason', 'today_snooze'), left('snooze'));
  assert.equal(stored('text', 'note', other.id), `Jane Doe: ${alike}`);
  assert.equal(stored('version', 'note', other.id), '1', 'what holds none of it is left alone');
  assert.notEqual(stored('version', 'note', note.id), '1', 'who edits what was there before is told');
  assert.equal((await api.ask('GET', `/api/v1/contacts/${goes.id}/mentions`)).status, 404);
  for (const word of ['crm-4711', 'jane@goes.test', '03-1234-5678'])
    assert.deepEqual(places_of(program, word).filter(place => !/crm-47110|mary-jane@goes|03-1234-56789/.test(place)), [], word);
}, { clock: CLOCK });

test('after an erasure no file of the data directory holds a word of theirs', t => with_program({ clock: CLOCK }, async program => {
  const words = [NAME, 'goes@example.test'];
  const hits = () => readdirSync(program.data, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).flatMap(entry => {
    const bytes = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    return words.filter(word => bytes.includes(word)).map(word => `${entry.name}: ${word}`);
  });
  const { api, of } = await people(program);
  const { id } = of('goes');
  for (let i = 0; i < 20; i++) await api.patch(`/api/v1/contacts/${id}`, { title: `${NAME} ${i}` }); // copies of the row that was
  assert.ok(hits().length > 0, 'the files show what there is');
  await api.delete(`/api/v1/contacts/${id}`);
  await eventually(() => hits(), found => found.length === 0);
  await nothing_is_left(api, id);
  await program.restart();
  assert.deepEqual(hits(), []);
}, t));

bothEngines('an erasure reaches every day and every account, and the export before it holds as much', async program => {
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  const days = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-10-25', '2026-11-18', '2026-11-19'];
  const words = [];
  const event = (more, word) => {
    words.push(word);
    return { type: 'track', event: 'Report read', messageId: word, properties: { title: word }, ...more };
  };
  const at = (day, hour) => `${day}T${hour}:30:00Z`;
  await ingest.post('/v1/batch', { batch: [
    ...days.flatMap(day => ['02', '23'].flatMap(hour => ['one', 'two'].map(groupId => event({ userId: 'goes', timestamp: at(day, hour), context: { groupId } }, `Secret ${day} ${hour} ${groupId}`)))),
    { type: 'track', userId: 'waits', event: 'Report read', properties: { title: 'Secret that waits' } },
    { type: 'alias', previousId: 'their device', userId: 'goes', messageId: 'alias' },
    { type: 'track', anonymousId: 'their device', properties: { title: 'Secret of no name' } }, // no event: refused
  ] });
  const contact = (await api.get('/api/v1/contacts')).items.find(one => one.external_id === 'goes');
  const { usage, identity } = await api.get(`/api/v1/contacts/${contact.id}/export`);
  const tracked = usage.events.filter(one => one.type === 'track');
  assert.deepEqual(tracked.map(one => one.properties.title).sort(), [...words].sort());
  const waiting = (await api.get('/api/v1/contacts')).items.find(one => one.external_id === 'waits');
  const { events } = (await api.get(`/api/v1/contacts/${waiting.id}/export`)).usage;
  assert.deepEqual(events.map(one => [one.properties.title, one.account_id]), [['Secret that waits', null]]);
  assert.deepEqual(identity.anonymous_ids, ['their device']);
  assert.deepEqual(usage.rejected.map(one => JSON.parse(one.body).properties.title), ['Secret of no name']);
  // Rollups are those of the old zone until they are counted again.
  await api.patch('/api/v1/workspace', { time_zone: 'Pacific/Honolulu' });
  for (const { id } of [contact, waiting]) await api.delete(`/api/v1/contacts/${id}`);
  for (const account of (await api.get('/api/v1/accounts')).items) {
    const path = `/api/v1/accounts/${account.id}/events?limit=200`;
    await eventually(() => api.all(path), all => all.filter(one => one.type === 'track').length === 2 * days.length); // counts stay
  }
  const text = dump(program);
  assert.ok(!text.includes('Secret') && !text.toLowerCase().includes(Buffer.from('Secret').toString('hex')));
}, { clock: CLOCK });

bothEngines('a person of more than a thousand ids, accounts and refused events is exported and erased as a whole', async program => {
  const MANY = 1_001;
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  const all = Array.from({ length: MANY }, (_, i) => i);
  const send = async calls => {
    for (let from = 0; from < calls.length; from += 500) await ingest.post('/v1/batch', { batch: calls.slice(from, from + 500) });
  };
  await send(all.map(i => ({ type: 'group', userId: 'goes-1', groupId: i % 2 ? 'one' : 'two', timestamp: new Date(Date.parse(CLOCK) - i * 60_000).toISOString() })));
  await send(all.map(i => ({ type: 'alias', userId: 'goes-1', previousId: `former-${String(i).padStart(4, '0')}` })));
  await send(all.map(i => ({ type: 'track', userId: 'goes-1', properties: { title: `refused ${i}` } })));
  const { items: [contact] } = await api.get('/api/v1/contacts');
  const account = await api.post('/api/v1/accounts', { name: 'Acme' });
  await api.post('/api/v1/notes', { account_id: account.id, text: 'Was former-0000, then former-1000.' });
  const file = await api.get(`/api/v1/contacts/${contact.id}/export`);
  assert.deepEqual([file.former_ids, file.identity.anonymous_ids, file.identity.bindings, file.usage.rejected].map(list => list.length), [MANY, MANY, MANY, MANY]);
  await api.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual([program.query('SELECT text FROM note')], ['Was […], then […].']);
}, { clock: CLOCK });

bothEngines('an erasure says that anything may have changed, as what staff wrote is shown in many places', async program => {
  const { api, of } = await people(program);
  const stream = await api.stream();
  const heard = until_changed(stream, keys => keys.includes('*'));
  await api.delete(`/api/v1/contacts/${of('goes').id}`);
  await heard;
  stream.close();
}, { clock: CLOCK });

bothEngines('an account of more than a thousand persons is deleted with all of them, and their words go', async program => {
  const MANY = 1_001;
  const api = await program.with_key('admin');
  const account = await api.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const other = await api.post('/api/v1/accounts', { name: 'Other', external_id: 'other' });
  const csv = ['user_id,account_id,email', ...Array.from({ length: MANY }, (_, i) => `p-${i},acme,p${i}@acme.test`), 'stays-1,other,p7@acme.test'].join('\n');
  const job = await upload(api, csv);
  await api.post(`/api/v1/imports/${job.id}/run`, undefined, { headers: { 'idempotency-key': 'run' } });
  assert.equal((await ended(api, job.id)).state, 'done');
  await api.post('/api/v1/notes', { account_id: other.id, text: 'p0@acme.test, p7@acme.test and p1000@acme.test asked.' });
  await api.delete(`/api/v1/accounts/${account.id}`);
  assert.deepEqual((await api.all('/api/v1/contacts')).map(contact => contact.external_id), ['stays-1']);
  assert.deepEqual([program.query('SELECT text FROM note')], ['[…], p7@acme.test and […] asked.']);
}, { clock: CLOCK });

bothEngines('who was forgotten after a backup is forgotten again when it is restored', async program => {
  const { api, of } = await people(program);
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  await api.delete(`/api/v1/contacts/${of('goes').id}`);
  assert.match(readFileSync(list_of(program), 'utf8'), new RegExp(`^\\S+ contact ${of('goes').id} \\d+\n$`), 'an id and times, no more');
  assert.equal(statSync(list_of(program)).mode & 0o077, 0);
  await program.stop_serving();
  const told = program.must('restore', archive, '--force');
  assert.match(told, /^Erased again \(list in .*erasures\): 1 person\.$/m);
  await program.serve();
  await nothing_is_left(api, of('goes').id);
  const facts = (await api.all('/api/v1/audit?kind=contact.forgotten')).map(fact => fact.actor);
  assert.deepEqual(facts, ['system'], 'the audit says who did it');
  await program.restart();
  assert.equal((await api.all('/api/v1/audit?kind=contact.forgotten')).length, 1, 'once');
}, { clock: CLOCK });

bothEngines('who turned out to be another is forgotten with that one, also where they were still two', async program => {
  const { api, ingest } = await people(program);
  await ingest.post('/v1/batch', { batch: [
    { type: 'identify', userId: 'also', traits: { name: NAME, phone: 'Unmistakable phone' }, context: { groupId: 'acme' } },
    { type: 'track', userId: 'also', event: 'Report read', properties: { title: NAME }, context: { groupId: 'acme' } },
  ] });
  const two = (await api.get('/api/v1/contacts')).items.filter(one => one.name === NAME);
  assert.equal(two.length, 2);
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  await ingest.post('/v1/alias', { previousId: 'also', userId: 'goes' });
  const [one] = (await api.get('/api/v1/contacts')).items.filter(one => one.name === NAME);
  const [file, by_other] = await Promise.all([one.id, two.find(({ id }) => id !== one.id).id].map(id => api.get(`/api/v1/contacts/${id}/export`)));
  assert.deepEqual(by_other, file, 'by the id of the one that went, too');
  await ingest.post('/v1/alias', { previousId: 'a-third-id', userId: 'goes' });
  const hits = async q => (await api.get(`/api/v1/search?q=${q}`)).items.map(found => found.id);
  for (const id of ['also', 'a-third-id']) assert.deepEqual(await hits(id), [one.id], 'a former id is searched');
  assert.deepEqual([file.former_ids, file.usage.events.filter(({ type }) => type === 'track').length], [['also'], 2]);
  await api.delete(`/api/v1/contacts/${one.id}`);
  for (const { id } of two) await nothing_is_left(api, id);
  assert.ok(!dump(program).includes('Unmistakable'));
  for (const id of ['also', 'a-third-id']) assert.deepEqual(await hits(id), []);
  await program.stop_serving();
  assert.match(program.must('restore', archive, '--force'), /^Erased again .*: 2 people\.$/m);
  await program.serve();
  for (const { id } of two) await nothing_is_left(api, id);
}, { clock: CLOCK });

bothEngines('on another machine the list is handed over', async program => {
  const { api, of } = await people(program);
  const archive = join(program.folder, 'one.tar');
  program.must('backup', archive);
  await api.delete(`/api/v1/contacts/${of('goes').id}`);
  const other = await Program.prepare({ engine: program.options.engine, clock: CLOCK });
  try {
    writeFileSync(join(other.folder, 'strange'), 'this is no list\n');
    const refused = other.command('restore', archive, '--erasures', join(other.folder, 'strange'));
    assert.equal(refused.status, 2);
    assert.match(refused.err, /is not a list of erasures/);
    assert.match(other.must('restore', archive, '--erasures', list_of(program)), /: 1 person\.$/m);
    await other.serve();
    await nothing_is_left(other.client({ token: api.options.token }), of('goes').id);
  } finally {
    await other.stop();
  }
}, { clock: CLOCK });

test('a database file that was put back by hand forgets them too', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, of } = await people(program);
    await program.stop_serving();
    const database = join(program.data, 'banso.db');
    copyFileSync(database, join(program.folder, 'old.db'));
    await program.serve();
    await api.delete(`/api/v1/contacts/${of('goes').id}`);
    await program.stop_serving();
    copyFileSync(join(program.folder, 'old.db'), database);
    for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true });
    rmSync(join(program.data, 'repeats'), { recursive: true, force: true });
    await program.serve();
    await nothing_is_left(api, of('goes').id);
  }, t));

test('a list that was lost is made again from the facts, and a line that was cut off spoils no other', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, of } = await people(program);
    await api.delete(`/api/v1/contacts/${of('goes').id}`);
    const whole = readFileSync(list_of(program), 'utf8');
    rmSync(list_of(program));
    await program.restart();
    assert.equal(readFileSync(list_of(program), 'utf8'), whole);
    appendFileSync(list_of(program), '2026-11-20T03:00:00.000Z cont');
    await program.restart();
    await api.delete(`/api/v1/contacts/${of('stays').id}`);
    const lines = readFileSync(list_of(program), 'utf8').trim().split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[2], new RegExp(`contact ${of('stays').id} `));
    await program.restart();
    assert.equal((await api.get('/api/v1/contacts')).items.length, 0);
  }, t));

test('a contact of another workspace that has the same id is left in peace', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, of } = await people(program);
    await program.stop_serving();
    writeFileSync(list_of(program), `2026-11-20T03:00:00.000Z contact ${of('goes').id} 1234567890123\n`);
    await program.serve();
    assert.equal((await api.get(`/api/v1/contacts/${of('goes').id}`)).name, NAME);
  }, t));

test('over PostgreSQL every server has the whole list', async () => {
  const one = await Program.start({ engine: 'postgres' });
  const two = await Program.start({ database: one.database, setup: false });
  try {
    const { api, of } = await people(one);
    await api.delete(`/api/v1/contacts/${of('goes').id}`);
    await eventually(async () => existsSync(list_of(two)) && readFileSync(list_of(two), 'utf8'), text => text && text.includes(` ${of('goes').id} `));
  } finally {
    await two.stop();
    await one.stop();
  }
});
