import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merged, ordered, single } from '../src/lib/parts.ts';

test('parts come in their order, equal ones as they were brought', () => {
  const lists = [[{ order: 20, name: 'a' }], undefined, [{ order: 10, name: 'b' }, { order: 20, name: 'c' }]];
  assert.deepEqual(ordered(lists).map((part) => part.name), ['b', 'a', 'c']);
  assert.deepEqual(ordered(lists).map(({ at }) => at), [0, 1, 2], 'a key of their own for those of the same order too');
});

test('parts of several features stand under their keys, and a second one for a key is said', () => {
  assert.deepEqual(merged([{ a: 1 }, undefined, { b: 2 }]), { a: 1, b: 2 });
  assert.throws(() => merged([{ a: 1 }, { a: 1 }]), /two features bring "a"/);
  assert.deepEqual(merged([{ toString: 1 }]), { toString: 1 });
});

test('a place for one part takes one', () => {
  assert.equal(single('a drawer', []), null);
  assert.equal(single('a drawer', [undefined, 7]), 7);
  assert.throws(() => single('a drawer', [7, 8]), /two features bring a drawer/);
});
