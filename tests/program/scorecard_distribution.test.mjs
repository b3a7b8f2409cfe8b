// How a measure is spread over the accounts of a scorecard, and the bounds that this proposes.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo
const URL = '/api/v1/scorecards/distribution';
const ACTIVE = { measure: 'active_days', days: 28 };

/** Eleven companies with 0 to 10 active days (the first of them 40 days ago), one that was never heard of, one that left. */
async function workspace(program) {
  const customers = await Customers.in(program, TODAY);
  const accounts = [];
  for (let days = 0; days <= 10; days++) {
    accounts.push(await customers.company(`Company ${days}`, { days: days ? range(1, days + 1) : [40], people: 1 }));
  }
  await customers.company('Unheard');
  const gone = await customers.company('Gone', { days: range(1, 28) });
  const contract = await customers.contract(gone);
  await customers.api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-20', ends_on: '2026-10-01' });
  return { customers, api: customers.api, accounts };
}

const counts = found => found.bars.map(bar => [bar.from, bar.until, bar.accounts]);

bothEngines('a measure is shown over the accounts that the scorecard scores, with bounds in its own direction', async program => {
  const { api } = await workspace(program);
  const found = await api.post(URL, { measure: ACTIVE });
  assert.deepEqual([found.accounts, found.known], [12, 11], 'who left is not scored, who was never heard of is unknown');
  assert.deepEqual(found.deciles.map(one => one.value), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(found.deciles.map(one => one.share), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  assert.deepEqual(counts(found), range(0, 11).map(days => [days, days + 1, 1]));
  assert.deepEqual([found.low, found.high, found.whole], [1, 9, true]);
  const silence = await api.post(URL, { measure: { measure: 'days_since' } });
  assert.deepEqual(counts(silence).at(0), [0, 2, 10]);
  assert.equal(silence.known, 11);
  assert.ok(silence.low > silence.high, 'less is better');
  const past = await api.post(URL, { measure: ACTIVE, as_of: '2026-09-30' });
  assert.equal(past.accounts, 13);
  assert.equal(past.known, 0, 'nobody was heard of by then');
  assert.deepEqual([past.low, past.high, past.bars, past.deciles], [null, null, [], []]);
}, OPTIONS);

bothEngines('it is of the segment, the product and those whom the scorecards ahead leave', async program => {
  const { customers, api, accounts } = await workspace(program);
  const few = { attribute: 'name', op: 'in', value: ['Company 8', 'Company 9', 'Company 10'] };
  const segment = await api.post(URL, { measure: ACTIVE, segment: few });
  assert.deepEqual([segment.accounts, segment.low, segment.high], [3, 8, 10]);
  await customers.scorecard(DEFINITION, { name: 'Ahead', position: 1, segment: few });
  const behind = await api.post('/api/v1/scorecards', { name: 'Behind', purpose: 'retention', position: 2, definition: DEFINITION });
  const left = await api.post(URL, { scorecard_id: behind.id, purpose: 'retention', measure: ACTIVE });
  assert.equal(left.accounts, 9);
  assert.equal(left.deciles.at(-1).value, 7);
  const other = await api.post('/api/v1/products', { key: 'erp', name: 'ERP' });
  await api.post('/api/v1/features', { product_id: other.id, key: 'orders', name: 'Orders', rules: ['Order*'] });
  await customers.use(accounts[3], [1, 2], 1, 'Order sent');
  const product = await api.post(URL, { product_id: other.id, measure: ACTIVE });
  assert.deepEqual([product.accounts, product.known, product.deciles[5].value], [1, 1, 2]);
  assert.deepEqual([product.low, product.high], [null, null], 'one value proposes nothing');
}, OPTIONS);

bothEngines('what is wrong with the measure is said at the measure, and money is for those who see it', async program => {
  const { api } = await workspace(program);
  await refused(api.post(URL, { measure: { measure: 'nonsense' } }), 400, 'measure');
  await refused(api.post(URL, { measure: ACTIVE, segment: { attribute: 'nonsense', op: '=', value: 1 } }), 400);
  const view = await program.with_key('view');
  await refused(view.post(URL, { measure: ACTIVE }), 403);
}, OPTIONS);

const TIERS = { key: 'tier', name: '', attribute: 'field:tier', weight: 40, choices: [{ value: 'gold', share: 1 }, { value: 'iron', share: 0.25 }] };
const PARTNER = { key: 'partner', name: '', attribute: 'field:partner', weight: 60, choices: [{ value: true, share: 1 }, { value: false, share: 0 }] };
const CHOICES = { rules: [], points: [TIERS, PARTNER], bad_below: 40, good_from: 70, unknown_below: 0.5 };
const of_key = (health, key) => health.account.reasons.find(one => one.rule === key);

async function with_fields(program) {
  const made = await workspace(program);
  const { api, accounts } = made;
  await api.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'text' });
  await api.post('/api/v1/fields', { object: 'account', key: 'partner', name: 'Partner', kind: 'flag' });
  const set = (at, fields) => api.patch(`/api/v1/accounts/${accounts[at].id}`, { fields });
  await set(0, { tier: 'Gold', partner: false });
  await set(1, { tier: 'iron', partner: true });
  await set(2, { tier: 'lead', partner: true });
  await set(3, { tier: 'Gold' });
  return { ...made, set };
}

