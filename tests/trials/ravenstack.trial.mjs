// A dirty set: byte order marks, days first, inclusive ends, ids that repeat, flags that contradict the periods.
import assert from 'node:assert/strict';
import { PAYING, accounts, bytes_of, csv_of, outcome, rows_of, take, trial } from './kit.mjs';

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

trial(SET, 'what is wrong is told by line, what is right is kept', async ({ owner }) => {
  const subscriptions = rows_of(SET, 'ravenstack_subscriptions.csv');
  await customers(owner);
  await contracts(owner, subscriptions);
  await usage(owner, subscriptions);
});
