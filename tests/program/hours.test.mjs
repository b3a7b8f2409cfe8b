// Business hours over the API of the real program: calendars with weeks from a day on, dates that differ and holidays; and
// what they say of how long something took.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const OPTIONS = { clock: '2026-09-18T08:00:00Z' }; // Friday, 17:00 in Tokyo
const window = (weekday, from, until) => ({ weekday, from_minute: from * 60, until_minute: until * 60 });
const OFFICE = [1, 2, 3, 4, 5].flatMap(day => [window(day, 9, 12), window(day, 13, 18)]);

/** The support's calendar, and how it measures. */
async function support(program, given = {}) {
  const api = await program.with_key('admin');
  await api.patch('/api/v1/calendar', { country: 'JP' });
  const made = await api.post('/api/v1/hours', { name: 'Support', windows: OFFICE, ...given });
  const time = query => api.get(`/api/v1/hours/${made.id}/time?${new URLSearchParams(query)}`);
  return { api, made, time, at: `/api/v1/hours/${made.id}` };
}

bothEngines('the worked example: four hours from Friday evening are due on Thursday, and three holidays are named', async program => {
  const { made, time } = await support(program);
  assert.deepEqual([made.time_zone, made.keeps_holidays, made.open, made.opens_at], ['Asia/Tokyo', true, true, null]);
  const due = await time({ from: '2026-09-18T17:00:00+09:00', minutes: 240 });
  assert.equal(due.until, '2026-09-24T03:00:00.000Z');
  assert.deepEqual(due.skipped.map(({ from_on, name_ja, why }) => [from_on, name_ja, why]), [
    ['2026-09-21', '敬老の日', 'holiday'], ['2026-09-22', '国民の休日', 'holiday'], ['2026-09-23', '秋分の日', 'holiday'],
  ]);
  const took = await time({ from: '2026-09-18T17:00:00+09:00', until: '2026-09-24T10:30:00+09:00' });
  assert.equal(took.minutes, 150);
  program.clock('2026-09-18T09:00:00Z');
  const [shown] = (await (await program.with_key('view')).get('/api/v1/hours')).items;
  assert.deepEqual([shown.open, shown.opens_at], [false, '2026-09-24T00:00:00.000Z']);
}, OPTIONS);

bothEngines('a week counts from its day on, and days before keep the hours they had', async program => {
  const { api, made, time, at } = await support(program);
  const monday = async day => (await time({ from: `${day}T00:00:00+09:00`, until: `${day}T23:59:00+09:00` })).minutes;
  const changed = await api.put(`${at}/weeks`, { from_on: '2026-10-01', windows: [window(1, 10, 12)] });
  assert.deepEqual(changed.weeks.map(week => [week.from_on, week.windows.length]), [[null, 10], ['2026-10-01', 1]]);
  assert.deepEqual([await monday('2026-09-28'), await monday('2026-10-05')], [480, 120]);
  await api.put(`${at}/weeks`, { from_on: '2026-10-01', windows: [window(1, 10, 13)] });
  assert.equal(await monday('2026-10-05'), 180, 'the week of a day takes the place of the one that began on it');
  assert.equal((await refused(api.delete(`${at}/weeks/${made.weeks[0].id}`), 400)).reason, 'first_week');
  await api.delete(`${at}/weeks/${changed.weeks[1].id}`);
  assert.equal(await monday('2026-10-05'), 480);
}, OPTIONS);

bothEngines('dates are closed, open at other hours or broken, and go again', async program => {
  const { api, time, at } = await support(program);
  const minutes = async day => (await time({ from: `${day}T00:00:00+09:00`, until: `${day}T23:59:00+09:00` })).minutes;
  await api.post(`${at}/dates`, { kind: 'closed', from_on: '2026-09-28', until_on: '2026-09-30', name: 'Move' });
  await api.post(`${at}/dates`, { kind: 'open', from_on: '2026-09-23', windows: [{ from_minute: 600, until_minute: 660 }] });
  const { dates } = await api.post(`${at}/dates`, { kind: 'break', from_on: '2026-10-02', windows: [{ from_minute: 660, until_minute: 840 }] });
  assert.deepEqual(await Promise.all(['2026-09-22', '2026-09-23', '2026-09-28', '2026-09-29', '2026-09-30', '2026-10-02'].map(minutes)), [0, 60, 0, 0, 480, 360]);
  const { skipped } = await time({ from: '2026-09-25T09:00:00+09:00', minutes: 3000 });
  assert.deepEqual(skipped.map(one => [one.from_on, one.until_on, one.why, one.name]), [
    ['2026-09-28', '2026-09-30', 'closed', 'Move'], ['2026-10-02', '2026-10-03', 'break', null],
  ]);
  await api.delete(`${at}/dates/${dates[1].id}`);
  assert.equal(await minutes('2026-09-28'), 480);
}, OPTIONS);

