// Today over the API of the real program: who comes first and why, putting off and back, whose, and as of past days.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, day_after, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const names = today => today.items.map(item => item.account);

bothEngines('who fell comes first, then who is likely to cost most, and no data is never last', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const renews = (days, price) => [{ price: { amount: price, currency: 'JPY' } }, { renews_on: day_after(TODAY, days) }];
  const make = async (name, days, people, [line, more]) => {
    const account = await customers.company(name, { days, people });
    await customers.contract(account, line, more);
    return account;
  };
  await make('Good and rich', range(0, 28), 4, renews(300, 1_000_000));
  await make('Fell and poor', range(14, 28), 4, renews(300, 1000));
  await make('Bad and near', range(22, 28), 4, renews(10, 100_000));
  await make('Bad and far', range(22, 28), 4, renews(300, 100_000));
  await make('Normal', [1, 3, 5, 7, 9], 2, renews(100, 100_000));
  await make('No data', [], 0, renews(100, 100_000));
  await make('Good and poor', range(0, 28), 4, renews(300, 1000));
  await customers.scorecard();
  const today = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(names(today).slice(0, 2), ['Fell and poor', 'Bad and near']);
  const place = name => names(today).indexOf(name);
  assert.ok(place('Bad and near') < place('Bad and far'), 'nearer first');
  assert.ok(place('No data') < place('Good and poor'), 'no data is not last');
  assert.equal(Math.abs(place('No data') - place('Normal')), 1, 'no data risks what NORMAL risks');
  assert.equal(names(today).at(-1), 'Good and poor');
  const [first, second] = today.items;
  assert.deepEqual([first.fell, first.previous_band, first.band, first.changed_on, first.action], [true, 'GOOD', 'BAD', TODAY, 'call']);
  assert.deepEqual([first.reasons[0].rule, first.reasons[0].value], ['silent', 14]);
  assert.deepEqual([second.mrr, second.days_to_renewal, second.renews_on], [{ amount: 100_000, currency: 'JPY' }, 10, day_after(TODAY, 10)]);
  // 100,000 yen × 0.6 × (1.5 − points / 100) × 1 / (1 + 10 / 90)
  const points = second.points;
  assert.equal(second.expected_loss.amount, Math.round(100_000 * 0.6 * (1.5 - points / 100) * 0.9));
  assert.ok(today.items.every(item => item.reasons.length <= 3));
  assert.deepEqual([today.head.accounts, today.head.bad, today.head.renewals_30, today.head.renewals_30_mrr], [7, 3, 1, { amount: 100_000, currency: 'JPY' }]);
  assert.equal(today.head.bad_change, 1);
  assert.deepEqual([today.bands.BAD, today.bands.UNKNOWN, today.bands.GOOD, today.bands.NORMAL], [3, 1, 2, 1]);
  assert.equal(today.weeks.length, 12);
  assert.deepEqual(names(await api.get('/api/v1/today?owner_id=all&limit=2')), names(today).slice(0, 2));
}, OPTIONS);

/** Points are the share of 28 days with use: GOOD from 20 days on, BAD below 12. */
const BY_DAYS = { ...DEFINITION, rules: [], points: [{ ...DEFINITION.points[0], high: 28 }] };
/** So much a month, from a first day on, a year at a time. */
const yearly = (amount, from_on, more) => ({ from_on, term_months: 12, price: { amount: amount * 12, currency: 'JPY' }, ...more });
const near = (value, wanted) => assert.ok(Math.abs(value - wanted) < 1e-9, `${value} is not ${wanted}`);

