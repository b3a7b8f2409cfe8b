// Imports from outside: guessing, mapping, dry run, good rows kept, bad rows told, the same again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually, test } from '../kit/hung.mjs';
import { bothEngines, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';

const upload = (owner, kind, bytes) =>
  owner.post(`/api/v1/imports?kind=${kind}&file_name=${kind}.csv`, bytes, { headers: { 'content-type': 'text/csv' } });

async function settled(owner, id) {
  return (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
}

async function step(owner, id, what) {
  await owner.post(`/api/v1/imports/${id}/${what}`);
  return settled(owner, id);
}

const target = (made, name) => made.columns.find(column => column.name === name)?.target;

bothEngines('a file in Japanese, in Shift_JIS, is understood', async ({ owner }) => {
  // 顧客ID,会社名 / c-1,髙橋㈱
  const bytes = new Uint8Array([0x8c, 0xda, 0x8b, 0x71, 0x49, 0x44, 0x2c, 0x89, 0xef, 0x8e, 0xd0, 0x96, 0xbc, 0x0d, 0x0a,
    0x63, 0x2d, 0x31, 0x2c, 0xfb, 0xfc, 0x8b, 0xb4, 0x87, 0x8a, 0x0d, 0x0a]);
  const made = await upload(owner, 'accounts', bytes);
  assert.equal(made.options.encoding, 'shift_jis');
  assert.equal(target(made, '顧客ID'), 'external_id');
  assert.equal(target(made, '会社名'), 'name');
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.state, done.good, done.added], ['done', 1, 1]);
  assert.equal((await owner.get('/api/v1/accounts')).items[0].name, '髙橋㈱');
}, { clock: CLOCK });

