// How soon one server knows what another did, on one PostgreSQL: each change is seen on the other within 2 s, a revoked
// key is refused within 1 s; usage also while a transaction elsewhere in the cluster stays open. Medians of five.
import { DEFINITION } from '../tests/kit/customers.mjs';
import { OWNER, Program } from '../tests/kit/program.mjs';
import { busy, Claims, rounds, timed, until_so } from './kit.mjs';

const SEEN_MS = 2000, REVOKED_MS = 1000, DAY = 86_400_000;
const claims = new Claims();
const filter = condition => `/api/v1/accounts?filter=${encodeURIComponent(JSON.stringify(condition))}`;

async function send(program, token, group, days) {
  const batch = days.map(day => ({ type: 'track', userId: `u-${group}`, event: 'opened', timestamp: new Date(Date.now() - day * DAY).toISOString(), context: { groupId: group } }));
  await program.client({ token, contract: false }).post('/v1/batch', { batch });
}

async function counted({ owner }, account) {
  const { features } = await owner.get(`/api/v1/accounts/${account}/usage`).catch(() => ({ features: [] }));
  return features.flatMap(feature => feature.counts).reduce((sum, count) => sum + count, 0);
}

/** An account's life: made, changed, given a contract, removed. */
async function accounts(first, second) {
  const seen = { made: [], changed: [], contract: [], removed: [] };
  const listed = async name => (await second.owner.get(filter({ attribute: 'name', op: '=', value: name }))).items[0];
  await rounds(async i => {
    const account = await first.owner.post('/api/v1/accounts', { name: `Alpha ${i}` });
    seen.made.push(await until_so(() => listed(`Alpha ${i}`)));
    await first.owner.patch(`/api/v1/accounts/${account.id}`, { name: `Zeta ${i}` }, account.version);
    seen.changed.push(await until_so(() => listed(`Zeta ${i}`)));
    await first.owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', seats: 10, price: { amount: 10_000, currency: 'JPY' } }] });
    seen.contract.push(await until_so(async () => (await listed(`Zeta ${i}`)).mrr?.amount === 10_000));
    await first.owner.delete(`/api/v1/accounts/${account.id}`);
    seen.removed.push(await until_so(async () => !(await listed(`Zeta ${i}`))));
  });
  for (const [what, took] of Object.entries(seen)) claims.under(`an account on the other server: ${what}`, took, SEEN_MS);
}

async function fields(first, second) {
  const account = await first.owner.post('/api/v1/accounts', { name: 'Of a region' });
  let { version } = account;
  await first.owner.post('/api/v1/fields', { object: 'account', key: 'region', name: 'Region', kind: 'number' });
  const took = await rounds(async i => {
    ({ version } = await first.owner.patch(`/api/v1/accounts/${account.id}`, { fields: { region: i + 1 } }, version));
    return until_so(async () => (await second.owner.get(filter({ attribute: 'field:region', op: '=', value: i + 1 })).catch(() => ({ items: [] }))).items.length === 1);
  });
  claims.under('a value of a custom field on the other server', took, SEEN_MS);
}

async function usage(first, second) {
  const product = await first.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await first.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const one_more = async i => {
    await send(first, token, 'acme', [1 + i]);
    const { id } = (await first.owner.get('/api/v1/accounts')).items.find(item => item.external_id === 'acme');
    const all = await until_counted(first, id);
    return until_so(async () => (await counted(second, id)) === all);
  };
  const until_counted = async (program, id) => {
    let all = 0;
    await until_so(async () => (all = await counted(program, id)) > 0);
    return all;
  };
  claims.under('an event counts on the other server', await rounds(one_more), SEEN_MS);
  const elsewhere = await first.own_database.open_transaction();
  try {
    claims.under('  the same while a transaction elsewhere stays open', await rounds(i => one_more(10 + i)), SEEN_MS);
  } finally {
    await elsewhere.end();
  }
  return token;
}

async function bands(first, second, token) {
  const card = await first.owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', product_id: null, segment: null, position: 1, definition: { ...DEFINITION, rules: [] } });
  await first.owner.post(`/api/v1/scorecards/${card.id}/publication`);
  const seen = { 'the server that took it': [], 'the other server': [] };
  await rounds(async i => {
    const group = `band-${i}`;
    const { id } = await first.owner.post('/api/v1/accounts', { name: group, external_id: group });
    const band = async program => (await program.owner.get(`/api/v1/accounts/${id}`).catch(() => ({}))).band;
    for (const program of [first, second]) await until_so(async () => (await band(program)) === 'UNKNOWN');
    await send(first, token, group, [0, 1, 2, 3]);
    const changed = program => until_so(async () => !['UNKNOWN', undefined].includes(await band(program)));
    const [here, there] = await Promise.all([changed(first), changed(second)]);
    seen['the server that took it'].push(here);
    seen['the other server'].push(there);
  });
  for (const [where, took] of Object.entries(seen)) claims.under(`the new band after an event, on ${where}`, took, SEEN_MS);
}

async function heard(first, second) {
  const stream = await second.owner.stream();
  const changes = stream[Symbol.asyncIterator]();
  const took = await rounds(async i => {
    const { id } = await first.owner.post('/api/v1/accounts', { name: `Heard ${i}` });
    return timed(async () => {
      while (!(await changes.next()).value.includes(`account:${id}`));
    });
  });
  stream.close();
  claims.under('a browser on the other server hears of a change', took, SEEN_MS);
}

async function revoked(first, second) {
  const took = await rounds(async i => {
    const { key, token } = await first.owner.post('/api/v1/keys', { name: `k ${i}`, rights: 'view' });
    const client = second.client({ token });
    await client.get('/api/v1/staff');
    await first.owner.delete(`/api/v1/keys/${key.id}`);
    return until_so(async () => (await client.ask('GET', '/api/v1/staff')).status === 401);
  });
  claims.under('a revoked key is refused by the other server', took, REVOKED_MS);
}

const first = await Program.start({ engine: 'postgres' });
const second = await Program.start({ database: first.database, setup: false });
try {
  console.log(busy());
  second.owner = second.client();
  await second.owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  await accounts(first, second);
  await fields(first, second);
  const token = await usage(first, second);
  await bands(first, second, token);
  await heard(first, second);
  await revoked(first, second);
  process.exitCode = claims.verdict();
} finally {
  await second.abandon();
  await first.abandon();
}
