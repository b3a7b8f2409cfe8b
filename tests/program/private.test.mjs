// Notes and calls that are not for everybody: whoever may not see one meets neither its words nor its files on any road,
// and learns nothing of it from streams and webhooks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { request } from 'node:http';
import { join } from 'node:path';
import { Customers, eventually, refused } from '../kit/customers.mjs';
import { at_end } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';
import { ODD_ROADS, roads } from '../kit/roads.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const ALL = ['support', 'success', 'revenue'];

/** A member of staff with a session: { client, staff }. */
async function joined(program, name, circles = ALL, role = 'admin') {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name, email: `${name.toLowerCase()}@example.test`, role, language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return { client, staff };
}

const token_with = async (program, rights, circles) => program.client({ token: (await program.owner.post('/api/v1/keys', { name: `${rights} ${circles}`, rights, circles })).token });

async function attach(client, subject, name, content) {
  return client.call('POST', `/api/v1/files?subject=${subject}&name=${name}`, content, { headers: { 'content-type': 'application/octet-stream' } });
}

/** Words that stand nowhere else: in a text, in the name of a file, in a file. */
const secrets = word => [`${word}text`, `${word}name`, `${word}content`];

/** Author, account and person, with a note and a call, files attached, for each of `audiences`. */
async function planted(program, audiences) {
  const author = await joined(program, 'Author');
  const account = await author.client.post('/api/v1/accounts', { name: 'Planted' });
  const person = await author.client.post('/api/v1/contacts', { account_id: account.id, name: 'Person' });
  const things = {};
  for (const visible_to of audiences) {
    for (const [kind, road] of [['note', 'notes'], ['call', 'calls']]) {
      const word = `zq${visible_to}${kind}`;
      const more = kind === 'call' ? { contact_id: person.id } : {};
      const thing = await author.client.post(`/api/v1/${road}`, { account_id: account.id, text: `planted ${word}text`, visible_to, ...more });
      assert.equal(thing.visible_to, visible_to);
      const file = await attach(author.client, `${kind}:${thing.id}`, `planted-${word}name.txt`, `planted ${word}content`);
      things[`${visible_to} ${kind}`] = { ...thing, kind, road, file, word, path: `/api/v1/${road}/${thing.id}`, subject: `${kind}:${thing.id}` };
    }
  }
  return { author, account, person, things };
}

/** Of these things, which words somebody meets on which roads: { word: [path] }. */
async function met(program, client, { account, person, things }) {
  const found = {};
  for (const thing of Object.values(things)) {
    const ids = { accounts: account.id, contacts: person.id, notes: thing.id, calls: thing.id, files: thing.file.id };
    for (const { path, address } of roads(program, ids, { ref: '%7B%22measure%22%3A%22mrr%22%7D', q: 'planted', subject: thing.subject, token: 'x', from: 'BAD', to: 'BAD', what: 'accounts' })) {
      if (ODD_ROADS.test(path)) continue;
      const { text } = await client.ask('GET', address);
      const plain = path.endsWith('/export') ? text.replaceAll(/"content":"([^"]*)"/g, (_, base64) => Buffer.from(base64, 'base64').toString()) : text;
      for (const secret of Object.values(things).flatMap(one => secrets(one.word)))
        if (plain.includes(secret)) (found[secret] ??= new Set()).add(path);
    }
  }
  return found;
}

bothEngines('a walk over all roads: each meets the words that are for them, and no other', async program => {
  const world = await planted(program, ['me', 'support']);
  const { author, things } = world;
  const mate = await joined(program, 'Mate');
  const outsider = await joined(program, 'Outsider', ['success', 'revenue']);
  const walkers = {
    author: [author.client, () => true],
    'another admin': [mate.client, word => word.startsWith('zqsupport')],
    'an admin without the area': [outsider.client, () => false],
    'a key with all areas': [await token_with(program, 'admin', ALL), word => word.startsWith('zqsupport')],
    'a key without the area': [await token_with(program, 'admin', ['success']), () => false],
  };
  for (const [name, [client, may]] of Object.entries(walkers)) {
    const found = await met(program, client, world);
    for (const secret of Object.values(things).flatMap(one => secrets(one.word)))
      assert.equal(Boolean(found[secret]), may(secret), `${name}: ${secret} on ${[...(found[secret] ?? [])]}`);
  }
  /* What the walk looks for is there to be found. */
  const found = await met(program, author.client, world);
  for (const path of ['/api/v1/accounts/{id}/timeline', '/api/v1/search', '/api/v1/contacts/{id}/export']) assert.ok(found.zqmecalltext.has(path), path);
  for (const path of ['/api/v1/accounts/{id}/timeline', '/api/v1/files']) assert.ok(found.zqmenotename.has(path), path);
  assert.ok(found.zqmenotecontent.has('/api/v1/files/{id}/content'));
}, OPTIONS);

