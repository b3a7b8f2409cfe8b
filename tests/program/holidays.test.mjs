// Holidays over the API of the real program: customers who rest have not fallen, what is shown says so, and a change of
// the calendar judges everybody again.
import assert from 'node:assert/strict';
import { Customers, day_after, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-06-19';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const STEADY = 150;
const GOLDEN_WEEK = ['2026-04-29', '2026-05-03', '2026-05-04', '2026-05-05', '2026-05-06'];
const BEFORE = '2026-04-28';

const weekday = day => new Date(`${day}T00:00:00Z`).getUTCDay();
const works = day => weekday(day) % 6 !== 0 && !GOLDEN_WEEK.includes(day);

/** The same numbers in every run: which of a company's people are in on a day. */
function chance(seed) {
  let state = seed * 2654435761 % 4294967296;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

/** Four to six people, each in on four of five working days, from February to June: nobody changes anything. */
function use_of(number) {
  const roll = chance(number + 1);
  const batch = [];
  for (let day = '2026-02-16'; day < TODAY; day = day_after(day, 1))
    for (let person = 0; works(day) && person < 4 + (number % 3); person++)
      if (roll() < 0.8)
        batch.push({
          type: 'track', event: 'Report read', userId: `steady-${number}-${person}`, context: { groupId: `steady-${number}` },
          timestamp: `${day}T01:00:00Z`, messageId: `${number}-${day}-${person}`,
        });
  return batch;
}

/** Worse on any day of the ten weeks than on the last working day before Golden Week. */
async function fallen(api) {
  const WORSE = { GOOD: 0, NORMAL: 1, BAD: 2 };
  const bands = async day => new Map((await api.all(`/api/v1/accounts?as_of=${day}&sort=name`)).map(row => [row.id, row.band]));
  const before = await bands(BEFORE);
  const fell = new Set();
  for (let day = '2026-04-30'; day < TODAY; day = day_after(day, 3))
    for (const [id, band] of await bands(day)) if (WORSE[band] > WORSE[before.get(id)]) fell.add(id);
  return { before: [...before.values()], fell: fell.size };
}

bothEngines('of 150 steady customers 65 fall over Golden Week, and 4 once Japan’s holidays do not count', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  for (const number of range(0, STEADY)) {
    const account = await customers.company(`Steady ${number}`);
    await customers.contract(account, { from_on: '2025-04-01', seats: 8 + (number % 15) });
  }
  for (let from = 0; from < STEADY; from += 2) await customers.ingest.post('/v1/batch', { batch: [...use_of(from), ...use_of(from + 1)] });
  const usage = (await api.get('/api/v1/scorecard-templates')).items.find(one => one.key === 'usage');
  await customers.scorecard(usage.definition);
  const without = await fallen(api);
  await api.patch('/api/v1/calendar', { country: 'JP' });
  const with_them = await fallen(api);
  for (const { before } of [without, with_them]) assert.ok(before.every(band => band === 'GOOD'), 'all are well before');
  // The four are the chance in who comes in: as many fall when nobody rests at all.
  assert.deepEqual([without.fell, with_them.fell], [65, 4]);
}, OPTIONS);

/** Ten working days up to Golden Week and ten after it, and use on one holiday. */
async function rested(customers) {
  const account = await customers.company('Rested');
  const days = range(1, 120).filter(ago => works(day_after(TODAY, -ago)));
  await customers.use(account, days);
  await customers.use(account, [51]); // 29 April
  return account;
}

const measure = (api, account, ref, as_of) => api.get(`/api/v1/accounts/${account.id}/measure?as_of=${as_of}&ref=${encodeURIComponent(JSON.stringify(ref))}`);

bothEngines('a measure names the holidays that it leaves out, and its days add up to its value', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await rested(customers);
  const events = { measure: 'events', days: 28 };
  assert.equal(day_after(TODAY, -51), '2026-04-29');
  const plain = await measure(api, account, events, '2026-05-08');
  assert.deepEqual([plain.value, plain.from, plain.holidays], [17, '2026-04-11', []]);
  await api.patch('/api/v1/calendar', { country: 'JP' });
  const found = await measure(api, account, events, '2026-05-08');
  // Four working days were lost, so four more are looked at: 10, 9, 8 and 7 April.
  assert.deepEqual([found.value, found.from, found.until], [20, '2026-04-07', '2026-05-09']);
  assert.deepEqual(found.holidays, [{ from: '2026-04-29', until: '2026-04-30' }, { from: '2026-05-04', until: '2026-05-07' }]);
  assert.equal(found.days.reduce((sum, day) => sum + day.count, 0), 20);
  assert.ok(found.days.every(({ day }) => !GOLDEN_WEEK.includes(day)));
  const since = await measure(api, account, { measure: 'days_since' }, '2026-05-06');
  assert.deepEqual([since.value, since.holidays.length], [2, 1], 'Saturday and Sunday after 1 May');
  assert.equal((await api.get(`/api/v1/accounts/${account.id}?as_of=2026-05-06`)).last_event_on, '2026-05-01');
  assert.equal((await measure(api, account, { measure: 'trend', days: 28 }, '2026-05-20')).value, 0);
  // Who was there on a holiday was there: the window reaches back, and nothing is left out of it.
  for (const id of ['people', 'breadth', 'depth']) {
    const counted = await measure(api, account, { measure: id, days: 28 }, '2026-05-08');
    assert.deepEqual([counted.from, counted.holidays], ['2026-04-07', []], id);
  }
}, OPTIONS);

