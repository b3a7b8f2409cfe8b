// A dirty set: byte order marks, days first, inclusive ends, ids that repeat, flags that contradict the periods.
import assert from 'node:assert/strict';
import { PAYING, accounts, bytes_of, csv_of, outcome, rows_of, take, trial, until } from './kit.mjs';

const SET = 'ravenstack';
const DAYS = ['2023-06-30', '2024-06-30', '2024-12-31'];

const iso = text => text.split('-').reverse().join('-');

/** Paid on a day, by the file itself: ends belong to the period. */
function paid_on(subscriptions, day) {
  return subscriptions.filter(row => row.is_trial === 'FALSE' && Number(row.mrr_amount) > 0 && iso(row.start_date) <= day && (row.end_date === '' || iso(row.end_date) >= day));
}

async function customers(owner) {
  for (const [index, [key, kind]] of [['industry', 'text'], ['referral_source', 'text'], ['churn_flag', 'flag']].entries()) {
    await owner.post('/api/v1/fields', { object: 'account', key, name: key, kind, choices: [], position: index + 1 });
  }
  const made = await take(owner, 'accounts', 'accounts.csv', bytes_of(SET, 'ravenstack_accounts.csv'));
  assert.equal(made.guessed.columns.find(column => column.target === 'created_on').date_order, 'dmy', 'the order of the dates is seen');
  assert.equal(made.columns[0].target, 'external_id', 'no byte order mark in the first name');
  assert.deepEqual(outcome(made), [500, 0, 500, 0, 0]);
  const { items: [account] } = await owner.get('/api/v1/accounts?q=A-2e4581');
  assert.deepEqual([account.name, account.country, account.created_at.slice(0, 10), account.fields.industry, account.fields.churn_flag], ['Company_0', 'US', '2024-10-16', 'EdTech', false]);
}

async function contracts(owner, subscriptions) {
  const bytes = bytes_of(SET, 'ravenstack_subscriptions.csv');
  const made = await take(owner, 'contracts', 'subscriptions.csv', bytes, { options: { ends: 'inclusive' } });
  assert.deepEqual(outcome(made), [5000, 0, 5000, 0, 0]);
  const again = await take(owner, 'contracts', 'subscriptions.csv', bytes, { options: { ends: 'inclusive' } });
  assert.deepEqual(outcome(again), [5000, 0, 0, 0, 5000]);
  for (const day of DAYS) {
    const wanted = paid_on(subscriptions, day), found = await accounts(owner, PAYING, day);
    const mrr = wanted.reduce((sum, row) => sum + Number(row.mrr_amount), 0);
    assert.equal(found.length, new Set(wanted.map(row => row.account_id)).size, `who pays on ${day}`);
    assert.equal(found.reduce((sum, row) => sum + row.mrr.amount, 0) / 100, mrr, `MRR on ${day}`);
    console.log(`${day}: ${found.length} accounts pay ${mrr} USD a month`);
  }
  const flagged = await accounts(owner, { and: [PAYING, { attribute: 'field:churn_flag', op: '=', value: true }] }, '2024-12-31');
  console.log(`${flagged.length} accounts that the file flags as churned pay on 2024-12-31: the periods are believed, not the flag`);
  assert.ok(flagged.length > 0);
}

/** The file names subscriptions, not accounts: those are joined in, and nothing else is mended. */
async function usage(owner, subscriptions) {
  const of = new Map(subscriptions.map(row => [row.subscription_id, row.account_id]));
  const rows = rows_of(SET, 'ravenstack_feature_usage.csv').map(row => ({ ...row, account_id: of.get(row.subscription_id) }));
  const bytes = csv_of(rows);
  const options = { date_order: 'dmy' };
  const made = await take(owner, 'events', 'usage.csv', bytes, { options });
  // [good, bad, added, changed, unchanged]: 21 usage ids stand twice, over rows that differ.
  assert.deepEqual(outcome(made), [24_979, 21, 24_979, 0, 0], 'an id that another row had is told by line');
  assert.ok(made.errors.every(error => error.field === 'message' && /was already used by an event with a different/.test(error.text)));
  const again = await take(owner, 'events', 'usage.csv', bytes, { options });
  assert.deepEqual(outcome(again), [24_979, 21, 0, 0, 24_979]);
  const { items } = await owner.get('/api/v1/event-names');
  assert.equal(items.length, 40);
  assert.equal(items.reduce((sum, item) => sum + item.count, 0), 24_979);
}

/** Counts anew, and gives the checks by id. */
async function counted(owner) {
  const checks = async () => Object.fromEntries((await owner.get('/api/v1/quality')).items.map(check => [check.id, check]));
  const before = (await checks())['event.waiting'].counted_at;
  await owner.post('/api/v1/quality/counts');
  return until(checks, now => Object.values(now).every(({ counted_at }) => counted_at && counted_at !== before));
}

