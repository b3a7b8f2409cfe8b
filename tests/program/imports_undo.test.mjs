// Imports from outside: taken back as a whole, row by row, and what was changed or used since is kept.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';
const AT_WORK = ['checking', 'running', 'undoing'];

const settled = async (owner, id) => (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !AT_WORK.includes(state))).answer;
async function step(owner, id, what) {
  await owner.post(`/api/v1/imports/${id}/${what}`);
  return settled(owner, id);
}
async function taken(owner, kind, csv, options) {
  const made = await owner.post(`/api/v1/imports?kind=${kind}&file_name=${kind}.csv`, csv, { headers: { 'content-type': 'text/csv' } });
  if (options) await owner.patch(`/api/v1/imports/${made.id}`, { options });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.state, done.bad], ['done', 0]);
  return done;
}
const accounts = async owner => (await owner.get('/api/v1/accounts?sort=external_id')).items;
const ids = async owner => (await accounts(owner)).map(one => one.external_id);
const why = one => one.kept_things.map(({ line, thing, name, reason, args }) => [line, thing, name, reason, ...args]);

bothEngines('an undo deletes what an import added and restores what it changed; what was changed or used since stays, with its reason', async ({ owner }) => {
  await owner.post('/api/v1/fields', { object: 'account', key: 'industry', name: 'Industry', kind: 'text' });
  const old = await owner.post('/api/v1/accounts', { external_id: 'old', name: 'Old', stage: 'adoption', fields: { industry: 'mining' } });
  await owner.post('/api/v1/accounts', { external_id: 'same', name: 'Same' });
  const csv = 'id,name,stage,industry,parent\nnew,New,,,\nold,Wrong,left,baking,\nsame,Same,,,\nnoted,Noted,,,\nedited,Edited,,,\ngone,Gone,,,\nabove,Above,,,\nbelow,Below,,,above\nused,Used,,,\n';
  const done = await taken(owner, 'accounts', csv);
  assert.deepEqual([done.added, done.changed, done.unchanged, done.changes, done.can_undo], [7, 1, 1, 8, true]);
  const of = async id => (await accounts(owner)).find(one => one.external_id === id);
  assert.deepEqual([(await of('old')).name, (await of('old')).fields], ['Wrong', { industry: 'baking' }]);
  const note = await owner.post('/api/v1/notes', { account_id: (await of('noted')).id, text: 'They called.' });
  const edited = await of('edited');
  await owner.patch(`/api/v1/accounts/${edited.id}`, { domain: 'edited.example' }, edited.version);
  await owner.delete(`/api/v1/accounts/${(await of('gone')).id}`);

  await taken(owner, 'events', 'account,event,at\nused,sync,2026-11-18 04:25:41\n');

  const undone = await step(owner, done.id, 'undo');
  assert.deepEqual([undone.state, undone.undone, undone.kept, undone.changes], ['undone', 5, 3, 3]);
  assert.deepEqual(why(undone), [[5, 'account', 'Noted', 'holds', 'notes'], [6, 'account', 'Edited', 'changed_since'], [10, 'account', 'Used', 'holds', 'events']]);
  assert.deepEqual(await ids(owner), ['edited', 'noted', 'old', 'same', 'used']);
  const restored = await of('old');
  assert.deepEqual([restored.name, restored.stage, restored.fields, restored.id], ['Old', 'adoption', { industry: 'mining' }, old.id]);
  const [fact] = (await owner.get('/api/v1/audit?kind=import.undone')).items;
  assert.deepEqual([fact.kind, fact.body.undone, fact.body.kept], ['import.undone', 5, 3]);
  assert.match(fact.actor, /^staff:/, 'it is told of who undid it');

  await owner.delete(`/api/v1/notes/${note.id}`);
  const again = await step(owner, done.id, 'undo');
  assert.deepEqual([again.undone, again.kept], [6, 2], 'what stood in the way is gone, so the rest is taken back');
  assert.deepEqual(await ids(owner), ['edited', 'old', 'same', 'used']);
}, { clock: CLOCK });

