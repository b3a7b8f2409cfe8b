import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisons, conditionOf, groupOf, isGroup, measureComparison, newComparison, newGroup, replacePart } from '../src/lib/condition.ts';
import { addressWords, conditionRead, conditionWritten } from '../src/lib/condition-address.ts';

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
});

const OWNED = { attribute: 'owner_id', op: 'in', value: [7, 8] };

test('a condition stands in an address as words, in signs that an address shows as they are', () => {
  for (const [condition, words] of [
    [{ attribute: 'band', op: 'in', value: ['BAD'] }, 'band:in:BAD'],
    [{ and: [{ attribute: 'owner_id', op: 'unknown' }, OWNED] }, 'owner_id:unknown;owner_id:in:7,8'],
    [USE, 'events(days:28):under:3'],
    [NEVER, 'days_since():unknown'],
    [{ account: { or: [STAGE, { not: USE }] } }, 'account(or(stage:in:renewal;not(events(days:28):under:3)))'],
    [{ attribute: 'field:tier', op: '=', value: true }, 'field.tier:is:true'],
    [{ attribute: 'created_on', op: '>=', value: '2026-01-31' }, 'created_on:atleast:2026-01-31'],
  ]) {
    assert.equal(conditionWritten(condition), words);
    assert.equal(addressWords({ filter: words, sort: undefined }), `filter=${words}`);
  }
  assert.equal(addressWords({ q: 'a b&c=d#e' }), 'q=a+b%26c%3Dd%23e');
  assert.equal(conditionWritten(null), undefined);
});

test('an address loses nothing of a condition', () => {
  const texts = ['7', '-0.5', 'true', '', '~', '!', 'a:b;c,d(e)!~', '株式会社 いろは', 'O\'Neill & 100% "x" + y', ' spaced '];
  for (const condition of [
    STAGE, USE, NEVER, OWNED,
    { and: [STAGE] }, { and: [] }, { or: [] }, { and: [STAGE, { and: [USE, NEVER] }] }, { not: { account: { and: [USE, STAGE] } } },
    { attribute: 'stage', op: 'in', value: [] }, { attribute: 'stage', op: 'in', value: texts }, { measure: { measure: 'mrr' }, op: '>', value: -1.5 },
    { measure: { measure: 'events', feature_id: 3, days: 7 }, op: '=', value: 0 }, { measure: { measure: 'field', field: 'seats_2' }, op: '<', value: 1 },
    ...texts.map(value => ({ attribute: 'name', op: 'contains', value })),
  ]) {
    const address = addressWords({ filter: conditionWritten(condition) });
    assert.deepEqual(conditionRead(new URLSearchParams(address).get('filter')), condition, address);
  }
});

test('an address of before is read, and one that nobody wrote is none', () => {
  assert.deepEqual(conditionRead(JSON.stringify(STAGE)), STAGE);
  for (const text of [undefined, '', '{"and"', 'x', 'band:in:BAD;', 'band:in:BAD)', 'not()', 'band:like:BAD', 'events(days):under:3', 'or(band:in:BAD'])
    assert.equal(conditionRead(text), null, text);
});