bothEngines('good rows are kept, bad ones told by line, the same again changes nothing', async ({ owner }) => {
  const csv = '\ufeffaccount_id;account_name;signup_date\r\na-1;Alpha;17-08-2023\r\n;Nobody;01-02-2023\r\na-3;"Gamma; and sons";31-12-2022\r\na-4;=1+1;99-99-2022\r\n';
  const made = await upload(owner, 'accounts', csv);
  assert.equal(made.options.delimiter, 'semicolon');
  assert.deepEqual([made.options.date_order, made.asks], [null, []]);
  assert.deepEqual(made.columns.map(column => column.date_order), [null, null, 'dmy'], 'the order is proven by 17 and 31');
  assert.equal(made.rows, 4);
  assert.equal(made.options.bad_cells, 'skip_cell');
  const whole = await owner.patch(`/api/v1/imports/${made.id}`, { options: { bad_cells: 'skip_row' } });
  assert.deepEqual(whole.options, { ...made.options, bad_cells: 'skip_row' });
  const checked = await step(owner, made.id, 'check');
  assert.deepEqual([checked.state, checked.good, checked.bad], ['checked', 2, 2]);
  assert.equal((await owner.get('/api/v1/accounts')).total, 0, 'a dry run changes nothing');
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.state, done.good, done.bad, done.added], ['done', 2, 2, 2]);
  assert.deepEqual(done.errors.map(error => [error.line, error.field]), [[3, 'external_id'], [5, 'created_on']]);
  const bad = await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`);
  assert.match(bad.text, /"'=1\+1"/, 'what a spreadsheet would run is neutralised');
  const second = await upload(owner, 'accounts', csv);
  assert.equal(second.options.bad_cells, 'skip_row', 'as the one before');
  await owner.patch(`/api/v1/imports/${second.id}`, { options: { bad_cells: 'skip_cell' } });
  const again = await step(owner, second.id, 'run');
  assert.deepEqual([again.good, again.bad, again.partly, again.added, again.changed, again.unchanged], [3, 1, 1, 1, 0, 2], 'without the day that is none');
}, { clock: CLOCK });

test('a company is known by the same names of a column in every kind of file', t => with_program({ clock: CLOCK }, async ({ owner }) => {
  for (const name of ['会社ID', '顧客ID', '企業ID', '取引先コード', '得意先コード', 'Account ID', 'company_id', 'customerId', 'groupId'])
    for (const [kind, key] of [['accounts', 'external_id'], ['contacts', 'account'], ['contracts', 'account'], ['events', 'account']])
      assert.equal(target(await upload(owner, kind, `${name},x\nc-1,y\n`), name), key, `${name} of ${kind}`);
}, t));

bothEngines('which end a period has is asked, and rows that touch become one stay', async ({ owner }) => {
  await step(owner, (await upload(owner, 'accounts', 'id,name\n7,Seven\n')).id, 'run');
  const csv = 'account_id,product,start_date,end_date,mrr\n7,basic,2026-01-11,2026-02-11,10.0\n7,basic,2026-02-11,2026-03-11,10.0\n8,basic,2026-01-01,2026-02-01,10.0\n';
  const made = await upload(owner, 'contracts', csv);
  const refused = await owner.ask('POST', `/api/v1/imports/${made.id}/run`);
  assert.equal(refused.status, 400);
  assert.equal(refused.body.field, 'ends');
  const asked = await owner.patch(`/api/v1/imports/${made.id}`, { options: { ends: 'exclusive' } });
  assert.deepEqual(asked.options, { ...made.options, ends: 'exclusive' }, 'one option is changed, the others stay');
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.good, done.bad], [2, 1]);
  const account = (await owner.get('/api/v1/accounts')).items[0];
  const { items } = await owner.get(`/api/v1/contracts?account_id=${account.id}`);
  assert.equal(items.flatMap(contract => contract.lines).length, 2);
}, { clock: CLOCK });

bothEngines('each option of an import is changed by itself, and a wrong one is refused by its name', async ({ owner }) => {
  const made = await upload(owner, 'contracts', 'account_id,start_date,end_date,mrr\n7,2026-01-11,2026-02-11,10.0\n');
  const path = `/api/v1/imports/${made.id}`;
  const given = { encoding: 'shift_jis', heading: 1, totals: 'take', bad_cells: 'skip_row', date_order: 'dmy', decimal_mark: 'comma', ends: 'inclusive', time_zone: 'Europe/London', currency: 'EUR' };
  let options = made.options;
  for (const [name, value] of Object.entries(given)) {
    const changed = await owner.patch(path, { options: { [name]: value } });
    options = { ...options, [name]: value };
    assert.deepEqual(changed.options, options, name);
  }
  for (const name of ['ends', 'date_order', 'decimal_mark'])
    assert.equal((await owner.patch(path, { options: { [name]: null } })).options[name], null);
  assert.deepEqual((await owner.patch(path, { options: { delimiter: 'pipe' } })).columns.length, 1, 'other separators give other columns');
  assert.deepEqual((await owner.patch(path, { options: { delimiter: 'comma' } })).columns.map(column => column.target), made.columns.map(column => column.target));
  const wrong = { encoding: 'latin-9', delimiter: '|', heading: 0, totals: 'count', bad_cells: 'none', date_order: 'ydm', decimal_mark: ',', ends: 'maybe', time_zone: 'Mars/Olympus', currency: 'XXQ', product_id: 1 };
  for (const [name, value] of [...Object.entries(wrong), ['currency', null], ['encoding', null]]) {
    const refused = await owner.ask('PATCH', path, { options: { [name]: value } });
    assert.equal(refused.status, 400, `${name} = ${value}`);
    assert.match(refused.body.field, new RegExp(`${name}$`));
  }
}, { clock: CLOCK });

bothEngines('grace and notice of a contract come with the file: without grace an account left when its last line ended', async ({ owner }) => {
  await step(owner, (await upload(owner, 'accounts', 'id,name\n7,Seven\n8,Eight\n')).id, 'run');
  const csv = 'account_id,start_date,end_date,mrr,grace_days,notice_period\n7,2026-01-11,2026-11-10,10.0,0,14\n8,2026-01-11,2026-11-10,10.0,,\n8,2026-11-10,,10.0,4000,\n';
  const made = await upload(owner, 'contracts', csv);
  assert.equal(target(made, 'grace_days'), 'grace_days');
  assert.equal(target(made, 'notice_period'), 'notice_days');
  await owner.patch(`/api/v1/imports/${made.id}`, { options: { ...made.options, ends: 'exclusive', bad_cells: 'skip_row' } });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual(done.errors.map(error => [error.line, error.field]), [[4, 'grace_days']]);
  const of = async id => {
    const account = (await owner.get('/api/v1/accounts')).items.find(one => one.external_id === id);
    const [contract] = (await owner.get(`/api/v1/contracts?account_id=${account.id}`)).items;
    return [account.status, contract.grace_days, contract.notice_days];
  };
  assert.deepEqual(await of('7'), ['left', 0, 14]);
  assert.deepEqual(await of('8'), ['paying', 30, 30], 'ten days late, and within the grace of who says nothing else');
}, { clock: CLOCK });

bothEngines('events of a file count once, however often it is taken', async ({ owner }) => {
  const csv = 'account_id,event_time,event_type_id,user_id\nacme,2026-11-18 04:25:41,like,u-1\nacme,2026-11-18 04:25:41,like,u-1\nacme,yesterday,like,u-1\n';
  const first = await step(owner, (await upload(owner, 'events', csv)).id, 'run');
  assert.deepEqual([first.added, first.bad], [2, 1], 'two equal rows are two events');
  const again = await step(owner, (await upload(owner, 'events', csv)).id, 'run');
  assert.deepEqual([again.added, again.unchanged], [0, 2]);
  assert.equal((await owner.get('/api/v1/usage/summary')).events_total, 2);
}, { clock: CLOCK });

const outcome = done => [done.state, done.good, done.bad, done.added, done.unchanged];
const told = done => done.errors.map(error => [error.line, error.field, /different (.*)$/.exec(error.text)?.[1]]);
const HEAD = 'account,user,event,at,id,value\n';
const DAY = '2026-11-18 04:25:41';

bothEngines('an id that another event has is a bad row, in one file, over its steps and over files', async ({ owner }) => {
  const filler = (from, until) => Array.from({ length: until - from }, (_, i) => `acme,u-1,like,${DAY},f-${from + i},`).join('\n');
  const csv = `${HEAD}acme,u-1,like,${DAY},e-1,5\nacme,u-1,like,${DAY},e-1,5\nacme,u-1,like,${DAY},e-1,6\n${filler(0, 600)}\nacme,u-1,share,${DAY},e-1,5\nacme,u-1,like,${DAY},e-1,5\nacme,u-2,like,${DAY},e-2,\n`;
  const made = await upload(owner, 'events', csv);
  const checked = await step(owner, made.id, 'check');
  assert.deepEqual(outcome(checked), ['checked', 604, 2, 602, 2]);
  assert.deepEqual(checked.errors.map(error => [error.line, error.field]), [[4, 'message'], [605, 'message']], 'the dry run tells the same lines');
  assert.equal((await owner.get('/api/v1/usage/summary')).events_total, 0);
  const done = await step(owner, made.id, 'run');
  assert.deepEqual(outcome(done), ['done', 604, 2, 602, 2]);
  assert.deepEqual(told(done), [[4, 'message', 'value'], [605, 'message', 'event']]);
  const bad = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text;
  assert.match(bad, /^acme,u-1,share,.*,605,message,other_event,e-1,event,"message: id ""e-1"" was already used by an event with a different event"$/m, 'it can be had with its reason');
  const again = await step(owner, (await upload(owner, 'events', csv)).id, 'run');
  assert.deepEqual(outcome(again), ['done', 604, 2, 0, 604], 'the same file again says the same and adds nothing');

  const other = `${HEAD}acme,u-2,like,${DAY},e-2,\nacme,u-2,like,2026-11-18 04:25:42,e-2,\nacme,u-2,like,2026-11-17 04:25:41,e-2,\nacme,u-1,like,${DAY},e-2,\nbeta,u-2,like,${DAY},e-2,\nbeta,u-2,like,${DAY},e-3,\n`;
  const elsewhere = await upload(owner, 'events', other);
  const second = await step(owner, elsewhere.id, 'check');
  assert.deepEqual([second.added, second.unchanged, second.bad], [1, 1, 4]);
  const taken = await step(owner, elsewhere.id, 'run');
  assert.deepEqual(outcome(taken), ['done', 2, 4, 1, 1]);
  assert.deepEqual(told(taken), [[3, 'message', 'time'], [4, 'message', 'account, user or day'], [5, 'message', 'user'], [6, 'message', 'account, user or day']]);
  assert.equal((await owner.get('/api/v1/usage/summary')).events_total, 603);
}, { clock: CLOCK });

bothEngines('a row is known again while its event waits, after its person is bound, and after a restart', async program => {
  const { owner } = program;
  const csv = `${HEAD},u-1,like,${DAY},e-1,\n,u-1,like,${DAY},e-2,\n`;
  const run = async text => step(owner, (await upload(owner, 'events', text)).id, 'run');
  assert.deepEqual(outcome(await run(csv)), ['done', 2, 0, 2, 0]);
  assert.deepEqual(outcome(await run(csv)), ['done', 2, 0, 0, 2], 'while they wait');
  assert.deepEqual(told(await run(`${HEAD},u-1,share,${DAY},e-1,\n`)), [[2, 'message', 'event']]);
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/group', { userId: 'u-1', groupId: 'acme' });
  assert.deepEqual(outcome(await run(csv)), ['done', 2, 0, 0, 2], 'once they count for an account');
  assert.deepEqual(told(await run(`${HEAD},u-1,share,${DAY},e-1,\n`)), [[2, 'message', 'event']]);
  await program.restart();
  assert.deepEqual(outcome(await run(csv)), ['done', 2, 0, 0, 2], 'after a restart');
  const { items: [contact] } = await owner.get('/api/v1/contacts');
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual(outcome(await run(csv)), ['done', 2, 0, 0, 2], 'of a person who was forgotten nothing comes back');
  assert.equal((await owner.get('/api/v1/contacts')).items.length, 0);
}, { clock: CLOCK });

bothEngines('a file without ids that is mapped otherwise the second time says so by line', async ({ owner }) => {
  const csv = `account,first,second,at\nacme,like,share,${DAY}\nacme,like,share,${DAY}\n`;
  const map = async columns => {
    const made = await upload(owner, 'events', csv);
    await owner.patch(`/api/v1/imports/${made.id}`, { mapping: columns, options: made.options });
    return step(owner, made.id, 'run');
  };
  assert.deepEqual(outcome(await map({ 1: 'event', 2: null })), ['done', 2, 0, 2, 0]);
  assert.deepEqual(outcome(await map({ 1: 'event', 2: null })), ['done', 2, 0, 0, 2]);
  const other = await map({ 1: null, 2: 'event' });
  assert.deepEqual(outcome(other), ['done', 0, 2, 0, 0]);
  assert.match(other.errors[0].text, /this line of this file was already imported with a different event/);
  assert.deepEqual([other.errors[0].reason, other.errors[0].args], ['other_line', ['event']]);
}, { clock: CLOCK });

bothEngines('events of a file may name an account alone', async ({ owner }) => {
  const done = await step(owner, (await upload(owner, 'events', 'account,event,at\nacme,sync,2026-11-18 04:25:41\n')).id, 'run');
  assert.deepEqual([done.state, done.added, done.bad], ['done', 1, 0]);
  const summary = await owner.get('/api/v1/usage/summary');
  assert.deepEqual([summary.events_total, summary.accounts_with_events, summary.unassigned], [1, 1, 0]);
}, { clock: CLOCK });

bothEngines('empty lines are no rows, but a bad row is told by its line in the file', async ({ owner }) => {
  const csv = 'id,name\r\n\r\n7,Seven\r\n\n,Nobody\n"8","Eight\nand\nmore"\n\n,Nobody either\r\n';
  const done = await step(owner, (await upload(owner, 'accounts', csv)).id, 'run');
  assert.deepEqual([done.rows, done.good, done.errors.map(error => error.line)], [4, 2, [5, 10]]);
}, { clock: CLOCK });

bothEngines('a time without a zone is what the clock on the wall showed, also on the days that clocks are changed', async ({ owner }) => {
  const times = [
    ['2026-03-07 10:00:00', '2026-03-07T15:00:00.000Z'], ['2026-03-08 01:59:00', '2026-03-08T06:59:00.000Z'],
    ['2026-03-08 10:00:00', '2026-03-08T14:00:00.000Z'], ['2026-11-01 00:30', '2026-11-01T04:30:00.000Z'],
    ['2026-11-01 10:00', '2026-11-01T15:00:00.000Z'], ['2026/11/01', '2026-11-01T04:00:00.000Z'],
  ];
  const made = await upload(owner, 'events', `account,event,at\n${times.map(([at], i) => `a,e${i},${at}`).join('\n')}\n`);
  await owner.patch(`/api/v1/imports/${made.id}`, { options: { ...made.options, time_zone: 'America/New_York' } });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.good, done.bad], [times.length, 0]);
  const [account] = (await owner.get('/api/v1/accounts')).items;
  const events = (await owner.get(`/api/v1/accounts/${account.id}/events`)).items;
  assert.deepEqual(events.map(event => [event.name, event.at]).toSorted(), times.map(([, at], i) => [`e${i}`, at]));
}, { clock: CLOCK });

bothEngines('an import that is stopped and begun anew at once counts each row once', async program => {
  const { owner } = program;
  const rows = 600; // two steps
  const { id } = await upload(owner, 'accounts', `id,name\n${Array.from({ length: rows }, (_, i) => `r-${i},Name ${i}`).join('\n')}\n`);
  program.hold('import.');
  await owner.post(`/api/v1/imports/${id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ done }) => done > 0);
  await Promise.all([owner.post(`/api/v1/imports/${id}/cancellation`), owner.ask('POST', `/api/v1/imports/${id}/run`, {})]);
  program.release();
  const now = await owner.get(`/api/v1/imports/${id}`);
  if (now.state === 'cancelled') await owner.post(`/api/v1/imports/${id}/run`);
  const done = await settled(owner, id);
  assert.deepEqual([done.state, done.done, done.good, done.bad], ['done', rows, rows, 0]);
  assert.equal((await owner.get('/api/v1/accounts')).total, rows);
  assert.equal((await owner.get('/api/v1/audit?kind=import.cancelled')).items.length, 1);
}, { clock: CLOCK });

