// Files as they come: encodings, heads, quotes, totals; days and amounts that could mean two things; cells that are wrong.
import assert from 'node:assert/strict';
import { eventually, test } from '../kit/hung.mjs';
import { bothEngines, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';

const upload = (owner, kind, bytes) =>
  owner.post(`/api/v1/imports?kind=${kind}&file_name=${kind}.csv`, bytes, { headers: { 'content-type': 'text/csv' } });
const say = (owner, { id }, options) => owner.patch(`/api/v1/imports/${id}`, { options });

async function step(owner, id, what = 'run') {
  await owner.post(`/api/v1/imports/${id}/${what}`);
  return (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
}

const take = async (owner, kind, bytes, options) => {
  const made = await upload(owner, kind, bytes);
  if (options) await say(owner, made, options);
  return step(owner, made.id);
};
const targets = made => made.columns.map(column => column.target);
const reasons = done => done.errors.map(error => [error.line, error.field, error.reason, ...error.args]);
const counts = ({ state, rows, good, bad, partly }) => ({ state, rows, good, bad, partly });
const accounts = async owner => Object.fromEntries((await owner.get('/api/v1/accounts?limit=200')).items.map(one => [one.external_id, one]));

async function lines(owner, external_id) {
  const { id } = (await accounts(owner))[external_id];
  const { items } = await owner.get(`/api/v1/contracts?account_id=${id}`);
  return items.flatMap(contract => contract.lines.map(line => ({ from: line.from_on, until: line.until_on, price: line.price.amount, currency: line.price.currency, months: line.term_months })));
}

bothEngines('titles, empty rows and totals around a table are passed over, counted and told', async ({ owner }) => {
  const csv = '顧客一覧(2026年11月),,\n出力者,山田,\n,,\n顧客ID,会社名,国\nc-1,いろは,JP\n,,\n , ,\nc-2,Total Energies,FR\n小計,2社,\n合計,"2,000",\n';
  const made = await upload(owner, 'accounts', csv);
  assert.deepEqual(targets(made), ['external_id', 'name', 'country']);
  assert.deepEqual([made.options.heading, made.rows, made.empty_rows, made.total_rows, made.total_line, made.options.totals], [4, 2, 2, 2, 9, 'skip']);
  const taken = await say(owner, made, { totals: 'take' });
  assert.deepEqual([taken.rows, taken.total_rows], [4, 2]);
  await say(owner, made, { totals: 'skip' });
  assert.deepEqual(counts(await step(owner, made.id)), { state: 'done', rows: 2, good: 2, bad: 0, partly: 0 });
  assert.deepEqual(Object.keys(await accounts(owner)).sort(), ['c-1', 'c-2']);
  const other = await upload(owner, 'accounts', 'one,two\nid,name\nd-1,x\n');
  assert.equal(other.options.heading, 2, 'the row that names the columns is the head');
  const moved = await say(owner, other, { heading: 1 });
  assert.deepEqual([moved.rows, moved.columns.map(column => column.name)], [2, ['one', 'two']]);
}, { clock: CLOCK });

bothEngines('ids that differ only in hyphens, zeros or case are told before the import, by row, in the file and against the workspace', async program => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { external_id: 'C-0008', name: 'Known' });
  await owner.post('/api/v1/accounts', { external_id: 'C8', name: 'Known, too' });
  const csv = 'external_id,name,parent_external_id\nc_8,One,\nD-01,Two,\nd1,Three,\nC-0008,Known,\nE-1,Four,c0008\nD-01,Two,\n1-11,Five,\n11-1,Six,\n';
  const made = await upload(owner, 'accounts', csv);
  const near = ({ near_count, near_ids }) => [near_count, near_ids.map(one => [one.line, one.field, one.given, one.other, one.other_line, one.rows])];
  assert.deepEqual(near(made), [0, []]);
  const known = [[2, 'external_id', 'c_8'], [4, 'external_id', 'd1', 'D-01', 3, 1], [6, 'parent_external_id', 'c0008']];
  const [count, found] = near(await step(owner, made.id, 'check'));
  assert.equal(count, 3);
  assert.deepEqual(found.map((one, at) => one.slice(0, known[at].length)), known);
  for (const at of [0, 2]) assert.ok(['C-0008', 'C8'].includes(found[at][3]) && found[at][4] === null, String(found[at]));
  assert.equal((await step(owner, made.id)).near_count, 3, 'and stay told once it ran');
  const events = await upload(owner, 'events', 'account,user,event,at\nc0008,u-01,x,2026-11-01T00:00:00Z\nC-0008,u1,x,2026-11-01T00:00:00Z\nc0008,u1,x,2026-11-01T00:00:01Z\n');
  assert.deepEqual(near(await step(owner, events.id, 'check'))[1].map(one => [one[0], one[1], one[2], one[5]]), [[2, 'account', 'c0008', 2], [3, 'user', 'u1', 2]]);
  await say(owner, events, { bad_cells: 'skip_row' });
  assert.deepEqual(near(await owner.get(`/api/v1/imports/${events.id}`)), [0, []], 'another reading is checked again');
}, { clock: CLOCK });

