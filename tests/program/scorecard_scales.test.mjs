// Measures on a log scale and in pieces: what they earn, what is said of them, what would lift, and what is refused.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo

bothEngines('log scales and pieces earn what they say, are explained, and lift into the best range from either side', async program => {
  const customers = await Customers.in(program, TODAY);
  const measure = { measure: 'active_days', days: 28 };
  const pieces = [{ at: 1, share: 0 }, { at: 4, share: 1 }, { at: 8, share: 1 }, { at: 16, share: 0.5 }];
  const points = [{ key: 'days', name: '', measure, weight: 60, pieces }, { key: 'people', name: '', measure: { measure: 'people', days: 28 }, weight: 40, low: 1, high: 16, scale: 'log' }];
  const few = await customers.company('Few', { days: range(0, 2), people: 4 });
  const many = await customers.company('Many', { days: range(0, 16), people: 4 });
  await customers.scorecard({ rules: [], points, bad_below: 75, good_from: 101, unknown_below: 0.5 });
  const of_key = (health, key) => health.account.reasons.find(one => one.rule === key);
  const low = await customers.health(few), high = await customers.health(many);
  assert.deepEqual([of_key(low, 'days').scale, of_key(low, 'days').low, of_key(low, 'days').pieces], ['pieces', null, pieces]);
  assert.deepEqual([of_key(low, 'people').scale, of_key(low, 'people').pieces, of_key(low, 'people').low], ['log', [], 1]);
  assert.deepEqual([of_key(low, 'days').earned, of_key(low, 'people').earned, low.account.points], [20, 20, 40]);
  assert.deepEqual([of_key(high, 'days').earned, high.account.points], [30, 50]);
  const steps = health => health.account.lift.map(step => [step.measure, step.now, step.needed]);
  assert.deepEqual(steps(low), [['active_days', 2, 4]]);
  assert.deepEqual(steps(high), [['active_days', 16, 9]], 'down into the range: 9 days earn 56 of 60');
}, OPTIONS);

bothEngines('what is wrong with a scale is said of its place', async ({ owner }) => {
  const [point] = DEFINITION.points;
  const reason = async (change, field) => {
    const problem = await refused(owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition: { ...DEFINITION, ...change } }), 400, field);
    return [problem.reason, ...problem.args];
  };
  const { low: _low, high: _high, ...bare } = point;
  const pieces = (...shares) => ({ points: [{ ...bare, pieces: shares.map((share, at) => ({ at: at * 2, share })) }] });
  assert.deepEqual(await reason({ points: [{ ...point, scale: 'log' }] }, 'points[0].low'), ['not_positive']);
  assert.deepEqual(await reason({ points: [{ ...point, scale: 'square' }] }, 'points[0].scale'), ['not_among', 'square', 'linear, log']);
  assert.deepEqual(await reason(pieces(1), 'points[0].pieces'), ['too_few', '2']);
  assert.deepEqual(await reason(pieces(0, 0, 0, 0, 0, 0, 0, 0, 1), 'points[0].pieces'), ['too_many', '8']);
  assert.deepEqual(await reason(pieces(0.5, 0.5), 'points[0].pieces'), ['flat']);
  assert.deepEqual(await reason(pieces(0, 1, 0.5, 1), 'points[0].pieces'), ['turns']);
  assert.deepEqual(await reason(pieces(0, 1.5), 'points[0].pieces[1].share'), ['out_of_range', '0', '1']);
  assert.deepEqual(await reason({ points: [{ ...bare, pieces: [{ at: 3, share: 0 }, { at: 3, share: 1 }] }] }, 'points[0].pieces[1].at'), ['ascending']);
  assert.deepEqual(await reason({ points: [{ ...bare, pieces: [{ at: 3, share: 0 }, { at: 30, share: 1 }] }] }, 'points[0].pieces[1].at'), ['out_of_range', '0', '28']);
  const twice = [{ ...point, low: 1, scale: 'log' }, { ...point, key: 'again' }];
  assert.deepEqual(await reason({ points: twice }, 'points[1].measure'), ['twice', 'active_days']);
}, OPTIONS);
