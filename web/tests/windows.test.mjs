/* How windows of business hours are read and written. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weekRuns, windowsOf, windowsText } from '../src/features/hours/windows.ts';

const read = (text) => windowsOf(text)?.map(({ from_minute, until_minute }) => [from_minute, until_minute]) ?? null;

test('windows are read as people write them', () => {
  for (const [text, windows] of [
    ['9:00-12:00, 13:00-18:00', [[540, 720], [780, 1080]]],
    ['9–17', [[540, 1020]]],
    ['13:00–18:00; 9:00–12:00', [[540, 720], [780, 1080]]],
    ['9時〜12時、13時30分〜18時', [[540, 720], [810, 1080]]],
    ['９：００−１７：３０', [[540, 1050]]],
    ['22:00-6:00', [[1320, 1800]]],
    ['22-30', [[1320, 1800]]],
    ['0-24', [[0, 1440]]],
    ['', []],
    [' , ', []],
  ])
    assert.deepEqual(read(text), windows, text);
});

test('what is no window is not read', () => {
  for (const text of ['nine to five', '9', '9-', '25:00-26:00', '9:75-12:00', '8-33', '9-12, x']) assert.equal(read(text), null, text);
});

test('what is written can be read again', () => {
  for (const text of ['9:00–12:00, 13:00–18:00', '22:00–6:00', '0:00–24:00', '']) assert.equal(windowsText(windowsOf(text)), text);
});

test('neighbouring days with the same windows are one line', () => {
  const window = { from_minute: 540, until_minute: 1020 };
  const windows = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, ...window, until_minute: weekday === 6 ? 720 : 1020 }));
  assert.deepEqual(weekRuns(windows), [
    [1, 5, '9:00–17:00'],
    [6, 6, '9:00–12:00'],
    [0, 0, ''],
  ]);
});