bothEngines('one row with a stray quote, or with a comma too many, is bad, and not the file', async ({ owner }) => {
  const csv = 'external_id,name\na,ok\nb,5" disk\nc,Foo "Bar" Inc.\nd,"open\ne,one, two\nf,ok,\ng,"a ""b"" c"\n';
  const done = await take(owner, 'accounts', csv);
  assert.deepEqual(reasons(done), [[3, null, 'bad_quote', '3'], [4, null, 'bad_quote', '4'], [5, null, 'bad_quote', '5'], [6, null, 'ragged', '2']]);
  const all = await accounts(owner);
  assert.deepEqual(Object.keys(all).sort(), ['a', 'f', 'g']);
  assert.equal(all.g.name, 'a "b" c');
}, { clock: CLOCK });

bothEngines('an encoding that cannot be told is asked for, and nothing is taken before', async ({ owner }) => {
  const gbk = Buffer.concat([Buffer.from('external_id,name\ng1,'), Buffer.from([0xb1, 0xb1, 0xbe, 0xa9, 0xb9, 0xab, 0xcb, 0xbe]), Buffer.from('\n')]);
  const made = await upload(owner, 'accounts', gbk);
  assert.deepEqual(made.asks, ['encoding']);
  const refused = await owner.ask('POST', `/api/v1/imports/${made.id}/run`);
  assert.deepEqual([refused.status, refused.body.field, refused.body.reason], [400, 'encoding', 'ask_encoding']);
  assert.deepEqual((await say(owner, made, { encoding: made.options.encoding })).asks, [], 'who says it makes it sure');
  const euc = Buffer.concat([Buffer.from('external_id,name\nu1,'), Buffer.from([0xa5, 0xc6, 0xa5, 0xb9, 0xa5, 0xc8]), Buffer.from('\nu2,x\n')]);
  assert.equal((await upload(owner, 'accounts', euc)).options.encoding, 'euc-jp');
  await take(owner, 'accounts', euc);
  await take(owner, 'accounts', Buffer.from('external_id,name\nw1,Señor Peña\n', 'latin1'));
  await take(owner, 'accounts', Buffer.from('external_id,name\nl1,テスト\n', 'utf16le'));
  const big = Buffer.from('external_id,name\nb1,テスト\n', 'utf16le').swap16();
  assert.equal((await upload(owner, 'accounts', big)).options.encoding, 'utf-16');
  await take(owner, 'accounts', big);
  const all = await accounts(owner);
  assert.deepEqual(['u1', 'w1', 'l1', 'b1'].map(id => all[id].name), ['テスト', 'Señor Peña', 'テスト', 'テスト']);
}, { clock: CLOCK });

