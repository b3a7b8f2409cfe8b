// Attributes without events: 7,043 customers with custom fields, blanks among the numbers, and a scorecard over them.
import assert from 'node:assert/strict';
import { accounts, bytes_of, foretold, judged, outcome, print_foretold, rows_of, take, trial } from './kit.mjs';

const SET = 'telco';
const FILE = 'telco_customer_churn.csv';
const FIELDS = { Contract: 'choice', tenure: 'number', MonthlyCharges: 'number', TotalCharges: 'number', InternetService: 'text', TechSupport: 'text', PaymentMethod: 'text', Churn: 'flag' };
const TERMS = ['Month-to-month', 'One year', 'Two year'];

const key_of = name => name.toLowerCase();
const field = (name, op, value) => ({ attribute: `field:${key_of(name)}`, op, value });

async function total(owner, condition) {
  return (await owner.get(`/api/v1/accounts?limit=1&filter=${encodeURIComponent(JSON.stringify(condition))}`)).total;
}

async function customers(owner) {
  for (const [index, [name, kind]] of Object.entries(FIELDS).entries()) {
    await owner.post('/api/v1/fields', { object: 'account', key: key_of(name), name, kind, choices: kind === 'choice' ? TERMS : [], position: index + 1 });
  }
  const mapping = Object.fromEntries(Object.keys(FIELDS).map(name => [name, `field:${key_of(name)}`]));
  const made = await take(owner, 'accounts', FILE, bytes_of(SET, FILE), { mapping });
  assert.deepEqual(outcome(made), [7043, 0, 7043, 0, 0]);
  const again = await take(owner, 'accounts', FILE, bytes_of(SET, FILE), { mapping });
  assert.deepEqual(outcome(again), [7043, 0, 0, 0, 7043]);
  assert.equal(await total(owner, field('TotalCharges', 'unknown', null)), 11, 'a blank is not known, and not 0');
  assert.equal(await total(owner, field('Churn', '=', true)), 1869);
  const terms = await Promise.all(TERMS.map(term => total(owner, field('Contract', '=', term))));
  assert.deepEqual(terms, [3875, 1473, 1695]);
}

async function scorecard(owner) {
  const point = (name, weight, low, high) => ({ key: key_of(name), name, measure: { measure: 'field', field: key_of(name) }, weight, low, high });
  const definition = { rules: [], points: [point('tenure', 70, 0, 48), point('MonthlyCharges', 30, 110, 20)], bad_below: 40, good_from: 70, unknown_below: 0.5 };
  const card = await owner.post('/api/v1/scorecards', { name: 'Attributes', purpose: 'retention', definition });
  await owner.post(`/api/v1/scorecards/${card.id}/publication`);
  await judged(owner, 7043);
}

trial(SET, 'custom fields, blanks, and a scorecard over attributes', async ({ owner }) => {
  await customers(owner);
  await scorecard(owner);
  const today = (await owner.get('/api/v1/session')).today;
  const rows = await accounts(owner, { attribute: 'band', op: '!=', value: 'UNKNOWN' }, today);
  const left = new Set(rows.filter(row => row.fields.churn).map(row => row.id));
  assert.equal(left.size, rows_of(SET, FILE).filter(row => row.Churn === 'Yes').length);
  const found = foretold(rows, left);
  print_foretold('tenure and monthly charges', found);
  assert.ok(found.rank_left < found.rank_stayed);
});