bothEngines('choices and flags earn their share, are explained, and are judged again when the field changes', async program => {
  const { customers, api, accounts, set } = await with_fields(program);
  await customers.scorecard(CHOICES);
  const health = at => customers.health(accounts[at]);
  const gold = await health(0);
  assert.deepEqual([gold.account.points, gold.account.band, gold.account.coverage], [40, 'NORMAL', 1]);
  assert.deepEqual([of_key(gold, 'tier').attribute, of_key(gold, 'tier').choice, of_key(gold, 'tier').earned, of_key(gold, 'tier').weight], ['field:tier', 'Gold', 40, 40]);
  assert.deepEqual([of_key(gold, 'partner').choice, of_key(gold, 'partner').earned], ['false', 0]);
  assert.deepEqual(gold.account.lift, [], 'nothing that a CSM does changes a field');
  const iron = await health(1);
  assert.deepEqual([iron.account.points, iron.account.band], [70, 'GOOD']);
  const unlisted = await health(2);
  assert.deepEqual([of_key(unlisted, 'tier').choice, of_key(unlisted, 'tier').earned], ['lead', null]);
  assert.deepEqual([unlisted.account.points, unlisted.account.coverage], [100, 0.6]);
  const unknown = await health(3);
  assert.deepEqual([of_key(unknown, 'partner').choice, unknown.account.band, unknown.account.coverage], [null, 'UNKNOWN', 0.4]);
  await customers.until_told(accounts[0], 'NORMAL');
  await set(0, { partner: true });
  await customers.until_told(accounts[0], 'GOOD');
  const sheet = await api.post('/api/v1/scorecards/sheet', { definition: CHOICES });
  assert.deepEqual(sheet.undated.toSorted(), ['field:partner', 'field:tier'], 'fields have no history');
}, OPTIONS);

bothEngines('an attribute is shown by its values, and a field that is gone makes its points unknown', async program => {
  const { customers, api, accounts, set } = await with_fields(program);
  const tiers = await api.post(URL, { attribute: 'field:tier' });
  assert.deepEqual([tiers.accounts, tiers.known], [12, 4]);
  assert.deepEqual(tiers.values, [{ value: 'Gold', accounts: 2 }, { value: 'iron', accounts: 1 }, { value: 'lead', accounts: 1 }]);
  await set(4, { tier: 'ＧＯＬＤ' });
  await set(5, { tier: 'gold' });
  const spelled = await api.post(URL, { attribute: 'field:tier' });
  assert.deepEqual([spelled.known, spelled.values[0]], [6, { value: 'Gold', accounts: 4 }], 'case and width make no other value');
  assert.deepEqual(spelled.values.map(one => one.accounts), [4, 1, 1]);
  const partners = await api.post(URL, { attribute: 'field:partner' });
  assert.deepEqual(partners.values, [{ value: 'true', accounts: 2 }, { value: 'false', accounts: 1 }]);
  await refused(api.post(URL, { attribute: 'field:nothing' }), 400, 'attribute');
  await refused(api.post(URL, { attribute: 'created_on' }), 400, 'attribute');
  await refused(api.post(URL, { attribute: 'field:tier', measure: ACTIVE }), 400, 'measure');
  await refused(api.post(URL, {}), 400, 'measure');
  await customers.scorecard(CHOICES);
  const { items } = await api.get('/api/v1/fields');
  await api.delete(`/api/v1/fields/${items.find(one => one.key === 'tier').id}`);
  const health = await customers.health(accounts[1]);
  assert.deepEqual([of_key(health, 'tier').choice, of_key(health, 'tier').earned, health.account.points], [null, null, 100]);
}, OPTIONS);

bothEngines('what is wrong with choices is said at its place', async program => {
  const { api } = await with_fields(program);
  const with_points = points => api.post('/api/v1/scorecards', { name: 'Choices', purpose: 'retention', definition: { ...CHOICES, points } });
  const choices = list => [{ ...TIERS, choices: list }];
  await refused(with_points(choices([])), 400, 'points[0].choices');
  await refused(with_points(choices('gold')), 400, 'points[0].choices');
  await refused(with_points(choices([{ value: 'gold', share: 2 }])), 400, 'points[0].choices[0].share');
  await refused(with_points(choices([{ value: 'gold', share: 1 }, { value: 'ＧＯＬＤ', share: 0 }])), 400, 'points[0].choices[1].value');
  await refused(with_points(choices([{ share: 1 }])), 400, 'points[0].choices[0].value');
  await refused(with_points([{ ...TIERS, attribute: 'field:nothing' }]), 400, 'points[0].choices[0].value');
  await refused(with_points([{ ...TIERS, attribute: undefined }]), 400, 'points[0].attribute');
  await refused(with_points([{ ...TIERS, attribute: 'created_on', choices: [{ value: '2026-01-01', share: 1 }] }]), 400, 'points[0].attribute');
  await refused(with_points([TIERS, { ...TIERS, key: 'again' }]), 400, 'points[1].attribute');
  await refused(with_points([{ ...TIERS, weight: 0 }]), 400, 'points[0].weight');
}, OPTIONS);
