import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartText, countText, digitsOf, moneyMajor, moneyOf, moneyText, numberOf, percentText, rounded } from '../src/lib/numbers.ts';

const money = (amount, currency) => ({ amount, currency });

test('money is written with the digits of its currency, and without cents that are none', () => {
  assert.equal(moneyText(money(1234567, 'JPY')), '¥1,234,567');
  assert.equal(moneyText(money(123450, 'EUR')), '€1,234.50');
  assert.equal(moneyText(money(120000, 'USD')), '$1,200');
  assert.equal(moneyText(money(1500, 'KWD')).replace(/\s/, ' '), 'KWD 1.500');
  assert.equal(moneyText(money(-500, 'JPY')), '−¥500');
});

test('minor units and what a person types are turned into each other without loss', () => {
  for (const [amount, currency] of [[0, 'JPY'], [1, 'USD'], [4999, 'EUR'], [1, 'KWD'], [2 ** 40, 'JPY']]) {
    assert.deepEqual(moneyOf(moneyMajor(money(amount, currency)), currency), money(amount, currency));
  }
  assert.equal(moneyOf(1.005, 'USD').amount, 100);
});

test('what an input method writes is a number', () => {
  assert.equal(digitsOf('１２．５'), '12.5');
  assert.equal(digitsOf('ー３。５円'), '-3.5');
  assert.equal(numberOf('1,234.567', 2), 1234.57);
  assert.equal(numberOf('−7', 0), -7);
  for (const nothing of ['', 'abc', '1-2', '..']) assert.equal(numberOf(nothing, 2), null, nothing);
  assert.equal(rounded(2.345, 1), 2.3);
});

test('shares are whole percents, changes have a sign, and a minus is a real one', () => {
  assert.deepEqual([percentText(0.456), percentText(0.456, true), percentText(-0.456, true), percentText(0, true)], ['46%', '+46%', '−46%', '0%']);
  assert.deepEqual([countText(1234.56), countText(-3), countText(0.256, 2)], ['1,234.6', '−3', '0.26']);
  assert.deepEqual([chartText(12_000, 'en'), chartText(12_000, 'ja')], ['12K', '1.2万']);
});
