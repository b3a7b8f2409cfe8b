// Lists as files: what a person takes out can be brought back as it is, in both languages and both kinds of file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at_end, eventually, test } from '../kit/hung.mjs';
import { bothEngines, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T18:00:00Z'; // the 21st in Tokyo
const COLUMNS = {
  accounts: 'name,reading,domain,country,time_zone,language,parent,owner,touch,stage,created_at,field:tier,field:size,field:signed,field:vip',
  contacts: 'name,reading,email,phone,title,language,roles,accounts,account_owners,last_seen_on,uses_28,field:note',
};
const UTF8_MARK = '\uFEFF';

async function file_of(owner, path) {
  const answer = await fetch(owner.url + path, { headers: owner.headers() });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.equal(answer.status, 200, new TextDecoder().decode(bytes));
  return { bytes, type: answer.headers.get('content-type'), name: answer.headers.get('content-disposition'), text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
/* A parent stands before those below it, as an import wants it. */
const SORTS = { accounts: '-external_id', contacts: 'name' };
const out = (owner, kind, format) => file_of(owner, `/api/v1/${kind}.${format}?heads=words&sort=${SORTS[kind]}&columns=${COLUMNS[kind]}`);

async function fields(owner) {
  const add = (object, key, kind, more) => owner.post('/api/v1/fields', { object, key, name: `Our ${key}`, name_ja: `自社の${key}`, kind, ...more });
  await add('account', 'tier', 'choice', { choices: ['gold', 'silver'] });
  await add('account', 'size', 'number');
  await add('account', 'signed', 'date');
  await add('account', 'vip', 'flag');
  await add('contact', 'note', 'text');
}

async function fill(owner) {
  const mine = (await owner.get('/api/v1/staff')).items[0].id;
  await fields(owner);
  const first = await owner.post('/api/v1/accounts', {
    external_id: 'c-1', name: '=2+3', reading: 'さんぷる', domain: 'one.example', country: 'JP', time_zone: 'Asia/Tokyo', language: 'ja', owner_id: mine,
    touch: 'high', stage: 'renewal', fields: { tier: 'gold', size: -12.5, signed: '2026-04-01', vip: true },
  });
  const second = await owner.post('/api/v1/accounts', { external_id: '0042', name: 'Two; \u000b "quoted" <&> _x0041_', parent_id: first.id, fields: { size: 3, vip: false } });
  const ann = await owner.post('/api/v1/contacts', { account_id: first.id, external_id: 'ann', name: '@Ann', phone: '+81 3 1234 5678', email: 'ann@one.example', roles: ['champion', 'user'], fields: { note: '-' } });
  await owner.patch(`/api/v1/contacts/${ann.id}`, { account_ids: [first.id, second.id] });
  await owner.post('/api/v1/contacts', { account_id: second.id, name: '長 さゆり', reading: 'ちょう さゆり', email: 'cho@two.example', title: '部長', language: 'ja' });
  return { first, second, ann };
}

async function bring(owner, kind, { bytes }, format) {
  const type = { headers: { 'content-type': 'application/octet-stream' } };
  const made = await owner.post(`/api/v1/imports?kind=${kind}&file_name=list.${format}`, bytes, type);
  await owner.post(`/api/v1/imports/${made.id}/run`);
  const { answer } = await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => state === 'done' || state === 'failed');
  assert.deepEqual([answer.state, answer.bad, answer.errors], ['done', 0, []]);
  return { made, done: answer };
}

for (const language of ['en', 'ja'])
  for (const format of ['csv', 'xlsx'])
    bothEngines(`what was taken out in ${language} as ${format} is brought back as it was, and changes nothing where it came from`, async (program, t) => {
      const { owner } = program;
      await fill(owner);
      await owner.patch('/api/v1/me', { language });
      const files = { accounts: await out(owner, 'accounts', format), contacts: await out(owner, 'contacts', format) };
      for (const kind of ['accounts', 'contacts']) {
        const { done, made } = await bring(owner, kind, files[kind], format);
        const told = JSON.stringify([made.columns.map(c => [c.name, c.target]), (await owner.get('/api/v1/audit?limit=3')).items.map(({ kind, body }) => [kind, body])]);
        assert.deepEqual([done.added, done.changed, done.unchanged], [0, 0, 2], `${kind} as they are; ${told}`);
      }
      await with_program({ clock: CLOCK }, async ({ owner: other }) => {
        await fields(other);
        await other.patch('/api/v1/me', { language });
        for (const kind of ['accounts', 'contacts']) {
          const { made, done } = await bring(other, kind, files[kind], format);
          const left = made.columns.filter(({ target }) => !target).map(({ name }) => name);
          const names = { en: { accounts: ['Parent', 'Owner'], contacts: ['Accounts', 'Accounts\' owners', 'Last seen', 'Uses, 28 days'] },
            ja: { accounts: ['親企業', '担当CSM'], contacts: ['顧客企業', '顧客企業の担当CSM', '最終利用', '利用回数(28日間)'] } };
          assert.deepEqual(left, names[language][kind], 'a name stands beside the key that is read');
          assert.equal(done.added, 2);
          assert.equal((await out(other, kind, 'csv')).text, (await out(owner, kind, 'csv')).text, 'and is the same list');
        }
      }, t);
    }, { clock: CLOCK });

bothEngines('a file for people has words, ids and currencies; one for programs has what was asked for', async program => {
  const { owner } = program;
  const { first } = await fill(owner);
  await owner.post('/api/v1/contracts', { account_id: first.id, lines: [{ from_on: '2026-04-01', price: { amount: 4000, currency: 'USD' } }] });
  const head = async query => (await file_of(owner, `/api/v1/accounts.csv?${query}`)).text.split('\r\n')[0];
  assert.equal(await head('columns=name,mrr'), `${UTF8_MARK}name,mrr`);
  await owner.patch('/api/v1/me', { language: 'en' });
  assert.equal(await head('columns=name,mrr,owner,field:tier&heads=words'), `${UTF8_MARK}"External id",Name,MRR,Currency,Owner,"Owner's e-mail","Our tier"`);
  await owner.patch('/api/v1/me', { language: 'ja' });
  assert.equal(await head('columns=name,mrr,owner,field:tier&heads=words'), `${UTF8_MARK}外部ID,名称,MRR,通貨,担当CSM,担当CSMのメール,自社のtier`);
  const { text } = await file_of(owner, '/api/v1/accounts.csv?columns=name,mrr,created_at&heads=words&sort=-mrr');
  assert.equal(text.split('\r\n')[1], `c-1,"'=2+3",40.00,USD,2026-11-21`, 'the day is that of the workspace');
  const { text: people } = await file_of(owner, '/api/v1/contacts.csv?columns=created_at&heads=words');
  assert.match(people, /,"2026-11-21 03:00:00"|,2026-11-21 03:00:00/, 'and so are times');
}, { clock: CLOCK });

bothEngines('roles of people stand in step with the accounts that a file can name', async program => {
  const { owner } = program;
  const account = (name, external_id) => owner.post('/api/v1/accounts', { name, external_id });
  const [a, b, c] = [await account('A', 'a'), await account('B'), await account('C', 'c')];
  const person = async (name, roles) => {
    const { id } = await owner.post('/api/v1/contacts', { name, email: `${name}@one.example`, account_id: roles[0][0].id });
    await owner.patch(`/api/v1/contacts/${id}`, { account_ids: roles.map(([at]) => at.id) });
    for (const [at, its] of roles) await owner.patch(`/api/v1/contacts/${id}`, { account_id: at.id, roles: its });
  };
  await person('all', [[a, []], [b, ['user']], [c, ['champion', 'billing']]]);
  await person('both', [[a, ['user', 'champion']], [b, ['billing']]]);
  await person('none', [[b, ['user', 'champion']]]);
  const roles = async () => (await owner.get('/api/v1/contacts?sort=name')).items.map(one => one.roles);
  const before = await roles();
  const file = await file_of(owner, '/api/v1/contacts.csv?columns=email,roles,accounts&heads=words&sort=name');
  assert.deepEqual(file.text.split('\r\n').slice(1, -1), [
    '"",all@one.example,"; champion, billing","A, B, C","a; c"', '"",both@one.example,"champion, user","A, B",a', '"",none@one.example,"champion, user",B,""',
  ]);
  const { done } = await bring(owner, 'contacts', { bytes: new TextEncoder().encode(file.text.split('\r\n').slice(0, 3).join('\r\n')) }, 'csv');
  assert.deepEqual([done.added, done.changed, done.unchanged], [0, 0, 2]);
  assert.deepEqual(await roles(), before);
}, { clock: CLOCK });

bothEngines('tasks are a file, too', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { external_id: 'a', name: 'Alpha' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: '=cmd()', due_on: '2026-11-25' });
  await owner.post('/api/v1/tasks', { title: 'Second', due_on: '2026-11-24' });
  const { text, name } = await file_of(owner, '/api/v1/tasks.csv?columns=title,account,due_on');
  assert.match(name, /tasks\.csv/);
  assert.equal(text, `${UTF8_MARK}title,account,due_on\r\nSecond,"",2026-11-24\r\n"'=cmd()",Alpha,2026-11-25\r\n`);
  assert.match((await file_of(owner, '/api/v1/tasks.xlsx')).type, /spreadsheetml/);
}, { clock: CLOCK });