/** By the file itself: rows outside of the subscription that they name, ends inclusive; of the kept rows and of the others. */
function outside(subscriptions) {
  const of = new Map(subscriptions.map(row => [row.subscription_id, row]));
  const ids = new Set(), found = { kept: 0, refused: 0 };
  for (const row of rows_of(SET, 'ravenstack_feature_usage.csv')) {
    const { start_date, end_date } = of.get(row.subscription_id), day = iso(row.usage_date);
    const is_outside = day < iso(start_date) || (end_date !== '' && day > iso(end_date));
    found[ids.has(row.usage_id) ? 'refused' : 'kept'] += is_outside;
    ids.add(row.usage_id);
  }
  return found;
}

async function repeated_and_outside(owner, subscriptions) {
  const checks = await counted(owner), { kept, refused } = outside(subscriptions);
  assert.equal(kept + refused, 19_432, 'of all 25,000 rows');
  assert.equal(checks['import.repeated_ids'].found, 21);
  assert.deepEqual([checks['contract.usage_outside'].found, checks['contract.usage_outside'].total], [kept, 24_979]);
  const rows = await owner.all('/api/v1/quality/contract.usage_outside/rows?limit=200');
  assert.equal(rows.reduce((sum, row) => sum + row.count, 0), kept, 'the rows add up to the figure');
  assert.ok(rows.every(row => row.what), 'each names its subscription');
  console.log(`${kept} events outside of their subscription, in ${rows.length} of them; ${refused} more among the rows that were refused`);
}

/** Churn events come in as events of a name of their own; the flag stands in the file of accounts. */
async function churn(owner) {
  const events = rows_of(SET, 'ravenstack_churn_events.csv').map(({ churn_event_id, account_id, churn_date }) => ({ churn_event_id, account_id, churn_date, event: 'Churned' }));
  await take(owner, 'events', 'churn.csv', csv_of(events), { mapping: { churn_event_id: 'message', churn_date: 'at' }, options: { date_order: 'dmy' } });
  const product = await owner.post('/api/v1/products', { key: 'app', name: 'App' });
  const feature = await owner.post('/api/v1/features', { product_id: product.id, key: 'churned', name: 'Churned', rules: ['Churned'] });
  await owner.post('/api/v1/agreements', {
    one_name: 'Churn flag', one: { attribute: 'field:churn_flag', op: '=', value: true },
    other_name: 'Churn event', other: { measure: { measure: 'days_since', feature_id: feature.id }, op: '>=', value: 0 },
  });
  const { items: [pair] } = await until(() => owner.get('/api/v1/agreements'), ({ items: [found] }) => found.other_count === 352);
  assert.deepEqual([pair.one_count, pair.other_count, pair.both, pair.contradicting], [110, 352, 75, 312]);
  assert.equal((await counted(owner))['agreement.contradicting'].found, 312);
  console.log(`${pair.one_count} accounts are flagged as churned, ${pair.other_count} have churn events, ${pair.both} both`);
}

trial(SET, 'what is wrong is told by line, what is right is kept', async ({ owner }) => {
  const subscriptions = rows_of(SET, 'ravenstack_subscriptions.csv');
  await customers(owner);
  await contracts(owner, subscriptions);
  await usage(owner, subscriptions);
  await repeated_and_outside(owner, subscriptions);
  await churn(owner);
});

/** The value below which that share of the sorted numbers is, between two of them where it falls there. */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other), at = share * (sorted.length - 1), below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

trial(SET, 'tickets keep their times and scores', async ({ owner }) => {
  await customers(owner);
  for (const [index, [key, kind]] of [['satisfaction_score', 'number'], ['escalation_flag', 'flag'], ['resolution_time_hours', 'number']].entries())
    await owner.post('/api/v1/fields', { object: 'ticket', key, name: key, kind, choices: [], position: index + 1 });
  const bytes = bytes_of(SET, 'ravenstack_supports_ticket.csv');
  const made = await take(owner, 'tickets', 'tickets.csv', bytes);
  assert.deepEqual(outcome(made), [2000, 0, 2000, 0, 0]);
  assert.deepEqual(outcome(await take(owner, 'tickets', 'tickets.csv', bytes)), [2000, 0, 0, 0, 2000]);
  const tickets = await owner.all('/api/v1/tickets?state=all&limit=200');
  assert.equal(tickets.length, 2000);
  const answered = tickets.filter(one => one.first_answered_at).map(one => (Date.parse(one.first_answered_at) - Date.parse(one.created_at)) / 60_000);
  const solved = tickets.map(one => (Date.parse(one.solved_at) - Date.parse(one.created_at)) / 3_600_000);
  const scores = tickets.map(one => one.fields.satisfaction_score).filter(Number.isFinite);
  assert.deepEqual([quantile(answered, 0.5), Number(quantile(answered, 0.9).toFixed(1))], [88, 160.1], 'minutes to the first answer');
  assert.equal(Number(mean(solved).toFixed(3)), 35.861, 'hours to solving');
  assert.deepEqual([scores.length, Number(mean(scores).toFixed(4))], [1175, 3.9813]);
  assert.equal(tickets.filter(one => one.fields.escalation_flag).length, 95);
  console.log(`${tickets.length} tickets: first answer after 88 minutes in the median, solved after 35.861 hours on average`);
});
