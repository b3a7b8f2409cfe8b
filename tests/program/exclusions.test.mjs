// Own staff, test users, robots and test accounts over the API of the real program: what they do is kept, and counts in no
// measure, seat, figure or list; past use as well as use to come; a rule that is deleted gives everything back.
import assert from 'node:assert/strict';
import { Customers, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const asked = condition => encodeURIComponent(JSON.stringify(condition));

const track = (user, day, more = {}) => ({
  type: 'track', event: 'Report read', userId: user, context: { groupId: 'acme' }, timestamp: `${day}T01:00:00Z`, messageId: `${user}-${day}`, ...more,
});
const identify = (user, traits) => ({ type: 'identify', userId: user, traits, timestamp: '2026-11-01T01:00:00Z', messageId: `${user}-is` });

/** Two customers and three others use it: one of our staff, one test user, a robot. */
async function fill(program) {
  const customers = await Customers.in(program, TODAY);
  const { api, ingest } = customers;
  const acme = await customers.company('Acme');
  await api.post('/api/v1/fields', { object: 'contact', key: 'is_test', name: 'Test', kind: 'flag' });
  await ingest.post('/v1/batch', {
    batch: [
      identify('ann', { name: 'Ann', email: 'ann@acme.example' }),
      identify('bob', { name: 'Bob', email: 'bob@acme.example' }),
      identify('eva', { name: 'Eva', email: 'eva@vendor.example' }),
      identify('tim', { name: 'Tim', email: 'tim@acme.example', is_test: true }),
      track('ann', '2026-11-20'), track('bob', '2026-11-19'),
      track('eva', '2026-11-20'), track('eva', '2026-11-21'), track('tim', '2026-11-18'),
      track(undefined, '2026-11-17', {
        anonymousId: 'robot-1', messageId: 'robot-1',
        context: { groupId: 'acme', userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      }),
    ],
  });
  return { customers, api, ingest, acme };
}

const usage = async (api, account) => {
  const { features, people } = await api.get(`/api/v1/accounts/${account.id}/usage`);
  return { events: features[0].events_28, days: features[0].active_days_28, people: people.active_28, known: people.known };
};
const settled = api => eventually(() => api.get('/api/v1/usage/summary'), ({ recounting }) => !recounting);
const used = (api, account, whole) => eventually(() => usage(api, account), now => JSON.stringify(now) === JSON.stringify(whole));

async function add(api, rule) {
  const made = await api.post('/api/v1/exclusions', rule);
  await settled(api);
  return made;
}

bothEngines('what excluded people did is kept and counts nowhere, and counts again once the rule is gone', async program => {
  const { api, acme } = await fill(program);
  const everybody = { events: 6, days: 5, people: 4, known: 4 };
  assert.deepEqual(await usage(api, acme), everybody);

  const preview = await api.post('/api/v1/exclusions/preview', { kind: 'domain', pattern: 'vendor.example' });
  assert.deepEqual(preview, { people: 1, accounts: 1, events: 2, names: ['Eva'] });
  const rule = await add(api, { kind: 'domain', pattern: '@Vendor.example' });
  assert.equal(rule.pattern, 'vendor.example');
  assert.deepEqual(await usage(api, acme), { events: 4, days: 4, people: 3, known: 3 });
  const [{ people }] = (await api.get('/api/v1/exclusions')).items;
  assert.equal(people, 1);

  const { items } = await api.get(`/api/v1/contacts?filter=${asked({ attribute: 'excluded', op: '=', value: true })}`);
  assert.deepEqual(items.map(one => [one.name, one.excluded, one.excluded_pattern]), [['Eva', 'domain', 'vendor.example']]);
  const events = (await api.get(`/api/v1/accounts/${acme.id}/events?limit=50`)).items.filter(one => one.type === 'track');
  assert.deepEqual(events.filter(one => !one.counted).map(one => one.contact), ['Eva', 'Eva']);
  assert.equal(events.length, 6, 'its use is kept');

  await api.delete(`/api/v1/exclusions/${rule.id}`);
  await settled(api);
  assert.deepEqual(await usage(api, acme), everybody);
}, OPTIONS);

bothEngines('rules hold what comes later: a new person, and one whose address becomes known late', async program => {
  const { api, ingest, acme } = await fill(program);
  await add(api, { kind: 'domain', pattern: 'vendor.example' });
  await add(api, { kind: 'user_id', pattern: 'qa-*' });
  assert.deepEqual(await usage(api, acme), { events: 4, days: 4, people: 3, known: 3 });
  await ingest.post('/v1/batch', { batch: [track('qa-7', '2026-11-21'), track('zoe', '2026-11-16'), track('eva', '2026-11-22')] });
  assert.deepEqual(await usage(api, acme), { events: 5, days: 5, people: 4, known: 4 });
  await ingest.post('/v1/batch', { batch: [identify('zoe', { email: 'zoe@vendor.example' }), track('zoe', '2026-11-15')] });
  assert.deepEqual(await usage(api, acme), { events: 4, days: 4, people: 3, known: 3 });
  const [zoe] = (await api.get('/api/v1/contacts?q=zoe')).items;
  await api.patch(`/api/v1/contacts/${zoe.id}`, { email: 'zoe@acme.example' });
  assert.deepEqual(await usage(api, acme), { events: 6, days: 6, people: 4, known: 4 });
}, OPTIONS);

bothEngines('traits, address patterns and robots are rules, too', async program => {
  const { api, acme } = await fill(program);
  await add(api, { kind: 'trait', field: 'is_test', pattern: 'true' });
  assert.deepEqual(await usage(api, acme), { events: 5, days: 4, people: 3, known: 3 });
  await add(api, { kind: 'address', pattern: 'b*@acme.*' });
  assert.deepEqual(await usage(api, acme), { events: 4, days: 3, people: 2, known: 2 });
  assert.deepEqual(await api.post('/api/v1/exclusions/preview', { kind: 'robot' }), { people: 0, accounts: 0, events: 1, names: [] });
  await add(api, { kind: 'robot' });
  assert.deepEqual(await usage(api, acme), { events: 3, days: 2, people: 2, known: 2 });
  const { items } = await api.get('/api/v1/audit?kind=exclusion.created');
  assert.equal(items.length, 3);
  assert.ok(!JSON.stringify(items).includes('acme'), 'no fact repeats a pattern');
}, OPTIONS);

bothEngines('a rule that says nothing is refused', async program => {
  const { api } = await fill(program);
  await refused(api.post('/api/v1/exclusions', { kind: 'domain', pattern: 'vendor' }), 400, 'pattern');
  await refused(api.post('/api/v1/exclusions', { kind: 'domain', pattern: 'eva@vendor.example' }), 400, 'pattern');
  await refused(api.post('/api/v1/exclusions', { kind: 'address', pattern: ' ** ' }), 400, 'pattern');
  await refused(api.post('/api/v1/exclusions', { kind: 'trait', pattern: 'true' }), 400, 'field');
  await refused(api.post('/api/v1/exclusions', { kind: 'trait', pattern: 'true', field: 'is_robot' }), 400, 'field');
  await refused(api.post('/api/v1/exclusions', { kind: 'agent', pattern: 'x' }), 400, 'kind');
  await add(api, { kind: 'user_id', pattern: 'qa-*' });
  await refused(api.post('/api/v1/exclusions', { kind: 'user_id', pattern: 'qa-*' }), 409, 'pattern');
}, OPTIONS);

bothEngines('a test account is in no list, score or figure, can be opened, and counts again', async program => {
  const { customers, api, acme } = await fill(program);
  const beta = await customers.company('Beta', { days: range(0, 20), people: 3 });
  await customers.contract(beta, { seats: 5 });
  await customers.contract(acme);
  await customers.scorecard();
  await customers.until_told(beta, 'GOOD');
  const listed = async () => (await api.all('/api/v1/accounts?sort=name')).map(one => one.name);
  const mrr = async () => (await api.get('/api/v1/overview')).total.mrr?.amount;
  const whole = await mrr();
  await api.patch(`/api/v1/accounts/${beta.id}`, { test: true });
  await used(api, beta, { events: 0, days: 0, people: 0, known: 0 });
  assert.deepEqual(await listed(), ['Acme']);
  assert.notEqual(await mrr(), whole);
  assert.deepEqual((await api.get('/api/v1/test-accounts')).items.map(one => one.name), ['Beta']);
  const page = await api.get(`/api/v1/accounts/${beta.id}`);
  assert.equal(page.test, true);
  await api.get(`/api/v1/accounts/${beta.id}/health`);
  assert.deepEqual((await api.get(`/api/v1/search?q=Beta`)).items.filter(one => one.kind === 'account').map(one => one.title), ['Beta']);
  const events = (await api.get(`/api/v1/accounts/${beta.id}/events`)).items;
  assert.ok(events.length > 0 && events.every(one => !one.counted));

  await api.patch(`/api/v1/accounts/${beta.id}`, { test: false });
  await used(api, beta, { events: 60, days: 20, people: 3, known: 3 });
  await customers.until_told(beta, 'GOOD');
  assert.deepEqual(await listed(), ['Acme', 'Beta']);
  await eventually(mrr, now => now === whole);
}, OPTIONS);
