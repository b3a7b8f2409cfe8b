// The overview over the API of the real program: each figure has exactly the rows that its filter lists, sums by whatever
// accounts are grouped by are the whole, as of today and of past days; and who does not see revenue sees no amount.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, day_after, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const BEFORE = '2026-11-12', TODAY = '2026-11-22';
const noon = day => `${day}T03:00:00Z`;
const OPTIONS = { clock: noon(BEFORE) };
const at = (path, query) => `${path}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined))}`;

/** The same numbers for the same seed. */
function random_of(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { below: n => Math.floor(next() * n), chance: share => next() < share, of: list => list[Math.floor(next() * list.length)] };
}

/** Companies with and without owner, use, contracts of several products and currencies; some left, some came later. */
async function random_workspace(program, random) {
  const customers = await Customers.in(program, BEFORE);
  const { api } = customers;
  await api.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: '149.37' });
  const other = await api.post('/api/v1/products', { key: 'erp', name: 'ERP', name_ja: '基幹' });
  await api.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', name_ja: '区分', kind: 'choice', choices: ['Gold', 'Silver'] });
  const staff = [];
  for (const name of ['Aoki', 'Baba']) staff.push((await program.owner.post('/api/v1/staff', { name, email: `${name}@example.test`, role: 'member', language: 'en' })).staff.id);
  const make = async number => {
    const account = await customers.company(`Company ${number}`, {
      days: random.of([[], range(0, 20), range(0, 3), [20, 21], range(5, 12)]), people: 1 + random.below(4),
      ...(random.chance(0.7) ? { owner_id: random.of(staff) } : {}), ...(random.chance(0.6) ? { touch: random.of(['high', 'low', 'tech']) } : {}),
      ...(random.chance(0.5) ? { stage: random.of(['onboarding', 'adoption']) } : {}), ...(random.chance(0.6) ? { fields: { tier: random.of(['Gold', 'Silver']) } } : {}),
    });
    for (const product_id of [customers.product.id, other.id]) {
      if (random.chance(0.4)) continue;
      const currency = random.of(['JPY', 'JPY', 'USD', 'GBP']);
      const from_on = random.of(['2026-04-01', '2026-10-01', '2026-11-20']);
      const contract = await customers.contract(account, { product_id, from_on, seats: 5, price: { amount: 1000 + random.below(900_000), currency } }, { renews_on: day_after(TODAY, 5 + random.below(200)), notice_days: 0 });
      if (from_on !== '2026-11-20' && random.chance(0.2)) await api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-11-01', ends_on: random.of(['2026-11-05', '2026-11-15']) });
    }
    return account;
  };
  const accounts = [];
  for (let i = 0; i < 16; i++) accounts.push(await make(i));
  program.clock(noon(TODAY));
  customers.today = TODAY;
  for (let i = 16; i < 22; i++) accounts.push(await make(i));
  await customers.scorecard(DEFINITION, { segment: { attribute: 'name', op: '!=', value: 'Company 3' } });
  return { customers, api, accounts };
}

/** Until the list shows for all what is judged now: then nobody waits to be told. */
async function all_settled(api, accounts) {
  const standing = ({ band, points }) => `${band} ${points}`;
  for (const account of accounts)
    await eventually(async () => [await api.get(`/api/v1/accounts/${account.id}`), (await api.get(`/api/v1/accounts/${account.id}/health`)).account].map(standing), ([told, judged]) => told === judged);
}

async function rows_of(api, figure, as_of) {
  const found = await api.get(at('/api/v1/accounts', { filter: JSON.stringify(figure.filter), as_of, limit: 200 }));
  assert.equal(found.total, found.items.length, 'they fit on one page');
  return found.items;
}

const sum = (list, of) => list.reduce((all, one) => all + of(one), 0);
const codes = list => Object.fromEntries(list.map(one => [one.currency, one.accounts]));