bothEngines('for whom it is not, it is not there: to read, to change, to delete, to attach to', async program => {
  const { things, author } = await planted(program, ['me', 'support']);
  const mate = await joined(program, 'Mate');
  const outsider = await joined(program, 'Outsider', ['success']);
  const removed = await attach(author.client, things['me note'].subject, 'removed.txt', 'gone');
  await author.client.delete(`/api/v1/files/${removed.id}`);
  const hidden = [[outsider.client, Object.values(things)], [mate.client, [things['me note'], things['me call']]]];
  for (const [client, ones] of hidden) {
    for (const { path, subject, file } of ones) {
      await refused(client.patch(path, { text: 'Mine now' }), 404);
      await refused(client.patch(path, { visible_to: null }), 404);
      await refused(client.delete(path), 404);
      await refused(client.get(`/api/v1/files?subject=${subject}`), 404);
      await refused(attach(client, subject, 'x.txt', 'x'), 404);
      await refused(client.get(`/api/v1/files/${file.id}/content`), 404);
      const conditional = await client.ask('GET', `/api/v1/files/${file.id}/content`, undefined, { headers: { 'if-none-match': '*' } });
      assert.equal(conditional.status, 404, 'not even that it is the same');
      await refused(client.delete(`/api/v1/files/${file.id}`), 404);
      await refused(client.post(`/api/v1/files/${removed.id}/restoration`), 404);
    }
  }
  assert.equal((await mate.client.patch(things['support note'].path, { text: 'Corrected by a colleague' })).visible_to, 'support');
  await author.client.post(`/api/v1/files/${removed.id}/restoration`);
}, OPTIONS);

bothEngines('only the author says who sees it, and only what they see themselves', async program => {
  const { things, author, account } = await planted(program, ['support']);
  const mate = await joined(program, 'Mate');
  const narrow = await joined(program, 'Narrow', ['support'], 'member');
  const key = await token_with(program, 'act', ALL);
  for (const visible_to of [null, 'me', 'success'])
    for (const one of Object.values(things)) assert.equal((await refused(mate.client.patch(one.path, { visible_to }), 403, 'visible_to')).reason, 'not_author');
  assert.equal((await refused(narrow.client.post('/api/v1/notes', { account_id: account.id, text: 'x', visible_to: 'revenue' }), 403, 'visible_to')).reason, 'circle');
  assert.equal((await refused(key.post('/api/v1/calls', { account_id: account.id, text: 'x', visible_to: 'me' }), 400, 'visible_to')).reason, 'no_author');
  await refused(author.client.post('/api/v1/notes', { account_id: account.id, text: 'x', visible_to: 'everybody' }), 400, 'visible_to');
  /* What a key wrote has no author: whoever sees it may say so. */
  const written = await key.post('/api/v1/notes', { account_id: account.id, text: 'By a key', visible_to: 'support' });
  await refused(mate.client.patch(`/api/v1/notes/${written.id}`, { visible_to: 'me' }), 400, 'visible_to');
  assert.equal((await narrow.client.patch(`/api/v1/notes/${written.id}`, { visible_to: null })).visible_to, null);
  /* Who lost the area still sees what they wrote for it, and may keep it to themselves. */
  await program.owner.patch(`/api/v1/staff/${author.staff.id}`, { circles: [] });
  assert.equal((await author.client.patch(things['support note'].path, { text: 'Still mine' })).visible_to, 'support');
  assert.equal((await author.client.patch(things['support note'].path, { visible_to: 'me' })).visible_to, 'me');
}, OPTIONS);

const timeline = async (client, account) => (await client.get(`/api/v1/accounts/${account.id}/timeline`)).items.filter(one => /^(note|call|file)\./.test(one.kind));
const found_by = async client => (await client.get('/api/v1/search?q=planted')).items.filter(one => one.kind !== 'account').map(one => one.id).sort();

