// Today, the Overview, and a list as of a day that is not held in memory, at 100,000 accounts with a contract each, ten
// features and 90 days of use, and 90 days more that ended 700 days ago; a scorecard of two rules and three measures. Claims:
// Today and the Overview p95 under 100 ms, with nothing else going on and beside 200 events a second; the first list, sorted
// by name, as of a day before the newest 512 p95 under 200 ms. What filters or sorts by use or band then, out of the file of
// older days: measured, and no claim.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, busy, counting_program, median, quantile, settled, timed, until_so, used, verdict } from './kit.mjs';

const ROUNDS = Number(process.env.BANSO_BENCH_ROUNDS ?? 100), FIRST_ROUNDS = 40, OLDER = 700;
const TODAY_MS = 100, FIRST_MS = 200, DAY_MS = 86_400_000;
const day = back => new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10);

// Rows as the program writes them: a paying line each, an owner for each, yen.
const CONTRACTS = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
ids = [row[0] for row in db.execute("SELECT id FROM account ORDER BY id")]
owner = db.execute("SELECT id FROM staff").fetchone()[0]
db.executemany("INSERT INTO contract (id,account_id,external_id,notice_days,grace_days,auto_renews,demo,created_at,version) VALUES (?,?,?,30,30,1,0,0,1)", ((a, a, f"k-{a}") for a in ids))
db.executemany("INSERT INTO contract_line (id,contract_id,account_id,from_on,plan,seats,price_minor,currency,term_months,discount,kind,known_on) VALUES (?,?,?,?,'pro',?,?,'JPY',12,0,'paid',?)",
  ((a, a, a, 19000 + i % 1200, 5 + i % 90, 100000 + (i * 7919) % 5000000, 19000 + i % 1200) for i, a in enumerate(ids)))
