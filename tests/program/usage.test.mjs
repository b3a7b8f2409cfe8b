// Usage from outside: the unmodified clients of others, statuses, identities, reading, unassigned people, rebuilding.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { PostHog } from 'posthog-node';
import { HUNG_MS, eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';
const day = '2026-11-20';

async function ingest_key(program) {
  return (await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' })).token;
}

const with_basic = key => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });

function send(program, path, body, headers) {
  return fetch(program.url + path, { method: 'POST', body: typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body, headers });
}

async function account_of(program, external_id) {
  const { items } = await program.owner.get('/api/v1/accounts');
  return items.find(item => item.external_id === external_id);
}

async function events_of(program, external_id, query = '') {
  const account = await account_of(program, external_id);
  return (await program.owner.get(`/api/v1/accounts/${account.id}/events${query}`)).items;
}

bothEngines('the Segment client for Node is understood as it comes', async program => {
  const analytics = new Analytics({ writeKey: await ingest_key(program), host: program.url, flushAt: 3, httpRequestTimeout: HUNG_MS });
  const failures = [];
  analytics.on('error', failure => failures.push(failure));
  analytics.identify({ userId: 'u-1', traits: { name: 'User One', email: 'one@example.test' } });
  analytics.group({ userId: 'u-1', groupId: 'acme', traits: { name: 'Acme', domain: 'acme.example' } });
  analytics.track({ userId: 'u-1', event: 'report_opened', properties: { pages: 3 } });
  analytics.page({ userId: 'u-1', name: 'Pricing' });
  analytics.alias({ userId: 'u-1', previousId: 'anonymous-7' });
  await analytics.closeAndFlush({ timeout: HUNG_MS });
  assert.deepEqual(failures, []);
  const account = await account_of(program, 'acme');
  assert.equal(account.name, 'Acme');
  assert.equal(account.domain, 'acme.example');
  const events = await events_of(program, 'acme', '?name=report_opened');
  assert.equal(events.length, 1);
  assert.deepEqual(events[0].properties, { pages: 3 });
  assert.equal(events[0].contact, 'User One');
  const { contacts } = await program.owner.get(`/api/v1/accounts/${account.id}`);
  assert.equal(contacts[0].email, 'one@example.test');
}, { clock: CLOCK });

bothEngines('the RudderStack client for Node is understood as it comes, gzip under a form content type', async program => {
  const rudder = new RudderAnalytics(await ingest_key(program), { dataPlaneUrl: program.url, flushAt: 1, gzip: true });
  await new Promise(done => rudder.track({ userId: 'u-1', event: 'export_started', context: { groupId: 'acme' } }, done));
  await new Promise(done => rudder.flush(done));
  assert.equal((await events_of(program, 'acme', '?name=export_started')).length, 1);
}, { clock: CLOCK });

bothEngines('the PostHog client for Node is understood as it comes', async program => {
  const posthog = new PostHog(await ingest_key(program), { host: program.url, flushAt: 20, requestTimeout: HUNG_MS });
  const failures = [];
  posthog.on('error', failure => failures.push(failure));
  posthog.identify({ distinctId: 'u-1', properties: { name: 'User One', email: 'one@example.test' } });
  posthog.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { name: 'Acme', domain: 'acme.example' } });
  posthog.capture({ distinctId: 'u-1', event: 'report_opened', groups: { company: 'acme' }, properties: { pages: 3 }, uuid: '018f2f1e-8a44-7c4e-9d1c-0a1b2c3d4e5f' });
  posthog.capture({ distinctId: 'u-1', event: 'report_opened', groups: { company: 'acme' }, properties: { pages: 3 }, uuid: '018f2f1e-8a44-7c4e-9d1c-0a1b2c3d4e5f' });
  for (const event of ['$feature_flag_called', '$exception', '$set', '$web_vitals']) posthog.capture({ distinctId: 'u-1', event, groups: { company: 'acme' }, properties: { $set: { title: 'CFO' } } });
  await posthog.shutdown(HUNG_MS);
  assert.deepEqual(failures, []);
  const account = await account_of(program, 'acme');
  assert.deepEqual([account.name, account.domain], ['Acme', 'acme.example']);
  const events = await events_of(program, 'acme', '?name=report_opened');
  assert.equal(events.length, 1, 'the same uuid counts once');
  assert.deepEqual([events[0].properties.pages, events[0].contact], [3, 'User One']);
  const { contacts } = await program.owner.get(`/api/v1/accounts/${account.id}`);
  assert.deepEqual(contacts.map(({ email }) => email), ['one@example.test'], 'nobody is called after the group');
  assert.deepEqual((await program.owner.get('/api/v1/event-names')).items.map(({ name }) => name), ['report_opened'], 'only what a person does is use');
  assert.equal((await program.owner.get('/api/v1/usage/summary')).rejected, 0);
}, { clock: CLOCK });

