// Contracts as dated lines over the API of the real program: changes, corrections, cancellations, and what the list of
// accounts says of them as of any day.
import assert from 'node:assert/strict';
import { DEFINITION } from '../kit/customers.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const JPY = amount => ({ amount, currency: 'JPY' });

/** The same numbers in each run. */
function numbers_of(seed) {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

async function customer(owner, lines, more = {}) {
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const contract = await owner.post('/api/v1/contracts', { account_id: account.id, lines, ...more });
  return { account, contract, at: async day => (await owner.get(`/api/v1/accounts?as_of=${day}`)).items[0] };
}

bothEngines('a contract says its price by the month, its renewal and its notice, and so does the list', async program => {
  const { owner } = program;
  const { contract, at } = await customer(owner, [
    { from_on: '2026-04-01', until_on: '2027-04-01', seats: 20, price: JPY(1200000), term_months: 12, discount: 0.1 },
  ], { notice_days: 90 });
  assert.deepEqual(contract.mrr, JPY(90000));
  assert.deepEqual([contract.starts_on, contract.ends_on, contract.renews_on, contract.notice_on, contract.status],
    ['2026-04-01', '2027-04-01', '2027-04-01', '2027-01-01', 'paying']);
  const now = await at('2026-11-22');
  assert.deepEqual([now.mrr, now.seats, now.renews_on, now.days_to_renewal, now.status],
    [JPY(90000), 20, '2027-04-01', 130, 'paying']);
  assert.deepEqual((({ mrr, status }) => ({ mrr, status }))(await at('2026-03-31')), { mrr: null, status: 'none' });
}, { clock: CLOCK });

bothEngines('a change is a new line that ends the one before, a correction rewrites and is marked', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [{ from_on: '2026-01-01', seats: 10, price: JPY(10000) }]);
  const grown = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { from_on: '2026-06-01', seats: 25, price: JPY(25000) });
  assert.deepEqual(grown.lines.map(line => [line.from_on, line.until_on]), [['2026-01-01', '2026-06-01'], ['2026-06-01', null]]);
  assert.deepEqual((await at('2026-05-31')).mrr, JPY(10000));
  assert.deepEqual((await at('2026-06-01')).mrr, JPY(25000));
  const right = await owner.patch(`/api/v1/contracts/${contract.id}/lines/${grown.lines[0].id}`, { seats: 12 }, grown.version);
  assert.notEqual(right.lines[0].corrected_at, null);
  assert.equal(right.lines[1].corrected_at, null);
  assert.equal((await at('2026-02-01')).seats, 12);
  await refused(owner.patch(`/api/v1/contracts/${contract.id}`, { name: 'X' }, grown.version), 412);
  const kinds = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract`)).items;
  assert.deepEqual(kinds.map(item => item.kind), ['contract.corrected', 'contract.changed', 'contract.created']);
  assert.deepEqual(kinds[0].body.changed, [{ field: 'seats', from: 10, to: 12 }]);
}, { clock: CLOCK });

bothEngines('the timeline says what of a contract is another than before, by hand and by file', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer', external_id: 'c-1' });
  const line = { from_on: '2026-01-01', seats: 10, price: JPY(10000), plan: 'basic' };
  const contract = await owner.post('/api/v1/contracts', { account_id: account.id, external_id: 'one', lines: [line] });
  const newest = async () => (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract&limit=1`)).items[0];
  const grown = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { ...line, from_on: '2026-06-01', seats: 25, price: { amount: 9900, currency: 'USD' }, plan: 'pro' });
  const change = await newest();
  assert.deepEqual([change.kind, change.body.terms.from_on, change.body.terms.currency], ['contract.changed', '2026-06-01', 'USD']);
  const of = field => change.body.changed.find(one => one.field === field);
  assert.deepEqual([of('seats'), of('price_minor'), of('plan'), of('currency')], [
    { field: 'seats', from: 10, to: 25 }, { field: 'price_minor', from: 10000, to: 9900 }, { field: 'plan', from: 'basic', to: 'pro' },
    { field: 'currency', from: 'JPY', to: 'USD' },
  ]);
  await owner.patch(`/api/v1/contracts/${contract.id}/lines/${grown.lines[1].id}`, { price: { amount: 8900, currency: 'USD' }, plan: null });
  const correction = await newest();
  assert.deepEqual([correction.kind, correction.body.line, correction.body.currency], ['contract.corrected', grown.lines[1].id, 'USD']);
  assert.deepEqual(correction.body.changed, [{ field: 'price_minor', from: 9900, to: 8900 }, { field: 'plan', from: 'pro', to: null }]);
  await owner.patch(`/api/v1/contracts/${contract.id}`, { renews_on: '2027-06-01', notice_days: 60, name: 'Somebody’s words' });
  assert.deepEqual((await newest()).body.changed, [{ field: 'name' }, { field: 'renews_on', from: null, to: '2027-06-01' }, { field: 'notice_days', from: 30, to: 60 }]);
  const csv = 'account_id,contract_id,start_date,price,currency,plan,quantity,notice_days\nc-1,one,2026-06-01,89.00,USD,,26,90\n';
  const made = await owner.post('/api/v1/imports?kind=contracts&file_name=contracts.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${made.id}`), now => now.state === 'done');
  const told = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract&limit=2`)).items;
  assert.deepEqual(told.map(item => [item.kind, item.body.changed]).toSorted(), [
    ['contract.changed', [{ field: 'notice_days', from: 60, to: 90 }]], ['contract.corrected', [{ field: 'seats', from: 25, to: 26 }]],
  ]);
}, { clock: CLOCK });

bothEngines('a line that was cancelled before it began stands in nobody’s way', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [
    { from_on: '2026-01-01', until_on: '2027-01-01', price: JPY(10000) }, { from_on: '2027-01-01', price: JPY(12000) },
  ]);
  await owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-11-01', ends_on: '2026-11-10' });
  const back = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { from_on: '2026-11-20', price: JPY(9000) });
  assert.equal(back.lines.find(line => line.from_on === '2026-11-20').until_on, null, 'it runs on past the day on which the other would have begun');
  assert.deepEqual((await at('2026-11-22')).mrr, JPY(9000));
  assert.equal((await owner.get(`/api/v1/contracts?account_id=${account.id}`)).items[0].ends_on, null);
}, { clock: CLOCK });

bothEngines('the largest prices add up, and larger ones are refused', async program => {
  const { owner } = program;
  const most = 1_000_000_000_000;
  const { account } = await customer(owner, Array.from({ length: 12 }, (_, i) => ({ from_on: '2026-01-01', plan: `p${i}`, price: JPY(most) })));
  assert.equal((await owner.get(`/api/v1/accounts/${account.id}`)).mrr.amount, 9 * most);
  await refused(owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', price: JPY(most + 1) }] }), 400, 'lines.0.price');
}, { clock: CLOCK });

bothEngines('who cancels stays to the end of the term, and then has left', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [{ from_on: '2025-01-01', price: JPY(10000) }]);
  await refused(owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01' }), 400, 'ends_on');
  const cancelled = await owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01', ends_on: '2026-10-01' });
  assert.equal(cancelled.status, 'ended');
  assert.equal((await at('2026-09-30')).status, 'paying');
  assert.equal((await at('2026-10-01')).status, 'left');
  await refused(owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01', ends_on: '2026-10-01' }), 409);
  const then = await at('2026-10-01'), before = await at('2026-08-01');
  assert.deepEqual([then.band, then.left_on], [null, '2026-10-01']);
  assert.deepEqual([before.band, before.left_on], ['UNKNOWN', null]);
  const left = encodeURIComponent(JSON.stringify({ attribute: 'status', op: '=', value: 'left' }));
  assert.deepEqual((await owner.get(`/api/v1/accounts?filter=${left}`)).items.map(item => item.id), [account.id]);
  assert.equal((await owner.get(`/api/v1/accounts?filter=${left}&as_of=2026-09-30`)).total, 0);
}, { clock: CLOCK });

bothEngines('what cannot be a line is refused by its field', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const line = { from_on: '2026-01-01', price: JPY(100) };
  const post = lines => owner.post('/api/v1/contracts', { account_id: account.id, lines });
  await refused(post([]), 400, 'lines');
  await refused(post([{ ...line, until_on: '2026-01-01' }]), 400, 'lines.0.until_on');
  await refused(post([{ ...line, price: { amount: 1, currency: 'QQQ' } }]), 400, 'lines.0.currency');
  await refused(post([{ ...line, price: JPY(-1) }]), 400, 'lines.0.price');
  await refused(post([{ ...line, discount: 1.5 }]), 400, 'lines.0.discount');
  await refused(post([{ ...line, product_id: 99 }]), 400, 'lines.0.product_id');
  await refused(post([{ ...line, until_on: '2026-03-01' }, line]), 400, 'lines.1.from_on');
  await refused(owner.post('/api/v1/contracts', { account_id: 99, lines: [line] }), 400, 'account_id');
  assert.deepEqual((await owner.get('/api/v1/contracts')).items, [], 'nothing is half written');
}, { clock: CLOCK });

bothEngines('what the engine learnt from commits it knows again after a restart', async program => {
  const { owner } = program;
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'choice', choices: ['gold'] });
  const { account } = await customer(owner, [
    { from_on: '2025-04-01', until_on: '2026-04-01', seats: 5, price: { amount: 120000, currency: 'USD' }, term_months: 12, kind: 'trial' },
    { from_on: '2026-04-01', seats: 8, price: { amount: 240000, currency: 'USD' }, term_months: 12 },
  ]);
  await owner.patch(`/api/v1/accounts/${account.id}`, { fields: { tier: 'gold' }, stage: 'renewal' });
  const days = ['2025-05-01', '2026-04-01', '2026-11-22'];
  const seen = async () => Promise.all(days.map(day => owner.get(`/api/v1/accounts?as_of=${day}&sort=-mrr`)));
  const before = await seen();
  await program.restart();
  assert.deepEqual(await seen(), before);
  assert.equal(before[0].items[0].status, 'trial');
  assert.deepEqual(before[2].items[0].mrr, { amount: 20000, currency: 'USD' });
}, { clock: CLOCK });

bothEngines('an amount with cents is as large as what a person writes', async program => {
  const { owner } = program;
  await owner.patch('/api/v1/workspace', { currency: 'USD' });
  const cents = Array.from({ length: 40 }, (_, n) => n * 1237 + 4999);
  for (const amount of cents) {
    const account = await owner.post('/api/v1/accounts', { name: String(amount) });
    await owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', price: { amount, currency: 'USD' } }] });
  }
  const by = async (op, value) => (await owner.get(`/api/v1/accounts?limit=200&filter=${encodeURIComponent(JSON.stringify({ measure: { measure: 'mrr' }, op, value }))}`)).total;
  for (const [place, amount] of cents.map(one => Number((one / 100).toFixed(2))).entries())
    assert.deepEqual([await by('=', amount), await by('>=', amount), await by('<=', amount), await by('>', amount), await by('!=', amount)],
      [1, cents.length - place, place + 1, cents.length - place - 1, cents.length - 1], String(amount));
}, { clock: CLOCK });

const FILE = 'account,from_on,until_on,mrr,plan\n';

async function imported(owner, csv, { dry = false } = {}) {
  const made = await owner.post('/api/v1/imports?kind=contracts&file_name=contracts.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.patch(`/api/v1/imports/${made.id}`, { options: { ends: 'inclusive' } });
  await owner.post(`/api/v1/imports/${made.id}/${dry ? 'check' : 'run'}`);
  const { answer: done } = await eventually(() => owner.get(`/api/v1/imports/${made.id}`), now => ['done', 'checked'].includes(now.state));
  return { id: made.id, good: done.good, bad: done.errors.map(error => [error.line, error.field, error.reason]) };
}

async function lines_of(owner, external_id) {
  const account = (await owner.get('/api/v1/accounts')).items.find(one => one.external_id === external_id);
  const contracts = (await owner.get(`/api/v1/contracts?account_id=${account.id}`)).items;
  return contracts.flatMap(contract => contract.lines).map(line => [line.from_on, line.until_on, line.price.amount, line.plan]);
}

const A = ['2026-01-01', '2026-12-31'], YEAR = ['2026-01-01', '2027-01-01'];
// What stands in the file after the account, line by line; the reason for which a line is refused, or null; the lines.
const OVERLAPS = {
  'two plans of one product from one day run side by side':
    [[[...A, 100, 'basic'], [...A, 50, 'addon']], [null, null], [[...YEAR, 100, 'basic'], [...YEAR, 50, 'addon']]],
  'so do two plans whose ends are given, from different days':
    [[[...A, 100, 'basic'], ['2026-03-01', '2026-04-30', 5, 'addon']], [null, null],
      [[...YEAR, 100, 'basic'], ['2026-03-01', '2026-05-01', 5, 'addon']]],
  'an end that is given is not moved by a line of the same plan within it':
    [[[...A, 100, ''], ['2026-03-01', '2026-04-30', 5, '']], [null, 'overlaps'], [[...YEAR, 100, null]]],
  'nor by one that is stated first':
    [[['2026-03-01', '2026-04-30', 5, ''], [...A, 100, '']], [null, 'overlaps'], [['2026-03-01', '2026-05-01', 5, null]]],
  'an open line does not end for a line with an end':
    [[['2026-01-01', '', 100, ''], ['2026-03-01', '2026-04-30', 5, '']], [null, 'overlaps'], [['2026-01-01', null, 100, null]]],
  'nor, with an end or without, for another plan':
    [[['2026-01-01', '', 100, 'basic'], ['2026-03-01', '', 5, 'addon'], ['2026-03-01', '2026-04-30', 5, 'addon']], [null, 'open_plan', 'open_plan'],
      [['2026-01-01', null, 100, 'basic']]],
  'a line without an end ends where the next one of its plan begins':
    [[['2026-03-01', '', 120, ''], ['2026-01-01', '', 100, '']], [null, null], [['2026-01-01', '2026-03-01', 100, null], ['2026-03-01', null, 120, null]]],
  'of two lines of one plan and day the first stays':
    [[[...A, 100, ''], [...A, 50, '']], [null, 'overlaps'], [[...YEAR, 100, null]]],
  'the same line twice is one':
    [[[...A, 100, ''], [...A, 100, '']], [null, null], [[...YEAR, 100, null]]],
};

bothEngines('lines that overlap run side by side or are refused, whatever brings them', async program => {
  const { owner } = program;
  for (const [index, [title, [rows, reasons, lines]]] of Object.entries(OVERLAPS).entries()) {
    const key = `a-${index}`;
    const account = await owner.post('/api/v1/accounts', { name: title, external_id: key });
    const csv = FILE + rows.map(row => `${[key, ...row].join()}\n`).join('');
    const bad = reasons.flatMap((reason, at) => reason ? [[at + 2, 'from_on', reason]] : []);
    assert.deepEqual((await imported(owner, csv, { dry: true })).bad, bad, `${title}: dry run`);
    const run = await imported(owner, csv);
    assert.deepEqual(run.bad, bad, `${title}: run`);
    assert.deepEqual(await lines_of(owner, key), lines, title);
    assert.deepEqual((await imported(owner, csv)).bad, bad, `${title}: another time`);
    await refused(owner.post(`/api/v1/imports/${run.id}/run`), 409);
    assert.deepEqual(await lines_of(owner, key), lines, `${title}: unchanged by them`);
    if (title.includes('twice')) continue;
    const body = { account_id: account.id, lines: rows.map(([from_on, until, amount, plan]) => ({ from_on, plan: plan || null, price: JPY(amount),
      until_on: until ? new Date(Date.parse(until) + 86_400_000).toISOString().slice(0, 10) : null })) };
    const at = reasons.findIndex(Boolean);
    if (at >= 0) await refused(owner.post('/api/v1/contracts', body), 400, `lines.${at}.from_on`);
    else assert.deepEqual((await owner.post('/api/v1/contracts', body)).lines.map(line => [line.from_on, line.until_on, line.price.amount, line.plan]), lines, `${title}: API`);
  }
}, { clock: CLOCK });

bothEngines('a dry run judges rows beside those of its earlier steps, also of a product that the file makes', async program => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { name: 'A', external_id: 'a' });
  const unknown = 'nobody,2025-01-01,2025-01-31,1,new\n'.repeat(520); // another step
  const csv = `account,from_on,until_on,mrr,product\na,2026-01-01,2026-12-31,100,new\n${unknown}a,2026-05-01,2026-06-30,5,new\na,2027-01-01,,6,new\n`;
  const dry = await imported(owner, csv, { dry: true });
  const run = await imported(owner, csv);
  assert.deepEqual([dry.good, run.good], [2, 2]);
  assert.deepEqual(await lines_of(owner, 'a'), [['2026-01-01', '2027-01-01', 100, null], ['2027-01-01', null, 6, null]]);
}, { clock: CLOCK });

bothEngines('a change of one of two plans leaves the other alone, and takes over from what it follows', async program => {
  const { owner } = program;
  const base = (from_on, seats, until_on) => ({ from_on, until_on, plan: 'base', seats, price: JPY(seats * 100) });
  const more = (from_on, until_on) => ({ from_on, until_on, plan: 'add-on', price: JPY(50) });
  const of = ({ lines }) => lines.map(line => `${line.plan} ${line.from_on} ${line.until_on}`);
  const changed = async (lines, ...changes) => {
    const { contract, account, at } = await customer(owner, lines);
    let now = contract;
    for (const change of changes) now = await owner.post(`/api/v1/contracts/${contract.id}/lines`, change);
    const { mrr } = await at('2026-11-22');
    await owner.delete(`/api/v1/accounts/${account.id}`);
    return [of(now), mrr];
  };
  assert.deepEqual(await changed([base('2026-01-01', 1, '2027-01-01'), more('2026-03-01', '2027-03-01')], base('2026-06-01', 2)),
    [['base 2026-01-01 2026-06-01', 'add-on 2026-03-01 2027-03-01', 'base 2026-06-01 2027-01-01'], JPY(250)], 'beside a line that began earlier');
  assert.deepEqual(await changed([base('2026-01-01', 1, '2027-01-01'), more('2026-07-01', '2027-03-01')], base('2026-06-01', 2)),
    [['base 2026-01-01 2026-06-01', 'base 2026-06-01 2027-01-01', 'add-on 2026-07-01 2027-03-01'], JPY(250)], 'beside one that begins later');
  const pro = { from_on: '2026-09-01', plan: 'pro', price: JPY(700) };
  assert.deepEqual(await changed([base('2026-01-01', 1)], pro, { ...base('2026-06-01', 2), price: JPY(2400), term_months: 12 }),
    [['base 2026-01-01 2026-06-01', 'base 2026-06-01 2026-09-01', 'pro 2026-09-01 null'], JPY(700)], 'until the plan that takes over from it');
  assert.deepEqual(await changed([base('2026-01-01', 1, '2027-01-01'), more('2026-01-01', '2027-01-01')], pro),
    [['base 2026-01-01 2026-09-01', 'add-on 2026-01-01 2026-09-01', 'pro 2026-09-01 2027-01-01'], JPY(700)], 'a plan that nobody had takes over from all');
}, { clock: CLOCK });

/* Each plan by itself: a change splits the line that runs then. */
bothEngines('random changes of several plans add up as if each plan were alone', async program => {
  const { owner } = program;
  const random = numbers_of(20261122);
  const PLANS = ['base', 'add-on', 'support'];
  const month = number => new Date(Date.UTC(2024, number, 1)).toISOString().slice(0, 10);
  let changes = 0;
  for (let round = 0; round < 12; round++) {
    const stretches = PLANS.flatMap((plan, at) => {
      const from = random(8), until = from + 12 + random(20), renews = random(2);
      return [{ plan, from, until, amount: 10 ** at }, ...(renews ? [{ plan, from: until, until: until + 12, amount: 2 * 10 ** at }] : [])];
    });
    const line = ({ plan, from, until, amount }) => ({ plan, from_on: month(from), until_on: until === undefined ? undefined : month(until), price: JPY(amount) });
    const { contract, account } = await customer(owner, stretches.map(line));
    let now = contract;
    for (let i = 0; i < 6; i++) {
      const plan = PLANS[random(PLANS.length)], from = 1 + random(30), amount = 1 + random(9);
      const before = stretches.find(one => one.plan === plan && one.from < from && from < one.until);
      if (!before) continue;
      stretches.push({ plan, from, until: before.until, amount });
      before.until = from;
      now = await owner.post(`/api/v1/contracts/${contract.id}/lines`, line({ plan, from, amount }));
      changes++;
    }
    const told = lines => lines.map(one => `${one.plan} ${one.from_on} ${one.until_on} ${one.price.amount}`).toSorted();
    assert.deepEqual(told(now.lines), told(stretches.map(line)), `round ${round}`);
    await owner.delete(`/api/v1/accounts/${account.id}`);
  }
  assert.ok(changes > 30, `${changes} changes`);
}, { clock: CLOCK });

bothEngines('what was cancelled without an end ends with its term, by file and by hand', async program => {
  const { owner } = program;
  for (const key of ['year', 'month', 'late', 'hand']) await owner.post('/api/v1/accounts', { name: key, external_id: key });
  const csv = 'account,from_on,price,term_months,cancelled_on\nyear,2024-02-10,1200,12,2026-05-20\nmonth,2026-01-31,100,1,2026-02-10\nlate,2026-06-01,100,12,2026-05-01\n';
  assert.deepEqual((await imported(owner, csv)).bad, [[4, 'cancelled_on', 'ends_before_start']]);
  assert.deepEqual(await lines_of(owner, 'year'), [['2024-02-10', '2027-02-10', 1200, null]]);
  assert.deepEqual(await lines_of(owner, 'month'), [['2026-01-31', '2026-02-28', 100, null]]);
  await imported(owner, csv.replace('2026-05-20', '2026-01-20'));
  assert.deepEqual(await lines_of(owner, 'year'), [['2024-02-10', '2026-02-10', 1200, null]], 'an earlier day of cancellation');
  const account = (await owner.get('/api/v1/accounts')).items.find(one => one.external_id === 'hand');
  const line = { from_on: '2025-03-01', price: JPY(1200), term_months: 12 };
  const made = await owner.post('/api/v1/contracts', { account_id: account.id, cancelled_on: '2025-07-01', lines: [line] });
  assert.equal(made.ends_on, '2026-03-01');
  const back = await owner.patch(`/api/v1/contracts/${made.id}`, { cancelled_on: null }, made.version);
  assert.equal(back.ends_on, null);
  assert.equal((await owner.patch(`/api/v1/contracts/${made.id}`, { cancelled_on: '2026-11-01' }, back.version)).ends_on, '2027-03-01');
}, { clock: CLOCK });

bothEngines('a change within a term leaves the past and the renewal, and account, contract and Today say one', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [{ from_on: '2022-01-01', seats: 10, price: JPY(12000), term_months: 12 }]);
  const card = await owner.post('/api/v1/scorecards', { name: 'Any', purpose: 'retention', definition: DEFINITION });
  await owner.post(`/api/v1/scorecards/${card.id}/publication`);
  const path = `/api/v1/contracts/${contract.id}`;
  const renewals = async () => [(await at('2026-11-22')).renews_on, (await owner.get(path)).renews_on,
    (await eventually(() => owner.get('/api/v1/today?owner_id=all'), today => today.items.length === 1)).answer.items[0].renews_on];
  const grown = await owner.post(`${path}/lines`, { from_on: '2026-06-15', seats: 15, price: JPY(18000), term_months: 12 }, contract.version);
  assert.equal((await at('2025-06-01')).renews_on, '2026-01-01');
  assert.deepEqual(await renewals(), ['2027-01-01', '2027-01-01', '2027-01-01']);
  const planned = await owner.post(`${path}/lines`, { from_on: '2027-03-15', seats: 20, price: JPY(24000), term_months: 12 }, grown.version);
  assert.deepEqual(await renewals(), ['2027-01-01', '2027-01-01', '2027-01-01']);
  await owner.patch(path, { renews_on: '2027-06-01' }, planned.version);
  assert.deepEqual(await renewals(), ['2027-06-01', '2027-06-01', '2027-06-01']);
  assert.equal((await at('2026-11-21')).renews_on, '2027-01-01', 'nobody had written it down');
  const year = await owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', until_on: '2027-01-01', price: JPY(100) }] });
  const more = await owner.post(`/api/v1/contracts/${year.id}/lines`, { from_on: '2026-11-01', price: JPY(150) }, year.version);
  assert.deepEqual(more.lines.map(line => line.until_on), ['2026-11-01', '2027-01-01'], 'it ends with the line it changes');
  const term = await owner.post(`/api/v1/contracts/${year.id}/lines`, { from_on: '2026-11-15', price: JPY(1500), term_months: 12 }, more.version);
  assert.deepEqual([term.lines[2].until_on, term.renews_on], [null, '2027-11-15'], 'unless it names a term');
}, { clock: CLOCK });
