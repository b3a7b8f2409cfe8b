import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisons, conditionOf, conditionRead, groupOf, isGroup, measureComparison, newComparison, newGroup, replacePart } from '../src/lib/condition.ts';

const STAGE = { attribute: 'stage', op: 'in', value: ['renewal'] };
const USE = { measure: { measure: 'events', days: 28 }, op: '<', value: 3 };
const NEVER = { measure: { measure: 'days_since' }, op: 'unknown' };

test('a tree of the API comes back as it was from the builder', () => {
  for (const condition of [
    STAGE, USE, NEVER,
    { and: [STAGE, USE] }, { or: [NEVER, { and: [STAGE, USE] }] },
    { not: STAGE }, { not: { or: [STAGE, USE] } }, { not: { and: [STAGE, USE] } }, { and: [{ not: USE }, { or: [STAGE, NEVER] }] },
    { account: STAGE }, { not: { account: { or: [STAGE, USE] } } }, { and: [NEVER, { account: { not: { or: [STAGE, USE] } } }] },
    { account: { and: [STAGE, USE] } }, { not: { account: { not: STAGE } } },
  ])
    assert.deepEqual(conditionOf(groupOf(condition)), condition);
});

test('what is not complete is left out, and nothing complete is no condition', () => {
  const unfinished = [newComparison('stage'), measureComparison({ measure: 'mrr' }, '>', null)];
  assert.equal(conditionOf({ ...newGroup(), parts: unfinished }), null);
  assert.deepEqual(conditionOf({ ...newGroup('any'), parts: [...unfinished, groupOf(USE)] }), USE);
  assert.deepEqual(conditionOf({ ...newGroup(), parts: [measureComparison({ measure: 'mrr' }, '=', 0)] }), { measure: { measure: 'mrr' }, op: '=', value: 0 });
  assert.equal(conditionOf(groupOf(null)), null);
});

test('a part is replaced or removed wherever it stands, and no other is touched', () => {
  const group = groupOf({ or: [STAGE, { and: [USE, NEVER] }] });
  const [first, inner] = group.parts;
  const [use, never] = inner.parts;
  assert.deepEqual(conditionOf(replacePart(group, use.id, null)), { or: [STAGE, NEVER] });
  assert.deepEqual(conditionOf(replacePart(group, never.id, { ...first, id: never.id })), { or: [STAGE, { and: [USE, STAGE] }] });
  assert.deepEqual(conditionOf(replacePart(group, inner.id, null)), STAGE);
  assert.ok(isGroup(group.parts[1]) && group.parts[1].parts.length === 2, 'the group that was given stays');
});

test('comparisons are counted, and an address that holds none is no condition', () => {
  assert.equal(comparisons({ and: [STAGE, { not: { or: [USE, NEVER] } }] }), 3);
  assert.equal(comparisons({ not: { account: { or: [USE, NEVER] } } }), 2);
  assert.equal(comparisons(null), 0);
  assert.deepEqual(conditionRead(JSON.stringify(STAGE)), STAGE);
  for (const text of [undefined, '', '{"and"', 'x']) assert.equal(conditionRead(text), null);
});
