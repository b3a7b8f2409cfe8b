// Currency rates over the API of the real program: what counts in which currency on which day, and what says that it has none.
import assert from 'node:assert/strict';
import { Customers, day_after, eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const DIGITS = { JPY: 0, KRW: 0, USD: 2, EUR: 2, GBP: 2, KWD: 3, BHD: 3 };

const rate = (from, value, to = 'JPY', fiscal_year = 2026) => ({ fiscal_year, from, to, rate: value });
const add_rate = (api, ...given) => api.post('/api/v1/rates', rate(...given));
const money = (amount, currency) => ({ amount, currency });
const of = (list, name) => list.find(one => (one.account ?? one.name) === name);

/** An account with one contract, a line for each amount, by the month. */
async function paying(customers, name, amounts, { line = {}, ...more } = {}) {
  const account = await customers.company(name, {});
  for (const price of amounts) await customers.contract(account, { price, product_id: undefined, ...line }, more);
  return account;
}

const measured = async (api, account, as_of = TODAY) =>
  (await api.get(`/api/v1/accounts/${account.id}/measure?as_of=${as_of}&ref=${encodeURIComponent('{"measure":"mrr"}')}`)).value;
/** What the engine holds follows within half a second. */
const becomes = (ask, right) => eventually(ask, found => JSON.stringify(found) === JSON.stringify(right));

bothEngines('of two currencies the workspace’s speaks, and the other counts as soon as it has a rate', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const workspace = await api.get('/api/v1/workspace');
  await api.patch('/api/v1/workspace', { currency: 'USD' }, workspace.version);
  const account = await paying(customers, 'A', [money(500_000, 'USD'), money(10_000, 'JPY')]);
  await becomes(() => measured(api, account), 5000);
  const before = await api.get(`/api/v1/accounts/${account.id}`);
  assert.deepEqual([before.mrr, before.mrr_converted, before.mrr_without_rate], [money(500_000, 'USD'), money(500_000, 'USD'), ['JPY']]);
  await add_rate(api, 'USD', '150', 'JPY');
  await becomes(() => measured(api, account), 5066.666667);
  const after = await api.get(`/api/v1/accounts/${account.id}`);
  assert.deepEqual([after.mrr, after.mrr_converted, after.mrr_without_rate], [money(506_667, 'USD'), money(506_667, 'USD'), []]);
}, OPTIONS);

bothEngines('a list sorts and filters money in one currency, and what has no rate is marked and comes last', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await add_rate(api, 'USD', '149.25');
  await add_rate(api, 'KWD', '486.25');
  await paying(customers, 'Yen', [money(100_000, 'JPY')]);
  await paying(customers, 'Dollars', [money(100_000, 'USD')]); // 149,250 yen
  await paying(customers, 'Dinars', [money(150_005, 'KWD')]); // 150.005 dinars, 72,939.93125 yen
  await paying(customers, 'Pounds', [money(900_000, 'GBP')]);
  await paying(customers, 'Trial in pounds', [money(0, 'GBP')], { line: { kind: 'trial' } });
  await paying(customers, 'None', []);
  const items = async (query = '') => (await api.get(`/api/v1/accounts?sort=-mrr${query}`)).items;
  const list = await items();
  assert.deepEqual(list.map(one => one.name).slice(0, 4), ['Dollars', 'Yen', 'Dinars', 'Trial in pounds']);
  assert.deepEqual(list.map(one => one.name).slice(4).toSorted(), ['None', 'Pounds']);
  assert.deepEqual([of(list, 'Dollars').mrr, of(list, 'Dollars').mrr_converted], [money(100_000, 'USD'), money(149_250, 'JPY')]);
  assert.deepEqual(of(list, 'Dinars').mrr_converted, money(72_940, 'JPY'));
  assert.deepEqual([of(list, 'Pounds').mrr, of(list, 'Pounds').mrr_converted, of(list, 'Pounds').mrr_without_rate], [money(900_000, 'GBP'), null, ['GBP']]);
  assert.deepEqual([of(list, 'Trial in pounds').mrr_converted, of(list, 'Trial in pounds').mrr_without_rate], [money(0, 'JPY'), []]);
  assert.deepEqual(of(list, 'None').mrr_without_rate, []);
  const filter = async condition => (await items(`&filter=${encodeURIComponent(JSON.stringify({ measure: { measure: 'mrr' }, ...condition }))}`)).map(one => one.name);
  assert.deepEqual(await filter({ op: '>=', value: 100_000 }), ['Dollars', 'Yen']);
  assert.deepEqual(await filter({ op: '=', value: 149_250 }), ['Dollars']);
  assert.deepEqual((await api.get('/api/v1/rates/missing')).items, [{ currency: 'GBP', accounts: 1 }]);
  const csv = (await api.ask('GET', '/api/v1/accounts.csv?sort=-mrr&columns=name,mrr,currency,mrr_converted,mrr_without_rate')).text.replaceAll('"', '');
  assert.match(csv, /Dinars,150\.005,KWD,72940,\r/);
  assert.match(csv, /Pounds,9000\.00,GBP,,GBP\r/);
}, OPTIONS);