bothEngines('to public and back: timeline, old entries, files and search follow', async program => {
  const { things, author, account } = await planted(program, ['me']);
  const mate = await joined(program, 'Mate');
  const ids = Object.values(things).map(one => one.id).sort();
  assert.deepEqual([await timeline(mate.client, account), await found_by(mate.client)], [[], []]);
  assert.equal((await timeline(author.client, account)).length, 4, 'note and call, and a file of each');
  for (const one of Object.values(things)) await author.client.patch(one.path, { visible_to: null });
  const open = await timeline(mate.client, account);
  assert.deepEqual(open.map(one => one.kind).sort(), ['call.logged', 'call.shared', 'file.attached', 'file.attached', 'note.added', 'note.shared']);
  assert.match(open.find(one => one.kind === 'note.added').text, /zqmenotetext/);
  assert.deepEqual(open.find(one => one.kind === 'call.logged').files.map(one => one.name), ['planted-zqmecallname.txt']);
  assert.deepEqual(await found_by(mate.client), ids);
  assert.match((await mate.client.ask('GET', `/api/v1/files/${things['me note'].file.id}/content`)).text, /zqmenotecontent/);
  for (const one of Object.values(things)) await author.client.patch(one.path, { visible_to: 'me', text: `planted ${one.word} again` });
  assert.deepEqual([await timeline(mate.client, account), await found_by(mate.client)], [[], []]);
  assert.equal((await mate.client.ask('GET', `/api/v1/files/${things['me note'].file.id}/content`)).status, 404);
  assert.deepEqual(await found_by(author.client), ids);
  for (const one of await timeline(author.client, account)) assert.deepEqual([one.visible_to, one.author_id], ['me', author.staff.id], one.kind);
  /* Once it is deleted, its entries stay with the author. */
  for (const one of Object.values(things)) await author.client.delete(one.path);
  assert.deepEqual(await timeline(mate.client, account), []);
  assert.deepEqual(await found_by(author.client), []);
}, OPTIONS);

bothEngines('the audit says that something happened, and not what; Today counts it for those who see it', async program => {
  const { author, account } = await planted(program, ['me']);
  const mate = await joined(program, 'Mate');
  const customers = await Customers.in(program, TODAY);
  await customers.scorecard({ rules: [{ key: 'none', band: 'BAD', name: 'None', when: { measure: { measure: 'active_days', days: 28 }, op: '<', value: 1 } }], points: [], bad_below: 40, good_from: 70, unknown_below: 0.5 });
  await customers.contract(account);
  const audit = async (client, kind) => (await client.get(`/api/v1/audit?kind=${kind}`)).items;
  /* Note, call and the file of each: neither a filter by kind nor the subject tells which is which. */
  const withheld = ['fact.withheld', `staff:${author.staff.id}`, account.id, undefined, {}];
  for (const kind of ['call.logged', 'call', 'note.added', 'file.attached']) assert.deepEqual(await audit(mate.client, kind), [], kind);
  for (const kind of ['fact', 'fact.withheld'])
    assert.deepEqual((await audit(mate.client, kind)).map(one => [one.kind, one.actor, one.account_id, one.subject ?? undefined, one.body]), Array(4).fill(withheld), kind);
  assert.deepEqual(await audit(author.client, 'fact'), []);
  assert.equal((await audit(author.client, 'call.logged'))[0].body.outcome, 'reached');
  assert.deepEqual((await audit(author.client, 'file.attached')).map(one => /^(note|call|file):/.test(one.subject)), [true, true]);
  assert.ok(!(await mate.client.get('/api/v1/webhook-kinds')).items.some(one => one.kind === 'fact.withheld'));
  assert.ok(!(await mate.client.ask('GET', '/api/v1/audit.csv')).text.includes('reached'));
  const touched = async client => (await client.get('/api/v1/today?owner_id=all')).items.find(one => one.account_id === account.id)?.last_touch_at;
  assert.ok((await eventually(() => touched(author.client), at => at)).answer);
  assert.equal(await touched(mate.client), null);
}, OPTIONS);

/* ---- what is told ------------------------------------------------------------------------------------------------ */