bothEngines('a workspace’s own days off are added, replaced, imported and deleted, and each change counts at once', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await rested(customers);
  const of_year = async (year = 2026) => (await api.get(`/api/v1/holidays?year=${year}`)).items;
  const from = async as_of => (await measure(api, account, { measure: 'events', days: 28 }, as_of)).from;
  const until = (as_of, day) => eventually(() => from(as_of), found => found === day);
  assert.deepEqual(await of_year(), []);
  assert.deepEqual(await api.get('/api/v1/calendar'), { country: 'none', weekend: 'sat_sun', version: 0 });
  const made = await api.post('/api/v1/holidays', { from_on: '2026-06-11', until_on: '2026-06-13', name: 'Founding days' });
  await until(TODAY, '2026-05-21');
  const again = await api.post('/api/v1/holidays', { from_on: '2026-06-11', name: 'Founding day' });
  assert.deepEqual([again.id, again.until_on], [made.id, '2026-06-12']);
  await until(TODAY, '2026-05-22');
  await refused(api.post('/api/v1/holidays', { from_on: '2026-06-11', until_on: '2026-06-11', name: 'None' }), 400, 'until_on');
  await refused(api.post('/api/v1/holidays', { from_on: '2026-06-11', until_on: '2027-06-11', name: 'Long' }), 400, 'until_on');
  await api.delete(`/api/v1/holidays/${made.id}`);
  await until(TODAY, '2026-05-23');
  const before = await api.get('/api/v1/calendar');
  await api.patch('/api/v1/calendar', { country: 'JP' }, before.version);
  await refused(api.patch('/api/v1/calendar', { weekend: 'none' }, before.version), 412);
  const japan = await of_year();
  assert.deepEqual(japan.filter(one => one.from_on.startsWith('2026-05')).map(one => [one.from_on, one.name_ja, one.source]), [
    ['2026-05-03', '憲法記念日', 'JP'], ['2026-05-04', 'みどりの日', 'JP'], ['2026-05-05', 'こどもの日', 'JP'], ['2026-05-06', '振替休日', 'JP'],
  ]);
  assert.equal(japan.filter(one => one.name_ja === '年末年始').length, 5);
  const file = 'Date,Last day,Holiday\n2026-12-24,2026-12-26,Christmas\n2026/11/26,,Thanksgiving\n,,Nothing\n';
  const made_of = await api.post('/api/v1/imports?kind=holidays&file_name=holidays.csv', Buffer.from(file), { headers: { 'content-type': 'text/csv' } });
  await api.post(`/api/v1/imports/${made_of.id}/check`);
  const ended = () => eventually(() => api.get(`/api/v1/imports/${made_of.id}`), ({ state }) => !['checking', 'running'].includes(state));
  await ended();
  await api.post(`/api/v1/imports/${made_of.id}/run`);
  await ended();
  const own = (await of_year()).filter(one => one.source === 'own').map(one => [one.from_on, one.until_on, one.name]);
  assert.deepEqual(own, [['2026-11-26', '2026-11-27', 'Thanksgiving'], ['2026-12-24', '2026-12-27', 'Christmas']]);
}, OPTIONS);

