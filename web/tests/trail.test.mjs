// Where a list was left: it is come back to by going back, once, and by no other way.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
const { leftAt, leftFor, leftIn, leftReturns, leftUsed } = await import('../src/lib/trail.ts');

test('a list that was left is shown where it stood to those who go back, and once', () => {
  leftAt('/tasks?q=a', 'row', 120.4, 50);
  leftFor('/tasks?q=a', 7, 3);
  assert.equal(leftIn('/tasks?q=a'), null, 'by the rail');
  leftReturns('/accounts');
  assert.equal(leftIn('/tasks?q=a'), null, 'back, to another page');
  leftReturns('/tasks');
  assert.deepEqual(leftIn('/tasks?q=a'), { account: 7, row: 'row', top: 120, rows: 50 });
  leftUsed('/tasks?q=a');
  assert.equal(leftIn('/tasks?q=a'), null);
});

test('who went on to an account further down comes back to it, and no row beyond it is read', () => {
  leftAt('/accounts', 'row', 0, 50);
  leftFor('/accounts', 1, 0);
  leftFor('/accounts', 90, 89);
  leftReturns();
  assert.deepEqual(leftIn('/accounts'), { account: 90, row: null, top: 0, rows: 90 });
});