bothEngines('groups come by what there is to do, a fall decays, and without a contract one stands last in its group', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const make = async (name, days, line) => {
    const account = await customers.company(name, { days });
    if (line) await customers.contract(account, line);
  };
  const FAR = '2026-06-01', SOON = '2026-01-01'; // notice in 161 and in 10 days
  await make('GOOD and rich', range(0, 40), yearly(900_000, FAR));
  await make('GOOD, notice is due', range(0, 40), yearly(1000, SOON));
  await make('Fell to NORMAL', range(11, 45), yearly(9_000_000, FAR));
  await make('BAD without a contract', range(25, 50));
  await make('BAD for long', range(25, 50), yearly(50_000, FAR));
  await make('Fell 3 days ago', range(20, 45), yearly(10_000, FAR));
  await make('Fell today', range(17, 45), yearly(10_000, FAR));
  await customers.scorecard(BY_DAYS);
  const today = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(today.items.map(item => [item.group, item.account, item.band, item.happened_on]), [
    ['fell', 'Fell today', 'BAD', TODAY],
    ['fell', 'Fell 3 days ago', 'BAD', day_after(TODAY, -3)],
    ['risk', 'BAD for long', 'BAD', null],
    ['risk', 'BAD without a contract', 'BAD', null],
    ['watch', 'Fell to NORMAL', 'NORMAL', day_after(TODAY, -2)],
    ['renewal', 'GOOD, notice is due', 'GOOD', null],
    ['steady', 'GOOD and rich', 'GOOD', null],
  ]);
  const [fell, before, , guest] = today.items;
  for (const { account, account_id, trend } of today.items) {
    const { items } = await api.get(`/api/v1/accounts/${account_id}/health/history?from=${day_after(TODAY, -77)}`);
    const points = new Map(items.map(item => [item.day, item.points]));
    assert.deepEqual(trend, range(0, 12).map(week => day_after(TODAY, 7 * (week - 11))).map(day => ({ day, points: points.get(day) ?? null })), account);
  }
  assert.ok(fell.trend.at(-2).points > fell.trend.at(-1).points, 'who fell today stood higher a week ago');
  near(fell.recent, 1.5);
  near(before.recent, 1 + 0.5 * 4 / 7);
  near(fell.risk, 0.6 * (1.5 - 0.39));
  near(fell.nearness, 1 / (1 + 161 / 90));
  assert.equal(fell.expected_loss.amount, Math.round(10_000 * fell.risk * fell.nearness));
  assert.ok(fell.expected_loss.amount < before.expected_loss.amount, 'the later fall weighs more than its money');
  assert.equal(guest.expected_loss, null);
  const of = group => today.groups.find(one => one.group === group);
  assert.deepEqual(today.groups.map(one => [one.group, one.rows]), [['fell', 2], ['risk', 2], ['watch', 1], ['renewal', 1], ['steady', 1], ['done', 0]]);
  assert.ok(Math.abs(of('fell').expected_loss.amount - fell.expected_loss.amount - before.expected_loss.amount) <= 1);
  const shown = async group => names(await api.get(`/api/v1/today?owner_id=all&group=${group}`));
  assert.deepEqual(await shown('steady'), ['GOOD and rich']);
  assert.deepEqual(await shown('open'), names(today).slice(0, -1));
  assert.deepEqual((await api.get('/api/v1/today?owner_id=all&group=fell')).groups, today.groups, 'each group is counted, whichever is shown');
  await refused(api.get('/api/v1/today?group=all'), 400, 'group');
}, OPTIONS);

