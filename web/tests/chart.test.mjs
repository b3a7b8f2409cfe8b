import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apart, changeText, runsOf, trendState, usageFall } from '../src/lib/chart.ts';

test('a trend is what the last value says against those before it, and a little is none', () => {
  assert.equal(trendState([82, 81, 82, 80, 56]), 'falling');
  assert.equal(trendState([30, 30, null, 31, 60]), 'rising');
  assert.equal(trendState([80, 82, 79, 81]), 'steady');
  assert.equal(trendState([80, 80, 30, null]), 'falling', 'the last that is known counts');
  assert.equal(trendState([null, 40]), 'steady', 'one value is no trend');
  assert.equal(trendState([]), 'steady');
});

test('four weeks below two thirds of the eight before them are a fall from a usual week', () => {
  assert.deepEqual(usageFall([...Array(14).fill(3), ...Array(8).fill(12), 6, 4, 2, 2]), { from: 22, usual: 12 });
  assert.equal(usageFall([...Array(22).fill(12), 9, 8, 9, 8]), null);
  assert.equal(usageFall(Array(26).fill(0)), null, 'what was never used did not fall');
  assert.equal(usageFall([1, 1]), null);
});

test('days of one band are one run, whatever their points, and a gap ends it', () => {
  const stretches = [
    { from: '2026-01-01', until: '2026-01-03', band: 'GOOD' },
    { from: '2026-01-03', until: '2026-01-04', band: 'GOOD' },
    { from: '2026-01-04', until: '2026-01-05', band: 'BAD' },
    { from: '2026-01-07', until: '2026-01-08', band: 'BAD' },
  ];
  assert.deepEqual(runsOf(stretches).map(({ from, until }) => [from, until]), [['2026-01-01', '2026-01-04'], ['2026-01-04', '2026-01-05'], ['2026-01-07', '2026-01-08']]);
  assert.equal(stretches[0].until, '2026-01-03', 'what was given stays as it was');
});

test('labels that would stand on another are left out, the first ones stay', () => {
  assert.deepEqual(apart([{ at: 40 }, { at: 45 }, { at: 60 }, { at: 50 }], 12).map(({ at }) => at), [40, 60]);
});

test('a change has its sign', () => {
  assert.deepEqual([changeText(3), changeText(-3), changeText(0)], ['+3', '−3', '±0']);
});
