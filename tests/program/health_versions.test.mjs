// What a new version of a scorecard moves, and what accounts do themselves after it: told apart, and each once.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, day_after, eventually, range } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo

/** Until what was told last of the account is what that version of its scorecard says. */
const judged_by = (program, account, number) => eventually(
  () => program.query(`SELECT MAX(number) FROM score WHERE account_id = ${account.id}`), found => Number(found) === number,
);

bothEngines('what a new version moves is told once for all accounts, what they do themselves of each', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const normal = await customers.company('Fifty points', { days: [1, 3, 5, 7, 9], people: 2 });
  const silent = await customers.company('Silent in two days', { days: range(12, 40), people: 4 });
  const card = await customers.scorecard();
  await customers.all_told(TODAY);
  await customers.pass([day_after(TODAY, 1)]);
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, bad_below: 60 });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await customers.until_told(normal, 'BAD');
  const applied = async () => (await api.get('/api/v1/audit?kind=scorecard.applied')).items;
  await eventually(applied, items => items.length > 0);
  assert.deepEqual((await applied()).map(fact => [fact.subject, fact.account_id, fact.body]), [
    [`scorecard:${card.id}`, null, { number: 2, day: day_after(TODAY, 1), better: 0, worse: 1, known: 0, lost: 0 }],
  ]);
  assert.deepEqual(await customers.told_facts(normal), [], 'nothing happened to the account');
  assert.equal((await api.get(`/api/v1/accounts/${normal.id}`)).previous_band, null);
  await customers.pass([day_after(TODAY, 2)]);
  await customers.until_told(silent, 'BAD');
  const told = async () => (await customers.told_facts(silent)).map(fact => [fact.kind, fact.body.from, fact.body.to, fact.body.number]);
  assert.deepEqual(await told(), [['health.fell', 'GOOD', 'BAD', 2]]);
  const [days, people] = DEFINITION.points;
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, points: [{ ...days, high: 28 }, people], good_from: 50 });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await judged_by(program, silent, 3);
  assert.deepEqual(await told(), [['health.fell', 'GOOD', 'BAD', 2]], 'what was told on the day is not told again');
}, OPTIONS);

bothEngines('after a version that says the same of an account, what the account does is told of it, once', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await api.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'number' });
  const account = await customers.company('Steady', { days: range(0, 28), people: 4, fields: { tier: 9 } });
  const low = { key: 'low', band: 'BAD', name: 'Low', when: { attribute: 'field:tier', op: '<', value: 5 } };
  const card = await customers.scorecard({ ...DEFINITION, rules: [low] });
  await customers.until_told(account, 'GOOD');
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, rules: [low], good_from: 69 });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await judged_by(program, account, 2);
  await api.patch(`/api/v1/accounts/${account.id}`, { fields: { tier: 3 } });
  await customers.until_told(account, 'BAD');
  await customers.pass([day_after(TODAY, 1)]);
  const facts = (await customers.told_facts(account)).map(fact => [fact.kind, fact.body.from, fact.body.to, fact.body.number]);
  assert.deepEqual(facts, [['health.fell', 'GOOD', 'BAD', 2]]);
  assert.deepEqual((await api.get('/api/v1/audit?kind=scorecard.applied')).items, [], 'the version moved nobody');
}, OPTIONS);
