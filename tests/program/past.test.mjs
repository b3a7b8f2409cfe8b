// Three years of use: the newest days are in memory, older ones are read when somebody asks. Whatever the day and however
// late an event came, the answer is what counting by hand gives.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { day_after, eventually, range } from '../kit/customers.mjs';
import { until } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T12:00:00Z`, workspace: { time_zone: 'UTC' } };
const COMPANIES = ['steady', 'left', 'late'];
const ASKED = [0, 27, 200, 430, 510, 511, 512, 540, 700, 900, 1080, 1200]; // days ago

/** The same numbers in each run. */
function dice(seed) {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What happened, and what every measure must say of it. */
class Told {
  constructor() {
    this.events = []; // { company, ago, person }
  }

  of(company, from, until) {
    return this.events.filter(event => event.company === company && event.ago >= until && event.ago <= from);
  }

  window(company, ago, days) {
    return this.of(company, ago + days - 1, ago);
  }

  measures(company, ago) {
    const before = this.of(company, Infinity, ago).map(event => event.ago);
    if (before.length === 0) return { events: null, active_days: null, people: null, trend: null, days_since: null, days_since_first: null, year: null };
    const distinct = (events, key) => new Set(events.map(event => event[key])).size;
    const begun = Math.max(...before) >= ago + 120; // else the base window is not whole
    const base = begun ? this.of(company, ago + 120, ago + 61).length : 0;
    return {
      events: this.window(company, ago, 28).length,
      year: this.window(company, ago, 365).length,
      active_days: distinct(this.window(company, ago, 90), 'ago'),
      people: distinct(this.window(company, ago, 56), 'person'),
      trend: base ? this.of(company, ago + 60, ago + 1).length / base - 1 : null,
      days_since: Math.min(...before) - ago,
      days_since_first: Math.max(...before) - ago,
    };
  }
}

const REFS = {
  events: { measure: 'events', days: 28 }, year: { measure: 'events', days: 365 }, active_days: { measure: 'active_days', days: 90 },
  people: { measure: 'people', days: 56 }, trend: { measure: 'trend', days: 60 }, days_since: { measure: 'days_since' }, days_since_first: { measure: 'days_since_first' },
};

async function send(program, key, told, happened) {
  told.events.push(...happened);
  for (let i = 0; i < happened.length; i += 500) {
    const batch = happened.slice(i, i + 500).map(({ company, ago, person }) => ({
      type: 'track', event: 'opened', userId: `${company}-${person}`, timestamp: `${day_after(TODAY, -ago)}T09:00:00Z`, context: { groupId: company },
    }));
    await deliver(program, key, { batch });
  }
}

/** As the clients of the protocol do: what is refused as busy is sent again. */
async function deliver(program, key, body) {
  const post = () => fetch(`${program.url}/v1/batch`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` } });
  const { answer } = await eventually(post, ({ status }) => status !== 429);
  assert.equal(answer.status, 200, await answer.text());
}

async function hold(api, told, asked = ASKED) {
  const { items } = await api.get('/api/v1/accounts');
  for (const ago of asked) {
    const as_of = day_after(TODAY, -ago);
    const listed = (await api.get(`/api/v1/accounts?as_of=${as_of}`)).items;
    for (const { id, external_id: company } of items) {
      const expected = told.measures(company, ago);
      for (const [name, ref] of Object.entries(REFS)) {
        const { value } = await api.get(`/api/v1/accounts/${id}/measure?as_of=${as_of}&ref=${encodeURIComponent(JSON.stringify(ref))}`);
        const same = value === null || expected[name] === null ? value === expected[name] : Math.abs(value - expected[name]) < 1e-9;
        assert.ok(same, `${name} of ${company} as of ${as_of}, ${ago} days ago: ${value}, by hand ${expected[name]}`);
      }
      const row = listed.find(item => item.id === id);
      assert.equal(row.last_event_on, expected.days_since === null ? null : day_after(as_of, -expected.days_since), `${company} in the list as of ${as_of}`);
    }
    const busy = encodeURIComponent(JSON.stringify({ measure: REFS.year, op: '>=', value: 100 }));
    const found = (await api.get(`/api/v1/accounts?as_of=${as_of}&filter=${busy}`)).items.map(item => item.external_id).sort();
    assert.deepEqual(found, COMPANIES.filter(company => told.measures(company, ago).year >= 100).sort(), `the filter as of ${as_of}`);
  }
}

