// Health over the API of the real program: bands, reasons, what would lift, history, as of past days, and being told.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { until_changed } from '../kit/client.mjs';
import { Customers, DEFINITION, day_after, range, refused } from '../kit/customers.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const CLOCK = `${TODAY}T03:00:00Z`; // noon in Tokyo
const OPTIONS = { clock: CLOCK };

/** One of each band: 100 points, 50, silent for 20 days, and nothing ever. */
async function four(customers) {
  return {
    good: await customers.company('Good', { days: range(0, 28), people: 4 }),
    normal: await customers.company('Normal', { days: [1, 3, 5, 7, 9], people: 2 }),
    bad: await customers.company('Bad', { days: range(20, 28), people: 4 }),
    unknown: await customers.company('Unknown'),
  };
}

bothEngines('each account has the band that its use earns, with reasons down to the events', async program => {
  const customers = await Customers.in(program, TODAY);
  const { good, normal, bad, unknown } = await four(customers);
  const card = await customers.scorecard();
  const is = async (account, band, points, coverage, forced_by) => {
    const { account: health } = await customers.health(account);
    assert.deepEqual([health.band, health.points, health.coverage, health.forced_by], [band, points, coverage, forced_by], account.name);
    assert.deepEqual([health.scorecard_id, health.version, health.as_of], [card.id, 1, TODAY]);
    return health;
  };
  await is(good, 'GOOD', 100, 1, null);
  await is(unknown, 'UNKNOWN', null, 0, null);
  const low = await is(bad, 'BAD', 88, 1, 'silent');
  assert.deepEqual([low.reasons[0].rule, low.reasons[0].fired, low.reasons[0].value, low.reasons[0].band], ['silent', true, 20, 'BAD']);
  assert.equal(low.reasons[0].evidence.last_on, day_after(TODAY, -20));
  assert.deepEqual([low.lift[0].kind, low.lift[0].now, low.lift[0].needed], ['rule', 20, 13]);
  const middle = await is(normal, 'NORMAL', 50, 1, null);
  const days = middle.reasons.find(reason => reason.rule === 'days');
  assert.deepEqual([days.value, days.low, days.high, days.weight, days.earned], [5, 0, 10, 60, 30]);
  assert.deepEqual(days.evidence.days, [9, 7, 5, 3, 1].map(ago => ({ day: day_after(TODAY, -ago), count: 2 })));
  const { from, until } = days.evidence;
  assert.deepEqual([from, until], [day_after(TODAY, -27), day_after(TODAY, 1)]);
  const events = await customers.api.all(`/api/v1/accounts/${normal.id}/events?from=${from}&until=${until}`);
  assert.equal(events.length, 10, 'as many events as the days add up to');
}, OPTIONS);

bothEngines('what would lift an account does lift it, once it is done', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Normal', { days: [1, 3, 5, 7, 9], people: 2 });
  await customers.scorecard();
  const [lift, ...more] = (await customers.health(account)).account.lift;
  assert.deepEqual(more, []);
  // 60 × 9 / 10 + 40 × 2 / 4 = 74; with 8 days it would be 68.
  assert.deepEqual([lift.key, lift.now, lift.needed, lift.gives, lift.band], ['days', 5, 9, 24, 'GOOD']);
  await customers.use(account, [11, 13, 15]);
  assert.equal((await customers.health(account)).account.band, 'NORMAL');
  await customers.use(account, [17]);
  const { account: health } = await customers.health(account);
  assert.deepEqual([health.band, health.points, health.lift], ['GOOD', 74, []]);
}, OPTIONS);

