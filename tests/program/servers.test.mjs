// Several servers over one PostgreSQL: what one of them does, the others know.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until_changed } from '../kit/client.mjs';
import { OWNER, Program } from '../kit/program.mjs';

async function two(body) {
  const first = await Program.start({ engine: 'postgres' });
  try {
    const second = await Program.start({ database: first.database, setup: false });
    try {
      second.owner = second.client();
      await second.owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
      await body(first, second);
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
  }
}

test('a browser on one server hears of a change on the other', () => two(async (first, second) => {
  const stream = await second.owner.stream();
  const heard = until_changed(stream, keys => keys.includes('accounts'));
  const account = await first.owner.post('/api/v1/accounts', { name: 'Kept Elsewhere' });
  const keys = await heard;
  assert.ok(keys.includes(`account:${account.id}`), keys.join(' '));
  stream.close();
}));

test('a backup asked of one server is made once, and only one of them makes it', () => two(async (first, second) => {
  const [one, other] = await Promise.all([first.owner.post('/api/v1/backups'), second.owner.post('/api/v1/backups')]);
  for (const [program, backup] of [[first, one], [second, other]]) {
    for (let state = 'waiting'; state !== 'done'; ({ state } = await program.owner.get(`/api/v1/backups/${backup.id}`))) assert.notEqual(state, 'failed');
  }
  const made = [...await first.owner.all('/api/v1/backups'), ...await second.owner.all('/api/v1/backups')].map(file => file.file);
  assert.deepEqual(made.sort(), [one.file, other.file].sort());
}));

const DAY = 86_400_000;
const events = (...days) => ({ batch: days.map(day => ({ type: 'track', userId: 'u-1', event: 'opened', timestamp: new Date(Date.now() + day * DAY).toISOString(), context: { groupId: 'acme' } })) });

async function track(program, key, body) {
  const answer = await fetch(`${program.url}/v1/batch`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` } });
  assert.equal(answer.status, 200, await answer.text());
}

const used = async (program, account) => {
  const { features } = await program.owner.get(`/api/v1/accounts/${account}/usage`);
  return features.flatMap(feature => feature.counts).reduce((sum, count) => sum + count, 0);
};

test('what one server takes in, the engine of the other counts, whoever commits first', () => two(async (first, second) => {
  const product = await first.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await first.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const stream = await second.owner.stream();
  const heard = until_changed(stream, keys => keys.includes('usage'));
  await track(first, token, events(-4, -4, -5));
  await heard;
  const account = (await first.owner.get('/api/v1/accounts')).items[0].id;
  assert.equal(await used(first, account), 3);
  assert.equal(await used(second, account), 3);
  // Both at once, many times, on the same day: no order of commits may count anything twice or lose it.
  await Promise.all([...Array(20).keys()].map(n => track(n % 2 ? first : second, token, events(-4, -12))));
  for (const program of [first, second]) {
    const before = Date.now();
    while (await used(program, account) !== 43) assert.ok(Date.now() - before < 20_000, `it counts ${await used(program, account)} of 43 events`);
  }
  stream.close();
}));