bothEngines('the sum of a group converts by the rates, and says of whom it knows none', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const make = async (name, price) => customers.contract(await customers.company(name, { days: range(25, 50) }), { from_on: '2026-06-01', term_months: 12, price });
  await make('Yen', { amount: 1_200_000, currency: 'JPY' });
  await make('Dollars', { amount: 12_000_00, currency: 'USD' });
  await customers.scorecard(BY_DAYS);
  const risk = async () => {
    const { groups, items } = await api.get('/api/v1/today?owner_id=all&group=risk');
    return { ...groups.find(one => one.group === 'risk'), items };
  };
  const before = await risk();
  const [yen, dollars] = ['Yen', 'Dollars'].map(name => before.items.find(item => item.account === name));
  assert.deepEqual([before.rows, before.converted, before.without_rate], [2, 0, [{ currency: 'USD', accounts: 1 }]]);
  assert.deepEqual([before.expected_loss, dollars.expected_loss_home], [yen.expected_loss, null]);
  await api.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: '150' });
  await eventually(risk, one => one.converted === 1);
  const after = await risk();
  const converted = after.items.find(item => item.account === 'Dollars');
  assert.deepEqual([after.converted, after.without_rate], [1, []]);
  assert.deepEqual([converted.expected_loss, converted.expected_loss_home.currency], [dollars.expected_loss, 'JPY']);
  assert.ok(Math.abs(after.expected_loss.amount - yen.expected_loss.amount - converted.expected_loss_home.amount) <= 1);
}, OPTIONS);

bothEngines('a notice date gone by decides: what renews by itself is far from being lost, what does not is near', async program => {
  const customers = await Customers.in(program, TODAY);
  const make = async (name, more) => customers.contract(await customers.company(name, { days: range(0, 40) }), yearly(10_000, '2025-12-12', { until_on: '2026-12-12' }), more);
  await make('By itself', {});
  await make('To be decided', { auto_renews: false });
  await make('May still leave', { notice_days: 10 });
  await customers.scorecard(BY_DAYS);
  const { items } = await customers.api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(items.map(item => [item.account, item.group, item.auto_renews, item.days_to_renewal]), [
    ['May still leave', 'renewal', true, 20], ['To be decided', 'renewal', false, 20], ['By itself', 'renewal', true, 20],
  ]);
  const days = [10, 20, 355]; // to the notice, to the renewal, to the notice of the next term
  items.forEach((item, at) => near(item.nearness, 1 / (1 + days[at] / 90)));
}, OPTIONS);

bothEngines('a new version of a scorecard moves no account: days are compared under the one in force', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await customers.company('Sixty of a hundred', { days: range(0, 40).filter(day => day % 5 < 3) });
  await customers.company('Really fell', { days: range(17, 45) });
  const card = await customers.scorecard(BY_DAYS);
  const fallen = today => today.items.map(item => [item.account, item.band, item.previous_band, item.fell, item.group]);
  assert.deepEqual(fallen(await api.get('/api/v1/today?owner_id=all')), [
    ['Really fell', 'BAD', 'NORMAL', true, 'fell'], ['Sixty of a hundred', 'NORMAL', null, false, 'steady'],
  ]);
  program.clock(`${day_after(TODAY, 1)}T03:00:00Z`);
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...BY_DAYS, bad_below: 65, good_from: 90 });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  const today = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(fallen(today), [
    ['Really fell', 'BAD', null, false, 'risk'], ['Sixty of a hundred', 'BAD', null, false, 'risk'],
  ]);
  assert.equal(today.head.bad_change, 0);
}, OPTIONS);

bothEngines('who never began is in danger by the template of the first 90 days, and Today says so', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const make = async (name, began, days) => customers.contract(await customers.company(name, { days, people: 3 }), { seats: 5, from_on: day_after(TODAY, -began) });
  await make('Never began', 20, []);
  await make('Began today', 5, []);
  await make('Well under way', 60, range(0, 28));
  const template = (await api.get('/api/v1/scorecard-templates')).items.find(({ key }) => key === 'first_90_days');
  await customers.scorecard(template.definition, { segment: template.segment });
  const { items } = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(items.map(item => [item.account, item.band, item.source, item.reason, item.arguments, item.action]), [
    ['Never began', 'BAD', 'health', 'never_began', ['20'], 'call'],
    ['Began today', 'UNKNOWN', 'health', 'new', ['5'], 'task'],
    ['Well under way', 'GOOD', 'health', 'band', [], 'note'],
  ]);
}, OPTIONS);