bothEngines('health can be asked as of any day, in the list as well: shown, filtered and sorted', async program => {
  const customers = await Customers.in(program, TODAY);
  const { good, normal, bad } = await four(customers);
  await customers.scorecard();
  await customers.until_told(bad, 'BAD');
  await customers.until_told(good, 'GOOD');
  const then = day_after(TODAY, -20);
  const past = (await customers.health(bad, then)).account;
  assert.deepEqual([past.band, past.points, past.as_of], ['GOOD', 88, then]);
  assert.equal((await customers.health(good, day_after(TODAY, -60))).account.band, 'UNKNOWN', 'before its first event');
  assert.equal((await customers.health(normal, then)).account.band, 'UNKNOWN');
  const list = async query => (await customers.api.get(`/api/v1/accounts?${query}`)).items.map(row => [row.name, row.band, row.points]);
  // The list is sorted by what every server hears of the bands that were told.
  const bands = [['Bad', 'BAD', 88], ['Normal', 'NORMAL', 50], ['Unknown', 'UNKNOWN', null], ['Good', 'GOOD', 100]];
  await eventually(() => list('sort=band'), rows => isDeepStrictEqual(rows, bands));
  const now = [['Bad', 'GOOD', 88], ['Good', 'GOOD', 88], ['Normal', 'UNKNOWN', null], ['Unknown', 'UNKNOWN', null]];
  assert.deepEqual(await list(`sort=name&as_of=${then}`), now);
  assert.deepEqual(await list(`sort=-points&as_of=${then}`), [now[1], now[0], ...now.slice(2)], 'equal points by age');
  const filter = condition => `as_of=${then}&sort=name&filter=${encodeURIComponent(JSON.stringify(condition))}`;
  assert.deepEqual(await list(filter({ attribute: 'band', op: '=', value: 'GOOD' })), now.slice(0, 2));
  assert.deepEqual(await list(filter({ attribute: 'band', op: '=', value: 'BAD' })), []);
  assert.deepEqual(await list(filter({ attribute: 'band', op: 'in', value: ['UNKNOWN', 'BAD'] })), now.slice(2));
  assert.deepEqual(await list(filter({ attribute: 'points', op: '>', value: 80 })), now.slice(0, 2));
  const pages = await customers.api.all(`/api/v1/accounts?sort=band&limit=1&as_of=${then}`);
  assert.deepEqual(pages.map(row => row.name).toSorted(), ['Bad', 'Good', 'Normal', 'Unknown'], 'page by page, each once');
  assert.deepEqual(pages.slice(0, 2).map(row => row.band), ['UNKNOWN', 'UNKNOWN']);
  assert.deepEqual([pages[2].previous_band, pages[2].band_since], [null, null], 'of today only');
  assert.equal((await customers.api.get(`/api/v1/accounts/${bad.id}?as_of=${then}`)).band, 'GOOD');
  await refused(customers.api.get(`/api/v1/accounts?sort=band_since&as_of=${then}`), 400, 'sort');
  await refused(customers.api.get(`/api/v1/accounts?${filter({ attribute: 'previous_band', op: '=', value: 'GOOD' })}`), 400, 'filter');
  await refused(customers.api.get(`/api/v1/accounts?as_of=${day_after(TODAY, 1)}`), 400, 'as_of');
  await refused(customers.health(bad, day_after(TODAY, 1)), 400, 'as_of');
  const csv = (await customers.api.ask('GET', `/api/v1/accounts.csv?columns=name,band,points&sort=name&as_of=${then}`)).text;
  assert.deepEqual(csv.trim().split('\r\n').slice(1), ['Bad,GOOD,88', 'Good,GOOD,88', 'Normal,UNKNOWN,', 'Unknown,UNKNOWN,'].map(line => line.replace(/,$/, ',""')));
  const printed = program.must('score', '--as-of', then).trim().split('\n').map(line => line.split('\t'));
  const at = name => printed[0].indexOf(name);
  assert.deepEqual(printed.slice(1).map(row => [row[at('name')], row[at('band')]]), now.map(row => row.slice(0, 2)));
  const one = JSON.parse(program.must('score', '--as-of', then, '--account', String(bad.id)));
  assert.equal(one.account.band, 'GOOD');
}, OPTIONS);