bothEngines('the order of days is proven by the whole of a column that is mapped, or it is asked for', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\n');
  // The proof stands in the last of many rows.
  const early = Array.from({ length: 1100 }, (_, i) => `login,01/02/2026 10:${String(i % 60).padStart(2, '0')},A,m${i}`);
  const events = await upload(owner, 'events', ['event,at,account,message', ...early, 'login,01/13/2026 10:00,A,x'].join('\n'));
  assert.equal(events.columns[1].date_order, 'mdy');
  assert.deepEqual(counts(await step(owner, events.id)), { state: 'done', rows: 1101, good: 1101, bad: 0, partly: 0 });
  // A column that goes nowhere proves nothing.
  const made = await upload(owner, 'contracts', 'account,from_on,mrr,signed\nA,25/04/2026,1,04/25/2026\nB,03/04/2026,1,04/26/2026\n');
  assert.deepEqual([made.asks, made.columns.map(column => column.date_order)], [[], [null, 'dmy', null, null]]);
  await step(owner, made.id);
  assert.equal((await lines(owner, 'B'))[0].from, '2026-04-03');
  // One that is open follows those that are mapped beside it.
  const beside = await upload(owner, 'contracts', 'account,from_on,until_on,mrr\nC,04/01/2025,03/31/2026,1\n');
  assert.deepEqual(beside.columns.map(column => column.date_order), [null, 'mdy', 'mdy', null]);
  // Alone it is asked for.
  const open = await upload(owner, 'contracts', 'account,from_on,mrr\nC,12/01/2025,1\n');
  assert.deepEqual([open.asks, open.columns[1].date_order], [['date_order'], null]);
  const refused = await owner.ask('POST', `/api/v1/imports/${open.id}/check`);
  assert.deepEqual([refused.status, refused.body.field, refused.body.reason, refused.body.args], [400, 'date_order', 'ask_order', ['from_on']]);
  assert.deepEqual((await say(owner, open, { date_order: 'mdy' })).asks, []);
  await step(owner, open.id);
  assert.equal((await lines(owner, 'C'))[0].from, '2025-12-01');
  // One that contradicts itself as well; the rows that do not fit what is said are bad.
  const both = await upload(owner, 'events', 'event,at,account\na,25/04/2026,A\nb,04/26/2026,A\n');
  assert.deepEqual(both.asks, ['date_order']);
  await say(owner, both, { date_order: 'dmy' });
  assert.deepEqual(reasons(await step(owner, both.id)), [[3, 'at', 'no_time', '04/26/2026']]);
}, { clock: CLOCK, time_zone: 'America/New_York' });

bothEngines('a row of the file of bad rows means what it meant in its own file', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\n');
  const csv = 'account;from_on;until_on;mrr\nA;04.25.2026;04.24.2027;1.200,50\nZZ;03.04.2026;03.03.2027;1.200,00\nYY;03.04.2026\n';
  const made = await upload(owner, 'contracts', csv);
  await say(owner, made, { ends: 'inclusive', currency: 'EUR' });
  const done = await step(owner, made.id);
  assert.deepEqual(reasons(done), [[3, 'account', 'no_account', 'ZZ'], [4, 'account', 'no_account', 'YY']]);
  const bad = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text;
  assert.match(bad, /^ZZ,2026-03-04,2027-03-03,1200,3,account,no_account,ZZ,,/m);
  assert.match(bad, /^YY,2026-03-04,,,4,account,/m, 'a short row is filled up, so that nothing moves into its columns');
  await take(owner, 'accounts', 'external_id\nZZ\nYY\n');
  const again = await upload(owner, 'contracts', bad);
  assert.deepEqual([again.asks, again.options.ends, again.options.currency], [[], 'inclusive', 'EUR'], 'and is not asked again what was answered');
  assert.deepEqual(counts(await step(owner, again.id)), { state: 'done', rows: 2, good: 2, bad: 0, partly: 0 });
  assert.deepEqual(await lines(owner, 'ZZ'), [{ from: '2026-03-04', until: '2027-03-04', price: 120000, currency: 'EUR', months: 1 }]);
}, { clock: CLOCK });