bothEngines('as of any day of three years, whatever came late, every answer is what a count says', async program => {
  const product = await program.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await program.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const api = await program.with_key('view');
  const roll = dice(20261122);
  const told = new Told();
  const some = (company, count, oldest, newest) => range(0, count).map(() => ({ company, ago: newest + roll(oldest - newest), person: roll(6) }));
  // Of today first, so that all else is late; then years ago; then in between.
  await send(program, token, told, [...some('steady', 300, 300, 0), ...some('late', 5, 20, 0)]);
  await send(program, token, told, [...some('steady', 600, 1100, 200), ...some('left', 500, 1100, 600)]);
  await hold(api, told);
  await send(program, token, told, [...some('late', 300, 1090, 500), { company: 'left', ago: 1199, person: 1 }, { company: 'left', ago: 599, person: 9 }]);
  await hold(api, told);
  await program.restart();
  await hold(await program.client({ token: api.options.token }), told, [...ASKED].reverse());
  // Now that older days have been read: more for them, and for those that are even older.
  await send(program, token, told, [...some('late', 100, 1150, 400), ...some('steady', 50, 40, 0)]);
  await hold(program.client({ token: api.options.token }), told);
}, OPTIONS);

bothEngines('a start from the snapshot knows what the rollups say, whatever came after it and whatever became of it', async program => {
  const product = await program.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await program.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const admin = await program.with_key('admin');
  const api = () => program.client({ token: admin.options.token });
  const roll = dice(7);
  const told = new Told();
  const some = (company, count, oldest) => range(0, count).map(() => ({ company, ago: roll(oldest), person: roll(4) }));
  const file = join(program.data, 'engine', 'series');
  const days = [0, 3, 40, 520];
  /** Starts again; gives how the engine got its series. */
  const started = async (end = () => program.kill()) => {
    await end();
    program.log.length = 0;
    await program.serve();
    return program.log.map(entry => entry.message).filter(message => /snapshot/.test(message)).join();
  };

  await send(program, token, told, [...some('steady', 300, 700), ...some('left', 100, 700), ...some('late', 20, 30)]);
  assert.match(await started(() => program.stop_serving()), /is mapped/);
  await hold(api(), told, days);

  // Killed: what came since is followed.
  await send(program, token, told, [...some('steady', 40, 700), ...some('late', 40, 600)]);
  const { items } = await api().get('/api/v1/accounts');
  await api().delete(`/api/v1/accounts/${items.find(item => item.external_id === 'left').id}`);
  told.events = told.events.filter(event => event.company !== 'left');
  assert.match(await started(), /is mapped/);
  await hold(api(), told, days);
  assert.equal((await api().get('/api/v1/accounts')).total, 2);

  // Damaged, or not there at all: all rollups are read.
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
  assert.match(await started(), /refused: .*all rollups are read/);
  await hold(api(), told, days);
  rmSync(file, { force: true });
  assert.equal(await started(), '');
  await hold(api(), told, days);

  // It knows more than the database, which was put back.
  const archive = program.must('backup').trim();
  const before = [...told.events];
  await send(program, token, told, some('steady', 60, 300));
  await program.stop_serving();
  copyFileSync(file, join(program.folder, 'later'));
  program.must('restore', archive, '--force');
  mkdirSync(join(program.data, 'engine'), { recursive: true });
  copyFileSync(join(program.folder, 'later'), file);
  told.events = before;
  assert.match(await started(() => {}), /does not reach back to the snapshot.*all rollups are read/);
  await hold(api(), told, days);
}, OPTIONS);