bothEngines('each day is judged by the version in force at its end, the first one also before it', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Normal', { days: [1, 3, 5, 7, 9], people: 2 });
  const card = await customers.scorecard();
  const on = async day => {
    const { account: health } = await customers.health(account, day);
    assert.deepEqual([health.bad_below, health.good_from], [health.version === 2 ? 60 : 40, DEFINITION.good_from].map(limit => health.version && limit));
    return [health.version, health.band];
  };
  assert.deepEqual(await on(day_after(TODAY, -1)), [1, 'NORMAL']);
  program.clock(`${day_after(TODAY, 2)}T03:00:00Z`);
  const strict = await customers.api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, bad_below: 60 });
  assert.deepEqual([strict.published_version, strict.draft.bad_below, strict.published.bad_below], [1, 60, 40]);
  assert.deepEqual(await on(day_after(TODAY, 2)), [1, 'NORMAL'], 'a draft judges nobody');
  await customers.api.post(`/api/v1/scorecards/${card.id}/publication`);
  assert.deepEqual(await on(day_after(TODAY, 2)), [2, 'BAD']);
  assert.deepEqual(await on(day_after(TODAY, 1)), [1, 'NORMAL']);
  const from = day_after(TODAY, -1), until = day_after(TODAY, 3);
  const history = (await customers.api.get(`/api/v1/accounts/${account.id}/health/history?from=${from}&until=${until}`)).items;
  assert.deepEqual(history.map(row => [row.day, row.band]), [-1, 0, 1, 2].map(n => [day_after(TODAY, n), n < 2 ? 'NORMAL' : 'BAD']));
  assert.deepEqual(history.map(row => [row.scorecard, row.version]), [-1, 0, 1, 2].map(n => [card.name, n < 2 ? 1 : 2]));
  await customers.until_told(account, 'BAD');
  await customers.api.patch(`/api/v1/scorecards/${card.id}`, { enabled: false });
  assert.deepEqual(await on(undefined), [null, 'UNKNOWN']);
  await customers.until_told(account, 'UNKNOWN');
}, OPTIONS);

bothEngines('an event that comes in changes the band, and who looks on is told', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Quiet', { days: range(15, 28), people: 4 });
  await customers.scorecard();
  await customers.until_told(account, 'BAD');
  const stream = await customers.api.stream();
  const told = until_changed(stream, keys => keys.includes(`account:${account.id}`) && keys.includes('health'));
  await customers.use(account, [0], 4);
  await told;
  assert.equal(await customers.told(account), 'GOOD', 'what is told can be read');
  stream.close();
  const [rose, ...before] = await customers.told_facts(account);
  assert.deepEqual([rose.kind, rose.body.from, rose.body.to, rose.body.points, before.length], ['health.rose', 'BAD', 'GOOD', 100, 0]);
  const row = (await customers.api.get('/api/v1/accounts')).items[0];
  assert.deepEqual([row.band, row.previous_band, row.band_since], ['GOOD', 'BAD', TODAY]);
}, OPTIONS);

bothEngines('a contract, a stage and a changed feature score an account anew, and one that left has no band', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Customer', { days: range(0, 28), people: 2 });
  const points = [{ key: 'depth', name: 'Depth', measure: { measure: 'depth' }, weight: 10, low: 0, high: 1 }];
  await customers.scorecard({ ...DEFINITION, rules: [], points });
  await customers.until_told(account, 'UNKNOWN');
  const contract = await customers.contract(account, { seats: 10 });
  await customers.until_told(account, 'BAD');
  assert.equal((await customers.health(account)).account.points, 20);
  const [line] = contract.lines;
  await customers.api.patch(`/api/v1/contracts/${contract.id}/lines/${line.id}`, { seats: 2 });
  await customers.until_told(account, 'GOOD');
  await customers.api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: TODAY, ends_on: TODAY });
  await customers.until_told(account, null);
  assert.equal((await customers.health(account)).products.length, 0);
  assert.equal((await customers.health(account, day_after(TODAY, -1))).account.band, 'GOOD', 'why it was so before is still there');
}, OPTIONS);

bothEngines('midnight tells all accounts, and midnights missed are made up, each fall on its own day', async program => {
  const customers = await Customers.in(program, TODAY);
  const first = await customers.company('First', { days: range(13, 28), people: 4 });
  const second = await customers.company('Second', { days: range(11, 28), people: 4 });
  await customers.scorecard();
  await customers.until_told(first, 'GOOD');
  await customers.until_told(second, 'GOOD');
  program.clock(`${TODAY}T14:59:59Z`); // one second before midnight in Tokyo
  assert.equal(await customers.told(first), 'GOOD');
  program.clock(`${TODAY}T15:00:01Z`);
  await customers.until_told(first, 'BAD');
  const [fell] = await customers.told_facts(first);
  assert.deepEqual([fell.kind, fell.body.from, fell.body.to, fell.body.forced_by], ['health.fell', 'GOOD', 'BAD', 'silent']);
  assert.equal(await customers.told(second), 'GOOD');
  await program.stop_serving();
  program.clock(`${day_after(TODAY, 5)}T03:00:00Z`);
  await program.serve();
  await customers.until_told(second, 'BAD');
  const row = await customers.api.get(`/api/v1/accounts/${second.id}`);
  assert.deepEqual([row.previous_band, row.band_since], ['GOOD', day_after(TODAY, 3)]);
  const facts = await customers.told_facts(second);
  assert.deepEqual(facts.map(fact => fact.kind), ['health.fell'], 'once, whatever was missed');
  assert.equal((await customers.told_facts(first)).length, 1);
}, OPTIONS);