bothEngines('a new account has no trend until its base window is whole, in scores and lists too', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const young = await customers.company('Three weeks', { days: range(0, 21) });
  const grown = await customers.company('Eight weeks', { days: range(0, 58) });
  const trend = { measure: 'trend', days: 28 };
  const definition = {
    rules: [{ key: 'fell', band: 'BAD', name: 'Fell', when: { measure: trend, op: '<=', value: 0 } }],
    points: [{ key: 'trend', name: 'Trend', measure: trend, weight: 100, low: -0.5, high: 0 }],
    bad_below: 40, good_from: 70, unknown_below: 0.5,
  };
  await customers.scorecard(definition);
  assert.equal((await measure(api, young, trend, TODAY)).value, null);
  assert.equal((await measure(api, grown, trend, TODAY)).value, 0);
  assert.equal((await customers.health(young)).account.band, 'UNKNOWN');
  assert.equal((await customers.health(grown)).account.band, 'BAD');
  const filter = encodeURIComponent(JSON.stringify({ measure: trend, op: '<=', value: 0 }));
  assert.deepEqual((await api.get(`/api/v1/accounts?filter=${filter}`)).items.map(row => row.name), ['Eight weeks']);
}, OPTIONS);

bothEngines('who never began is a finding of its own, who began lately is new, on each road', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const silent = await customers.company('Silent');
  await customers.contract(silent, { from_on: day_after(TODAY, -20) });
  const waiting = await customers.company('Waiting');
  await customers.contract(waiting, { from_on: day_after(TODAY, -13) });
  const registered = await customers.company('Registered');
  const young = await customers.company('Young', { days: range(0, 22) });
  const old = await customers.company('Old', { days: range(0, 58) });
  const known = { measure: { measure: 'trend', days: 28 }, weight: 100, low: -0.5, high: 0, key: 'trend', name: '' };
  await customers.scorecard({ rules: [], points: [known], bad_below: 40, good_from: 70, unknown_below: 0.5 });
  const expected = [[silent, 'never', 20], [waiting, 'new', 13], [registered, 'new', 0], [young, 'new', 21], [old, null, null]];
  const said = ({ beginning, beginning_days }) => [beginning, beginning_days];
  const list = (await api.get('/api/v1/accounts')).items;
  for (const [account, ...beginning] of expected) {
    assert.deepEqual(said((await customers.health(account)).account), beginning, account.name);
    assert.deepEqual(said(await api.get(`/api/v1/accounts/${account.id}`)), beginning, account.name);
    assert.deepEqual(said(list.find(one => one.id === account.id)), beginning, account.name);
  }
  assert.deepEqual(said((await customers.health(silent, day_after(TODAY, -7))).account), ['new', 13], 'as of a past day');
  const rows = (await api.get('/api/v1/today?owner_id=all&group=steady')).items.map(row => [row.account, row.reason, row.arguments]);
  for (const row of [['Silent', 'never_began', ['20']], ['Waiting', 'new', ['13']], ['Young', 'new', ['21']]])
    assert.ok(rows.some(one => JSON.stringify(one) === JSON.stringify(row)), JSON.stringify(rows));
}, OPTIONS);