bothEngines('each day is counted at the rate of its own fiscal year, and a changed rate counts at once', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await paying(customers, 'Dollars', [money(10_000, 'USD')], { line: { from_on: '2025-02-01' } });
  await add_rate(api, 'USD', '150', 'JPY', 2025);
  const made = await add_rate(api, 'USD', '160');
  assert.deepEqual([made.from_on, made.until_on, made.rate, made.used], ['2026-04-01', '2027-04-01', '160', true]);
  await becomes(() => measured(api, account), 16_000);
  assert.equal(await measured(api, account, '2026-03-31'), 15_000);
  assert.equal(await measured(api, account, '2025-03-31'), null, 'no year lends its rate to another');
  const then = await api.get(`/api/v1/accounts/${account.id}?as_of=2025-03-31`);
  assert.deepEqual([then.mrr, then.mrr_converted, then.mrr_without_rate], [money(10_000, 'USD'), null, ['USD']]);
  const changed = await api.patch(`/api/v1/rates/${made.id}`, { rate: '１７０．５０' }, made.version);
  assert.equal(changed.rate, '170.5');
  await becomes(() => measured(api, account), 17_050);
  assert.equal(await measured(api, account, '2026-03-31'), 15_000, 'the past keeps its own');
  const workspace = await api.get('/api/v1/workspace');
  assert.equal(workspace.fiscal_month, 4);
  await api.patch('/api/v1/workspace', { fiscal_month: 1 }, workspace.version);
  await becomes(() => measured(api, account, '2026-03-31'), 17_050);
  assert.equal((await api.get('/api/v1/rates')).items[0].from_on, '2026-01-01');
  await api.delete(`/api/v1/rates/${made.id}`);
  await becomes(() => measured(api, account), null);
  const told = (await api.get('/api/v1/audit')).items.filter(one => one.kind.startsWith('rate.'));
  assert.deepEqual(told.map(one => [one.kind, one.body.rate, one.body.was]).toReversed(), [
    ['rate.created', '150', undefined], ['rate.created', '160', undefined], ['rate.changed', '170.5', '160'], ['rate.deleted', '170.5', undefined],
  ]);
}, OPTIONS);

bothEngines('a changed rate scores anew whom it concerns', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await paying(customers, 'Dollars', [money(10_000, 'USD')]);
  const rich = { rules: [{ key: 'rich', band: 'GOOD', name: 'Rich', when: { measure: { measure: 'mrr' }, op: '>=', value: 20_000 } }],
    points: [{ key: 'seats', name: 'MRR', measure: { measure: 'mrr' }, weight: 100, low: 0, high: 100_000 }], bad_below: 10, good_from: 90, unknown_below: 0.5 };
  await customers.scorecard(rich);
  await customers.until_told(account, 'UNKNOWN');
  const made = await add_rate(api, 'USD', '50');
  await customers.until_told(account, 'BAD');
  await api.patch(`/api/v1/rates/${made.id}`, { rate: '250' });
  await customers.until_told(account, 'GOOD');
}, OPTIONS);

bothEngines('Today ranks in one currency, and its head says what it leaves out', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const renews = { renews_on: day_after(TODAY, 10) };
  await add_rate(api, 'USD', '150');
  await paying(customers, 'Yen', [money(100_000, 'JPY')], renews);
  await paying(customers, 'Dollars', [money(100_000, 'USD')], renews);
  await paying(customers, 'Pounds', [money(700, 'GBP')], { ...renews, line: { seats: 1 } });
  await paying(customers, 'Pounds and yen', [money(5000, 'GBP'), money(1000, 'JPY')], renews);
  await customers.scorecard();
  const today = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(today.items.map(one => one.account).slice(0, 2), ['Dollars', 'Yen']);
  assert.deepEqual([today.head.renewals_30, today.head.renewals_30_mrr], [4, money(251_000, 'JPY')]);
  assert.deepEqual(today.head.renewals_30_without_rate, [{ currency: 'GBP', accounts: 2 }]);
  assert.deepEqual([of(today.items, 'Dollars').mrr, of(today.items, 'Dollars').mrr_without_rate], [money(100_000, 'USD'), []]);
  assert.deepEqual([of(today.items, 'Pounds').mrr, of(today.items, 'Pounds').mrr_without_rate], [money(700, 'GBP'), ['GBP']]);
  assert.deepEqual([of(today.items, 'Pounds and yen').mrr, of(today.items, 'Pounds and yen').mrr_without_rate], [money(1000, 'JPY'), ['GBP']]);
  await add_rate(api, 'GBP', '200');
  const head = async () => (await api.get('/api/v1/today?owner_id=all')).head;
  await eventually(head, found => found.renewals_30_without_rate.length === 0);
  assert.deepEqual((await head()).renewals_30_mrr, money(251_000 + 1400 + 10_000, 'JPY'));
}, OPTIONS);

