import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded, unlike } from '../src/lib/fold.ts';

test('case, width and the two kana make no other text', () => {
  assert.equal(folded(' ＧＯＬＤ '), folded('gold'));
  assert.equal(folded('ｺﾞｰﾙﾄﾞ'), folded('ごーるど'));
  assert.equal(folded('ヴァ'), folded('ゔぁ'));
  assert.notEqual(folded('gold'), folded('golden'));
});

test('of texts that are one the first stays, and a flag is no text', () => {
  assert.deepEqual(unlike(['Gold', 'gold', 'iron', 'ＧＯＬＤ']), ['Gold', 'iron']);
  assert.deepEqual(unlike([false, true, 'false', false]), [false, true, 'false']);
});
