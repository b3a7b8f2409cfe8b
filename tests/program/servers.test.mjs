// Several servers over one PostgreSQL: what one of them does, the others know. How soon is measured by bench/servers.bench.mjs.
import assert from 'node:assert/strict';
import { until_changed } from '../kit/client.mjs';
import { DEFINITION } from '../kit/customers.mjs';
import { eventually, test } from '../kit/hung.mjs';
import { OPTIONS, outgoing, to } from '../kit/outgoing.mjs';
import { OWNER, Program } from '../kit/program.mjs';
import { header } from '../kit/smtp.mjs';

/* A separate cluster: one of them keeps a transaction open, for which others of the same cluster would wait. */
delete process.env.BANSO_TEST_POSTGRES;

const CLOCK = '2026-11-20T03:00:00Z'; // else what is asked before midnight is answered after it

async function two(body, options = {}) {
  const first = await Program.start({ engine: 'postgres', clock: CLOCK, ...options });
  try {
    const second = await Program.start({ database: first.database, setup: false, clock: CLOCK, ...options });
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
    const { answer } = await eventually(() => program.owner.get(`/api/v1/backups/${backup.id}`), ({ state }) => ['done', 'failed'].includes(state));
    assert.equal(answer.state, 'done');
  }
  const made = [...await first.owner.all('/api/v1/backups'), ...await second.owner.all('/api/v1/backups')].map(file => file.file);
  assert.deepEqual(made.sort(), [one.file, other.file].sort());
}));

test('two servers send each reply once, and one mailbox talks to its server once at a time', () => two(async (first, second) => {
  const { arrives, say, sink, becomes } = await outgoing(first);
  let talks = 0, most = 0;
  sink.says = line => {
    if (line === '') most = Math.max(most, ++talks);
    if (/^QUIT/i.test(line)) talks--;
  };
  const replies = [];
  for (const at of [1, 2, 3, 4, 5, 6]) {
    const { ticket_id } = await arrives(null);
    replies.push(await say({ id: ticket_id }, { text: `Reply ${at}`, recipients: to('yamada@sakura.example') }));
  }
  for (const program of [first, second]) program.clock(Date.parse(CLOCK) + 20_000);
  for (const reply of replies) await becomes(reply, 'sent');
  assert.deepEqual([sink.ends, most, new Set(sink.mails.map(mail => header(mail.raw, 'Message-ID'))).size], [6, 1, 6]);
}, { args: OPTIONS.args }));

const DAY = 86_400_000;
const events = (...days) => ({ batch: days.map(day => ({ type: 'track', userId: 'u-1', event: 'opened', timestamp: new Date(Date.parse(CLOCK) + day * DAY).toISOString(), context: { groupId: 'acme' } })) });