bothEngines('a rate that cannot be is refused by its box, and a year has one of two currencies', async ({ owner: api }) => {
  const wrong = [
    [rate('USD', '0'), 'rate', 'no_rate'], [rate('USD', '-1'), 'rate', 'no_rate'], [rate('USD', '1,085'), 'rate', 'no_rate'],
    [rate('USD', 'abc'), 'rate', 'no_rate'], [rate('USD', '0.0000000000001'), 'rate', 'no_rate'], [rate('XXQ', '1'), 'from', 'no_currency'],
    [rate('usd', '1'), 'from', 'no_currency'], [rate('JPY', '1'), 'to', 'same_currency'], [rate('USD', '1', 'EUR'), 'to', 'not_home_currency'],
  ];
  for (const [given, field, reason] of wrong) assert.equal((await refused(api.post('/api/v1/rates', given), 400, field)).reason, reason, JSON.stringify(given));
  await refused(api.post('/api/v1/rates', rate('USD', '1', 'JPY', 1800)), 400, 'fiscal_year');
  const made = await add_rate(api, 'USD', '149.250');
  assert.equal(made.rate, '149.25');
  for (const again of [rate('USD', '150'), rate('JPY', '0.0067', 'USD')]) assert.equal((await refused(api.post('/api/v1/rates', again), 409, 'from')).reason, 'taken');
  await refused(api.patch(`/api/v1/rates/${made.id}`, { to: 'EUR' }), 400, 'from');
  const turned = await api.patch(`/api/v1/rates/${made.id}`, { from: 'JPY', to: 'USD', rate: '0.0067' });
  assert.deepEqual([turned.from, turned.to, turned.rate, turned.version], ['JPY', 'USD', '0.0067', 2]);
  await refused(api.patch(`/api/v1/rates/${made.id}`, { rate: '1' }, 1), 412);
  await refused(api.get('/api/v1/rates/missing?as_of=2999-01-01'), 400, 'as_of');
});

bothEngines('the doctor tells of a missing rate, and of one that the next fiscal year needs', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const finding = () => JSON.parse(program.command('doctor', '--format', 'json').out.trim().split('\n').find(line => JSON.parse(line).check === 'rates'));
  await paying(customers, 'Pounds', [money(100, 'GBP')]);
  assert.deepEqual([finding().state, finding().text], ['warn', 'without a currency rate: 1 account in GBP']);
  await add_rate(api, 'GBP', '190');
  await eventually(finding, ({ state }) => state === 'good');
  program.clock('2027-03-10T03:00:00Z');
  assert.deepEqual([finding().state, finding().text], ['warn', 'without a currency rate by 2027-04-09: 1 account in GBP']);
  await program.stop_serving();
  assert.equal(finding().state, 'warn', 'beside no server too');
}, OPTIONS);

bothEngines('after a start the engine counts by the rates that were there', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await paying(customers, 'Dollars', [money(10_000, 'USD')]);
  await add_rate(customers.api, 'USD', '150');
  await program.stop_serving();
  await program.serve();
  assert.equal(await measured(customers.api, account), 15_000);
}, OPTIONS);