/** The figure counts the rows of its filter, and adds up what they pay. */
async function assert_has_its_rows(api, what, figure, as_of) {
  const rows = await rows_of(api, figure, as_of);
  assert.equal(figure.accounts, rows.length, `${what}: ${JSON.stringify(figure.filter)} lists ${rows.map(row => row.name)}`);
  assert.equal(figure.mrr.currency, 'JPY');
  assert.ok(Math.abs(figure.mrr.amount - sum(rows, row => row.mrr_converted?.amount ?? 0)) <= rows.length, `${what}: MRR`);
  const without = {};
  for (const row of rows) for (const code of row.mrr_without_rate) without[code] = (without[code] ?? 0) + 1;
  assert.deepEqual(codes(figure.without_rate), without, `${what}: without a rate`);
  return rows;
}

async function assert_consistent(api, by, as_of) {
  const overview = await api.get(at('/api/v1/overview', { by, as_of }));
  const what = `by ${by} as of ${as_of ?? 'today'}`;
  const check = (name, figure) => assert_has_its_rows(api, `${name} ${what}`, figure, as_of);
  await check('total', overview.total);
  for (const { band, figure } of overview.bands) await check(band, figure);
  for (const name of ['renewing_30', 'renewing_90', 'without_owner']) await check(name, overview[name]);
  const seen = new Map();
  for (const group of overview.groups) {
    for (const name of ['total', 'bad', 'normal'])
      for (const row of await check(`${group.name ?? group.key} ${name}`, group[name])) if (name === 'total') seen.set(row.id, (seen.get(row.id) ?? 0) + 1);
  }
  const { total, bands, groups } = overview;
  assert.equal(sum(bands, one => one.figure.accounts), total.accounts, `${what}: bands`);
  assert.equal(seen.size, total.accounts, `${what}: everybody is in a group`);
  assert.equal([...seen.values()].filter(times => times > 1).length, overview.several, `${what}: several`);
  assert.equal(sum(groups, one => one.total.accounts), sum([...seen.values()], times => times), `${what}: groups`);
  if (by !== 'product') assert.equal(overview.several, 0, what);
  if (overview.several) return overview;
  for (const [name, of] of [['mrr', one => one.mrr.amount], ['expected_loss', one => one.expected_loss.amount]])
    assert.ok(Math.abs(sum(groups, one => of(one.total)) - of(total)) <= groups.length, `${what}: ${name}`);
  for (const [name, band] of [['bad', 'BAD'], ['normal', 'NORMAL']])
    assert.equal(sum(groups, one => one[name].accounts), bands.find(one => one.band === band).figure.accounts, `${what}: ${name}`);
  return overview;
}

for (const seed of [1, 20261130])
  bothEngines(`each figure has its rows and groups add up, in a random workspace (${seed})`, async program => {
    const { api, accounts } = await random_workspace(program, random_of(seed));
    await all_settled(api, accounts);
    for (const as_of of [undefined, day_after(TODAY, -6), day_after(TODAY, -60)]) {
      const { groupings } = await assert_consistent(api, 'owner', as_of);
      assert.deepEqual(groupings.map(one => one.by), ['owner', 'team', 'product', 'touch', 'stage', 'field:tier']);
      for (const { by } of groupings.slice(1)) await assert_consistent(api, by, as_of);
    }
  }, OPTIONS);

