import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueOf } from '../src/features/ticket/due.ts';

const words = { minutes: count => `${count} min`, hours: count => `${count} h`, days: count => `${count} d`, dueIn: time => `in ${time}`, overdue: time => `overdue ${time}`, duePaused: 'paused' };
const FRIDAY = '2026-09-25T09:00:00Z'; // 18:00 in Tokyo, the end of the hours
const MONDAY = '2026-09-28T00:00:00Z'; // 9:00
const at = (now, more = {}) => dueOf({ due_at: FRIDAY, late_at: MONDAY, warn_at: null, due_paused: false, ...more }, words, Date.parse(now));

test('what was due at the end of the hours is late when they begin again, and counts from there', () => {
  assert.deepEqual(at('2026-09-25T08:30:00Z'), { text: 'in 30 min', tone: 'usual' });
  assert.deepEqual(at('2026-09-26T00:00:00Z', { warn_at: '2026-09-25T08:45:00Z' }), { text: 'in 2 d', tone: 'soon' });
  assert.deepEqual(at('2026-09-28T02:30:00Z'), { text: 'overdue 2 h', tone: 'late' });
});

test('nothing is due where nothing is promised, and a clock that stands still says so', () => {
  const none = { due_at: null, late_at: null };
  assert.equal(at(MONDAY, none), null);
  assert.deepEqual(at(MONDAY, { ...none, due_paused: true }), { text: 'paused', tone: 'usual' });
});