bothEngines('without money seats decide, in one order with those who pay', async program => {
  const customers = await Customers.in(program, TODAY);
  const make = async (name, seats, amount) => {
    const account = await customers.company(name, { days: range(22, 28), people: 4 });
    await customers.contract(account, { seats, price: { amount, currency: amount ? 'JPY' : 'USD' }, kind: amount ? 'paid' : 'trial' });
  };
  await make('Many seats', 50, 0);
  await make('Pays little', 10, 10_000);
  await make('Few seats', 2, 0);
  await customers.scorecard();
  const today = await customers.api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(names(today), ['Many seats', 'Pays little', 'Few seats']);
}, OPTIONS);

bothEngines('who can leave any month is near, a seat has one price, and the score is in the order of the list', async program => {
  const customers = await Customers.in(program, TODAY);
  const make = async (name, line, more) => {
    const account = await customers.company(name, { days: range(22, 28), people: 4, ...more });
    await customers.contract(account, line);
  };
  const yen = amount => ({ amount, currency: 'JPY' });
  await make('Monthly', { price: yen(1000), seats: 100 });
  await make('Yearly', { price: yen(12_000), term_months: 12, seats: 100 });
  for (const currency of ['JPY', 'USD']) await make(`Trial ${currency}`, { price: { amount: 0, currency }, kind: 'trial', seats: 500, term_months: 12 });
  await make('Other currency', { price: { amount: 5000, currency: 'USD' }, seats: 10 });
  await customers.scorecard();
  const { items } = await customers.api.get('/api/v1/today?owner_id=all');
  const of = name => items.find(item => item.account === name);
  assert.equal(of('Monthly').renews_on, null);
  assert.ok(items.indexOf(of('Monthly')) < items.indexOf(of('Yearly')), 'of equal money and bands the monthly one is nearer');
  assert.equal(of('Trial JPY').score, of('Trial USD').score, 'whatever currency its nothing is in');
  assert.deepEqual(items.map(item => item.score), items.map(item => item.score).toSorted((a, b) => b - a));
}, OPTIONS);