bothEngines('who waits to be scored, and who asks for everybody, leaves no midnight out that was missed', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Waits', { days: range(11, 28), people: 4 });
  await customers.scorecard();
  await customers.until_told(account, 'GOOD');
  await program.stop_serving();
  program.damage(`INSERT INTO health_stale (account_id, from_day, mark) VALUES (${account.id}, 0, 1) ON CONFLICT DO NOTHING`);
  program.damage('UPDATE health_clock SET asked = asked + 1');
  program.clock(`${day_after(TODAY, 5)}T03:00:00Z`);
  await program.serve();
  await customers.until_told(account, 'BAD');
  const row = await customers.api.get(`/api/v1/accounts/${account.id}`);
  assert.equal(row.band_since, day_after(TODAY, 3), 'the day of the fall, not of the start');
}, OPTIONS);

bothEngines('a late event corrects the history, and what was told stays told', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Late', { days: range(13, 28), people: 4 });
  const others = [];
  for (const name of ['Second', 'Third']) others.push(await customers.company(name, { days: range(13, 28), people: 4 }));
  await customers.scorecard();
  for (const one of [account, ...others]) await customers.until_told(one, 'GOOD');
  await customers.pass(range(1, 4).map(days => day_after(TODAY, days)));
  assert.equal(await customers.told(account), 'BAD');
  await customers.use(account, [0], 4, 'Report late'); // done two days before the fall was told, heard of only now
  await customers.until_told(account, 'GOOD');
  const history = (await customers.api.get(`/api/v1/accounts/${account.id}/health/history?from=${TODAY}&until=${day_after(TODAY, 4)}`)).items;
  assert.deepEqual(history.map(row => row.band), ['GOOD', 'GOOD', 'GOOD', 'GOOD']);
  const { answer: facts } = await eventually(() => customers.told_facts(account), items => items.some(item => item.kind === 'health.corrected'));
  assert.deepEqual(facts.map(fact => fact.kind).toSorted(), ['health.corrected', 'health.fell', 'health.rose']);
  const corrected = facts.find(fact => fact.kind === 'health.corrected');
  assert.deepEqual([corrected.body.told, corrected.body.now], ['BAD', 'GOOD']);
  assert.deepEqual([corrected.body.day, corrected.body.last_day], [day_after(TODAY, 1), day_after(TODAY, 2)], 'from the day of the fall to yesterday');
  await customers.use(account, [0], 1, 'Report later still');
  await customers.use(account, [-3], 4, 'Report now');
  // The second is judged again in the round that judges the first again, or a later one; the third only after that round.
  for (const other of others) {
    await customers.use(other, [0], 4, 'Report late');
    await eventually(() => customers.told_facts(other), items => items.some(item => item.kind === 'health.corrected'));
  }
  assert.equal((await customers.told_facts(account)).filter(fact => fact.kind === 'health.corrected').length, 1, 'each day is corrected once');
}, OPTIONS);

bothEngines('a day between two changes that late data judges otherwise is marked as well', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Between', { days: range(13, 28), people: 4 });
  await customers.scorecard();
  await customers.until_told(account, 'GOOD');
  await customers.pass(range(1, 5).map(days => day_after(TODAY, days)));
  assert.equal(await customers.told(account), 'BAD');
  const stretches = async count => (await eventually(
    async () => (await customers.told_facts(account)).filter(fact => fact.kind === 'health.corrected'), facts => facts.length === count,
  )).answer.map(({ body }) => [body.day, body.last_day, body.told, body.now]);
  await customers.use(account, [-2], 4, 'Report late'); // the fall on the first day stays, the days after it were well
  assert.deepEqual(await stretches(1), [[day_after(TODAY, 2), day_after(TODAY, 3), 'BAD', 'GOOD']]);
  await customers.use(account, [0], 4, 'Report later');
  assert.deepEqual((await stretches(2)).toSorted(), [
    [day_after(TODAY, 1), day_after(TODAY, 1), 'BAD', 'GOOD'], [day_after(TODAY, 2), day_after(TODAY, 3), 'BAD', 'GOOD'],
  ]);
}, OPTIONS);

