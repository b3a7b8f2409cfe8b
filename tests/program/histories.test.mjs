// Random histories of contracts over the API, day by day, against a small oracle that knows nothing of lines: each
// account's status, MRR, seats and renewal as of any day are what was known on that day. The seed of a failure is printed.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';

const ACCOUNTS = 24, DAYS_ASKED = 30;
const SEED = Number(process.env.BANSO_SEED ?? 20261122);
const MS = 86_400_000;
const day = text => Date.parse(text) / MS;
const iso = number => number === null ? null : new Date(number * MS).toISOString().slice(0, 10);
const FIRST = day('2024-01-02'), LAST = day('2026-11-22');

function months_after(number, months) {
  const date = new Date(number * MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()) / MS; // days up to 28 only
}

/** mulberry32 */
function random_of(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { from: (low, high) => low + Math.floor(next() * (high - low + 1)), of: list => list[Math.floor(next() * list.length)] };
}

// ---- the oracle: what happened to a contract, in words, and what was known of it on a day -----------------------------

/** Stretches of one price. `counts`: the day from which its terms count; `moved`: its end was moved by a change. */
function known(contract, on) {
  const view = { stretches: [], cancelled: null, renews: null };
  for (const event of contract.events) {
    if (event.on > on) continue;
    const last = view.stretches.at(-1);
    if (event.kind === 'begin' || event.kind === 'renew') {
      const goes_on = last && last.until === event.from && last.term === event.term;
      const over = goes_on && !last.moved && ends_own_term(last);
      view.stretches.push({ ...event, counts: goes_on ? (over ? last.from : last.counts) : event.from });
    } else if (event.kind === 'change') {
      const same = event.term === last.term;
      view.stretches.push({ ...event, until: event.until ?? (same ? last.until : null), counts: same ? last.counts : event.from });
      view.stretches.at(-2).until = event.from;
      view.stretches.at(-2).moved = true;
    } else if (event.kind === 'cancel') {
      view.cancelled = event.on;
      for (const stretch of view.stretches)
        if (stretch.until === null || stretch.until > event.until) Object.assign(stretch, { until: event.until, moved: true });
    } else view.renews = event.renews;
  }
  return view;
}

function term_end(from, term, after) {
  for (let n = 1; ; n++) {
    const end = months_after(from, n * term);
    if (end > after) return end;
  }
}

const ends_own_term = stretch => term_end(stretch.from, stretch.term, stretch.until - 1) === stretch.until;
const runs = (stretch, on) => stretch.from <= on && (stretch.until === null || on < stretch.until);

function renewal(contract, on) {
  const { stretches, cancelled, renews } = known(contract, on);
  const at = stretches.findIndex(stretch => runs(stretch, on));
  const now = stretches[at];
  if (renews !== null && renews > on && cancelled === null) return renews;
  let end = at;
  while (stretches[end + 1] && stretches[end + 1].from === stretches[end].until) end++;
  const last = stretches[end];
  if (last.until !== null) return last.until;
  const term = now.term >= 3 ? term_end(now.counts, now.term, on) : null;
  if (now === last) return term;
  if (!now.moved && term !== null) return now.until;
  if (term !== null && (term <= now.until || (last.term === now.term && last.counts === now.counts))) return term;
  return last.term >= 3 ? term_end(last.counts, last.term, last.from) : term === null ? null : now.until;
}

function expected(contracts, on) {
  const all = contracts.flatMap(contract => known(contract, on).stretches.map(stretch => ({ ...stretch, contract })));
  let spoken = on;
  let speaking = all.filter(stretch => runs(stretch, on));
  if (!speaking.length) {
    const late = all.filter(({ from, until, contract }) => from <= on && until !== null && until <= on && on < until + contract.grace
      && known(contract, on).cancelled === null);
    spoken = Math.max(...late.map(stretch => stretch.until)) - 1;
    speaking = late.filter(stretch => stretch.until - 1 === spoken);
  }
  if (!speaking.length) return { status: all.some(stretch => stretch.from <= on) ? 'left' : 'none', mrr: 0, seats: null, renews_on: null };
  const renewals = speaking.map(({ contract }) => renewal(contract, spoken)).filter(one => one !== null);
  return {
    status: 'paying',
    mrr: speaking.reduce((sum, stretch) => sum + stretch.mrr, 0),
    seats: speaking.reduce((sum, stretch) => sum + stretch.seats, 0),
    renews_on: renewals.length ? iso(Math.min(...renewals)) : null,
  };
}

// ---- random histories -------------------------------------------------------------------------------------------------

const day_up_to_28 = number => new Date(number * MS).getUTCDate() > 28 ? number + 3 : number;

function line_of(event) {
  return { from_on: iso(event.from), until_on: iso(event.until ?? null), seats: event.seats, term_months: event.term,
    price: { amount: event.mrr * event.term, currency: 'JPY' } };
}

const terms = random => ({ term: random.of([1, 3, 6, 12, 12]), mrr: random.from(1, 50) * 100, seats: random.from(1, 40) });