const DAY = '2026-04-01';
const money = (amount, currency = 'JPY') => ({ amount, currency });

/** Contracts as people, files and time leave them: without an id, of several plans, cancelled, discounted, in cents. */
async function agreed(owner) {
  const { first, second } = await fill(owner);
  const product = await owner.post('/api/v1/products', { key: 'core', name: 'Core, the first' });
  const twin = await owner.post('/api/v1/products', { key: 'more', name: 'core' });
  const add = (account, more, ...lines) => owner.post('/api/v1/contracts', { account_id: account.id, ...more, lines });
  await add(first, { name: '=Frame', notice_days: 60, grace_days: 0, auto_renews: false, renews_on: '2027-04-01' },
    { from_on: DAY, until_on: '2027-04-01', product_id: product.id, plan: 'Pro', seats: 10, price: money(1_200_000), term_months: 12, discount: 0.25 },
    { from_on: DAY, until_on: '2027-04-01', product_id: product.id, plan: 'Add-on', price: money(10_050, 'USD') });
  const cut = await add(second, { external_id: 'C-0008' }, { from_on: '2026-01-31', product_id: twin.id, kind: 'trial', price: money(0) });
  await owner.post(`/api/v1/contracts/${cut.id}/lines`, { from_on: '2026-03-01', product_id: twin.id, price: money(999) });
  const gone = await add(second, {}, { from_on: '2025-12-01', plan: 'old', price: money(500) });
  await owner.post(`/api/v1/contracts/${gone.id}/cancellation`, { on: '2026-10-01', ends_on: '2026-12-01' });
  return { first, second };
}

