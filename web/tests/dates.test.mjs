import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agoText, clockRead, clockText, dayAdd, dayNear, dayOf, daysBetween, dayShort, dayText, dayWithWeekday, pastDay, spanText, timeText, today, zoneSet } from '../src/lib/dates.ts';

zoneSet('Asia/Tokyo', '2026-11-22');

test('days are counted in the calendar, over months, leap days and changes of the clock', () => {
  assert.equal(dayAdd('2024-02-28', 1), '2024-02-29');
  assert.equal(dayAdd('2026-01-01', -1), '2025-12-31');
  assert.equal(daysBetween('2026-03-01', '2026-11-22'), 266);
  assert.equal(daysBetween('2026-11-22', '2026-11-20'), -2);
  for (let days = -800; days <= 800; days += 37) assert.equal(daysBetween('2026-11-22', dayAdd('2026-11-22', days)), days);
});

test('a moment belongs to the day of the workspace, not of the browser', () => {
  assert.equal(today(), '2026-11-22');
  assert.equal(dayOf('2026-11-21T15:00:00Z'), '2026-11-22');
  assert.equal(dayOf('2026-11-21T14:59:59Z'), '2026-11-21');
  assert.equal(clockText('2026-11-21T15:05:00Z').replace('24:', '00:'), '00:05');
  assert.equal(timeText('2026-11-22T05:05:00Z', 'ja'), '2026年11月22日 14:05');
  assert.equal(timeText('2026-11-22T05:05:00Z', 'en'), '22 Nov 2026, 14:05');
});

test('a time of day is read as it is typed, in any width; what is none is null', () => {
  assert.deepEqual(['9:05', '09:05', ' 17:00 ', '９：００', '23:59'].map(clockRead), ['09:05', '09:05', '17:00', '09:00', '23:59']);
  for (const none of ['', '9', '17:', '25:00', '9:5', '17:60', 'noon']) assert.equal(clockRead(none), null, none);
});

test('only a real day before today is a past day', () => {
  assert.equal(pastDay('2026-11-21'), '2026-11-21');
  for (const none of [undefined, '', '2026-11-22', '2027-01-01', '2026-02-30', '1900-12-31', '21/11/2026', '2026-11-21x']) assert.equal(pastDay(none), undefined, String(none));
});

test('days are written in both languages, the year where it is another one', () => {
  assert.deepEqual([dayText('2025-03-05', 'en'), dayText('2025-03-05', 'ja')], ['5 Mar 2025', '2025年3月5日']);
  assert.deepEqual([dayShort('2026-03-05', 'en'), dayShort('2025-03-05', 'ja')], ['5 Mar', '2025年3月5日']);
  assert.deepEqual([dayWithWeekday('2026-11-22', 'en'), dayWithWeekday('2026-11-22', 'ja')], ['Sun 22 Nov', '11月22日(日)']);
});

test('near days have names, others how long ago they were', () => {
  assert.deepEqual(['2026-11-22', '2026-11-21', '2026-11-23', '2026-11-19'].map((day) => dayNear(day, 'en')), ['today', 'yesterday', 'tomorrow', '19 Nov']);
  assert.deepEqual(['2026-11-23', '2026-11-21', '2026-11-09', '2026-11-01', '2026-04-01'].map((day) => agoText(day, 'en')), ['today', 'yesterday', '13 days ago', '3 weeks ago', '8 months ago']);
  assert.equal(agoText('2026-11-20', 'ja'), '2日前');
  assert.deepEqual([spanText('2026-11-22', 'en'), spanText('2026-11-22', 'ja', '2026-11-29')], ['1 day', '7日']);
});
