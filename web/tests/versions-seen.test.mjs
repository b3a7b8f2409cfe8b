import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgedAnew } from '../src/features/health/versions-seen.ts';

const days = (...judges) => judges.map(([scorecard, version], day) => ({ day, scorecard, version }));
const anew = (...judges) => judgedAnew(days(...judges)).map((one) => one.day);

test('a new version and a new scorecard are marked on the day from which they judge, and the first day is not', () => {
  assert.deepEqual(anew(['A', 1], ['A', 1], ['A', 2], ['A', 2], ['B', 1]), [2, 4]);
  assert.deepEqual(anew(), []);
});

test('two scorecards that take turns are no change, a new version of one is', () => {
  assert.deepEqual(anew(['A', 1], ['B', 1], ['A', 1], ['B', 1], ['A', 2], ['B', 1], ['A', 2]), [1, 4]);
  assert.deepEqual(anew(['A', 1], ['A', 2], ['A', 1]), [1, 2]);
});