bothEngines('a day is a day alone or with its time, in the forms that people write', async ({ owner }) => {
  await owner.post('/api/v1/fields', { object: 'account', key: 'live', name: 'Go live', kind: 'date', choices: [], position: 1 });
  await owner.post('/api/v1/fields', { object: 'account', key: 'staff', name: 'Employees', kind: 'number', choices: [], position: 2 });
  const forms = ['2026/4/1', '2026年4月1日', '20260401', '令和8年4月1日', 'R8.4.1', '46113', '2026/4/1(水) 10:30', '1-Apr-2026'];
  const csv = ['external_id,Go live,Employees', ...forms.map((form, i) => `d${i},${form},"1,234"`), 'x,2026-04-01 tbd,１２３４'].join('\n');
  const done = await take(owner, 'accounts', csv);
  assert.deepEqual(reasons(done), [[10, 'field:live', 'no_date', '2026-04-01 tbd']]);
  const all = await accounts(owner);
  forms.forEach((form, i) => assert.deepEqual(all[`d${i}`].fields, { live: '2026-04-01', staff: 1234 }, form));
  assert.deepEqual(all.x.fields, { staff: 1234 });
  await take(owner, 'events', 'event,at,account\na,2026年4月1日10:30,d0\nb,2026年4月1日23:59:59,d0\nc,2026年4月1日9:05,d0\n');
  const { items } = await owner.get(`/api/v1/accounts/${all.d0.id}/events`);
  assert.deepEqual(items.map(event => event.at).sort(), ['2026-04-01T00:05:00.000Z', '2026-04-01T01:30:00.000Z', '2026-04-01T14:59:59.000Z']);
}, { clock: CLOCK });

bothEngines('the currency of an amount is what stands at it, and a contradiction is a bad row', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\nD\nE\nF\n');
  const csv = 'account,from_on,price,currency\nA,2026-01-01,"USD 1,200",\nB,2026-01-01,€100,\nC,2026-01-01,"1,200 EUR",\nD,2026-01-01,"¥12,000",USD\nE,2026-01-01,"\\12,000",\nF,2026-01-01,$100,\n';
  const done = await take(owner, 'contracts', csv);
  assert.deepEqual(reasons(done), [[5, 'price', 'other_currency', '¥12,000', 'USD'], [7, 'price', 'other_currency', '$100', 'JPY']]);
  const told = await Promise.all(['A', 'B', 'C', 'E'].map(async id => (await lines(owner, id)).map(({ price, currency }) => [price, currency])));
  assert.deepEqual(told, [[[120000, 'USD']], [[10000, 'EUR']], [[120000, 'EUR']], [[12000, 'JPY']]]);
}, { clock: CLOCK });

bothEngines('1.000 is one or a thousand as the file proves, or it is asked for; a currency has no more decimals than it has', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\nD\n');
  const open = await upload(owner, 'contracts', 'account;from_on;price;seats\nA;2026-01-01;1.500 €;1.000\n');
  assert.deepEqual(open.asks, ['decimal_mark']);
  const refused = await owner.ask('POST', `/api/v1/imports/${open.id}/run`);
  assert.deepEqual([refused.body.field, refused.body.reason], ['decimal_mark', 'ask_decimal']);
  await say(owner, open, { decimal_mark: 'comma' });
  assert.equal((await step(owner, open.id)).good, 1);
  assert.deepEqual((await lines(owner, 'A')).map(({ price, currency }) => [price, currency]), [[150000, 'EUR']]);
  const proven = await upload(owner, 'contracts', 'account;from_on;price;seats\nB;2026-01-01;1.234,50 €;1.000\n');
  assert.deepEqual(proven.asks, []);
  await step(owner, proven.id);
  assert.equal((await lines(owner, 'B'))[0].price, 123450);
  const yen = await take(owner, 'contracts', 'account,from_on,price\nC,2026-01-01,123.45\nD,2026-01-01,1200.00\n');
  assert.deepEqual(reasons(yen), [[2, 'price', 'many_decimals', '123.45', 'JPY']]);
}, { clock: CLOCK });