bothEngines('an account is put off with a reason, comes back on its day or when it is called back', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const bad = await customers.company('Bad', { days: range(22, 28), people: 4 });
  const other = await customers.company('Other', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  const shown = async (query = '') => names(await api.get(`/api/v1/today?owner_id=all${query}`));
  assert.deepEqual(await shown(), ['Bad', 'Other']);
  const snooze = body => api.post('/api/v1/today/snoozes', { account_id: bad.id, until: day_after(TODAY, 3), reason: 'They are on holiday', ...body });
  const { id } = await snooze();
  assert.deepEqual(await shown(), ['Other']);
  const [put_off] = (await api.get('/api/v1/today?owner_id=all&snoozed=true')).items;
  assert.deepEqual([put_off.account, put_off.snoozed_until, put_off.snooze_id], ['Bad', day_after(TODAY, 3), id]);
  assert.equal((await api.get('/api/v1/today?owner_id=all')).head.snoozed, 1);
  assert.equal((await api.get('/api/v1/accounts')).items.length, 2, 'only Today hides it');
  assert.deepEqual(await shown(`&as_of=${day_after(TODAY, -1)}`), ['Bad', 'Other'], 'yesterday it was not put off');
  await api.delete(`/api/v1/today/snoozes/${id}`);
  assert.deepEqual(await shown(), ['Bad', 'Other']);
  await refused(api.delete('/api/v1/today/snoozes/77'), 404);
  await snooze();
  program.clock(`${day_after(TODAY, 2)}T14:59:00Z`);
  assert.deepEqual(await shown(), ['Other']);
  program.clock(`${day_after(TODAY, 2)}T15:01:00Z`);
  assert.deepEqual(await shown(), ['Bad', 'Other'], 'on the day itself it is back');
  await refused(snooze({ until: day_after(TODAY, 3) }), 400, 'until');
  const late = await refused(snooze({ until: day_after(TODAY, 500) }), 400, 'until');
  assert.deepEqual([late.reason, late.args], ['day_range', [day_after(TODAY, 4), day_after(TODAY, 369)]]);
  assert.equal((await refused(snooze({ until: day_after(TODAY, 9), reason: ' ' }), 400, 'reason')).reason, 'missing');
  await refused(snooze({ until: day_after(TODAY, 9), account_id: 77 }), 404, 'account_id');
  const told = (await api.get(`/api/v1/accounts/${bad.id}/timeline?kinds=task`)).items.filter(item => item.kind.startsWith('today.'));
  assert.deepEqual(told.map(item => [item.kind, item.text, item.body.until]), [
    ['today.snoozed', 'They are on holiday', day_after(TODAY, 3)],
    ['today.woken', 'They are on holiday', undefined],
    ['today.snoozed', 'They are on holiday', day_after(TODAY, 3)],
  ]);
  await snooze({ until: day_after(TODAY, 9) });
  const again = await snooze({ until: day_after(TODAY, 12), reason: 'Longer than they thought' });
  assert.deepEqual((await api.get('/api/v1/today?owner_id=all&snoozed=true')).items.map(item => [item.snooze_id, item.snooze_reason]), [[again.id, 'Longer than they thought']]);
  await api.delete(`/api/v1/today/snoozes/${again.id}`);
  assert.deepEqual(await shown(), ['Bad', 'Other'], 'what was said before it does not hold any more');
  await api.delete(`/api/v1/today/snoozes/${again.id}`);
  assert.equal((await api.get(`/api/v1/accounts/${bad.id}/timeline?kinds=task&limit=1`)).items.length, 1);
  await api.delete(`/api/v1/accounts/${other.id}`);
  assert.deepEqual(await shown(), ['Bad']);
}, OPTIONS);

bothEngines('what was done for an account moves its row out of the way, until it is taken back or something new happens', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const bad = await customers.company('Bad', { days: range(22, 28), people: 4 });
  await customers.company('Also bad', { days: range(22, 28), people: 4 });
  const good = await customers.company('Good', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  const shown = async (query = '') => (await api.get(`/api/v1/today?owner_id=all${query}`)).items.map(item => [item.account, item.group, item.done]);
  const head = async () => (({ head: { done, to_do } }) => [done, to_do])(await api.get('/api/v1/today?owner_id=all'));
  const waits = [['Bad', 'risk', null], ['Also bad', 'risk', null], ['Good', 'steady', null]];
  const done_by = kind => [['Also bad', 'risk', null], ['Good', 'steady', null], ['Bad', 'done', kind]];
  assert.deepEqual(await shown(), waits);
  assert.deepEqual(await head(), [0, 2]);
  const ways = [
    ['/api/v1/calls', { text: 'They are back' }, 'call.logged'], ['/api/v1/notes', { text: 'Quiet' }, 'note.added'], ['/api/v1/tasks', { title: 'Call' }, 'task.created'],
  ];
  for (const [path, body, kind] of ways) {
    program.clock(`${TODAY}T03:0${ways.findIndex(way => way[0] === path)}:00Z`);
    const { id } = await api.post(path, { account_id: bad.id, ...body });
    assert.deepEqual(await shown(), done_by(kind));
    assert.deepEqual(await head(), [1, 2]);
    const subject = `${kind.slice(0, kind.indexOf('.'))}:${id}`;
    assert.equal((await api.ask('POST', `/api/v1/files?subject=${subject}&name=a.txt`, Buffer.from('x'))).status, 201);
    assert.deepEqual(await shown(), done_by(kind), 'its file says nothing of its own');
    await api.delete(`${path}/${id}`);
    assert.deepEqual(await shown(), waits, `${kind} was taken back, and its file with it`);
  }
  const task = await api.post('/api/v1/tasks', { account_id: bad.id, title: 'Call' });
  await api.post(`/api/v1/tasks/${task.id}/completion`);
  assert.deepEqual(await shown(), done_by('task.done'));
  await api.delete(`/api/v1/tasks/${task.id}/completion`);
  assert.deepEqual(await shown(), waits, 'it is still to be done');
  await api.post('/api/v1/notes', { account_id: bad.id, text: 'Seen' });
  await api.delete(`/api/v1/today/done/${bad.id}`);
  assert.deepEqual(await shown(), waits, 'somebody brought it back');
  await api.post('/api/v1/today/done', { account_id: bad.id });
  assert.deepEqual(await shown(), done_by('today.done'));
  assert.deepEqual(await shown('&group=done'), [['Bad', 'done', 'today.done']]);
  assert.deepEqual(await shown('&group=open'), [['Also bad', 'risk', null]]);
  assert.deepEqual(await shown(`&as_of=${day_after(TODAY, -1)}`), waits, 'yesterday nothing was done');
  await api.post('/api/v1/calls', { account_id: bad.id, at: `${day_after(TODAY, -1)}T03:00:00Z`, text: 'Logged late' });
  assert.deepEqual(await shown(), done_by('today.done'), 'the latest is what was done last, not what was written last');
  assert.deepEqual(await head(), [1, 2], 'and it was done today');
  await api.post('/api/v1/today/done', { account_id: good.id });
  assert.deepEqual(await head(), [1, 2], 'what nothing asks for is no progress');
  await refused(api.post('/api/v1/today/done', { account_id: 77 }), 404, 'account_id');
}, OPTIONS);