bothEngines('bands with money by the rates, what renews, who has no owner, who is not judged, who was not there yet', async program => {
  const customers = await Customers.in(program, BEFORE);
  const { api } = customers;
  await api.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: '150' });
  const renews = days => ({ renews_on: day_after(TODAY, days), notice_days: 0 });
  const { staff } = await program.owner.post('/api/v1/staff', { name: 'Aoki', email: 'aoki@example.test', role: 'member', language: 'en' });
  const bad = await customers.company('Bad', { days: range(10, 20), owner_id: staff.id });
  await customers.contract(bad, { price: { amount: 100_000, currency: 'JPY' } }, renews(20));
  program.clock(noon(TODAY));
  customers.today = TODAY;
  const good = await customers.company('Good', { days: range(0, 20), people: 4 });
  await customers.contract(good, { price: { amount: 200_00, currency: 'USD' } }, renews(60));
  const abroad = await customers.company('Abroad', { days: range(0, 20), people: 4 });
  await customers.contract(abroad, { price: { amount: 500_00, currency: 'GBP' } }, renews(60));
  const later = await customers.company('Only since today');
  await customers.scorecard(DEFINITION, { segment: { attribute: 'name', op: '!=', value: 'Only since today' } });
  await all_settled(api, [bad, good, abroad]);
  const now = await api.get('/api/v1/overview');
  const bands = Object.fromEntries(now.bands.map(({ band, figure }) => [band, [figure.accounts, figure.mrr.amount, figure.converted]]));
  assert.deepEqual(bands, { GOOD: [2, 30_000, 1], NORMAL: [0, 0, 0], BAD: [1, 100_000, 0], UNKNOWN: [0, 0, 0], UNJUDGED: [1, 0, 0] });
  assert.deepEqual([now.total.accounts, now.total.mrr.amount, codes(now.total.without_rate)], [4, 130_000, { GBP: 1 }]);
  assert.deepEqual([now.renewing_30.accounts, now.renewing_30.mrr.amount, now.renewing_90.accounts, now.renewing_90.mrr.amount], [1, 100_000, 3, 130_000]);
  assert.deepEqual([now.without_owner.accounts, now.without_owner.mrr.amount], [3, 30_000]);
  assert.deepEqual(now.groups.map(one => [one.name, one.total.accounts, one.bad.mrr.amount]), [['Aoki', 1, 100_000], [null, 3, 0]]);
  /* Expected loss is Today's, account by account. */
  const today = await api.get('/api/v1/today?owner_id=all');
  const loss = sum(today.items, item => (item.expected_loss_home ?? (item.expected_loss?.currency === 'JPY' ? item.expected_loss : null))?.amount ?? 0);
  assert.ok(Math.abs(now.total.expected_loss.amount - loss) <= today.items.length, `${now.total.expected_loss.amount} is not ${loss}`);
  assert.equal(now.bands.find(one => one.band === 'BAD').figure.expected_loss.amount, now.groups[0].total.expected_loss.amount);
  /* Nobody without a contract of that day counts before coming into the workspace. */
  const then = await api.get(`/api/v1/overview?as_of=${day_after(TODAY, -1)}`);
  assert.equal(then.total.accounts, 3);
  assert.equal((await rows_of(api, then.total, day_after(TODAY, -1))).some(row => row.id === later.id), false);
  /* Who does not see revenue counts the same accounts, lists them by the same filters, and sees no amount. */
  const narrow = program.client({ token: (await api.post('/api/v1/keys', { name: 'narrow', rights: 'view', circles: ['support', 'success'] })).token });
  const less = await narrow.get('/api/v1/overview');
  const without_money = figure => ({ accounts: figure.accounts, filter: figure.filter });
  assert.deepEqual([less.total, less.renewing_30, ...less.bands.map(one => one.figure)], [now.total, now.renewing_30, ...now.bands.map(one => one.figure)].map(without_money));
  assert.equal((await rows_of(narrow, less.bands[2].figure)).length, 1);
  await refused(api.get('/api/v1/overview?by=colour'), 400, 'by');
  await refused(api.get(`/api/v1/overview?as_of=${day_after(TODAY, 1)}`), 400, 'as_of');
}, OPTIONS);

bothEngines('an account that will be a customer later counts today, as it is listed', async program => {
  const customers = await Customers.in(program, BEFORE);
  const { api } = customers;
  await customers.company('Here');
  const file = `external_id,name,created_on\nsoon,Soon,${day_after(BEFORE, 30)}\n`;
  const { id } = await api.post('/api/v1/imports?kind=accounts&file_name=accounts.csv', Buffer.from(file), { headers: { 'content-type': 'text/csv' } });
  const ended = () => eventually(() => api.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state));
  await api.post(`/api/v1/imports/${id}/check`);
  await ended();
  await api.post(`/api/v1/imports/${id}/run`);
  await ended();
  const { total } = await api.get('/api/v1/overview');
  assert.equal(total.accounts, 2);
  assert.deepEqual((await rows_of(api, total)).map(row => row.name).sort(), ['Here', 'Soon']);
  assert.equal((await api.get(`/api/v1/overview?as_of=${day_after(BEFORE, -1)}`)).total.accounts, 0);
}, OPTIONS);

/* ---- movement ----------------------------------------------------------------------------------------------------- */

const KEPT = ['GOOD', 'NORMAL', 'BAD', 'UNKNOWN', 'UNJUDGED'];

