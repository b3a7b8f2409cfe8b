// Gauges: numbers that events carry, from the declaration over events of every road to lists, scorecards and the account's page.
import assert from 'node:assert/strict';
import { Customers, day_after, eventually, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo
const SEATS = { name: 'Licences in use', name_ja: '使用ライセンス数', event: 'Seats counted', property: 'seats', unit: 'seats' };

const send = (customers, account, events) => customers.ingest.post('/v1/batch', {
  batch: events.map(({ ago, hour = 1, ...properties }, at) => ({
    type: 'track', event: 'Seats counted', userId: `${account.external_id}-0`, context: { groupId: account.external_id }, properties,
    timestamp: `${day_after(TODAY, -ago)}T0${hour}:00:00Z`, messageId: `${account.external_id}-${ago}-${hour}-${at}-${JSON.stringify(properties)}`,
  })),
});
const value = async (customers, account, measure, gauge, more = {}, as_of) => {
  const ref = encodeURIComponent(JSON.stringify({ measure, gauge_id: gauge.id, ...more }));
  return (await customers.api.get(`/api/v1/accounts/${account.id}/measure?ref=${ref}${as_of ? `&as_of=${as_of}` : ''}`)).value;
};
const becomes = (customers, account, measure, gauge, wanted) =>
  eventually(() => value(customers, account, measure, gauge), found => found === wanted);

bothEngines('a gauge has its sum, mean, latest value and change, now and as of the past', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const account = await customers.company('Alpha', { days: [0, 1] });
  await send(customers, account, [{ ago: 40, seats: 20 }, { ago: 3, seats: 12 }, { ago: 3, hour: 2, seats: 18 }]);
  await becomes(customers, account, 'gauge_last', gauge, 18);
  assert.equal(await value(customers, account, 'gauge_sum', gauge), 30);
  assert.equal(await value(customers, account, 'gauge_mean', gauge), 15);
  assert.equal(await value(customers, account, 'gauge_change', gauge), -0.1);
  assert.equal(await value(customers, account, 'gauge_last', gauge, {}, day_after(TODAY, -20)), 20);
  assert.equal(await value(customers, account, 'gauge_last', gauge, { days: 7 }, day_after(TODAY, -20)), null);

  await send(customers, account, [{ ago: 25, seats: 19 }]); // late
  await becomes(customers, account, 'gauge_sum', gauge, 49);
  assert.equal(await value(customers, account, 'gauge_last', gauge, { days: 7 }, day_after(TODAY, -20)), 19, 'the past knows what came late');

  const { items: [shown] } = await customers.api.get(`/api/v1/accounts/${account.id}/gauges`);
  assert.deepEqual([shown.gauge_id, shown.name, shown.unit], [gauge.id, 'Licences in use', 'seats']);
  assert.deepEqual(shown.days.map(day => [day.day, day.events, day.total, day.last]), [
    [day_after(TODAY, -40), 1, 20, 20], [day_after(TODAY, -25), 1, 19, 19], [day_after(TODAY, -3), 2, 30, 18],
  ]);
  await refused(customers.api.get(`/api/v1/accounts/${account.id}/measure?ref=${encodeURIComponent('{"measure":"gauge_last"}')}`), 400, 'ref');
}, OPTIONS);

bothEngines('the events behind a gauge, a product and a feature are theirs alone', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const account = await customers.company('Alpha', { days: [0, 3] });
  const other = await customers.api.post('/api/v1/products', { key: 'chat', name: 'Chat' });
  await customers.api.post('/api/v1/features', { product_id: other.id, key: 'calls', name: 'Calls', rules: ['Call*'] });
  await customers.use(account, [2], 1, 'Call made');
  await send(customers, account, [{ ago: 1, seats: 5 }, { ago: 3, seats: 'many' }, { ago: 4 }, { ago: 3, hour: 2, seats: 4 }]);
  const named = async query => (await customers.api.get(`/api/v1/accounts/${account.id}/events?${query}`)).items
    .filter(one => one.type === 'track').map(one => [one.name, one.properties.seats ?? null]);
  await eventually(() => named(`gauge_id=${gauge.id}`), found => found.length === 2);
  assert.deepEqual(await named(`gauge_id=${gauge.id}`), [['Seats counted', 5], ['Seats counted', 4]]);
  assert.deepEqual(await named(`product_id=${customers.product.id}`), [['Report read', null], ['Report read', null]]);
  assert.deepEqual(await named(`product_id=${other.id}`), [['Call made', null]]);
  assert.deepEqual(await named(`product_id=${other.id}&feature_id=${customers.feature.id}`), []);
  await refused(customers.api.get(`/api/v1/accounts/${account.id}/events?gauge_id=${account.id}`), 400, 'gauge_id');
}, OPTIONS);