bothEngines('a date with several windows is added whole or not at all, in one change', async program => {
  const { api, made, time, at } = await support(program);
  const minutes = async () => (await time({ from: '2026-09-28T00:00:00+09:00', until: '2026-09-28T23:59:00+09:00' })).minutes;
  const date = windows => ({ kind: 'open', from_on: '2026-09-28', name: 'Fair', windows });
  const [morning, noon] = [{ from_minute: 600, until_minute: 660 }, { from_minute: 720, until_minute: 780 }];
  await refused(api.post(`${at}/dates`, date([morning, { from_minute: 720, until_minute: 700 }])), 400, 'until_minute');
  assert.deepEqual([await api.get(at), await minutes()], [made, 480]);
  const { dates, version } = await api.post(`${at}/dates`, date([morning, noon]));
  assert.deepEqual(dates.map(one => [one.from_minute, one.until_minute, one.name]), [[600, 660, 'Fair'], [720, 780, 'Fair']]);
  assert.deepEqual([version, await minutes()], [made.version + 1, 120]);
}, OPTIONS);

bothEngines('the week alone has versions: another time zone measures the past anew', async program => {
  const { api, time, at } = await support(program);
  const morning = async () => (await time({ from: '2026-09-17T09:00:00+09:00', until: '2026-09-17T12:00:00+09:00' })).minutes;
  assert.equal(await morning(), 180);
  await api.patch(at, { time_zone: 'Europe/Berlin' });
  assert.equal(await morning(), 0);
}, OPTIONS);

bothEngines('what cannot be business hours is refused with its field, and nothing is stored of it', async program => {
  const { api, made, at } = await support(program);
  const bad = (body, field) => refused(api.post('/api/v1/hours', { name: 'X', ...body }), 400, field);
  await bad({ windows: [window(1, 12, 9)] }, 'until_minute');
  await bad({ windows: [window(1, 1, 26)] }, 'until_minute');
  await bad({ windows: [], time_zone: 'Mars/Olympus' }, 'time_zone');
  await refused(api.post(`${at}/dates`, { kind: 'closed', from_on: '2026-09-28', until_on: '2026-09-28' }), 400, 'until_on');
  await refused(api.post(`${at}/dates`, { kind: 'open', from_on: '2026-09-28' }), 400, 'windows');
  await refused(api.get(`${at}/time`), 400, 'minutes');
  await refused(api.get(`${at}/time?minutes=5&until=2026-10-01T00:00:00Z`), 400, 'minutes');
  assert.deepEqual((await api.get('/api/v1/hours')).items, [made]);
}, OPTIONS);

bothEngines('a calendar can lead the others, change and go', async program => {
  const { api, made } = await support(program);
  const night = await api.post('/api/v1/hours', { name: 'Night', time_zone: 'America/New_York', keeps_holidays: false, windows: [window(5, 22, 30)] });
  const names = async () => (await api.get('/api/v1/hours')).items.map(one => one.name);
  assert.deepEqual(await names(), ['Support', 'Night']);
  await api.patch(`/api/v1/hours/${night.id}`, { position: 1, name: 'Nights' }, night.version);
  assert.deepEqual(await names(), ['Nights', 'Support']);
  await refused(api.patch(`/api/v1/hours/${night.id}`, { name: 'Again' }, night.version), 412);
  await api.delete(`/api/v1/hours/${made.id}`);
  assert.deepEqual(await names(), ['Nights']);
  const kinds = (await api.all('/api/v1/audit')).map(fact => fact.kind).filter(kind => kind.startsWith('hours.'));
  assert.deepEqual(kinds.sort(), ['hours.changed', 'hours.created', 'hours.created', 'hours.deleted']);
}, OPTIONS);

bothEngines('Japan’s public holidays of 1970 to 2050 are those of two other lists', async program => {
  const require = createRequire(import.meta.url);
  const one = require('@holiday-jp/holiday_jp');
  const other = require('japanese-holidays');
  const api = await program.with_key('admin');
  await api.patch('/api/v1/calendar', { country: 'JP' });
  for (let year = 1970; year <= 2050; year++) {
    const { items } = await api.get(`/api/v1/holidays?year=${year}`);
    const ours = items.filter(({ name_ja }) => name_ja !== '年末年始').map(({ from_on }) => from_on);
    const of_one = one.between(new Date(`${year}-01-01T00:00:00Z`), new Date(`${year}-12-31T00:00:00Z`)).map(({ date }) => date.toISOString().slice(0, 10));
    const of_other = other.getHolidaysOf(year).map(({ month, date }) => `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
    assert.deepEqual(ours, of_one, `${year}`);
    assert.deepEqual(ours, [...of_other].sort(), `${year}`);
  }
}, OPTIONS);