const lines_out = (owner, format) => file_of(owner, `/api/v1/contracts.${format}?heads=words`);

for (const language of ['en', 'ja'])
  for (const format of ['csv', 'xlsx'])
    bothEngines(`contracts taken out in ${language} as ${format} are brought back as they were, and change nothing where they came from`, async (program, t) => {
      const { owner } = program;
      await agreed(owner);
      await owner.patch('/api/v1/me', { language });
      const accounts = await out(owner, 'accounts', format);
      const file = await lines_out(owner, format);
      const { made, done } = await bring(owner, 'contracts', file, format);
      assert.deepEqual([done.added, done.changed, done.unchanged], [0, 0, 5], JSON.stringify((await owner.get('/api/v1/audit?limit=5')).items));
      const left = made.columns.filter(({ target }) => !target).map(({ name }) => name);
      assert.deepEqual(left, { en: ['Account name', 'MRR after the discount'], ja: ['企業名', '割引後のMRR'] }[language], 'what is for people alone is not read');
      assert.equal(made.asks.includes('ends'), false, 'the heading says that the day is the last one');
      await with_program({ clock: CLOCK }, async ({ owner: other }) => {
        await fields(other);
        await other.patch('/api/v1/me', { language });
        await bring(other, 'accounts', accounts, format);
        assert.equal((await bring(other, 'contracts', file, format)).done.added, 5);
        const told = ({ text }) => text.split('\r\n').map(line => line.replace(/account \d+, product \d+/, '')).sort();
        const [here, there] = [await lines_out(owner, 'csv'), await lines_out(other, 'csv')];
        assert.deepEqual(told(there).map(line => line.replace(/\"\"$/, '')), told(here).map(line => line.replace(/\"\"$/, '')), 'the same lines');
      }, t);
    }, { clock: CLOCK });

/** What an import without ids brought, and what was added by hand for the same account and product; `more` = the latter. */
async function side_by_side(owner, more) {
  const account = await owner.post('/api/v1/accounts', { external_id: 'a', name: 'A' });
  const product = await owner.post('/api/v1/products', { key: 'core', name: 'Core' });
  const csv = 'account,product,plan,from_on,mrr\na,Core,Pro,2026-04-01,1000\n';
  await bring(owner, 'contracts', { bytes: new TextEncoder().encode(csv) }, 'csv');
  const { line, ...rest } = more;
  await owner.post('/api/v1/contracts', { account_id: account.id, ...rest, lines: [{ from_on: '2026-06-01', product_id: product.id, plan: 'Pro', price: money(500), ...line }] });
  return account;
}

for (const [which, more] of Object.entries({
  'one began later': { name: 'Hand' },
  'both began on one day': { name: 'Hand', line: { from_on: DAY } },
  'both began on one day, without names': { line: { from_on: DAY } },
}))
  bothEngines(`a contract of an import and one added by hand come back each to its own: ${which}`, async ({ owner }) => {
    const account = await side_by_side(owner, more);
    const lines = async () => (await lines_out(owner, 'csv')).text.split('\r\n').slice(1, -1).sort();
    const mrr = async () => (await owner.get(`/api/v1/accounts/${account.id}`)).mrr;
    const [before, paid] = [await lines(), await mrr()];
    assert.equal(before.length, 2);
    assert.doesNotMatch(before.join(), /account \d+, product/, 'a made key says nothing elsewhere');
    const { done } = await bring(owner, 'contracts', await lines_out(owner, 'csv'), 'csv');
    assert.deepEqual([done.added, done.changed, done.unchanged], [0, 0, 2]);
    assert.deepEqual([await lines(), await mrr()], [before, paid]);
    assert.equal(paid.amount, 1500);
  }, { clock: CLOCK });

bothEngines('a file of contracts has those of one account, or of the accounts that a list shows, for programs with exclusive ends', async program => {
  const { owner } = program;
  const { first, second } = await agreed(owner);
  const rows = async query => (await file_of(owner, `/api/v1/contracts.csv?columns=account_name,from_on,until_on,price,currency,mrr&${query}`)).text.split('\r\n').slice(1, -1);
  const one = [`"'=2+3",2026-04-01,2027-04-01,1200000,JPY,75000`, `"'=2+3",2026-04-01,2027-04-01,100.50,USD,100.50`];
  assert.deepEqual((await rows(`account_id=${first.id}`)).sort(), one.sort());
  assert.equal((await rows('')).length, 5);
  const filter = encodeURIComponent(JSON.stringify({ attribute: 'stage', op: '=', value: 'renewal' }));
  assert.deepEqual((await rows(`filter=${filter}`)).sort(), one.sort());
  assert.equal((await rows('q=quoted')).length, 3);
  assert.equal((await rows('q=nobody')).length, 0);
  const head = (await file_of(owner, `/api/v1/contracts.csv?account_id=${second.id}`)).text.split('\r\n')[0];
  assert.match(head, /from_on,until_on,seats/);
}, { clock: CLOCK });

bothEngines('a row with two ends that do not agree is a bad one', async ({ owner }) => {
  await owner.post('/api/v1/accounts', { external_id: 'a', name: 'A' });
  const csv = 'account,from_on,until_on,last_on,mrr\na,2026-01-01,2027-01-01,2026-12-31,5\na,2027-01-01,2028-01-01,2028-01-01,5\n';
  const made = await owner.post('/api/v1/imports?kind=contracts&file_name=c.csv', new TextEncoder().encode(csv), { headers: { 'content-type': 'text/csv' } });
  await owner.patch(`/api/v1/imports/${made.id}`, { options: { ends: 'exclusive' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  const { answer } = await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => state === 'done' || state === 'failed');
  assert.deepEqual([answer.added, answer.errors.map(({ line, field, reason }) => [line, field, reason])], [1, [[3, 'last_on', 'ends_differ']]]);
}, { clock: CLOCK });

/* Python's own readers are not ours: what they say of the archive and of its XML does not depend on our idea of either. */
const LOOK = `
import sys, json, zipfile, xml.etree.ElementTree as tree
ns = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
archive = zipfile.ZipFile(sys.argv[1])
bad = archive.testzip()
sheet = tree.fromstring(archive.read('xl/worksheets/sheet1.xml'))
for name in archive.namelist(): tree.fromstring(archive.read(name))
cells = [[(c.get('r'), c.get('t'), c.get('s'), ''.join(c.itertext())) for c in row] for row in sheet.iter(ns + 'row')]
print(json.dumps([bad, archive.namelist(), len(cells), cells[:2], cells[-1]]))
`;

test('a workbook of many pages is one that other programs can read, with numbers and days as such', t => with_program({ clock: CLOCK }, async ({ owner }) => {
  const rows = Array.from({ length: 1203 }, (_, at) => `n-${String(at).padStart(4, '0')},Company ${String(at).padStart(4, '0')}`);
  await bring(owner, 'accounts', { bytes: new TextEncoder().encode(['external_id,name', ...rows].join('\n')) }, 'csv');
  const { bytes, name } = await file_of(owner, '/api/v1/accounts.xlsx?columns=name,coverage,created_at&sort=name&heads=words');
  assert.match(name, /accounts\.xlsx/);
  const folder = mkdtempSync(join(tmpdir(), 'banso-book-'));
  at_end(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'a.xlsx'), bytes);
  const done = spawnSync('python3', ['-c', LOOK, join(folder, 'a.xlsx')], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  const [bad, names, count, first, last] = JSON.parse(done.stdout);
  assert.equal(bad, null, 'all checksums are right');
  assert.equal(names.at(-1), 'xl/worksheets/sheet1.xml');
  assert.equal(count, 1204);
  assert.deepEqual(first[1].map(([place, type]) => [place, type]), [['A2', 'inlineStr'], ['B2', 'inlineStr'], ['C2', null], ['D2', null]]);
  assert.deepEqual(last.map(cell => cell.at(-1)), ['n-1202', 'Company 1202', '0', '46347']);
}, t));