bothEngines('what was done rests for as many days as the workspace says, not beyond what is new', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const rests = await customers.company('Rests', { days: range(22, 28), people: 4 });
  const renewing = await customers.company('Renews', { days: range(0, 28).filter(day => day % 3 > 0).concat(range(28, 60)), people: 4 });
  await customers.contract(renewing, { from_on: '2025-12-26', term_months: 12 }); // renews in 34 days
  await customers.scorecard();
  await customers.all_told(TODAY);
  const done = async () => (await api.get('/api/v1/today?owner_id=all&group=done')).items.map(item => item.account);
  const open = async () => (await api.get('/api/v1/today?owner_id=all&group=open')).items.map(item => item.account);
  for (const account of [rests, renewing]) await api.post('/api/v1/notes', { account_id: account.id, text: 'Looked at it' });
  assert.deepEqual((await done()).toSorted(), ['Renews', 'Rests']);
  program.clock(`${day_after(TODAY, 4)}T03:00:00Z`);
  assert.deepEqual([await done(), await open()], [['Rests'], ['Renews']], 'its renewal is within 30 days since today');
  program.clock(`${day_after(TODAY, 6)}T03:00:00Z`);
  assert.deepEqual(await done(), ['Rests']);
  program.clock(`${day_after(TODAY, 7)}T03:00:00Z`);
  assert.ok((await open()).includes('Rests'), 'seven days, if nothing else is said');
  assert.deepEqual(await api.get('/api/v1/today/settings'), { rest_days: 7 });
  assert.deepEqual(await api.put('/api/v1/today/settings', { rest_days: 30 }), { rest_days: 30 });
  assert.deepEqual(await done(), ['Rests']);
  await refused(api.put('/api/v1/today/settings', { rest_days: 0 }), 400, 'rest_days');
}, OPTIONS);