bothEngines('the history on an account’s page is that of its list of days, however long ago', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Left long ago', { days: range(600, 1030), people: 4 });
  const since = { rules: [], points: [{ key: 'year', name: '', measure: { measure: 'active_days', days: 180 }, weight: 1, low: 0, high: 180 }], bad_below: 40, good_from: 70, unknown_below: 0.5 };
  await customers.scorecard(since);
  await program.restart();
  const api = program.client({ token: customers.api.options.token });
  const as_of = day_after(TODAY, -480);
  const page = await api.get(`/api/v1/accounts/${account.id}/health?as_of=${as_of}`);
  const days = (await api.get(`/api/v1/accounts/${account.id}/health/history?until=${day_after(as_of, 1)}`)).items;
  assert.equal(days.length, 365);
  assert.deepEqual(page.history, days);
  assert.deepEqual([days[0].band, days.at(-1).band], ['GOOD', 'BAD']);
}, OPTIONS);

bothEngines('a custom field that is gone, or came again as another kind, is unknown to the rules that ask it', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const field = kind => api.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind });
  const first = await field('number');
  const account = await customers.company('Asked', { days: range(0, 28), people: 4, fields: { tier: 3 } });
  const low = { key: 'low', band: 'BAD', name: 'Low', when: { attribute: 'field:tier', op: '<', value: 5 } };
  const card = await customers.scorecard({ ...DEFINITION, rules: [low] });
  await customers.until_told(account, 'BAD');
  await api.delete(`/api/v1/fields/${first.id}`);
  await customers.until_told(account, 'GOOD');
  const hold = async () => {
    await program.restart();
    const now = program.client({ token: api.options.token });
    assert.deepEqual((await now.get('/api/v1/today?owner_id=all')).items.map(item => item.band), ['GOOD']);
    const [reason] = (await now.get(`/api/v1/accounts/${account.id}/health`)).account.reasons.filter(one => one.rule === 'low');
    assert.deepEqual(JSON.parse(JSON.stringify(reason.when)), low.when);
    assert.equal((await now.get('/api/v1/scorecards')).items[0].accounts, 1);
  };
  await hold();
  await field('text');
  await hold();
  await refused(program.client({ token: api.options.token }).put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, rules: [low] }), 400, 'rules[0].when');
}, OPTIONS);

bothEngines('a judgement stands beside the score on its day, with its author', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Judged', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  const path = `/api/v1/accounts/${account.id}/judgements`;
  const first = await program.owner.post(path, { band: 'BAD', text: 'Their sponsor leaves', on_day: day_after(TODAY, -10) });
  assert.deepEqual([first.author, first.on_day], ['Owner One', day_after(TODAY, -10)]);
  const second = await customers.api.post(path, { band: 'NORMAL' });
  assert.deepEqual([second.on_day, second.text], [TODAY, null]);
  assert.deepEqual((await customers.api.get(path)).items.map(item => item.id), [second.id, first.id]);
  const now = await customers.health(account);
  assert.deepEqual([now.account.band, now.judgement.id], ['GOOD', second.id]);
  assert.equal((await customers.health(account, day_after(TODAY, -5))).judgement.id, first.id);
  assert.equal((await customers.health(account, day_after(TODAY, -11))).judgement, null);
  await refused(customers.api.post(path, { band: 'FINE' }), 400, 'band');
  await refused(customers.api.post(path, { band: 'BAD', on_day: day_after(TODAY, 1) }), 400, 'on_day');
  await refused(customers.api.post('/api/v1/accounts/77/judgements', { band: 'BAD' }), 404);
  const items = (await customers.api.get(`/api/v1/accounts/${account.id}/timeline`)).items;
  assert.equal(items.filter(item => item.kind === 'judgement.made').length, 2);
}, OPTIONS);