/** All pages of the accounts that moved so. */
async function moved(api, query) {
  const found = [];
  for (let cursor; ;) {
    const page = await api.get(at('/api/v1/overview/moves/accounts', { ...query, limit: 3, cursor }));
    found.push(...page.items);
    if (!page.next) return found;
    cursor = page.next;
  }
}

async function assert_moves_add_up(api, weeks, as_of) {
  const what = `${weeks} weeks up to ${as_of ?? 'today'}`;
  const [{ bands }, { moves, before, as_of: day }] = [await api.get(at('/api/v1/overview', { as_of })), await api.get(at('/api/v1/overview/moves', { weeks, as_of }))];
  assert.equal(before, day_after(day, -7 * weeks), what);
  for (const to of KEPT) {
    const [into, figure] = [moves.filter(move => move.to === to), bands.find(one => one.band === to)?.figure];
    assert.equal(sum(into, move => move.accounts), figure?.accounts ?? 0, `${what}: into ${to}`);
    assert.ok(Math.abs(sum(into, move => move.mrr.amount) - (figure?.mrr.amount ?? 0)) <= moves.length, `${what}: MRR into ${to}`);
  }
  for (const { from, to, accounts, mrr, without_rate } of moves) {
    const rows = await moved(api, { weeks, as_of, from, to });
    assert.equal(new Set(rows.map(row => row.account_id)).size, accounts, `${what}: ${from} to ${to}`);
    assert.equal(rows.length, accounts, `${what}: ${from} to ${to}`);
    assert.ok(Math.abs(sum(rows, row => row.mrr?.amount ?? 0) - mrr.amount) <= accounts, `${what}: MRR of ${from} to ${to}`);
    assert.equal(sum(rows, row => row.mrr_without_rate.length), sum(without_rate, one => one.accounts), `${what}: without a rate`);
    const amounts = rows.map(row => row.mrr?.amount ?? 0);
    assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a), `${what}: the largest first`);
  }
}

for (const seed of [7, 20261207])
  bothEngines(`movement adds up to the bands, in a random workspace (${seed})`, async program => {
    const { api, accounts } = await random_workspace(program, random_of(seed));
    await all_settled(api, accounts);
    for (const as_of of [undefined, day_after(TODAY, -6)]) for (const weeks of [1, 4, 13]) await assert_moves_add_up(api, weeks, as_of);
  }, OPTIONS);

bothEngines('who fell, came and left moved; a new version of the scorecard moves nobody', async program => {
  const customers = await Customers.in(program, BEFORE);
  const { api } = customers;
  const monthly = amount => ({ from_on: '2026-04-01', price: { amount, currency: 'JPY' } });
  const steady = await customers.company('Steady', { days: range(0, 30), people: 4 });
  const falls = await customers.company('Falls', { days: range(5, 40), people: 4 });
  const leaves = await customers.company('Leaves', { days: range(0, 30), people: 4 });
  for (const [account, amount] of [[steady, 100], [falls, 200], [leaves, 300]]) {
    const contract = await customers.contract(account, monthly(amount));
    if (account === leaves) await api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: BEFORE, ends_on: '2026-11-18' });
  }
  program.clock(noon(TODAY));
  customers.today = TODAY;
  await customers.use(steady, range(0, 11), 4);
  const comes = await customers.company('Comes', { days: range(0, 12), people: 4 });
  await customers.contract(comes, { from_on: '2026-11-20', price: { amount: 400, currency: 'JPY' } });
  const card = await customers.scorecard();
  await all_settled(api, [steady, falls, comes]);
  const told = async (client = api) => (await client.get('/api/v1/overview/moves?weeks=1')).moves.map(({ from, to, accounts, mrr }) => [from, to, accounts, ...(mrr ? [mrr.amount] : [])]);
  const MOVED = [['GOOD', 'GOOD', 1, 100], ['GOOD', 'BAD', 1, 200], ['GOOD', 'LEFT', 1, 300], ['NEW', 'GOOD', 1, 400]];
  assert.deepEqual(await told(), MOVED);
  assert.deepEqual((await moved(api, { weeks: 1, from: 'GOOD', to: 'LEFT' })).map(row => [row.account, row.mrr.amount]), [['Leaves', 300]]);
  const narrow = program.client({ token: (await api.post('/api/v1/keys', { name: 'narrow', rights: 'view', circles: ['support', 'success'] })).token });
  assert.deepEqual(await told(narrow), MOVED.map(([from, to, accounts]) => [from, to, accounts]));
  assert.deepEqual((await moved(narrow, { weeks: 1, from: 'GOOD', to: 'GOOD' })).map(row => Object.keys(row).sort()), [['account', 'account_id', 'owner']]);
  /* What was GOOD is NORMAL by the new version, on both days. */
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, good_from: 101 });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await all_settled(api, [steady, falls, comes]);
  assert.deepEqual(await told(), MOVED.map(([from, ...rest]) => [from, ...rest].map(one => (one === 'GOOD' ? 'NORMAL' : one))));
  await refused(api.get('/api/v1/overview/moves?weeks=0'), 400, 'weeks');
  await refused(api.get('/api/v1/overview/moves/accounts?from=GOOD&to=NEW'), 400, 'to');
  await refused(api.get('/api/v1/overview/moves/accounts?from=GOOD&to=BAD&cursor=x'), 400, 'cursor');
}, OPTIONS);