const upload = (api, text) => api.post('/api/v1/imports?kind=rates&file_name=rates.csv', Buffer.from(text), { headers: { 'content-type': 'text/csv' } });
const ended = async (api, id) => (await eventually(() => api.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
async function run(api, text) {
  const made = await upload(api, text);
  await api.post(`/api/v1/imports/${made.id}/check`);
  const checked = await ended(api, made.id);
  await api.post(`/api/v1/imports/${made.id}/run`);
  const done = await ended(api, made.id);
  assert.deepEqual([checked.good, checked.bad], [done.good, done.bad], 'the check says what the run does');
  return done;
}

bothEngines('rates are imported by row, bad rows are told, and what is exported can be imported again', async ({ owner: api }) => {
  const file = ['年度,通貨,レート', 'FY2026,USD,149.25', '2025年度,usd,145', '2026,KWD,486.25', '2026,JPY,1', '26,EUR,160', '2026,EUR,"160,5"', '2026,XXQ,1', '2026,GBP,', '２０２４,ＥＵＲ,"1,160.5"'];
  const done = await run(api, file.join('\n'));
  assert.deepEqual([done.added, done.changed, done.unchanged, done.bad], [4, 0, 0, 5]);
  assert.deepEqual(done.errors.map(one => [one.line, one.field, one.reason]), [
    [5, 'to', 'same_currency'], [6, 'fiscal_year', 'no_year'], [7, 'rate', 'no_rate'], [8, 'from', 'no_currency'], [9, 'rate', 'missing'],
  ]);
  const rates = (await api.get('/api/v1/rates')).items;
  assert.deepEqual(rates.map(one => [one.fiscal_year, one.from, one.to, one.rate]), [
    [2026, 'KWD', 'JPY', '486.25'], [2026, 'USD', 'JPY', '149.25'], [2025, 'USD', 'JPY', '145'], [2024, 'EUR', 'JPY', '1160.5'],
  ]);
  const exported = (await api.ask('GET', '/api/v1/rates.csv')).text;
  assert.match(exported, /^\ufeff?fiscal_year,from,to,rate\r\n2026,KWD,JPY,486\.25\r\n/);
  const again = await run(api, exported);
  assert.deepEqual([again.added, again.changed, again.unchanged, again.bad], [0, 0, 4, 0]);
  const other = await run(api, exported.replace('149.25', '151'));
  assert.deepEqual([other.added, other.changed, other.unchanged], [0, 1, 3]);
  assert.equal((await api.get('/api/v1/audit?kind=rate.changed')).items.length, 1);
});

/** The same by whole numbers without limit: micros of each line, its currency's sum converted, half away from zero. */
function oracle(lines, rates, home) {
  const pow = digits => 10n ** BigInt(digits);
  const sums = new Map();
  for (const { amount, currency } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount) * pow(6 - DIGITS[currency]));
  let total = 0n, any = false;
  const without = [];
  const paying = [...sums].filter(([, micros]) => micros > 0n);
  for (const [currency, micros] of paying.length ? paying : sums) {
    const found = rates.find(one => [one.from, one.to].includes(currency) && [one.from, one.to].includes(home));
    if (micros > 0n && currency !== home && !found) { without.push(currency); continue; }
    any = true;
    if (micros === 0n || currency === home) { total += micros; continue; }
    const [whole, fraction = ''] = found.rate.split('.');
    const units = BigInt(whole + fraction), one = pow(fraction.length);
    const [above, below] = found.from === currency ? [micros * units, one] : [micros * one, units];
    total += (2n * above + below) / (2n * below);
  }
  const unit = pow(6 - DIGITS[home]);
  return { amount: any ? Number((2n * total + unit) / (2n * unit)) : null, micros: any ? total : null, without: without.sort() };
}

/** The same numbers each time. */
function dice(seed) {
  let state = seed;
  return most => (state = (state * 48_271) % 2_147_483_647) % most;
}

bothEngines('random contracts in random currencies count as whole numbers without limit say', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const roll = dice(20_261_122), currencies = Object.keys(DIGITS), rates = [];
  for (const currency of ['USD', 'EUR', 'KWD', 'KRW']) {
    const value = `${roll(999) + 1}.${String(roll(1_000_000_000)).padStart(9, '0')}7`;
    rates.push(await add_rate(api, ...(roll(2) ? [currency, value, 'JPY'] : ['JPY', value, currency])));
  }
  const made = [];
  for (let i = 0; i < 40; i++) {
    const lines = Array.from({ length: roll(4) + 1 }, () => money(roll(5) ? roll(100_000_000) : 0, currencies[roll(currencies.length)]));
    await paying(customers, `Account ${i}`, lines);
    made.push({ name: `Account ${i}`, ...oracle(lines, rates, 'JPY') });
  }
  const { items } = await api.get('/api/v1/accounts?limit=200&sort=-mrr');
  for (const right of made) {
    const found = of(items, right.name);
    assert.deepEqual([found.mrr_converted?.amount ?? null, found.mrr_without_rate], [right.amount, right.without], right.name);
  }
  const sorted = made.filter(one => one.micros !== null).toSorted((a, b) => (a.micros < b.micros ? 1 : a.micros > b.micros ? -1 : 0));
  const places = items.map(one => made.find(right => right.name === one.name).micros).filter(micros => micros !== null);
  assert.deepEqual(places, sorted.map(one => one.micros), 'the list is in the order of the money');
  const missing = new Map();
  for (const currency of made.flatMap(one => one.without)) missing.set(currency, (missing.get(currency) ?? 0) + 1);
  assert.deepEqual((await api.get('/api/v1/rates/missing')).items, [...missing].sort().map(([currency, accounts]) => ({ currency, accounts })));
}, OPTIONS);