bothEngines('the price of a term is never taken for that of a month', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\nD\nE\nF\n');
  const csv = ['account,from_on,until_on,amount,mrr,年額,months',
    'A,2026-01-01,2026-12-31,1200000,,,', 'B,2026-01-01,,12000,1000,,', 'C,2026-01-01,2026-12-15,1200000,,,', 'D,2026-01-01,,,,120000,', 'E,2026-01-01,,12000,900,,12', 'F,2026-01-01,2026-12-15,1200000,,,6'].join('\n');
  const done = await take(owner, 'contracts', csv, { ends: 'inclusive' });
  assert.deepEqual(reasons(done), [[4, 'term_months', 'needs_months'], [6, 'mrr', 'prices_differ', '900', '12000']]);
  const told = await Promise.all(['A', 'B', 'D', 'F'].map(async id => (await lines(owner, id)).map(({ price, months }) => [price, months])));
  assert.deepEqual(told, [[[1200000, 12]], [[12000, 12]], [[120000, 12]], [[1200000, 6]]]);
  await take(owner, 'accounts', 'external_id\nG\nH\nI\nJ\nK\n');
  const renewing = ['account,from_on,renews_on,price,arr,months',
    'G,2026-01-01,2027-01-01,1200000,,', 'H,2026-01-01,2027-01-01,1200000,1200000,', 'I,2026-01-01,,120000,120000,', 'J,2026-01-01,2027-01-01,1200000,,12', 'K,2026-01-01,,1000,,'].join('\n');
  assert.deepEqual(reasons(await take(owner, 'contracts', renewing)), [[2, 'term_months', 'needs_months']]);
  const renewed = await Promise.all(['G', 'H', 'I', 'J', 'K'].map(async id => (await lines(owner, id)).map(({ price, months }) => [price, months])));
  assert.deepEqual(renewed, [[], [[1200000, 12]], [[120000, 12]], [[1200000, 12]], [[1000, 1]]]);
}, { clock: CLOCK });

bothEngines('a wrong cell that decides about the end of a contract refuses its row', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\nD\nE\n');
  const csv = 'account,from_on,mrr,auto_renews,notice_days,grace_days,renews_on,seats\nA,2026-01-01,1,更新しない,,,,\nB,2026-01-01,1,,a month,,,\nC,2026-01-01,1,,,some,,\nD,2026-01-01,1,,,,next spring,\nE,2026-01-01,1,,,,,many\n';
  const done = await take(owner, 'contracts', csv);
  assert.deepEqual(done.errors.map(error => [error.line, error.field, error.reason, error.taken]),
    [[2, 'auto_renews', 'no_flag', false], [3, 'notice_days', 'no_number', false], [4, 'grace_days', 'no_number', false], [5, 'renews_on', 'no_date', false], [6, 'seats', 'no_number', true]]);
  assert.deepEqual(counts(done), { state: 'done', rows: 5, good: 1, bad: 4, partly: 1 });
}, { clock: CLOCK });

bothEngines('an amount that was refused is refused again in the file of bad rows', async ({ owner }) => {
  await take(owner, 'accounts', 'external_id\nA\nB\nC\nD\n');
  const made = await upload(owner, 'contracts', 'account;from_on;price\nA;2026-01-01;1,000\nB;2026-01-01;1,250\nC;2026-01-01;0,000001\nD;2026-01-01;0,00000012\n');
  await say(owner, made, { decimal_mark: 'comma', currency: 'EUR' });
  assert.deepEqual(reasons(await step(owner, made.id)).map(([line, , reason]) => [line, reason]), [2, 3, 4, 5].map(line => [line, 'many_decimals']));
  const bad = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text;
  assert.deepEqual(bad.trim().split('\r\n').slice(1).map(row => row.split(',')[2]), ['1.000', '1.250', '0.000001', '0.00000012']);
  const again = await upload(owner, 'contracts', bad);
  await say(owner, again, { decimal_mark: 'point', currency: 'EUR' });
  assert.deepEqual(counts(await step(owner, again.id)), { state: 'done', rows: 4, good: 0, bad: 4, partly: 0 });
}, { clock: CLOCK });