bothEngines('the account has the worst band of its products, each judged by its own scorecard', async program => {
  const customers = await Customers.in(program, TODAY);
  const other = await customers.api.post('/api/v1/products', { key: 'desk', name: 'Desk' });
  await customers.api.post('/api/v1/features', { product_id: other.id, key: 'tickets', name: 'Tickets', rules: ['Ticket*'] });
  const account = await customers.company('Both', { days: range(0, 28), people: 4 });
  await customers.use(account, range(20, 28), 4, 'Ticket opened');
  const crm = await customers.scorecard(DEFINITION, { name: 'CRM', product_id: customers.product.id });
  const desk = await customers.scorecard(DEFINITION, { name: 'Desk', product_id: other.id });
  const health = await customers.health(account);
  assert.deepEqual([health.account.band, health.account.product_id, health.account.scorecard_id], ['BAD', other.id, desk.id]);
  assert.deepEqual(health.products.map(product => [product.product_id, product.band]).toSorted(), [[customers.product.id, 'GOOD'], [other.id, 'BAD']].toSorted());
  await customers.scorecard({ ...DEFINITION, rules: [] }, { name: 'May grow', purpose: 'expansion' });
  const more = await customers.health(account);
  assert.deepEqual([more.account.band, more.others.map(one => one.band)], ['BAD', ['GOOD']], 'another purpose is another band');
  await customers.api.delete(`/api/v1/scorecards/${desk.id}`);
  assert.deepEqual([(await customers.health(account)).account.scorecard_id, (await customers.health(account)).account.band], [crm.id, 'GOOD']);
}, OPTIONS);

bothEngines('the first scorecard by position whose segment fits judges', async program => {
  const customers = await Customers.in(program, TODAY);
  const small = await customers.company('Small', { days: [1, 3, 5], touch: 'low' });
  const large = await customers.company('Large', { days: [1, 3, 5], touch: 'high' });
  const all = await customers.scorecard(DEFINITION, { position: 50 });
  const low = await customers.scorecard({ ...DEFINITION, bad_below: 0 }, { position: 10, segment: { attribute: 'touch', op: '=', value: 'low' } });
  const by = async account => (await customers.health(account)).account.scorecard_id;
  assert.deepEqual([await by(small), await by(large)], [low.id, all.id]);
  assert.deepEqual((await customers.api.get('/api/v1/scorecards')).items.map(card => [card.id, card.accounts]), [[low.id, 1], [all.id, 2]]);
  await customers.api.patch(`/api/v1/scorecards/${low.id}`, { position: 90 });
  assert.equal(await by(small), all.id);
  const weeks = await customers.api.get('/api/v1/health/summary?weeks=2');
  assert.deepEqual([weeks.bands.BAD, weeks.weeks.map(week => [week.day, week.UNKNOWN])], [2, [[day_after(TODAY, -7), 2], [TODAY, 0]]]);
}, OPTIONS);

bothEngines('a scorecard is drafted, published, drafted anew and discarded, each by the version that was seen', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const card = await api.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition: DEFINITION });
  const path = `/api/v1/scorecards/${card.id}`;
  assert.deepEqual([card.published, card.published_version, card.draft, card.enabled], [null, 0, DEFINITION, true]);
  await refused(api.delete(`${path}/draft`), 409, 'draft');
  const published = await api.post(`${path}/publication`);
  assert.deepEqual([published.published, published.published_version, published.draft], [DEFINITION, 1, null]);
  await refused(api.post(`${path}/publication`), 409, 'draft');
  const wider = { ...DEFINITION, good_from: 60 };
  const put = (definition, version) => api.put(`${path}/draft`, definition, version && { headers: { 'if-match': `"${version}"` } });
  const drafted = await put(wider, published.version);
  assert.deepEqual([drafted.draft, drafted.published], [wider, DEFINITION]);
  await refused(put(DEFINITION, published.version), 412);
  await api.delete(`${path}/draft`);
  const again = await api.get(path);
  assert.deepEqual([again.draft, again.published_version], [null, 1]);
  const moved = await api.patch(path, { segment: { attribute: 'touch', op: '=', value: 'low' }, name: 'Low touch' });
  assert.deepEqual([moved.name, moved.draft], ['Low touch', DEFINITION], 'a segment goes into force with the next publication');
  await api.delete(path);
  await refused(api.get(path), 404);
  const kinds = (await api.get('/api/v1/audit')).items.map(fact => fact.kind);
  for (const kind of ['scorecard.created', 'scorecard.published', 'scorecard.changed', 'scorecard.deleted'])
    assert.ok(kinds.includes(kind), kind);
}, OPTIONS);