db.execute("UPDATE account SET owner_id = ? WHERE id % 100 = 7", (owner,))
db.commit()
`;

const CARD = {
  rules: [
    { key: 'silent', band: 'BAD', name: '', when: { measure: { measure: 'days_since' }, op: '>=', value: 7 } },
    { key: 'halved', band: 'BAD', name: '', when: { measure: { measure: 'trend', days: 28 }, op: '<=', value: -0.4 } },
  ],
  points: [
    { key: 'depth', name: '', measure: { measure: 'depth' }, weight: 30, low: 0.01, high: 0.3 },
    { key: 'active', name: '', measure: { measure: 'active_days', days: 28 }, weight: 40, low: 10, high: 24 },
    { key: 'breadth', name: '', measure: { measure: 'breadth', days: 28 }, weight: 30, low: 0.4, high: 1 },
  ],
  bad_below: 35, good_from: 60, unknown_below: 0.4,
};

let all_ok = true;
async function measured(name, rounds, ask, limit, before) {
  const took = [], began = used(program.process.pid).cpu;
  for (let i = 0; i < rounds; i++) {
    await before?.(i);
    took.push(await timed(() => ask(i)));
  }
  const p95 = quantile(took, 0.95), ok = !limit || p95 < limit;
  console.log(`${name.padEnd(60)} p50 ${median(took).toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  slowest ${Math.max(...took).toFixed(1)} ms  CPU ${((used(program.process.pid).cpu - began) / rounds * 1000).toFixed(0)} ms each  ${limit ? verdict(ok, `p95 under ${limit} ms`) : ''}`);
  all_ok &&= ok;
}

const OPEN_MAX = 64, LOOK_MS = 5;

/** Events of different accounts at that rate, whether those before are answered or not, until it is stopped. */
function events(program, rate) {
  let going = true, sent = 0;
  const took = [], open = new Set(), began = performance.now();
  const headers = { authorization: `Basic ${Buffer.from(`${program.ingest_key}:`).toString('base64')}`, 'content-type': 'application/json' };
  const send = async number => {
    const groupId = `company-${String(number * 37 % 100_000).padStart(6, '0')}`;
    const body = JSON.stringify({ event: 'Feature 1 used', userId: `u-${number}`, context: { groupId } });
    took.push(await timed(() => fetch(`${program.url}/v1/track`, { method: 'POST', headers, body })));
  };
  const ended = (async () => {
    while (going) {
      while (sent < (performance.now() - began) * rate / 1000 && open.size < OPEN_MAX) {
        const one = send(sent++);
        open.add(one);
        one.finally(() => open.delete(one));
      }
      await new Promise(done => setTimeout(done, LOOK_MS));
    }
    await Promise.all(open);
  })();
  return async () => {
    going = false;
    await ended;
    const rate = sent / (performance.now() - began) * 1000;
    console.log(`  events meanwhile: ${rate.toFixed(0)} /s, a call p50 ${median(took).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms`);
  };
}

const program = await counting_program();
try {
  const [product] = (await program.owner.get('/api/v1/products')).items;
  await program.stop_serving();
  const database = join(program.data, 'banso.db');
  const filled = execFileSync(built('bench_start'), [`sqlite:${database}`, String(Math.floor(Date.now() / DAY_MS)), String(product.id), ...product.features.map(feature => String(feature.id)), String(OLDER)], { encoding: 'utf8' });
  const contracts = spawnSync('python3', ['-c', CONTRACTS, database], { encoding: 'utf8' });
  if (contracts.status !== 0) throw new Error(contracts.stderr);
  console.log(`${busy()}; ${filled.trim()}`);
  await program.serve();
  const card = await program.owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition: CARD });
  await program.owner.post(`/api/v1/scorecards/${card.id}/publication`);
  console.log(`all scored after ${(await settled(program.process.pid)).toFixed(0)} s, ${used(program.process.pid).megabytes.toFixed(0)} MB`);
  const { owner } = program;
  const today = await owner.get('/api/v1/today?owner_id=all');
  console.log(`${today.head.accounts} accounts, ${today.head.bad} BAD, ${today.items_total} rows`);
  await measured('Today, all accounts', ROUNDS, () => owner.get('/api/v1/today?owner_id=all'), TODAY_MS);
  await measured('Today, those of one owner', ROUNDS, () => owner.get('/api/v1/today?owner_id=me'), TODAY_MS);
  await measured('Today, as of another day each time', 40, i => owner.get(`/api/v1/today?owner_id=all&as_of=${day(1 + i)}`));
  for (const by of ['owner', 'product', 'touch'])
    await measured(`Overview by ${by}`, ROUNDS, () => owner.get(`/api/v1/overview?by=${by}`), TODAY_MS);
  for (const weeks of [1, 13])
    await measured(`Overview, movement over ${weeks} weeks`, ROUNDS, () => owner.get(`/api/v1/overview/moves?weeks=${weeks}`));
  await measured('Overview as of another day each time', 20, i => owner.get(`/api/v1/overview?as_of=${day(1 + i)}`));
  const stop = events(program, 200);
  await measured('Today beside 200 events/s', ROUNDS, () => owner.get('/api/v1/today?owner_id=all'), TODAY_MS);
  await measured('Overview beside 200 events/s', ROUNDS, () => owner.get('/api/v1/overview'), TODAY_MS);
  await stop();
  const by_use = back => owner.get(`/api/v1/accounts?sort=name&as_of=${day(back)}&filter=${encodeURIComponent(JSON.stringify({ measure: { measure: 'active_days', days: 28 }, op: '>=', value: 5 }))}`);
  const by_band = back => owner.get(`/api/v1/accounts?sort=band&as_of=${day(back)}`);
  let next = '';
  const page = async () => ({ next } = await owner.get(`/api/v1/accounts?sort=name&as_of=${day(OLDER)}${next && `&cursor=${encodeURIComponent(next)}`}`));
  await until_so(() => program.log.some(entry => /are filed/.test(entry.message ?? '')));
  await measured('list as of 60 days ago, by use', ROUNDS, () => by_use(60));
  await measured('list as of 60 days ago, by band', ROUNDS, () => by_band(60));
  await measured(`first list as of ${OLDER} days ago, by name (each time other accounts)`, FIRST_ROUNDS, page, FIRST_MS);
  await measured(`first list as of ${OLDER} days ago, by use`, 1, () => by_use(OLDER));
  await measured(`another list as of ${OLDER} days ago, by band`, FIRST_ROUNDS, () => by_band(OLDER));
  console.log(`${used(program.process.pid).megabytes.toFixed(0)} MB; ${busy()}`);
  process.exitCode = all_ok ? 0 : 1;
} finally {
  await program.stop();
}