bothEngines('a row is taken without an optional cell that is wrong, all that is wrong is told, and alike in groups', async ({ owner }) => {
  const csv = ['external_id,name,country,owner,created,touch',
    'a,Alpha,Atlantis,nobody@example.test,someday,medium', 'b,Beta,JP,nobody@example.test,2026-01-01,ハイタッチ', ',Nameless,Atlantis,,someday,', 'd,Delta,,nobody@example.test,,'].join('\n');
  const made = await upload(owner, 'accounts', csv);
  const checked = await step(owner, made.id, 'check');
  const expected = [[2, 'created_on', 'no_date', 'someday', true], [2, 'owner_email', 'no_staff', 'nobody@example.test', true], [2, 'country', 'no_country', 'Atlantis', true], [2, 'touch', 'not_among', 'medium', true]];
  const told = checked.errors.filter(error => error.line === 2).map(error => [error.line, error.field, error.reason, error.args[0], error.taken]);
  assert.deepEqual(told.sort(), expected.sort());
  assert.deepEqual(checked.errors.filter(error => error.line === 4).map(error => [error.field, error.taken]).sort(), [['created_on', false], ['external_id', false]]);
  assert.deepEqual(counts(checked), { state: 'checked', rows: 4, good: 3, bad: 1, partly: 3 });
  assert.deepEqual(checked.groups, [{ field: 'owner_email', reason: 'no_staff', args: ['nobody@example.test'], taken: true, rows: 3 }]);
  assert.deepEqual(await accounts(owner), {}, 'a dry run changes nothing');
  const done = await step(owner, made.id);
  assert.deepEqual(counts(done), { state: 'done', rows: 4, good: 3, bad: 1, partly: 3 });
  const all = await accounts(owner);
  assert.deepEqual(['a', 'b', 'd'].map(id => [all[id].name, all[id].country, all[id].touch, all[id].owner_id]), [['Alpha', null, null, null], ['Beta', 'JP', 'high', null], ['Delta', null, null, null]]);
  const bad = (await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text;
  assert.match(bad, /^a,Alpha,Atlantis,nobody@example.test,someday,medium,2,"[a-z_\n]*country[a-z_\n]*",/m);
  // What was imported keeps its line, and its line says how it was read.
  const changed = await owner.ask('PATCH', `/api/v1/imports/${made.id}`, { options: { bad_cells: 'skip_row' } });
  const checkedAgain = await owner.ask('POST', `/api/v1/imports/${made.id}/check`);
  const deleted = await owner.ask('DELETE', `/api/v1/imports/${made.id}`);
  assert.deepEqual([changed.status, checkedAgain.status, deleted.status], [409, 409, 409]);
}, { clock: CLOCK });

bothEngines('with the choice to leave out rows, a wrong cell leaves out its row and all of it is told', async ({ owner }) => {
  const done = await take(owner, 'accounts', 'external_id,country,created\na,Atlantis,someday\nb,JP,2026-01-01\n', { bad_cells: 'skip_row' });
  assert.deepEqual(counts(done), { state: 'done', rows: 2, good: 1, bad: 1, partly: 0 });
  assert.deepEqual(done.errors.map(error => [error.field, error.taken]).sort(), [['country', false], ['created_on', false]]);
  assert.deepEqual(Object.keys(await accounts(owner)), ['b']);
}, { clock: CLOCK });

bothEngines('an attempt can be deleted, what was imported cannot', async ({ owner }) => {
  const made = await upload(owner, 'accounts', 'external_id\nA\n');
  await owner.delete(`/api/v1/imports/${made.id}`);
  assert.equal((await owner.ask('GET', `/api/v1/imports/${made.id}`)).status, 404);
  assert.deepEqual((await owner.get('/api/v1/imports')).items, []);
  const done = await take(owner, 'accounts', 'external_id\nA\n');
  assert.equal((await owner.ask('DELETE', `/api/v1/imports/${done.id}`)).status, 409);
  assert.equal((await owner.get('/api/v1/audit?kind=import.deleted')).items.length, 1);
}, { clock: CLOCK });

bothEngines('a text that stands for another one is read as that one, until it is taken back', async ({ owner }) => {
  const { email, id } = (await owner.get('/api/v1/session')).staff;
  const made = await upload(owner, 'accounts', 'external_id,owner,touch\na,gone@example.test,VIP\nb,gone@example.test,VIP\nc,else@example.test,low\n');
  const change = replaced => owner.patch(`/api/v1/imports/${made.id}`, { replaced });
  await change({ owner_email: { 'gone@example.test': 'nobody@example.test', 'else@example.test': email } });
  await change({ owner_email: { 'gone@example.test': email }, touch: { VIP: 'high' } });
  assert.deepEqual((await change({ owner_email: { 'else@example.test': null } })).replaced, { owner_email: { 'gone@example.test': email }, touch: { VIP: 'high' } });
  for (const wrong of [{ nothing: { a: 'b' } }, { touch: { VIP: 1 } }, { touch: 'high' }, { touch: { VIP: 'x'.repeat(70_000) } }])
    assert.deepEqual((await owner.ask('PATCH', `/api/v1/imports/${made.id}`, { replaced: wrong })).status, 400, JSON.stringify(wrong).slice(0, 60));
  const done = await step(owner, made.id);
  assert.deepEqual(reasons(done), [[4, 'owner_email', 'no_staff', 'else@example.test']]);
  const all = await accounts(owner);
  assert.deepEqual(['a', 'b', 'c'].map(key => [all[key].owner_id, all[key].touch]), [[id, 'high'], [id, 'high'], [null, 'low']]);
}, { clock: CLOCK });

bothEngines('what the API refuses for its length or bounds is refused in files', async ({ owner }) => {
  const long = 'あ'.repeat(401);
  const done = await take(owner, 'accounts', `external_id,name,reading\na,${long},\nb,Beta,${long}\nc,${'あ'.repeat(400)},\n`);
  assert.deepEqual(reasons(done), [[2, 'name', 'too_long', '400'], [3, 'reading', 'too_long', '400']]);
  assert.deepEqual(done.errors.map(error => error.taken), [false, true]);
  const contacts = await take(owner, 'contacts', `external_id,email,title,phone\np,a@@b.com,,\nq,suzuki(at)example,,\nr,x@example.com,${long},${'1'.repeat(101)}\n`);
  assert.deepEqual(reasons(contacts), [[2, 'email', 'no_email'], [3, 'email', 'no_email'], [4, 'phone', 'too_long', '100'], [4, 'title', 'too_long', '400']]);
  const contracts = await take(owner, 'contracts', `account,from_on,mrr,plan,seats\nb,2026-01-01,1,${'x'.repeat(201)},1\nb,2026-01-01,1,p,-5\n`);
  assert.deepEqual(reasons(contracts), [[2, 'plan', 'too_long', '200'], [3, 'seats', 'out_of_range', '0', '100000000']]);
  const huge = 'x'.repeat(5000);
  const named = await take(owner, 'contracts', `account,external_id,product,from_on,mrr\nb,${huge},p,2026-01-01,1\nb,c-1,${huge},2026-01-01,1\nb,c-2,${'あ'.repeat(100)},2026-01-01,1\n`);
  assert.deepEqual(reasons(named), [[2, 'external_id', 'too_long', '512'], [3, 'product', 'too_long', '100']]);
  assert.deepEqual(counts(named), { state: 'done', rows: 3, good: 1, bad: 2, partly: 0 });
}, { clock: CLOCK });