bothEngines('what is wrong with a definition is said of its place', async program => {
  const { owner } = program;
  const [rule] = DEFINITION.rules, [point] = DEFINITION.points;
  const wrong = (changes, field) => refused(owner.post('/api/v1/scorecards', {
    name: 'Use', purpose: 'retention', definition: { ...DEFINITION, ...changes },
  }), 400, field);
  await wrong({ rules: [rule, { ...rule, key: 'second', when: { measure: { measure: 'day_since' }, op: '>', value: 1 } }] }, 'rules[1].when');
  await wrong({ rules: [{ ...rule, when: undefined }] }, 'rules[0].when');
  await wrong({ rules: [{ ...rule, band: 'UNKNOWN' }] }, 'rules[0].band');
  await wrong({ rules: [{ ...rule, key: '' }] }, 'rules[0].key');
  await wrong({ rules: [rule, rule] }, 'rules[1].key');
  await wrong({ points: [point, { ...point, key: 'silent' }] }, 'points[1].key');
  await wrong({ points: [{ ...point, weight: 0 }] }, 'points[0].weight');
  await wrong({ points: [{ ...point, high: 0 }] }, 'points[0].high');
  await wrong({ points: [{ ...point, low: 'x' }] }, 'points[0].low');
  await wrong({ points: [{ ...point, measure: { measure: 'events', feature_id: 'x' } }] });
  const reason = async (change, field) => {
    const problem = await wrong(change, field);
    return [problem.reason, ...problem.args];
  };
  assert.deepEqual(await reason({ rules: [], points: [] }, 'definition'), ['needs_rule']);
  assert.deepEqual(await reason({ bad_below: 80 }, 'good_from'), ['out_of_range', '80', '101']);
  assert.deepEqual(await reason({ points: [point, point] }, 'points[1].key'), ['twice', point.key]);
  assert.deepEqual(await reason({ points: [{ ...point, weight: 0 }] }, 'points[0].weight'), ['not_positive']);
  assert.deepEqual(await reason({ points: [{ ...point, weight: 1001 }] }, 'points[0].weight'), ['out_of_range', '0', '1000']);
  assert.deepEqual(await reason({ points: [{ ...point, high: point.low }] }, 'points[0].high'), ['same_bounds']);
  assert.deepEqual(await reason({ points: [{ ...point, high: 30 }] }, 'points[0].high'), ['out_of_range', '0', '28'], 'within 28 days');
  assert.deepEqual(await reason({ points: [point, { ...point, key: 'again' }] }, 'points[1].measure'), ['twice', 'active_days']);
  const rules = Array.from({ length: 65 }, (_, i) => ({ ...DEFINITION.rules[0], key: `r${i}` }));
  assert.deepEqual(await reason({ rules }, 'rules'), ['too_many', '64']);
  await wrong({ unknown_below: 2 }, 'unknown_below');
  const { detail } = await wrong({ god_from: 70 }, 'definition');
  assert.match(detail, /good_from/);
  await refused(owner.post('/api/v1/scorecards', { name: ' ', purpose: 'retention', definition: DEFINITION }), 400, 'name');
  await refused(owner.post('/api/v1/scorecards', { name: 'X', purpose: 'luck', definition: DEFINITION }), 400, 'purpose');
  await refused(owner.post('/api/v1/scorecards', { name: 'X', purpose: 'retention', segment: { attribute: 'colour', op: '=', value: 'red' }, definition: DEFINITION }), 400);
  const card = await owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition: DEFINITION });
  await refused(owner.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, points: [{ ...point, weight: -1 }] }), 400, 'points[0].weight');
  await refused(owner.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, god_from: 70 }), 400, 'god_from');
  assert.deepEqual((await owner.get(`/api/v1/scorecards/${card.id}`)).draft, DEFINITION);
  assert.equal((await owner.get('/api/v1/scorecards')).items.length, 1);
}, OPTIONS);