/* ---- what was done ------------------------------------------------------------------------------------------------- */

bothEngines('what people did in the week, beside the week before, without what was taken back', async program => {
  const customers = await Customers.in(program, BEFORE);
  const { api } = customers;
  const [one, two] = [await customers.company('One'), await customers.company('Two')];
  const other = await program.with_key('admin', 'Other');
  await api.post('/api/v1/notes', { account_id: one.id, text: 'The week before' });
  program.clock(noon(TODAY));
  const call = (client, account) => client.post('/api/v1/calls', { account_id: account.id, text: 'Called', at: noon(TODAY) });
  await call(api, one);
  await call(api, two);
  await call(other, one);
  const wrong = await call(api, one);
  await api.delete(`/api/v1/calls/${wrong.id}`);
  await other.post('/api/v1/activities', { kind: 'meeting', account_id: two.id, title: 'Met', at: noon(TODAY) });
  await other.post('/api/v1/activities', { kind: 'mail', account_id: two.id, title: 'Wrote', at: noon(TODAY) });
  const task = await api.post('/api/v1/tasks', { title: 'Without a customer' });
  await api.post(`/api/v1/tasks/${task.id}/completion`);
  const { week, week_before, people, from } = await api.get('/api/v1/overview/work');
  assert.equal(from, day_after(TODAY, -6));
  assert.deepEqual([week, week_before], [{ calls: 3, activities: 2, notes: 0, tasks: 1, accounts: 2 }, { calls: 0, activities: 0, notes: 1, tasks: 0, accounts: 1 }]);
  const by = Object.fromEntries(people.map(({ name, week, week_before }) => [name, [week, week_before]]));
  const nothing = { calls: 0, activities: 0, notes: 0, tasks: 0, accounts: 0 };
  assert.deepEqual(by, { 'admin key': [{ ...nothing, calls: 2, tasks: 1, accounts: 2 }, { ...nothing, notes: 1, accounts: 1 }], Other: [{ ...nothing, calls: 1, activities: 2, accounts: 2 }, nothing] });
  const { actor } = people.find(one => one.name === 'Other');
  const deeds = async query => (await api.get(at('/api/v1/overview/work/deeds', query))).items.map(deed => [deed.kind, deed.account, deed.name]);
  assert.deepEqual(await deeds({ what: 'calls', actor }), [['call.logged', 'One', 'Other']]);
  assert.equal((await deeds({ what: 'calls' })).length, week.calls);
  assert.deepEqual((await deeds({ what: 'activities' })).sort(), [['mail.logged', 'Two', 'Other'], ['meeting.logged', 'Two', 'Other']]);
  assert.deepEqual(await deeds({ what: 'tasks' }), [['task.done', null, 'admin key']]);
  assert.equal(new Set((await deeds({ what: 'accounts' })).map(([, account]) => account).filter(Boolean)).size, week.accounts);
  assert.deepEqual(await deeds({ what: 'notes', as_of: day_after(TODAY, -7) }), [['note.added', 'One', 'admin key']]);
}, OPTIONS);