bothEngines('events for years ago that come while years ago are read are counted once', async program => {
  const product = await program.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await program.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const admin = await program.with_key('view');
  const roll = dice(99);
  const told = new Told();
  const some = (count, oldest, newest) => range(0, count).map(() => ({ company: `company-${roll(60)}`, ago: newest + roll(oldest - newest), person: roll(3) }));
  await send(program, token, told, [...some(300, 200, 0), ...some(700, 1100, 600)]);
  const all = encodeURIComponent(JSON.stringify({ measure: 'events', days: 1000 }));
  for (let round = 0; round < 4; round++) {
    await program.kill();
    await program.serve();
    const api = program.client({ token: admin.options.token });
    const { items } = await api.get('/api/v1/accounts?limit=200');
    const old = day_after(TODAY, -550 - round);
    await Promise.all([
      ...range(0, 6).map(() => send(program, token, told, some(60, 1100, 560))),
      ...range(0, 4).map(() => api.get(`/api/v1/accounts?as_of=${old}`)),
    ]);
    for (const { id, external_id: company } of items) {
      const { value } = await api.get(`/api/v1/accounts/${id}/measure?as_of=${old}&ref=${all}`);
      const by_hand = told.window(company, 550 + round, 1000).length;
      assert.ok(value === by_hand || (value === null && by_hand === 0), `${company} in round ${round}: ${value}, by hand ${by_hand}`);
    }
  }
}, OPTIONS);

/** Lists as of those days by what companies did then: whoever does at least as much as the middle one of them. */
async function hold_lists(api, told, asked) {
  for (const ago of asked)
    for (const name of ['events', 'people', 'active_days', 'days_since']) {
      const values = Object.fromEntries(COMPANIES.map(company => [company, told.measures(company, ago)[name]]));
      const known = Object.values(values).filter(value => value !== null).sort((a, b) => a - b);
      const least = known[known.length >> 1] ?? 0;
      const filter = encodeURIComponent(JSON.stringify({ measure: REFS[name], op: '>=', value: least }));
      const found = (await api.get(`/api/v1/accounts?as_of=${day_after(TODAY, -ago)}&filter=${filter}`)).items.map(item => item.external_id).sort();
      assert.deepEqual(found, COMPANIES.filter(company => values[company] !== null && values[company] >= least).sort(), `${name} of at least ${least}, ${ago} days ago`);
    }
}

bothEngines('days that are filed say what a count says, whatever comes late and whoever turns out to be one', async program => {
  const days = [10, 390, 399, 400, 401, 430, 455, 480, 511, 512, 600, 900, 1090];
  const product = await program.owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await program.owner.post('/api/v1/features', { product_id: product.id, key: 'all', name: 'All', rules: ['*'] });
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const { options } = await program.with_key('view');
  const api = () => program.client({ token: options.token });
  const roll = dice(11);
  const told = new Told();
  const some = (company, count, oldest, newest) => range(0, count).map(() => ({ company, ago: newest + roll(oldest - newest), person: roll(6) }));
  const filed = () => until('older days are filed', () => program.log.some(entry => /are filed/.test(entry.message ?? '')));
  await send(program, token, told, [...some('steady', 700, 1100, 0), ...some('left', 500, 1100, 600), ...some('late', 30, 30, 0)]);
  await filed();
  await hold_lists(api(), told, days);
  for (let round = 0; round < 3; round++) {
    await send(program, token, told, [...some('late', 60, 1090, 380), ...some('left', 20, 1150, 395), ...some('steady', 9, 450, 0)]);
    await hold_lists(api(), told, days);
  }
  // Two people are one, in every year.
  await deliver(program, token, { batch: [{ type: 'alias', previousId: 'steady-1', userId: 'steady-0' }] });
  for (const event of told.events) if (event.company === 'steady' && event.person === 1) event.person = 0;
  await hold_lists(api(), told, days);
  program.log.length = 0;
  await program.restart();
  await hold_lists(api(), told, days);
  await filed();
  await hold_lists(api(), told, days);
  await send(program, token, told, some('late', 50, 1090, 380));
  await hold_lists(api(), told, days);
}, OPTIONS);