bothEngines('a gauge that is declared later counts stored events, another property counts them again', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Alpha', { days: [0] });
  await send(customers, account, [{ ago: 2, seats: 7, used: 5 }]);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  await becomes(customers, account, 'gauge_last', gauge, 7);
  await customers.api.patch(`/api/v1/gauges/${gauge.id}`, { property: 'used' });
  await becomes(customers, account, 'gauge_last', gauge, 5);
  await refused(customers.api.post('/api/v1/gauges', { ...SEATS, property: 'used' }), 409, 'property');
  await customers.api.delete(`/api/v1/gauges/${gauge.id}`);
  await eventually(() => customers.api.get(`/api/v1/accounts/${account.id}/gauges`), found => found.items.length === 0);
}, OPTIONS);

bothEngines('a scorecard asks a gauge, and a start knows what it knew before', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const account = await customers.company('Alpha', { days: [0, 1, 2] });
  await send(customers, account, [{ ago: 1, seats: 5 }]);
  await becomes(customers, account, 'gauge_last', gauge, 5);
  const measure = { measure: 'gauge_last', gauge_id: gauge.id, days: 28 };
  const points = [{ key: 'seats', name: '', measure, weight: 100, low: 0, high: 10 }];
  await customers.scorecard({ rules: [], points, bad_below: 60, good_from: 90, unknown_below: 0.5 });
  const { account: health } = await customers.health(account);
  assert.deepEqual([health.band, health.points, health.reasons[0].ref.gauge_id], ['BAD', 50, gauge.id]);
  assert.equal(health.reasons[0].evidence.last_on, day_after(TODAY, -1), 'the last day with a number, whatever else was used since');
  assert.deepEqual(health.lift.map(step => [step.measure, step.needed]), [['gauge_last', 6]]);
  const { items } = await customers.api.get(`/api/v1/accounts?filter=${encodeURIComponent(JSON.stringify({ measure, op: '<', value: 6 }))}`);
  assert.deepEqual(items.map(one => one.id), [account.id]);
  await program.restart();
  assert.equal(await value(customers, account, 'gauge_last', gauge), 5);
}, OPTIONS);

bothEngines('events that move take their numbers with them, and who is erased leaves the sum as it was', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const first = await customers.company('First', { days: [30] });
  const send_as = (userId, properties) => customers.ingest.post('/v1/batch', {
    batch: [{ type: 'track', event: 'Seats counted', userId, properties, timestamp: `${TODAY}T01:00:00Z`, messageId: `m-${userId}` }],
  });
  await send_as('ann', { seats: 4, plan: 'gold' });
  const second = await customers.company('Second', { days: [30] });
  await customers.ingest.post('/v1/batch', {
    batch: [{ type: 'group', userId: 'ann', groupId: first.external_id, timestamp: `${TODAY}T00:00:00Z`, messageId: 'g-1' }],
  });
  await becomes(customers, first, 'gauge_sum', gauge, 4);
  await customers.ingest.post('/v1/batch', {
    batch: [{ type: 'group', userId: 'ann', groupId: second.external_id, timestamp: `${TODAY}T00:30:00Z`, messageId: 'g-2' }],
  });
  await becomes(customers, second, 'gauge_sum', gauge, 4);
  assert.equal(await value(customers, first, 'gauge_sum', gauge), null);

  const { items } = await customers.api.get(`/api/v1/contacts?account_id=${second.id}`);
  const ann = items.find(contact => contact.external_id === 'ann');
  await customers.api.delete(`/api/v1/contacts/${ann.id}`);
  const { items: [event] } = await customers.api.get(`/api/v1/accounts/${second.id}/events?limit=1`);
  assert.deepEqual(event.properties, { seats: 4 }, 'the number stays, and nothing else');
  await customers.api.patch(`/api/v1/gauges/${gauge.id}`, { event: 'Other' });
  await becomes(customers, second, 'gauge_sum', gauge, null);
  await customers.api.patch(`/api/v1/gauges/${gauge.id}`, { event: 'Seats counted' });
  await becomes(customers, second, 'gauge_sum', gauge, 4);
}, OPTIONS);

bothEngines('a value that is no number is left out, and data quality tells of it', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const account = await customers.company('Alpha', { days: [0] });
  await send(customers, account, [{ ago: 1, seats: 3 }, { ago: 1, seats: '12' }, { ago: 1 }, { ago: 1, seats: 1e300 }, { ago: 1, seats: null }]);
  await becomes(customers, account, 'gauge_sum', gauge, 3);
  const { items } = await customers.api.get('/api/v1/quality/event.gauge_values/rows');
  assert.deepEqual(items.map(row => [row.what, row.beside, row.count]), [['Licences in use', 'Seats counted: seats', 4]]);
}, OPTIONS);