/** One more thing that happens to the contract on `at`, or null when nothing can any more. */
function next_event(random, contract, at) {
  const { stretches, cancelled } = known(contract, Number.MAX_SAFE_INTEGER);
  const last = stretches.at(-1);
  if (cancelled !== null) return null;
  const over = last.until !== null && last.until <= at;
  const kind = over ? 'renew' : random.of(['change', 'change', 'change', 'cancel', 'renews', ...(last.until !== null ? ['renew', 'renew'] : [])]);
  if (kind === 'renew') {
    const from = over ? at : last.until;
    const next = { kind, ...terms(random), from, on: Math.min(at, from) };
    if (random.of([true, false])) next.term = last.term;
    return { ...next, until: random.of([null, months_after(from, next.term), months_after(from, 2 * next.term)]) };
  }
  if (kind === 'change') {
    const from = day_up_to_28(at + random.from(-15, 40));
    if (from <= last.from || (last.until !== null && from >= last.until)) return undefined;
    const next = { kind, ...terms(random), from, on: Math.min(at, from), until: null };
    if (random.from(0, 3)) return { ...next, term: last.term };
    return { ...next, until: random.of([null, months_after(from, next.term)]) };
  }
  if (kind === 'cancel') {
    const until = Math.max(at, last.from) + random.from(1, 90);
    return { kind, on: at, until: last.until !== null && last.until < until ? last.until : until };
  }
  return contract.events.some(event => event.kind === 'renews') ? undefined : { kind, on: at, renews: at + random.from(20, 500) };
}

function contract_of(random, deeds, index) {
  const contract = { grace: random.of([0, 10, 30, 60]), events: [], index };
  const from = day_up_to_28(FIRST + random.from(0, 400));
  const begin = { kind: 'begin', ...terms(random), from };
  begin.until = random.of([null, null, months_after(from, begin.term), months_after(from, 12)]);
  let at = Math.max(FIRST, day_up_to_28(from + random.of([-20, 0, 0, 60])));
  begin.on = Math.min(at, from);
  contract.events.push(begin);
  deeds.push({ at, contract, event: begin });
  for (let i = random.from(0, 5); i > 0; i--) {
    at = day_up_to_28(Math.max(at, known(contract, Number.MAX_SAFE_INTEGER).stretches.at(-1).from) + random.from(5, 250));
    const event = at < LAST ? next_event(random, contract, at) : null;
    if (event === null) break;
    if (!event) continue;
    contract.events.push(event);
    deeds.push({ at, contract, event });
  }
  return contract;
}

async function perform(api, account, { contract, event }) {
  const path = `/api/v1/contracts/${contract.id}`;
  if (event.kind === 'begin')
    contract.id = (await api.post('/api/v1/contracts', { account_id: account.id, grace_days: contract.grace, lines: [line_of(event)] })).id;
  else if (event.kind === 'cancel') await api.post(`${path}/cancellation`, { on: iso(event.on), ends_on: iso(event.until) });
  else if (event.kind === 'renews') await api.patch(path, { renews_on: iso(event.renews) });
  else await api.post(`${path}/lines`, line_of(event));
}

bothEngines('random histories of contracts say as of any day what was known on it', async program => {
  const api = await program.with_key('admin');
  const random = random_of(SEED);
  const accounts = new Map();
  const deeds = [];
  for (let i = 0; i < ACCOUNTS; i++) {
    const contracts = Array.from({ length: random.of([1, 1, 2, 3]) }, (_, index) => contract_of(random, deeds, index));
    const account = await api.post('/api/v1/accounts', { name: `Customer ${i}` });
    accounts.set(account.id, contracts);
    for (const contract of contracts) contract.account = account;
  }
  deeds.sort((a, b) => a.at - b.at || a.event.from - b.event.from);
  for (const deed of deeds) {
    program.clock(`${iso(deed.at)}T03:00:00Z`);
    await perform(api, deed.contract.account, deed);
  }
  program.clock(`${iso(LAST)}T03:00:00Z`);
  await program.restart(); // terms are laid out some 400 days ahead, and again each month
  let paying = 0;
  for (let i = 0; i < DAYS_ASKED; i++) {
    const on = i ? random.from(FIRST - 30, LAST) : LAST;
    const { items } = await api.get(`/api/v1/accounts?as_of=${iso(on)}&limit=200`);
    assert.equal(items.length, ACCOUNTS);
    for (const { id, status, mrr, seats, renews_on } of items) {
      const contracts = accounts.get(id);
      const right = expected(contracts, on);
      paying += right.status === 'paying';
      assert.deepEqual({ status, mrr: mrr?.amount ?? 0, seats, renews_on }, right,
        `seed ${SEED}, as of ${iso(on)}: ${JSON.stringify(contracts.map(contract => [contract.grace, contract.events]), (key, value) => (['on', 'from', 'until', 'renews'].includes(key) ? iso(value) : value))}`);
    }
  }
  assert.ok(paying > ACCOUNTS * DAYS_ASKED / 4, `seed ${SEED}: ${paying} answers were about somebody who pays`);
}, { clock: `${iso(FIRST)}T03:00:00Z` });