bothEngines('a preview says whom a definition would move, and why, and changes nothing', async program => {
  const customers = await Customers.in(program, TODAY);
  const { good, normal, bad } = await four(customers);
  const card = await customers.scorecard();
  const ask = more => customers.api.post('/api/v1/scorecards/preview', { scorecard_id: card.id, definition: DEFINITION, ...more });
  const same = await ask();
  assert.deepEqual([same.accounts, same.bands, same.moved, same.moves], [4, { GOOD: 1, NORMAL: 1, BAD: 1, UNKNOWN: 1 }, 0, []]);
  assert.deepEqual(same.fires, [{ key: 'silent', accounts: 1 }]);
  assert.equal(same.coverage, 0.75);
  const strict = await ask({ definition: { ...DEFINITION, bad_below: 60, rules: [] } });
  assert.deepEqual(strict.moves.map(move => [move.account, move.band, move.new_band]).toSorted(), [['Bad', 'BAD', 'GOOD'], ['Normal', 'NORMAL', 'BAD']]);
  const because = strict.moves.find(move => move.account_id === normal.id).because;
  assert.deepEqual([because.rule, because.earned], ['days', 30]);
  const then = await ask({ as_of: day_after(TODAY, -20) });
  assert.deepEqual(then.bands, { GOOD: 2, NORMAL: 0, BAD: 0, UNKNOWN: 2 });
  const some = await ask({ segment: { attribute: 'name', op: '=', value: 'Good' } });
  assert.equal(some.accounts, 1);
  await refused(ask({ definition: { ...DEFINITION, points: [{ key: 'x' }] } }), 400, 'points[0].measure');
  assert.equal((await customers.health(bad)).account.band, 'BAD');
  assert.equal((await customers.health(good)).account.version, 1);
}, OPTIONS);

bothEngines('each template can be published as it stands', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Fresh', { days: [1, 2, 3], people: 3 });
  await customers.contract(account, { seats: 5, from_on: day_after(TODAY, -30) });
  const { items } = await customers.api.get('/api/v1/scorecard-templates');
  assert.ok(items.length >= 3);
  for (const template of items) {
    assert.ok(template.name && template.name_ja && template.about && template.about_ja, template.key);
    const card = await customers.scorecard(template.definition, { name: template.name_ja, segment: template.segment, position: 1 });
    const { account: health } = await customers.health(account);
    assert.equal(health.scorecard_id, card.id, template.key);
    assert.ok(health.reasons.length > 0 && health.band !== 'UNKNOWN', template.key);
    await customers.api.delete(`/api/v1/scorecards/${card.id}`);
  }
}, OPTIONS);

bothEngines('a scorecard may ask for a custom field before there is any account', async program => {
  const { owner } = program;
  await owner.post('/api/v1/fields', { object: 'account', key: 'plan_code', name: 'Plan', kind: 'text', choices: [], position: 1 });
  await owner.post('/api/v1/fields', { object: 'account', key: 'licences', name: 'Licences', kind: 'number', choices: [], position: 2 });
  const card = await owner.post('/api/v1/scorecards', {
    name: 'By field', purpose: 'retention', segment: { attribute: 'field:plan_code', op: '=', value: 'pro' },
    definition: {
      rules: [{ key: 'few', band: 'BAD', name: 'Few licences', when: { measure: { measure: 'field', field: 'licences' }, op: '<', value: 2 } }],
      points: [{ key: 'licences', name: 'Licences', measure: { measure: 'field', field: 'licences' }, weight: 100, low: 0, high: 10 }],
      bad_below: 40, good_from: 70, unknown_below: 0.5,
    },
  });
  await owner.post(`/api/v1/scorecards/${card.id}/publication`);
  assert.equal((await owner.get('/api/v1/accounts?filter=' + encodeURIComponent(JSON.stringify({ attribute: 'field:plan_code', op: 'known' })))).items.length, 0);
  const account = await owner.post('/api/v1/accounts', { name: 'One', fields: { plan_code: 'pro', licences: 1 } });
  const health = async () => (await owner.get(`/api/v1/accounts/${account.id}/health`)).account;
  const { answer } = await eventually(health, one => one.band === 'BAD');
  assert.equal(answer.forced_by, 'few');
}, OPTIONS);