bothEngines('what an import left cannot be run, cancelled or deleted any more, and a dry run leaves nothing to undo', async ({ owner }) => {
  const refused = async (id, method, end, text) => {
    const answer = await owner.ask(method, `/api/v1/imports/${id}${end}`, method === 'PATCH' ? { mapping: {} } : undefined);
    assert.equal(answer.status, 409, `${method} ${end}`);
    assert.match(answer.body.detail, text);
  };
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=a.csv', 'id,name\na,A\n', { headers: { 'content-type': 'text/csv' } });
  await refused(made.id, 'POST', '/undo', /nothing that can be undone/);
  await step(owner, made.id, 'check');
  await refused(made.id, 'POST', '/undo', /nothing that can be undone/);
  await step(owner, made.id, 'run');
  const roads = [['POST', '/run'], ['POST', '/check'], ['POST', '/cancellation'], ['PATCH', ''], ['DELETE', '']];
  for (const [method, end] of roads) await refused(made.id, method, end, /already done/);
  await step(owner, made.id, 'undo');
  for (const [method, end] of roads) await refused(made.id, method, end, /was undone/);
  await refused(made.id, 'POST', '/undo', /nothing that can be undone/);
  const events = await taken(owner, 'events', 'account,event,at\nacme,sync,2026-11-18 04:25:41\n');
  assert.equal(events.can_undo, false, 'said before anything ran');
  await refused(events.id, 'POST', '/undo', /events cannot be undone/);
}, { clock: CLOCK });

bothEngines('imports that followed each other are undone from the last to the first, not the other way round', async ({ owner }) => {
  const first = await taken(owner, 'accounts', 'id,name\na,First\nb,Only first\n');
  const second = await taken(owner, 'accounts', 'id,name\na,Second\nc,Only second\n');
  const early = await step(owner, first.id, 'undo');
  assert.deepEqual(why(early), [[2, 'account', 'Second', 'changed_since']]);
  assert.deepEqual(await ids(owner), ['a', 'c']);
  assert.deepEqual([(await step(owner, second.id, 'undo')).kept, (await accounts(owner))[0].name], [0, 'First']);
  assert.equal((await step(owner, first.id, 'undo')).kept, 0, 'it stands again as the first one left it');
  assert.deepEqual(await ids(owner), []);
}, { clock: CLOCK });

bothEngines('contacts of a file go with their joins and roles, or become who they were; who was spoken to stays', async ({ owner }) => {
  await taken(owner, 'accounts', 'id,name\na,A\nb,B\n');
  const [a, b] = await accounts(owner);
  const known = await owner.post('/api/v1/contacts', { account_id: a.id, external_id: 'known', name: 'Known', email: 'known@a.example', roles: ['champion'] });
  const done = await taken(owner, 'contacts', 'account,user_id,name,email,roles\nb,known,Renamed,other@b.example,billing\na,new,New,new@a.example,user\na,met,Met,met@a.example,\na,seen,Seen,,\n');
  assert.deepEqual([done.added, done.changed, done.changes], [3, 1, 4]);
  const of = async id => (await owner.get('/api/v1/contacts')).items.find(one => one.external_id === id);
  await owner.post('/api/v1/calls', { account_id: a.id, contact_id: (await of('met')).id, at: '2026-11-19T10:00:00Z', direction: 'out', outcome: 'reached', text: 'Hello', minutes: 5 });
  await taken(owner, 'events', 'account,user,event,at\na,seen,sync,2026-11-18 04:25:41\n');
  const undone = await step(owner, done.id, 'undo');
  assert.deepEqual(why(undone), [[4, 'contact', 'Met', 'holds', 'calls'], [5, 'contact', 'Seen', 'holds', 'events']]);
  assert.deepEqual([undone.undone, undone.kept], [2, 2]);
  assert.equal(await of('new'), undefined);
  const { name, email, roles, account_ids } = await owner.get(`/api/v1/contacts/${known.id}`);
  assert.deepEqual({ name, email, roles, account_ids }, { name: 'Known', email: 'known@a.example', roles: ['champion'], account_ids: [a.id] });
  const again = await taken(owner, 'contacts', 'account,user_id,name,email\nb,new,New,new@a.example\n');
  assert.equal(again.added, 1, 'the id and the address are free again');
  assert.deepEqual((await of('new')).account_ids, [b.id]);
}, { clock: CLOCK });

bothEngines('a contact that two were joined to in the file stays, whatever an earlier row noted of it', async ({ owner }) => {
  await taken(owner, 'accounts', 'id,name\na,A\nz,Z\n');
  const [a, z] = await accounts(owner);
  const old = await owner.post('/api/v1/contacts', { account_id: a.id, external_id: 'b', name: 'B' });
  const other = await owner.post('/api/v1/contacts', { account_id: z.id, email: 'c@x.example', phone: '+81 3 0000 0000' });
  const done = await taken(owner, 'contacts', 'user_id,name,email,account\nb,New,,a\nb,New,c@x.example,a\n');
  const people = async () => (await owner.get('/api/v1/contacts')).items.map(({ external_id, email, phone, account_ids }) => ({ external_id, email, phone, account_ids: account_ids.toSorted() }));
  const joined = [{ external_id: 'b', email: 'c@x.example', phone: '+81 3 0000 0000', account_ids: [a.id, z.id].toSorted() }];
  assert.deepEqual(await people(), joined);
  const undone = await step(owner, done.id, 'undo');
  assert.deepEqual(undone.kept_things.map(({ name, reason }) => [name, reason]), [['New', 'became_one']]);
  assert.deepEqual(await people(), joined, 'nobody can tell the two apart again');
  assert.ok([old.id, other.id].includes((await owner.get('/api/v1/contacts')).items[0].id));
}, { clock: CLOCK });