bothEngines('a new band brings back what was done', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await customers.company('Goes silent', { days: range(13, 45), people: 4 });
  await customers.contract(account, { from_on: '2025-12-01', term_months: 12 });
  await customers.scorecard();
  await customers.until_told(account, 'GOOD');
  await api.post('/api/v1/notes', { account_id: account.id, text: 'Renewal is prepared' });
  const [item] = (await api.get('/api/v1/today?owner_id=all')).items;
  assert.deepEqual([item.group, item.note], ['done', { text: 'Renewal is prepared', author: null, at: `${TODAY}T03:00:00.000Z` }]);
  await customers.pass([day_after(TODAY, 1)]);
  await customers.until_told(account, 'BAD');
  const [again] = (await api.get('/api/v1/today?owner_id=all')).items;
  assert.deepEqual([again.group, again.done], ['fell', null]);
}, OPTIONS);

bothEngines('the row names whom to call and the last note, to those who may read it', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await customers.company('Bad', { days: range(22, 28), people: 4 });
  await customers.scorecard();
  const contact = (name, roles, phone) => api.post('/api/v1/contacts', { account_id: account.id, name, roles, phone });
  await contact('No role', [], '03-1');
  await contact('Billing', ['billing'], '03-2');
  await contact('Champion', ['champion'], '03-3');
  await contact('Champion without a phone', ['champion']);
  await program.owner.post('/api/v1/notes', { account_id: account.id, text: 'x'.repeat(400) });
  await program.owner.post('/api/v1/notes', { account_id: account.id, text: 'Between us', visible_to: 'me' });
  const of = async client => (await client.get('/api/v1/today?owner_id=all')).items[0];
  assert.deepEqual([(await of(api)).person.name, (await of(api)).person.phone], ['Champion', '03-3']);
  assert.equal((await of(api)).note.text, 'x'.repeat(280));
  assert.deepEqual([(await of(program.owner)).note.text, (await of(program.owner)).note.author], ['Between us', 'Owner One']);
  const { head } = await program.owner.get('/api/v1/today?owner_id=all');
  assert.deepEqual(head.done_by.map(({ name, rows }) => [name, rows]), [['Owner One', 1]]);
}, OPTIONS);

bothEngines('tasks of a past day are those that there were, done or not as they stood', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await customers.company('With tasks', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  const task = (title, due_on) => api.post('/api/v1/tasks', { account_id: account.id, title, due_on });
  const done = await task('Done next day', TODAY);
  await task('Open', TODAY);
  const today = async (as_of, now) => {
    program.clock(now);
    const { items, tasks, head } = await api.get(`/api/v1/today?owner_id=all&as_of=${as_of}`);
    return [items[0].open_tasks, head.tasks_open, head.tasks_due, tasks.map(one => [one.title, one.done_at !== null])];
  };
  const first = [2, 2, 2, [['Done next day', false], ['Open', false]]];
  assert.deepEqual(await today(TODAY, `${TODAY}T03:00:00Z`), first);
  const next = day_after(TODAY, 1);
  program.clock(`${next}T03:00:00Z`);
  await api.post(`/api/v1/tasks/${done.id}/completion`);
  await task('Of the next day', next);
  assert.deepEqual(await today(next, `${next}T04:00:00Z`), [2, 2, 2, [['Done next day', true], ['Open', false], ['Of the next day', false]]]);
  assert.deepEqual(await today(TODAY, `${next}T05:00:00Z`), first, 'as it stood at the end of that day');
}, OPTIONS);