bothEngines('numbers that are longer written out than they came stay whole when their person is erased', async program => {
  const customers = await Customers.in(program, TODAY);
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
  const gauges = [];
  for (const property of letters) gauges.push(await customers.api.post('/api/v1/gauges', { name: property, event: 'E', property }));
  const account = await customers.company('Alpha', { days: [30] });
  const numbers = letters.map(letter => `"${letter}":1e15`).join();
  const who = `"userId":"ann","context":{"groupId":${JSON.stringify(account.external_id)}},"timestamp":"${TODAY}T01:00:00Z"`;
  const { token } = await program.owner.post('/api/v1/keys', { name: 'raw', rights: 'ingest' });
  const answer = await fetch(`${program.url}/v1/track`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` },
    body: `{"event":"E","messageId":"m",${who},"properties":{${numbers},"mail":"secret"}}`,
  });
  assert.equal(answer.status, 200, await answer.text());
  await becomes(customers, account, 'gauge_sum', gauges[61], 1e15);
  const { items } = await customers.api.get(`/api/v1/contacts?account_id=${account.id}`);
  await customers.api.delete(`/api/v1/contacts/${items.find(contact => contact.external_id === 'ann').id}`);
  const { items: [event] } = await customers.api.get(`/api/v1/accounts/${account.id}/events?limit=1`);
  assert.deepEqual(event.properties, Object.fromEntries(letters.map(letter => [letter, 1e15])));
}, OPTIONS);

bothEngines('what excluded people and test accounts send counts in no gauge, and counts again', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const account = await customers.company('Alpha', { days: [30] });
  await send(customers, account, [{ ago: 2, seats: 7 }]);
  await becomes(customers, account, 'gauge_sum', gauge, 7);
  const rule = await customers.api.post('/api/v1/exclusions', { kind: 'user_id', pattern: `${account.external_id}-0` });
  await becomes(customers, account, 'gauge_sum', gauge, null);
  await send(customers, account, [{ ago: 1, seats: 9 }]);
  assert.equal(await value(customers, account, 'gauge_sum', gauge), null, 'nor what comes later');
  await customers.api.delete(`/api/v1/exclusions/${rule.id}`);
  await becomes(customers, account, 'gauge_sum', gauge, 16);
}, OPTIONS);

bothEngines('the numbers of merged accounts are those of both, after a start as well, and each has its own after the undo', async program => {
  const customers = await Customers.in(program, TODAY);
  const gauge = await customers.api.post('/api/v1/gauges', SEATS);
  const [stays, goes] = [await customers.company('Alpha', { days: [30] }), await customers.company('Beta', { days: [30] })];
  await send(customers, stays, [{ ago: 3, hour: 1, seats: 5 }, { ago: 9, seats: 2 }]);
  await send(customers, goes, [{ ago: 3, hour: 2, seats: 8 }, { ago: 12, seats: 1 }]);
  await becomes(customers, goes, 'gauge_sum', gauge, 9);
  const merge = await customers.api.post(`/api/v1/accounts/${stays.id}/merge`, { account_id: goes.id });
  const days = async id => (await customers.api.get(`/api/v1/accounts/${id}/gauges`)).items.flatMap(one => one.days.map(day => [day.day, day.events, day.total, day.last]));
  const on = (ago, ...rest) => [day_after(TODAY, -ago), ...rest];
  await eventually(() => days(stays.id), found => found.length === 3);
  const both = [on(12, 1, 1, 1), on(9, 1, 2, 2), on(3, 2, 13, 8)];
  assert.deepEqual(await days(stays.id), both);
  await send(customers, goes, [{ ago: 1, seats: 4 }]);
  await becomes(customers, stays, 'gauge_last', gauge, 4);
  assert.deepEqual(await days(stays.id), [...both, on(1, 1, 4, 4)]);
  await program.restart();
  assert.deepEqual(await days(stays.id), [...both, on(1, 1, 4, 4)], 'after a start');
  await customers.api.post(`/api/v1/account-merges/${merge.id}/undo`);
  await eventually(() => days(goes.id), found => found.length === 3);
  await eventually(() => days(stays.id), found => found.length === 2);
  const apart = { stays: [on(9, 1, 2, 2), on(3, 1, 5, 5)], goes: [on(12, 1, 1, 1), on(3, 1, 8, 8), on(1, 1, 4, 4)] };
  assert.deepEqual({ stays: await days(stays.id), goes: await days(goes.id) }, apart);
  await program.restart();
  assert.deepEqual({ stays: await days(stays.id), goes: await days(goes.id) }, apart, 'after another start');
}, OPTIONS);