bothEngines('the owner of an account is found by address in any case of letters', async ({ owner }) => {
  const { email, id } = (await owner.get('/api/v1/session')).staff;
  const done = await step(owner, (await upload(owner, 'accounts', `id,name,owner\n7,Seven, ${email.toUpperCase()} \n`)).id, 'run');
  assert.deepEqual([done.added, done.bad], [1, 0]);
  assert.equal((await owner.get('/api/v1/accounts')).items[0].owner_id, id);
}, { clock: CLOCK });

bothEngines('custom flags are read as people write them', async ({ owner }) => {
  await owner.post('/api/v1/fields', { object: 'account', key: 'vip', name: 'VIP', kind: 'flag', choices: [], position: 1 });
  const made = await upload(owner, 'accounts', 'id,vip\n1,Yes\n2,no\n3,TRUE\n4,はい\n5,×\n6,\n7,perhaps\n');
  await owner.patch(`/api/v1/imports/${made.id}`, { mapping: { 1: 'field:vip' }, options: made.options });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual(done.errors.map(error => [error.line, error.field]), [[8, 'field:vip']]);
  const { items } = await owner.get('/api/v1/accounts');
  assert.deepEqual(items.sort((a, b) => a.external_id - b.external_id).map(account => account.fields.vip ?? null), [true, false, true, true, false, null, null], 'the row is taken without it');
}, { clock: CLOCK });