bothEngines('mine, all, or those of one owner; tasks and touches come with them', async program => {
  const customers = await Customers.in(program, TODAY);
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff.id;
  const { staff: other } = await owner.post('/api/v1/staff', { name: 'CSM Two', email: 'two@example.test', role: 'member', language: 'en' });
  const mine = await customers.company('Mine', { days: range(22, 28), people: 4, owner_id: me });
  await customers.company('Theirs', { days: range(22, 28), people: 4, owner_id: other.id });
  await customers.company('Nobody’s', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  const shown = async (client, query) => names(await client.get(`/api/v1/today${query}`)).toSorted();
  assert.deepEqual(await shown(owner, ''), ['Mine']);
  assert.deepEqual(await shown(owner, '?owner_id=me'), ['Mine']);
  assert.deepEqual(await shown(owner, '?owner_id=all'), ['Mine', 'Nobody’s', 'Theirs']);
  assert.deepEqual(await shown(owner, `?owner_id=${other.id}`), ['Theirs']);
  assert.deepEqual(await shown(customers.api, ''), ['Mine', 'Nobody’s', 'Theirs'], 'a key owns nobody: it sees all');
  await refused(owner.get('/api/v1/today?owner_id=you'), 400, 'owner_id');
  assert.equal((await owner.get('/api/v1/today')).bands.BAD, 1);
  const task = await owner.post('/api/v1/tasks', { account_id: mine.id, title: 'Call them', owner_id: me, due_on: TODAY });
  await owner.post('/api/v1/tasks', { account_id: mine.id, title: 'Later', owner_id: me, due_on: day_after(TODAY, 9) });
  await owner.post('/api/v1/notes', { account_id: mine.id, text: 'Asked for time' });
  const today = await owner.get('/api/v1/today');
  assert.deepEqual([today.items[0].open_tasks, today.items[0].owner, today.items[0].last_touch_at], [2, 'Owner One', `${TODAY}T03:00:00.000Z`]);
  assert.deepEqual([today.head.tasks_open, today.head.tasks_due], [2, 1]);
  assert.deepEqual(today.tasks.map(item => [item.id, item.account]), [[task.id, 'Mine']]);
}, OPTIONS);

bothEngines('Today can be asked as of a past day: who was in danger then', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await customers.company('Back again', { days: [...range(20, 40), ...range(0, 3)], people: 4 });
  await customers.company('Always', { days: range(0, 60), people: 4 });
  await customers.scorecard({ ...DEFINITION, points: DEFINITION.points.map(point => ({ ...point, high: 3 })) });
  const now = await api.get('/api/v1/today?owner_id=all');
  assert.deepEqual(now.items.map(item => item.band), ['GOOD', 'GOOD']);
  const then = await api.get(`/api/v1/today?owner_id=all&as_of=${day_after(TODAY, -4)}`);
  assert.deepEqual(then.items.map(item => [item.account, item.band, item.fell, item.changed_on]), [
    ['Back again', 'BAD', true, day_after(TODAY, -6)], ['Always', 'GOOD', false, null],
  ]);
  assert.equal(then.as_of, day_after(TODAY, -4));
  assert.deepEqual([then.head.bad, then.weeks.at(-1).day], [1, day_after(TODAY, -4)]);
  await refused(api.get(`/api/v1/today?as_of=${day_after(TODAY, 1)}`), 400, 'as_of');
}, OPTIONS);

bothEngines('what a list leaves out is counted, and shown when it is asked for', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  for (const name of ['One', 'Two', 'Three']) await customers.company(name);
  await customers.scorecard();
  for (let n = 0; n < 53; n++) await api.post('/api/v1/tasks', { title: `Task ${n}`, due_on: n < 40 ? TODAY : null });
  const done = await api.post('/api/v1/tasks', { title: 'Done', due_on: TODAY });
  await api.post(`/api/v1/tasks/${done.id}/completion`);
  await api.post('/api/v1/tasks', { title: 'Later', due_on: day_after(TODAY, 3) });
  const of = async query => {
    const today = await api.get(`/api/v1/today?owner_id=all${query}`);
    return [today.tasks.length, today.tasks_total, today.items.length, today.items_total, today.head.tasks_due, today.head.tasks_open];
  };
  assert.deepEqual(await of(''), [50, 54, 3, 3, 40, 54]);
  assert.deepEqual(await of('&tasks_limit=1000&limit=2'), [54, 54, 2, 3, 40, 54]);
  assert.deepEqual(await of('&tasks_limit=1'), [1, 54, 3, 3, 40, 54]);
  await refused(api.get('/api/v1/today?tasks_limit=1001'), 400, 'tasks_limit');
}, OPTIONS);