bothEngines('contracts of a file go with their lines, or get back the lines and terms that they had', async ({ owner }) => {
  const base = await taken(owner, 'accounts', 'id,name\na,A\n');
  const [a] = await accounts(owner);
  const head = 'account,contract_id,plan,from,until,mrr,notice_days\n';
  await taken(owner, 'contracts', `${head}a,k-1,basic,2026-01-01,,100,30\n`, { ends: 'exclusive' });
  const contracts = async () => (await owner.get(`/api/v1/contracts?account_id=${a.id}`)).items
    .map(({ external_id, notice_days, status, lines }) => ({ external_id, notice_days, status, lines: lines.map(({ corrected_at, ...line }) => line) }))
    .sort((one, other) => (one.external_id < other.external_id ? -1 : 1));
  const before = await contracts();
  const wrong = await taken(owner, 'contracts', `${head}a,k-1,basic,2026-01-01,,900,90\na,k-1,basic,2026-06-01,,950,90\na,k-2,basic,2026-01-01,,5,30\n`, { ends: 'exclusive' });
  assert.deepEqual([wrong.changes, (await contracts()).length], [2, 2]);
  const mrr = async () => (await accounts(owner))[0].mrr?.amount;
  assert.equal(await mrr(), 955);
  const undone = await step(owner, wrong.id, 'undo');
  assert.deepEqual([undone.undone, undone.kept], [2, 0]);
  assert.deepEqual(await contracts(), before, 'its line is as it was, under its id');
  assert.equal(await mrr(), 100);
  assert.deepEqual(why(await step(owner, base.id, 'undo')), [[2, 'account', 'A', 'holds', 'contracts']]);
}, { clock: CLOCK });

bothEngines('an undo that was cut off goes on where it was; the file of a person who was erased since takes the undo along', async program => {
  const { owner } = program;
  const rows = Array.from({ length: 250 }, (_, at) => `a-${at},A ${at}\n`).join('');
  const done = await taken(owner, 'accounts', `id,name\n${rows}`);
  program.hold('import.undo');
  await owner.post(`/api/v1/imports/${done.id}/undo`);
  await eventually(() => owner.get(`/api/v1/imports/${done.id}`), one => one.undone > 0);
  for (const [method, end] of [['POST', '/cancellation'], ['POST', '/undo'], ['DELETE', '']])
    assert.equal((await owner.ask(method, `/api/v1/imports/${done.id}${end}`)).status, 409, end);
  await program.kill();
  program.release();
  await program.serve();
  const undone = await settled(owner, done.id);
  assert.deepEqual([undone.state, undone.undone, undone.kept, await ids(owner)], ['undone', 250, 0, []]);

  const next = await taken(owner, 'accounts', 'id,name\nb,Unmistakable\nb,Other\n');
  const person = await owner.post('/api/v1/contacts', { account_id: (await accounts(owner))[0].id, name: 'Goes' });
  assert.notEqual(program.query('SELECT COUNT(*) FROM import_change'), '0');
  await owner.delete(`/api/v1/contacts/${person.id}`);
  assert.equal(program.query('SELECT COUNT(*) FROM import_change'), '0', 'no state of before outlives an erasure');
  assert.equal((await owner.ask('POST', `/api/v1/imports/${next.id}/undo`)).status, 409);
}, { clock: CLOCK });

bothEngines('an import is undone from the command line, which tells what it kept', async program => {
  const file = join(program.folder, 'accounts.csv');
  writeFileSync(file, 'id,name\na,A\nb,B\n');
  const out = program.must('import', 'accounts', file);
  const [, id] = /banso import undo (\d+)/.exec(out);
  const [a] = await accounts(program.owner);
  await program.owner.post('/api/v1/notes', { account_id: a.id, text: 'They called.' });
  const undone = program.command('import', 'undo', id);
  assert.equal(undone.status, 3);
  assert.match(undone.out, /^1 undone, 1 kept$/m);
  assert.match(undone.err, /^line 2, A: .*has notes by now$/m);
  const again = program.command('import', 'undo', '12');
  assert.equal(again.status, 1);
  assert.match(again.err, /import 12 not found/);
});