bothEngines('what is no table is refused with the reason', async ({ owner }) => {
  for (const bytes of ['', 'a,b\n', 'a,"b\n1,2\n', 'a\0b,c\n1,2\n']) {
    const answer = await owner.ask('POST', '/api/v1/imports?kind=accounts&file_name=x.csv', bytes, { headers: { 'content-type': 'text/csv' } });
    assert.equal(answer.status, 400, JSON.stringify(bytes));
  }
}, { clock: CLOCK });

bothEngines('a dry run over several steps knows what its earlier rows would have brought', async ({ owner }) => {
  const rows = [...Array(700).keys()].map(n => `c-${n},Customer ${n},${n === 0 ? '' : 'c-0'}`);
  const csv = ['id,name,parent_external_id', ...rows, 'c-1,,c-0', 'c-700,Customer 700,c-701'].join('\n');
  const made = await upload(owner, 'accounts', csv);
  const checked = await step(owner, made.id, 'check');
  assert.deepEqual(checked.errors.map(error => [error.line, error.field]), [[703, 'parent_external_id']]);
  assert.deepEqual([checked.good, checked.bad, checked.added], [701, 1, 700]);
  assert.equal((await owner.get('/api/v1/accounts')).total, 0, 'nothing is written');
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.good, done.bad, done.added, done.unchanged], [701, 1, 700, 1]);
}, { clock: CLOCK });

