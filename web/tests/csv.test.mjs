import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRows, csvText } from '../src/lib/csv.ts';

test('what is written is read back as it was', () => {
  const rows = [['a', 'b,c', 'say "no"'], ['two\nlines', '', 'ü'], ['', '', '']];
  assert.deepEqual(csvRows(csvText(['x', 'y', 'z'], rows)), [['x', 'y', 'z'], ...rows]);
});

test('a cell that a spreadsheet would run is made text, numbers stay numbers', () => {
  assert.equal(csvText(['name', 'count'], [['=1+1', -5], ['@x', null], ['＝2', 0]]), "name,count\r\n'=1+1,-5\r\n'@x,\r\n'＝2,0");
});

test('both kinds of line ends and a mark at the beginning are read', () => {
  assert.deepEqual(csvRows('\uFEFFa,b\r\nc,d\n"e ""f""",\n'), [['a', 'b'], ['c', 'd'], ['e "f"', '']]);
  assert.deepEqual(csvRows(''), []);
});