bothEngines('statuses are those that clients act on', async program => {
  const key = await ingest_key(program);
  const good = { userId: 'u', event: 'a', context: { groupId: 'acme' } };
  const status = async (path, body, headers) => (await send(program, path, body, headers)).status;
  assert.equal(await status('/v1/track', good, with_basic(key)), 200);
  assert.equal(await status('/v1/t', { ...good, writeKey: key }, { 'content-type': 'text/plain' }), 200);
  assert.equal(await status('/v1/track', gzipSync(JSON.stringify(good)), { ...with_basic(key), 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' }), 200);
  assert.equal(await status('/v1/m', { series: [] }), 200);
  assert.equal(await status('/v1/track', good, with_basic('nobody')), 401);
  assert.equal(await status('/v1/track', good), 401);
  assert.equal(await status('/v1/track', '{"userId":tru}', with_basic(key)), 400);
  assert.equal(await status('/v1/track', { userId: 'u' }, with_basic(key)), 400);
  assert.equal(await status('/v1/track', { ...good, properties: { x: 'x'.repeat(33_000) } }, with_basic(key)), 400);
  assert.equal(await status('/v1/batch', { batch: Array(600).fill({ type: 'track', ...good, properties: { x: 'x'.repeat(900) } }) }, with_basic(key)), 400);
  assert.equal(await status('/v1/batch', { batch: [{ type: 'track', userId: 'u' }, { type: 'track', ...good }] }, with_basic(key)), 200);
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.ok(items.some(item => item.reason === 'event_missing'));
  const settings = await fetch(`${program.url}/v1/projects/${key}/settings`);
  assert.equal((await settings.json()).integrations['Segment.io'].apiKey, key);
}, { clock: CLOCK });

const PERSON = { userId: 'u', context: { groupId: 'acme' } };
const BATCH = { batch: [{ type: 'track', event: 'batched', ...PERSON }] };
/** Each call by its long name, its letter, its body, and the name that it counts under. */
const CALLS = [
  ['identify', 'i', { ...PERSON, traits: { name: 'User One' } }],
  ['track', 't', { ...PERSON, event: 'opened' }, 'opened'],
  ['page', 'p', { ...PERSON, name: 'Home' }, 'page:Home'],
  ['screen', 's', { ...PERSON, name: 'Home' }, 'screen:Home'],
  ['group', 'g', { userId: 'u', groupId: 'acme', traits: { name: 'Acme' } }],
  ['alias', 'a', { userId: 'u', previousId: 'before' }],
  ['batch', 'b', BATCH, 'batched'],
  ['import', null, BATCH, 'batched'],
];
/** How a body comes: with the key in its head or in itself, under any type that clients put on it, plain or packed. */
const FORMS = [
  (key, body) => [JSON.stringify(body), { ...with_basic(key), 'content-type': 'application/json' }],
  (key, body) => [JSON.stringify({ ...body, writeKey: key }), { 'content-type': 'text/plain' }],
  (key, body) => [JSON.stringify({ writeKey: key, ...body }), { 'content-type': 'application/x-www-form-urlencoded' }],
  (key, body) => [gzipSync(JSON.stringify(body)), { ...with_basic(key), 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' }],
];

bothEngines('each call is taken by its name and its letter, in each form that clients send', async program => {
  const key = await ingest_key(program);
  const counts = {};
  for (const [name, letter, body, counted] of CALLS)
    for (const path of [name, letter].filter(Boolean))
      for (const form of FORMS) {
        const answer = await send(program, `/v1/${path}`, ...form(key, body));
        assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
        if (counted) counts[counted] = (counts[counted] ?? 0) + 1;
      }
  const { items } = await program.owner.get('/api/v1/event-names');
  assert.deepEqual(Object.fromEntries(items.map(item => [item.name, item.count])), counts);
  assert.equal((await program.owner.get('/api/v1/usage/summary')).rejected, 0);
}, { clock: CLOCK });

bothEngines('an event may have 32 KB and a batch 500 KB, packed or not, and a byte more is refused', async program => {
  const key = await ingest_key(program);
  const grown = (event, size) => ({ ...event, properties: { x: 'x'.repeat(size - JSON.stringify({ ...event, properties: { x: '' } }).length) } });
  const single = grown({ event: 'large', ...PERSON }, 32 * 1024);
  const status = async (path, text, headers) => (await send(program, path, text, { ...with_basic(key), ...headers })).status;
  assert.equal(await status('/v1/track', JSON.stringify(single)), 200);
  assert.equal(await status('/v1/track', JSON.stringify(grown({ event: 'large', ...PERSON }, 32 * 1024 + 1))), 400);
  const of_size = size => {
    const text = JSON.stringify({ batch: Array(15).fill({ type: 'track', event: 'large', ...PERSON, properties: { x: 'x'.repeat(30_000) } }) });
    return text + ' '.repeat(size - text.length);
  };
  const gzip = { 'content-encoding': 'gzip' };
  assert.equal(await status('/v1/batch', of_size(500 * 1024)), 200);
  assert.equal(await status('/v1/batch', of_size(500 * 1024 + 1)), 400);
  assert.equal(await status('/v1/batch', gzipSync(of_size(500 * 1024)), gzip), 200);
  assert.equal(await status('/v1/batch', gzipSync(of_size(500 * 1024 + 1)), gzip), 400);
  const { events_total, rejected } = await program.owner.get('/api/v1/usage/summary');
  assert.deepEqual({ events_total, rejected }, { events_total: 31, rejected: 1 });
}, { clock: CLOCK });

bothEngines('an emoji that a client cut in two costs its own event and nobody else', async program => {
  const key = await ingest_key(program);
  const track = title => ({ type: 'track', event: 'titled', ...PERSON, properties: { title } });
  // JSON.stringify writes half of a character as an escape, which is good JSON and no text.
  const answer = await send(program, '/v1/batch', { batch: [track('whole 😀'), track('whole 😀'.slice(0, -1)), track('whole')] }, with_basic(key));
  assert.equal(answer.status, 200);
  assert.equal((await events_of(program, 'acme', '?name=titled')).length, 2);
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.deepEqual(items.map(item => item.reason), ['half_character']);
  assert.equal(JSON.parse(items[0].body).event, 'titled');
}, { clock: CLOCK });

bothEngines('a page of another site may send, and asks first', async program => {
  const answer = await fetch(`${program.url}/v1/t`, { method: 'OPTIONS', headers: {
    origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type, x-retry-count' } });
  assert.ok(answer.status < 300);
  assert.ok(['*', 'https://app.example'].includes(answer.headers.get('access-control-allow-origin')));
  for (const name of ['authorization', 'content-type', 'x-retry-count'])
    assert.match(answer.headers.get('access-control-allow-headers'), new RegExp(`\\b${name}\\b`, 'i'));
  // A page may read a refusal too, else its client could not tell a wrong key from a lost connection.
  const refusal = await send(program, '/v1/t', {}, { ...with_basic('nobody'), origin: 'https://app.example', 'content-type': 'text/plain' });
  assert.deepEqual([refusal.status, refusal.headers.get('access-control-allow-origin')], [401, '*']);
}, { clock: CLOCK });

bothEngines('people without an account wait, and are joined by hand', async program => {
  const key = await ingest_key(program);
  await send(program, '/v1/track', { userId: 'lost', event: 'a' }, with_basic(key));
  const { items } = await program.owner.get('/api/v1/events/unassigned');
  assert.deepEqual([items[0].user_id, items[0].events], ['lost', 1]);
  const account = await program.owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  await program.owner.post('/api/v1/events/unassigned/binding', { user_id: 'lost', account_id: account.id });
  assert.equal((await events_of(program, 'acme'))[0].name, 'a');
  assert.equal((await program.owner.get('/api/v1/usage/summary')).unassigned, 0);
}, { clock: CLOCK });

bothEngines('use by week, names, and the same message sent twice at once', async program => {
  const key = await ingest_key(program);
  const batch = { batch: [1, 2, 3].map(n => ({ type: 'track', messageId: `m-${n}`, userId: `u-${n}`, event: 'report_opened', context: { groupId: 'acme' } })) };
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(program, '/v1/batch', batch, with_basic(key))));
  assert.ok(answers.every(answer => answer.status === 200));
  const product = await program.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await program.owner.post('/api/v1/features', { product_id: product.id, key: 'reports', name: 'Reports', rules: ['report_*'] });
  const account = await account_of(program, 'acme');
  const { answer: usage } = await eventually(() => program.owner.get(`/api/v1/accounts/${account.id}/usage?weeks=4&as_of=${day}`),
    ({ features }) => features[0]?.events_7 === 3);
  assert.equal(usage.features[0].counts.at(-1), 3);
  assert.equal(usage.people.active_28, 3);
  const { items } = await program.owner.get('/api/v1/event-names');
  assert.deepEqual([items[0].name, items[0].count], ['report_opened', 3]);
  const { job_id } = await program.owner.post('/api/v1/rebuilds', { what: 'usage' });
  await eventually(() => program.owner.get(`/api/v1/rebuilds/${job_id}`), ({ state }) => state === 'done');
  assert.equal((await program.owner.get('/api/v1/usage/summary')).recounting, false);
}, { clock: CLOCK });

bothEngines('what was acknowledged is there after kill -9, and is not taken twice', async program => {
  const key = await ingest_key(program);
  const batch = n => ({ batch: Array.from({ length: 50 }, (_, i) => ({ type: 'track', messageId: `m-${n}-${i}`, userId: 'u', event: 'a', context: { groupId: 'acme' } })) });
  for (let n = 0; n < 10; n++) assert.equal((await send(program, '/v1/batch', batch(n), with_basic(key))).status, 200);
  await program.kill();
  await program.serve();
  for (let n = 0; n < 11; n++) assert.equal((await send(program, '/v1/batch', batch(n), with_basic(key))).status, 200);
  assert.equal((await program.owner.get('/api/v1/usage/summary')).events_total, 550);
}, { clock: CLOCK });

bothEngines('a key that lies in a web page fills what is empty of people and companies, and changes nothing that is there', async program => {
  const origin = 'https://app.example.com';
  const { token } = await program.owner.post('/api/v1/keys', { name: 'web', kind: 'browser', rights: 'ingest', origins: [origin] });
  await program.owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'text' });
  await program.owner.post('/api/v1/fields', { object: 'account', key: 'region', name: 'Region', kind: 'text' });
  const known = await program.owner.post('/api/v1/accounts', { name: 'Known', external_id: 'known', domain: 'known.example', fields: { tier: 'gold' } });
  const contact = await program.owner.post('/api/v1/contacts', { name: 'Person One', external_id: 'u-1', email: 'one@known.example', account_id: known.id });
  const from_page = async (path, body) => {
    const answer = await send(program, path, body, { ...with_basic(token), origin });
    assert.equal(answer.status, 200, await answer.text());
  };
  const traits = { name: 'Other', domain: 'other.example', website: 'other.example', country: 'JP', tier: 'lead', region: 'north', email: 'other@other.example', phone: '000' };
  for (let twice = 0; twice < 2; twice++) {
    await from_page('/v1/identify', { userId: 'u-1', traits });
    await from_page('/v1/group', { userId: 'u-1', groupId: 'known', traits });
    await from_page('/v1/track', { userId: 'u-2', event: 'a', context: { groupId: 'new' } });
    await from_page('/v1/group', { userId: 'u-2', groupId: 'new', traits: { name: twice ? 'Another' : 'New' } });
    traits.country = 'GB';
  }
  const account = await program.owner.get(`/api/v1/accounts/${known.id}`);
  assert.deepEqual([account.name, account.domain, account.country, account.fields.tier, account.fields.region], ['Known', 'known.example', 'JP', 'gold', 'north']);
  const person = await program.owner.get(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual([person.name, person.email, person.phone], ['Person One', 'one@known.example', '000']);
  assert.equal((await account_of(program, 'new')).name, 'New', 'an id that stood for a name gives way, once');
  await send(program, '/v1/group', { userId: 'u-1', groupId: 'known', traits }, with_basic(await ingest_key(program)));
  assert.equal((await account_of(program, 'known')).name, 'Other', 'a key on a server is believed');
}, { clock: CLOCK });