bothEngines('a row that is refused halfway leaves nothing behind', async ({ owner }) => {
  await step(owner, (await upload(owner, 'accounts', 'id,name\na-1,Alpha\n')).id, 'run');
  const csv = 'external_id,name,account,roles\nu-1,Person One,a-1,champion\nu-2,Person Two,a-1,astronaut\n';
  const made = await upload(owner, 'contacts', csv);
  await owner.patch(`/api/v1/imports/${made.id}`, { options: { bad_cells: 'skip_row' } });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.state, done.good, done.bad], ['done', 1, 1]);
  assert.deepEqual(done.errors.map(error => error.line), [3]);
  const contacts = (await owner.get('/api/v1/contacts')).items;
  assert.deepEqual(contacts.map(contact => contact.external_id), ['u-1'], 'the refused person is not there');
}, { clock: CLOCK });

/* Of each bad row: the column, the word of its reason, and what the sentence is about. */
const reasons = done => done.errors.map(error => [error.line, error.field, error.reason, ...error.args]);

bothEngines('why a row is bad is told as a word with its arguments, in the answer and in the file', async ({ owner }) => {
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'choice', choices: ['gold', 'plain'], position: 1 });
  await owner.post('/api/v1/fields', { object: 'account', key: 'score', name: 'Score', kind: 'number', choices: [], position: 2 });
  const accounts = ['id,name,country,time_zone,touch,owner,parent,created,tier,score',
    'a-1,Alpha,Japan,,,,,,,', ',No id,,,,,,,,', 'a-3,,Atlantis,,,,,,,', 'a-4,,,Mars/Base,,,,,,', 'a-5,,,,medium,,,,,', 'a-6,,,,,x@example.test,,,,',
    'a-7,,,,,,a-99,,,', 'a-8,,,,,,,someday,,', 'a-9,,,,,,,,silver,', 'a-10,,,,,,,,,many'].join('\n');
  const made = await upload(owner, 'accounts', accounts);
  await owner.patch(`/api/v1/imports/${made.id}`, { mapping: { 8: 'field:tier', 9: 'field:score' }, options: made.options });
  const done = await step(owner, made.id, 'run');
  assert.deepEqual(reasons(done), [
    [3, 'external_id', 'missing'],
    [4, 'country', 'no_country', 'Atlantis'],
    [5, 'time_zone', 'no_time_zone', 'Mars/Base'],
    [6, 'touch', 'not_among', 'medium', 'high, low, tech'],
    [7, 'owner_email', 'no_staff', 'x@example.test'],
    [8, 'parent_external_id', 'no_account', 'a-99'],
    [9, 'created_on', 'no_date', 'someday'],
    [10, 'field:tier', 'not_among', 'silver', 'gold, plain'],
    [11, 'field:score', 'no_number', 'many'],
  ]);
  assert.equal((await owner.get('/api/v1/accounts')).items.find(one => one.external_id === 'a-1').country, 'JP', 'a country by its name is kept as its code');
  const rows = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text.trim().split('\r\n');
  assert.match(rows[0], /,line,field,reason,arg_1,arg_2,text$/);
  assert.match(rows[2], /,4,country,no_country,Atlantis,,/);

  const contracts = ['account,start_date,end_date,seats,price,term,discount,currency,kind,auto_renew',
    'a-1,2026-01-01,2026-12-31,3,1000,12,,,,', 'a-2,2026-01-01,,,,,,,,', 'a-1,2026-05-01,2026-04-01,,,,,,,',
    'a-1,2025-01-01,2025-02-01,2.5,,,,,,', 'a-1,2025-01-01,2025-02-01,,-5,,,,,', 'a-1,2025-01-01,2025-02-01,,,0,,,,', 'a-1,2025-01-01,2025-02-01,,,,7,,,',
    'a-1,2025-01-01,2025-02-01,,,,,XXQ,,', 'a-1,2025-01-01,2025-02-01,,,,,,lent,', 'a-1,2025-01-01,2025-02-01,,,,,,,perhaps'].join('\n');
  const lines = await upload(owner, 'contracts', contracts);
  await owner.patch(`/api/v1/imports/${lines.id}`, { options: { ...lines.options, ends: 'inclusive' } });
  assert.deepEqual(reasons(await step(owner, lines.id, 'run')), [
    [3, 'account', 'no_account', 'a-2'],
    [4, 'until_on', 'ends_before_start'],
    [5, 'seats', 'no_whole_number', '2.5'],
    [6, 'price', 'negative'],
    [7, 'term_months', 'out_of_range', '1', '120'],
    [8, 'discount', 'out_of_range', '0', '1'],
    [9, 'currency', 'no_currency', 'XXQ'],
    [10, 'kind', 'not_among', 'lent', 'paid, trial, free'],
    [11, 'auto_renews', 'no_flag', 'perhaps'],
  ]);

  const contacts = await step(owner, (await upload(owner, 'contacts', 'external_id,email,account,roles\n,,a-1,\nu-2,,a-1,astronaut\n')).id, 'run');
  assert.deepEqual(reasons(contacts), [[2, 'external_id', 'needs_key'], [3, 'roles', 'not_among', 'astronaut', 'champion, decision_maker, user, billing']]);

  const events = await step(owner, (await upload(owner, 'events', 'account,user,event,at\na-1,,x,yesterday\n,,x,2026-11-18\na-1,,x,2031-01-01\n')).id, 'run');
  assert.deepEqual(reasons(events), [[2, 'at', 'no_time', 'yesterday'], [3, 'account', 'needs_subject'], [4, 'at', 'time_far']]);
}, { clock: CLOCK });