bothEngines('a stream tells of it only those who see it, and all once who sees it changes', async program => {
  const { things, author, account } = await planted(program, ['support']);
  const mate = await joined(program, 'Mate');
  const outsider = await joined(program, 'Outsider', ['success']);
  const heard = {};
  const streams = [];
  for (const [name, { client }] of Object.entries({ author, mate, outsider })) {
    const stream = await client.stream();
    streams.push(stream);
    heard[name] = [];
    (async () => { for await (const keys of stream) heard[name].push(...keys); })().catch(() => undefined); // closed below
  }
  /* All that was told so far has arrived once a later thing has. */
  const settle = async () => {
    const task = await program.owner.post('/api/v1/tasks', { title: 'The last thing told' });
    await eventually(() => Object.values(heard).every(keys => keys.includes(`task:${task.id}`)), all => all);
    const told = Object.fromEntries(Object.entries(heard).map(([name, keys]) => [name, keys.filter(key => !/^(task|today)/.test(key))]));
    for (const keys of Object.values(heard)) keys.length = 0;
    return told;
  };
  await settle();
  const mine = await author.client.post('/api/v1/notes', { account_id: account.id, text: 'Mine', visible_to: 'me' });
  await author.client.patch(things['support call'].path, { minutes: 9 });
  let told = await settle();
  assert.ok(told.author.includes(`note:${mine.id}`) && told.author.includes(`account:${account.id}`));
  assert.ok(told.mate.includes(things['support call'].subject) && !told.mate.some(key => /^note/.test(key)), told.mate.join(' '));
  assert.deepEqual(told.outsider, []);
  await author.client.patch(things['support note'].path, { visible_to: 'me' });
  told = await settle();
  assert.ok(told.mate.includes(`account:${account.id}`), 'whose page shows it reads again');
  assert.ok(told.author.includes(things['support note'].subject));
  for (const name of ['mate', 'outsider']) assert.ok(!told[name].includes(things['support note'].subject), name);
  for (const stream of streams) stream.close();
}, OPTIONS);