async function track(program, key, body) {
  const answer = await fetch(`${program.url}/v1/batch`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` } });
  assert.equal(answer.status, 200, await answer.text());
}

const used = async (program, account) => {
  const { features } = await program.owner.get(`/api/v1/accounts/${account}/usage`);
  return features.flatMap(feature => feature.counts).reduce((sum, count) => sum + count, 0);
};

test('a commit that changes many days of one account wakes the pages of every other account it changes', () => two(async (first, second) => {
  const { token: key } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const call = (userId, groupId, day) => ({ type: 'track', userId, event: 'opened', timestamp: new Date(Date.parse(CLOCK) + day * DAY).toISOString(), context: { groupId } });
  for (const one of [call('u-1', 'many', 0), call('u-2', 'few', 0)]) {
    const before = await second.owner.stream();
    const told = until_changed(before, keys => keys.includes('usage') || keys.includes('*'));
    await track(first, key, { batch: [one] });
    await told; // so that nothing of it comes later
    before.close();
  }
  const few = (await first.owner.get('/api/v1/accounts')).items.find(account => account.external_id === 'few');
  const stream = await second.owner.stream();
  const heard = until_changed(stream, keys => keys.includes('*') || (keys.includes('usage') && keys.includes(`account:${few.id}`)));
  await track(first, key, { batch: [...Array.from({ length: 120 }, (_, day) => call('u-1', 'many', -day)), call('u-2', 'few', 0)] });
  await heard;
  stream.close();
}));

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
  for (const program of [first, second]) await eventually(() => used(program, account), count => count === 43);
  stream.close();
}));

test('a message sent to two servers at once counts once, and still does after a restart', () => two(async (first, second) => {
  const { token } = await first.owner.post('/api/v1/keys', { name: 'source', rights: 'ingest' });
  const batch = Array.from({ length: 40 }, (_, i) => ({ type: 'track', userId: `u-${i % 7}`, event: 'opened', messageId: `m-${i}`, context: { groupId: 'acme' } }));
  const send = (program, from) => track(program, token, { batch: batch.slice(from, from + 20) });
  await Promise.all([0, 5, 10, 15, 20].flatMap(from => [send(first, from), send(second, from)]));
  await second.stop_serving();
  await second.serve();
  await Promise.all([send(second, 0), send(first, 20), send(second, 20)]);
  assert.equal((await first.owner.get('/api/v1/usage/summary')).events_total, batch.length);
}));

/* A long import into another database of the same PostgreSQL, say: what is committed here does not wait for it. */
test('what one server takes in counts on the other while a transaction elsewhere stays open, and after its restart at once', () => two(async (first, second) => {
  const product = await first.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await first.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  await track(first, token, events(-1, -2));
  const account = (await first.owner.get('/api/v1/accounts')).items[0].id;
  const counted = sum => eventually(() => used(second, account).catch(() => 0), count => count === sum);
  await counted(2);
  const elsewhere = await first.own_database.open_transaction();
  try {
    await track(first, token, events(-2, -3, -4));
    await counted(5);
    await second.stop_serving(); // and writes the snapshot of its engine
    await track(first, token, events(-3, -9));
    await second.serve();
    assert.equal(await used(second, account), 7);
    await track(first, token, events(-3));
    await counted(8);
  } finally {
    await elsewhere.end();
  }
  await track(first, token, events(-3, -30));
  await counted(10);
}));

const filter = condition => `filter=${encodeURIComponent(JSON.stringify(condition))}`;
const names = answer => answer.items.map(item => item.name);
const JPY = amount => ({ amount, currency: 'JPY' });

test('an account made, changed and removed on one server is listed, filtered and sorted so on the other', () => two(async (first, second) => {
  const list = query => second.owner.get(`/api/v1/accounts?${query}`);
  const kept = await first.owner.post('/api/v1/accounts', { name: 'Alpha', stage: 'renewal' });
  const gone = await first.owner.post('/api/v1/accounts', { name: 'Beta', stage: 'adoption' });
  await eventually(() => list('sort=name'), answer => names(answer).join() === 'Alpha,Beta');
  const changed = await first.owner.patch(`/api/v1/accounts/${kept.id}`, { name: 'Zeta', stage: 'adoption', country: 'JP' }, kept.version);
  await eventually(() => list(`${filter({ attribute: 'stage', op: '=', value: 'adoption' })}&sort=-name`), answer => names(answer).join() === 'Zeta,Beta');
  await first.owner.delete(`/api/v1/accounts/${gone.id}`);
  await eventually(() => list('sort=name'), answer => names(answer).join() === 'Zeta');
  // What both of them change, both of them know as it is in the end.
  let { version } = changed;
  for (let i = 0; i < 12; i++) ({ version } = await (i % 2 ? first : second).owner.patch(`/api/v1/accounts/${kept.id}`, { country: i % 3 ? 'DE' : 'FR' }, version));
  for (const { owner } of [first, second])
    await eventually(() => owner.get(`/api/v1/accounts?${filter({ attribute: 'country', op: '=', value: 'DE' })}`), answer => names(answer).join() === 'Zeta');
}));

test('custom fields come, hold values, go and come again as another kind on every server', () => two(async (first, second) => {
  const by = condition => second.owner.get(`/api/v1/accounts?${filter(condition)}`);
  const account = await first.owner.post('/api/v1/accounts', { name: 'Alpha' });
  const text = await first.owner.post('/api/v1/fields', { object: 'account', key: 'region', name: 'Region', kind: 'choice', choices: ['north', 'south'] });
  await eventually(() => by({ attribute: 'field:region', op: 'unknown' }).catch(() => null), answer => answer?.items.length === 1);
  const set = await first.owner.patch(`/api/v1/accounts/${account.id}`, { fields: { region: 'south' } }, account.version);
  await eventually(() => by({ attribute: 'field:region', op: '=', value: 'south' }), answer => answer.items.length === 1);
  await first.owner.delete(`/api/v1/fields/${text.id}`);
  await first.owner.post('/api/v1/fields', { object: 'account', key: 'region', name: 'Region', kind: 'number' });
  const again = await second.owner.get(`/api/v1/accounts/${set.id}`);
  await second.owner.patch(`/api/v1/accounts/${account.id}`, { fields: { region: 12 } }, again.version);
  for (const { owner } of [first, second])
    await eventually(() => owner.get(`/api/v1/accounts?${filter({ attribute: 'field:region', op: '>', value: 11 })}`).catch(() => null), answer => answer?.items.length === 1);
}));

test('a contract signed on one server is money, status and a filter on the other, in the currency of the workspace', () => two(async (first, second) => {
  const account = await first.owner.post('/api/v1/accounts', { name: 'Alpha' });
  const contract = await first.owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', seats: 10, price: JPY(10000) }] });
  const listed = async () => (await second.owner.get('/api/v1/accounts')).items[0];
  await eventually(listed, item => item?.status === 'paying' && item.mrr.amount === 10000 && item.seats === 10);
  await first.owner.patch(`/api/v1/contracts/${contract.id}/lines/${contract.lines[0].id}`, { price: JPY(25000) }, contract.version);
  await eventually(listed, item => item.mrr.amount === 25000);
  const dear = () => second.owner.get(`/api/v1/accounts?${filter({ measure: { measure: 'mrr' }, op: '>', value: 20000 })}`);
  await eventually(dear, answer => answer.items.length === 1);
  const workspace = await first.owner.get('/api/v1/workspace');
  await first.owner.patch('/api/v1/workspace', { currency: 'USD' }, workspace.version);
  await eventually(dear, answer => answer.items.length === 0);
  const converted = async rate => eventually(listed, item => item.mrr_converted?.amount === rate);
  const [year, month] = (await first.owner.get('/api/v1/session')).today.split('-').map(Number);
  const rate = await first.owner.post('/api/v1/rates', { fiscal_year: month < workspace.fiscal_month ? year - 1 : year, from: 'USD', to: 'JPY', rate: '125' });
  await converted(20_000); // 25,000 yen, 200 dollars
  await second.owner.patch(`/api/v1/rates/${rate.id}`, { rate: '250' }, rate.version);
  await converted(10_000);
  await eventually(async () => (await first.owner.get('/api/v1/accounts')).items[0], item => item.mrr_converted?.amount === 10_000);
}));

test('a scorecard published on one server judges on every one, and each lists the band that one of them told', () => two(async (first, second) => {
  const product = await first.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await first.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  await track(first, token, events(-1, -2, -3));
  const card = await first.owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', product_id: null, segment: null, position: 1, definition: DEFINITION });
  await first.owner.post(`/api/v1/scorecards/${card.id}/publication`);
  for (const [name, { owner }] of [['here', first], ['there', second]]) {
    await eventually(async () => (await owner.get('/api/v1/accounts')).items[0], item => item?.points > 0);
    const [{ id, band, points }] = (await owner.get('/api/v1/accounts')).items;
    const { account: health } = await owner.get(`/api/v1/accounts/${id}/health`);
    assert.deepEqual([health.band, health.points], [band, points], name);
  }
  // An account that one server creates is judged by whichever of them holds the lease, with what the facts say.
  const made = await Promise.all([...Array(12).keys()].map(i => (i % 2 ? first : second).owner.post('/api/v1/accounts', { name: `Later ${i}` })));
  for (const { owner } of [first, second])
    await eventually(() => owner.get(`/api/v1/accounts?${filter({ attribute: 'band', op: '=', value: 'UNKNOWN' })}`), answer => answer.total === made.length);
  await first.owner.delete(`/api/v1/scorecards/${card.id}`);
  for (const { owner } of [first, second])
    await eventually(() => owner.get(`/api/v1/accounts?${filter({ attribute: 'band', op: 'known' })}`), answer => answer.total === 0);
}));

test('features, their rules and the zone of days are the same on every server', () => two(async (first, second) => {
  const product = await first.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  const feature = await first.owner.post('/api/v1/features', { product_id: product.id, key: 'opening', name: 'Opening', rules: ['opened'] });
  await second.owner.post('/api/v1/features', { product_id: product.id, key: 'closing', name: 'Closing', rules: ['closed'] });
  const { token } = await first.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  await track(second, token, events(-1, -2));
  const breadth = encodeURIComponent(JSON.stringify({ measure: 'breadth', days: 28 }));
  const account = (await eventually(() => second.owner.get('/api/v1/accounts'), answer => answer.items.length === 1)).answer.items[0].id;
  const broad = ({ owner }) => owner.get(`/api/v1/accounts/${account}/measure?ref=${breadth}`).then(answer => answer.value, () => null);
  for (const program of [first, second]) await eventually(() => broad(program), value => value === 0.5);
  await first.owner.delete(`/api/v1/features/${feature.id}`);
  for (const program of [first, second]) await eventually(() => broad(program), value => value === 0);

  const workspace = await first.owner.get('/api/v1/workspace');
  const made = await first.owner.post('/api/v1/accounts', { name: 'Of today' });
  const today = zone => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.parse(made.created_at));
  const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
  let { version } = workspace;
  for (const zone of [east, west]) {
    ({ version } = await first.owner.patch('/api/v1/workspace', { time_zone: zone }, version));
    const condition = filter({ and: [{ attribute: 'created_on', op: '=', value: today(zone) }, { attribute: 'name', op: '=', value: 'Of today' }] });
    for (const { owner } of [first, second]) await eventually(() => owner.get(`/api/v1/accounts?${condition}`), answer => answer.items.length === 1);
  }
}));