bothEngines('bad rows that were corrected in their file come back as they were meant', async ({ owner }) => {
  await step(owner, (await upload(owner, 'accounts', 'id,name\na-1,Alpha\n')).id, 'run');
  const made = await upload(owner, 'contacts', 'external_id,name,phone,account,roles\nu-1,Person One,+81-3-0000-0000,a-1,astronaut\n');
  await step(owner, made.id, 'run');
  const bad = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text;
  assert.match(bad, /"'\+81-3-0000-0000"/, 'a spreadsheet must not run it');
  const again = await upload(owner, 'contacts', bad.replace('astronaut', 'champion'));
  assert.deepEqual((await step(owner, again.id, 'run')).errors, []);
  assert.equal((await owner.get('/api/v1/contacts')).items[0].phone, '+81-3-0000-0000');
}, { clock: CLOCK });

bothEngines('every country that the pages offer is one for the server', async ({ owner }) => {
  const list = readFileSync(new URL('../../web/src/lib/countries.ts', import.meta.url), 'utf8');
  const codes = [...list.matchAll(/^  '([A-Z ]+)',$/gm)].flatMap(([, line]) => line.split(' '));
  assert.equal(codes.length, 249);
  const csv = ['external_id,country', ...codes.map(code => `c-${code},${code}`)].join('\n');
  const done = await step(owner, (await upload(owner, 'accounts', csv)).id, 'run');
  assert.deepEqual([done.good, done.errors], [249, []]);
  const refused = await owner.ask('POST', '/api/v1/accounts', { name: 'Lost', country: 'Nippon' });
  assert.deepEqual([refused.status, refused.body.field, refused.body.reason, refused.body.args], [400, 'country', 'no_country', ['Nippon']]);
  const account = (await owner.get('/api/v1/accounts')).items[0];
  assert.equal((await owner.ask('PATCH', `/api/v1/accounts/${account.id}`, { country: 'jp' }, { headers: { 'if-match': `"${account.version}"` } })).status, 400);
}, { clock: CLOCK });

bothEngines('who looks at an import, or maps its columns, has its file neither read nor decoded', async program => {
  const rows = Array.from({ length: 20 }, (_, i) => `p-${i},"Name, ${i}",note ${i}`);
  const made = await upload(program.owner, 'accounts', `id,name,memo\n${rows.join('\n')}\n`);
  assert.deepEqual(made.preview, Array.from({ length: 5 }, (_, i) => ({ external_id: `p-${i}`, name: `Name, ${i}` })));
  await program.stop_serving();
  // Nobody can read what is not there.
  program.damage('DELETE FROM import_part');
  await program.serve();
  assert.deepEqual((await program.owner.get(`/api/v1/imports/${made.id}`)).preview, made.preview);
  const mapped = await program.owner.patch(`/api/v1/imports/${made.id}`, { mapping: { 1: null, 2: 'name' } });
  assert.deepEqual([mapped.rows, mapped.preview[0]], [20, { external_id: 'p-0', name: 'note 0' }]);
}, { clock: CLOCK });