/** Takes what is sent, 503 to all until `sink.open`. */
async function new_sink(open = true) {
  const sink = { taken: [], refused: 0, open };
  const server = createServer((asked, response) => {
    let body = '';
    asked.setEncoding('utf8').on('data', piece => (body += piece)).on('end', () => {
      if (sink.open) sink.taken.push(JSON.parse(body));
      else sink.refused++;
      response.writeHead(sink.open ? 204 : 503).end();
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  at_end(() => new Promise(done => {
    server.close(done);
    server.closeAllConnections();
  }));
  sink.url = `http://127.0.0.1:${server.address().port}/hook`;
  return sink;
}

bothEngines('a webhook is told of what its areas see, and of nothing that somebody keeps to themselves', async program => {
  const author = await joined(program, 'Author');
  const account = await program.owner.post('/api/v1/accounts', { name: 'Planted' });
  const [support, success] = [await new_sink(), await new_sink()];
  const kinds = ['note.added', 'note.shared', 'call.logged', 'task.created'];
  const hooks = [];
  for (const [sink, circles] of [[support, ['support']], [success, ['success']]])
    hooks.push((await program.owner.post('/api/v1/webhooks', { url: sink.url, kinds, circles })).webhook);
  const write = visible_to => author.client.post('/api/v1/notes', { account_id: account.id, text: 'planted', visible_to });
  const [mine, theirs, open] = [await write('me'), await write('support'), await write(null)];
  const last = await program.owner.post('/api/v1/tasks', { title: 'The last thing told' });
  const until = async (sink, id) => (await eventually(() => sink.taken, taken => taken.some(one => one.data.subject === `task:${id}`)), sink.taken.map(one => one.data.subject));
  assert.deepEqual((await until(support, last.id)).sort(), [`note:${theirs.id}`, `note:${open.id}`, `task:${last.id}`].sort());
  assert.deepEqual((await until(success, last.id)).sort(), [`note:${open.id}`, `task:${last.id}`].sort());
  /* Its log names to an admin the kinds that they see. */
  const outsider = await joined(program, 'Outsider', ['success']);
  const withheld = async client => (await client.get(`/api/v1/webhooks/${hooks[0].id}/deliveries`)).items.filter(one => one.kind === 'fact.withheld').length;
  assert.deepEqual([await withheld(author.client), await withheld(program.owner), await withheld(outsider.client)], [0, 0, 1]);
  /* Sent once more: by who sees it now. */
  await author.client.patch(`/api/v1/notes/${open.id}`, { visible_to: 'me' });
  await author.client.patch(`/api/v1/notes/${mine.id}`, { visible_to: 'support' });
  assert.deepEqual([await withheld(author.client), await withheld(program.owner)], [0, 1], 'what was sent and is private now');
  support.taken.length = 0;
  await program.owner.post(`/api/v1/webhooks/${hooks[0].id}/replay`, { since_on: '2026-11-01' });
  const after = await program.owner.post('/api/v1/tasks', { title: 'The very last thing told' });
  await until(support, after.id);
  const all = await eventually(() => support.taken, taken => taken.some(one => one.data.subject === `task:${last.id}`)
    && taken.some(one => one.type === 'note.added' && one.data.subject === `note:${mine.id}`));
  const replayed = all.answer.map(one => one.data.subject);
  assert.ok(replayed.includes(`note:${mine.id}`) && !replayed.includes(`note:${open.id}`), replayed.join(' '));
}, { ...OPTIONS, args: ['--outbound-networks', '127.0.0.1'] });

bothEngines('what waits for a webhook is withdrawn when it is not for it any more', async program => {
  const author = await joined(program, 'Author');
  const account = await program.owner.post('/api/v1/accounts', { name: 'Planted' });
  const sink = await new_sink(false);
  const { webhook } = await program.owner.post('/api/v1/webhooks', { url: sink.url, kinds: ['note.added', 'task.created'] });
  const note = await author.client.post('/api/v1/notes', { account_id: account.id, text: 'planted' });
  const log = async () => (await program.owner.get(`/api/v1/webhooks/${webhook.id}/deliveries`)).items;
  const tried = await eventually(log, items => items.some(one => one.kind === 'note.added' && one.attempts === 1));
  const waiting = tried.answer.find(one => one.kind === 'note.added');
  await author.client.patch(`/api/v1/notes/${note.id}`, { visible_to: 'me' });
  sink.open = true;
  const task = await program.owner.post('/api/v1/tasks', { title: 'The last thing told' });
  program.clock(Date.parse(waiting.next_at) + 60_000);
  await eventually(log, items => items.length === 1 && items[0].state === 'delivered');
  assert.deepEqual(sink.taken.map(one => one.data.subject), [`task:${task.id}`]);
}, { ...OPTIONS, args: ['--outbound-networks', '127.0.0.1'] });

/* ---- persons ----------------------------------------------------------------------------------------------------- */

/** As the user who runs the server, over its socket. */
function as_operator(program, path) {
  return new Promise((done, failed) => {
    request({ socketPath: join(program.data, 'banso.sock'), path, headers: { host: 'localhost' } }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', piece => (text += piece)).on('end', () => done(JSON.parse(text)));
    }).on('error', failed).end();
  });
}

bothEngines('an export holds what the caller sees and says how much it keeps back; the operator gets all of it', async program => {
  const { account, person, author } = await planted(program, ['me', 'support']);
  const outsider = await joined(program, 'Outsider', ['success']);
  /* What a key wrote has no author, and is kept back all the same. */
  await (await token_with(program, 'act', ALL)).post('/api/v1/calls', { account_id: account.id, contact_id: person.id, text: 'By a key', visible_to: 'support' });
  const exported = async client => (await client.get(`/api/v1/contacts/${person.id}/export`));
  const said = ({ task, files }) => [task.calls.length, task.calls_kept_back[0].count, files.length];
  assert.deepEqual(said(await exported(author.client)), [3, 0, 2]);
  assert.deepEqual(said(await exported(program.owner)), [2, 1, 1]);
  assert.deepEqual(said(await exported(outsider.client)), [0, 3, 0]);
  assert.deepEqual(said(await as_operator(program, `/api/v1/contacts/${person.id}/export`)), [3, 0, 2]);
}, OPTIONS);

bothEngines('an erasure reaches what somebody keeps to themselves', async program => {
  const { person, author, account, things } = await planted(program, ['me']);
  await program.owner.patch(`/api/v1/contacts/${person.id}`, { email: 'planted.person@example.test' });
  /* A kept reply that does not name the person, who was added to the call later. */
  const later = await author.client.post('/api/v1/calls', { account_id: account.id, text: 'zqlater' }, { headers: { 'idempotency-key': 'later' } });
  await author.client.patch(`/api/v1/calls/${later.id}`, { contact_id: person.id });
  const kept = () => program.query("SELECT COUNT(*) FROM idempotency WHERE body LIKE '%zqlater%'");
  assert.equal(kept(), '1');
  await author.client.patch(things['me note'].path, { text: 'planted.person@example.test said so' });
  await program.owner.delete(`/api/v1/contacts/${person.id}`);
  assert.equal(kept(), '0');
  const items = await timeline(author.client, account);
  assert.equal(items.find(one => one.kind === 'note.added').text, '[…] said so');
  const call = items.find(one => one.kind === 'call.logged' && one.subject === things['me call'].subject);
  assert.deepEqual([call.text, call.files], [null, []]);
  assert.deepEqual(await found_by(author.client), []);
}, OPTIONS);
