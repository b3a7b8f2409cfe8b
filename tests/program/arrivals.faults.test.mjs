// Random histories of people, sent in several random orders: calls one by one and in batches, past events, files, moves by
// hand, repeats, restarts in between. Each order must give one answer, that of a small oracle which knows the data guide
// alone ("Which account an event counts for"), and a rebuild must give it again. The seed is printed.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const HISTORIES = process.env.BANSO_TORTURE ? 60 : 5;
const ORDERS = 4;
const SEED = Number(process.env.BANSO_SEED ?? 20261129);
const HAND = ['2026-11-18T06:00:00.000Z', '2026-11-18T12:00:00.000Z', '2026-11-18T18:00:00.000Z']; // when people are moved
const FIRST = '2026-11-18T00:00:00.000Z', LAST = '2026-11-18T23:00:00.000Z';
const ACCOUNTS = ['A', 'B', 'C'];

/** mulberry32 */
function random_of(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const from = (low, high) => low + Math.floor(next() * (high - low + 1));
  const shuffled = list => {
    const all = [...list];
    for (let i = all.length - 1; i > 0; i--) {
      const j = from(0, i);
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  };
  return { from, chance: part => next() < part, of: list => list[from(0, list.length - 1)], shuffled };
}

// ---- random histories -------------------------------------------------------------------------------------------------

/**
 * A history: people (some created by hand, with an account; some with two ids), visitors (anonymous ids) that are somebody's or nobody's,
 * and deeds. A deed happened `at`; `way` is the road that it comes by.
 */
function history_of(random) {
  const people = Array.from({ length: random.from(1, 4) }, (_, i) => ({ id: `u${i}`, self: `u${i}`, made: random.chance(0.4) ? random.of(ACCOUNTS) : null }));
  for (const person of people) {
    // Some are another one under a second id, and some stand in the customer's list by their address alone.
    const other = person.id !== 'u0' && random.chance(0.4) ? people.find(one => one.id === `u${random.from(0, people.indexOf(person) - 1)}`) : null;
    if (other) Object.assign(person, { other: other.id, self: other.self, made: random.of([other.made, null]) });
    else if (random.chance(0.3)) Object.assign(person, { mail: person.made ?? random.of(ACCOUNTS), road: random.of(['file', 'api']) });
  }
  const mailed = people.filter(one => one.mail);
  const owner = () => random.of(mailed.length > 0 && random.chance(0.5) ? mailed : people).id;
  const visitors = Array.from({ length: random.from(0, 3) }, (_, i) => ({ id: `x${i}`, of: random.chance(0.7) ? owner() : null }));
  const taken = new Set(HAND.map(time => Date.parse(time)));
  const time = () => {
    for (;;) {
      const at = Date.parse('2026-11-17T00:00:00Z') + random.from(1, 46 * 60 * 60) * 1000;
      if (!taken.has(at)) return taken.add(at) && at;
    }
  };
  const deeds = [];
  const deed = one => deeds.push({ at: time(), n: deeds.length, ...one });
  for (let i = random.from(4, 14); i > 0; i--) {
    const visitor = visitors.length > 0 && random.chance(0.3) ? random.of(visitors).id : null;
    const group = random.chance(0.35) ? random.of(ACCOUNTS) : null;
    if (visitor === null && random.chance(0.25)) deed({ way: 'file', user: random.of(people).id, group });
    else deed({ way: random.of(['track', 'track', 'page']), ...(visitor ? { visitor } : { user: random.of(people).id }), group });
  }
  for (let i = random.from(0, 7); i > 0; i--) deed({ way: 'group', user: random.of(people).id, group: random.of(ACCOUNTS) });
  for (let i = random.from(0, 2); i > 0; i--) deed({ way: 'identify', user: random.of(people).id, group: random.of([null, ...ACCOUNTS]) });
  for (const person of mailed) {
    // The call that names the address may be the first to tell whose a visitor is.
    const visitor = visitors.find(one => one.of === person.id && random.chance(0.6)) ?? null;
    if (visitor) visitor.told = true;
    deed({ way: 'identify', user: person.id, mail: true, ...(visitor ? { visitor: visitor.id } : {}), group: null });
  }
  for (const visitor of visitors.filter(one => one.of !== null && !one.told))
    deed({ way: random.of(['identify', 'alias', 'track']), user: visitor.of, visitor: visitor.id, group: null });
  for (const person of people.filter(one => one.other)) {
    const [previous, user] = random.shuffled([person.id, person.other]);
    deed({ way: 'alias', user, previous, group: null });
  }
  for (const person of people.filter(one => one.made !== null && one.self === one.id)) {
    let group = person.made; // by hand nobody moves to where they stand
    for (const [slot, at] of HAND.entries()) {
      if (!random.chance(0.3)) continue;
      group = random.of(ACCOUNTS.filter(one => one !== group));
      deeds.push({ way: 'move', slot, at: Date.parse(at), user: person.id, group });
    }
  }
  const assigned = new Set(); // of two statements with the same time the order would decide
  for (const person of people)
    if (random.chance(0.1) && !assigned.has(person.self) && assigned.add(person.self)) deed({ way: 'assign', user: person.id, group: random.of(ACCOUNTS), at: 0 });
  return { people, visitors, deeds };
}

// ---- the oracle: the data guide, and nothing else -----------------------------------------------------------------------

const SAYS = ['group', 'identify', 'move', 'assign'];
const COUNTS = ['track', 'page', 'file'];
const CALLS = [...COUNTS, 'group', 'identify', 'alias']; // kept as events, and wait as events do

function latest(list, at) {
  return list.filter(one => one.at <= at).sort((a, b) => a.at - b.at).at(-1)?.group;
}

function account_at(people, deeds, at) {
  const own = deeds.filter(one => one.person === people[0].self && one.group !== null);
  const said = own.filter(one => SAYS.includes(one.way));
  const since = [];
  for (const group of people.flatMap(one => [one.made, one.mail]).filter(Boolean)) since.push({ at: Date.parse(FIRST), group });
  for (const one of [...own].sort((a, b) => a.at - b.at)) since.push(one);
  since.sort((a, b) => a.at - b.at);
  const first = since.filter((one, i) => since.findIndex(other => other.group === one.group) === i);
  return latest(said, at) ?? latest(first, at) ?? first[0]?.group ?? null;
}

/** { A: ['e1 u0', …], … }, and how many events wait. */
function expected({ people, visitors, deeds }) {
  const bound = new Map(visitors.map(one => [one.id, one.of]));
  const self = new Map(people.map(one => [one.id, one.self]));
  const all = deeds.map(one => ({ ...one, person: self.get(one.user ?? bound.get(one.visitor)) ?? null }));
  const answer = { waiting: 0 };
  for (const one of all.filter(({ way }) => CALLS.includes(way))) {
    const same = people.filter(other => other.self === one.person);
    const account = one.group ?? (same.length ? account_at(same, all, one.at) : null);
    if (account === null) answer.waiting++;
    else if (COUNTS.includes(one.way)) (answer[account] ??= []).push(`e${one.n} ${one.person}`);
  }
  for (const account of ACCOUNTS) answer[account] = (answer[account] ?? []).sort();
  return answer;
}

// ---- performing ---------------------------------------------------------------------------------------------------------

const name_of = (prefix, deed) => `${prefix}e${deed.n}`;

function call_of(prefix, deed) {
  const call = { type: deed.way, messageId: `${prefix}${deed.n}`, timestamp: new Date(deed.at).toISOString() };
  if (deed.user) call.userId = prefix + deed.user;
  if (deed.visitor) call[deed.way === 'alias' ? 'previousId' : 'anonymousId'] = prefix + deed.visitor;
  if (deed.previous) call.previousId = prefix + deed.previous;
  if (deed.mail) call.traits = { email: `${prefix}${deed.user}@Example.test` };
  if (deed.way === 'group') call.groupId = prefix + deed.group;
  else if (deed.group) call.context = { groupId: prefix + deed.group };
  if (deed.way === 'track') call.event = name_of(prefix, deed);
  if (deed.way === 'page') call.name = name_of(prefix, deed);
  return call;
}

class Sender {
  constructor(program, key) {
    this.program = program;
    this.owner = program.owner;
    this.tracking = program.client({ key, contract: false });
    this.accounts = new Map();
    this.contacts = new Map();
    this.addresses = []; // accounts and addresses that stand in a file
  }

  async account(external_id) {
    if (!this.accounts.has(external_id)) {
      const answer = await this.owner.ask('POST', '/api/v1/accounts', { name: external_id, external_id });
      if (answer.status === 201) this.accounts.set(external_id, answer.body.id);
      else await this.all_accounts();
    }
    return this.accounts.get(external_id);
  }

  async all_accounts() {
    let cursor = null;
    do {
      const page = await this.owner.get(`/api/v1/accounts?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      for (const { id, external_id } of page.items) this.accounts.set(external_id, id);
      cursor = page.next;
    } while (cursor);
  }

  /** What stands there before any call comes. */
  async begin({ prefix, history }) {
    for (const { id, made, mail, road } of history.people) {
      if (made) {
        const contact = await this.owner.post('/api/v1/contacts', { external_id: prefix + id, account_id: await this.account(prefix + made) });
        this.contacts.set(prefix + id, contact.id);
      }
      if (mail) {
        const account_id = await this.account(prefix + mail), email = `${prefix}${id}@example.test`;
        if (road === 'file') this.addresses.push([prefix + mail, email]);
        else await this.owner.post('/api/v1/contacts', { email, account_id });
      }
      if (!made && history.deeds.some(deed => deed.way === 'assign' && deed.user === id)) await this.tracking.ask('POST', '/v1/identify', { userId: prefix + id });
    }
  }

  async file(kind, columns, rows) {
    if (!rows.length) return;
    const bytes = `${columns}\n${rows.map(row => row.join(',')).join('\n')}\n`;
    const { id } = await this.owner.post(`/api/v1/imports?kind=${kind}&file_name=${kind}.csv`, bytes, { headers: { 'content-type': 'text/csv' } });
    const settled = async () => (await eventually(() => this.owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
    await settled();
    await this.owner.post(`/api/v1/imports/${id}/run`);
    assert.deepEqual((({ state, added }) => ({ state, added }))(await settled()), { state: 'done', added: rows.length });
  }

  async move({ prefix, deed }) {
    const contact = await this.owner.get(`/api/v1/contacts/${this.contacts.get(prefix + deed.user)}`);
    const account = await this.account(prefix + deed.group);
    await this.owner.patch(`/api/v1/contacts/${contact.id}`, { account_ids: [account] }, contact.version);
  }

  async assign({ prefix, deed }) {
    await this.owner.post('/api/v1/events/unassigned/binding', { user_id: prefix + deed.user, account_id: await this.account(prefix + deed.group) });
  }
}

/** Parts between the moves by hand; in each the calls come in random order and in random batches. */
function parts_of(random, runs) {
  const parts = Array.from({ length: HAND.length + 1 }, () => []);
  for (const { prefix, history } of runs)
    for (const deed of history.deeds) {
      const one = { prefix, deed };
      if (deed.way === 'move') continue;
      random.of(parts).push(one);
      if (CALLS.includes(deed.way) && deed.way !== 'file' && random.chance(0.15)) random.of(parts).push(one);
    }
  // Some parts go history by history, so that a batch holds several calls of one person.
  const of_one = part => random.shuffled(runs).flatMap(run => part.filter(one => one.prefix === run.prefix));
  return parts.map(random.shuffled).map(part => random.chance(0.6) ? of_one(part) : part);
}

async function perform(random, sender, part) {
  for (const one of part.filter(({ deed }) => deed.way === 'assign')) await sender.assign(one);
  await sender.file('events', 'user,account,event,at,message', part.filter(({ deed }) => deed.way === 'file').map(({ prefix, deed }) =>
    [prefix + deed.user, deed.group ? prefix + deed.group : '', name_of(prefix, deed), new Date(deed.at).toISOString(), `${prefix}${deed.n}`]));
  const calls = part.filter(({ deed }) => !['assign', 'file'].includes(deed.way)).map(({ prefix, deed }) => call_of(prefix, deed));
  while (calls.length) {
    const batch = calls.splice(0, random.of([1, 2, 5, 20]));
    const { status, text } = await sender.tracking.ask('POST', random.of(['/v1/batch', '/v1/import']), { batch });
    assert.equal(status, 200, text);
  }
}

// ---- comparing ------------------------------------------------------------------------------------------------------------

async function found(sender, { prefix, history }) {
  const answer = {};
  const self = new Map(history.people.map(one => [prefix + one.id, one.self]));
  for (const account of ACCOUNTS) {
    const id = sender.accounts.get(prefix + account);
    answer[account] = [];
    if (!id) continue;
    const { items } = await sender.owner.get(`/api/v1/accounts/${id}/events?limit=200`);
    const counted = items.filter(one => ['track', 'page'].includes(one.type) && one.name.includes(`${prefix}e`));
    answer[account] = counted.map(one => `${one.name.replace(/^page:/, '').replace(prefix, '')} ${self.get(one.contact) ?? one.contact}`).sort();
    const { people } = await sender.owner.get(`/api/v1/accounts/${id}/usage?weeks=4&as_of=2026-11-19`);
    answer[`people of ${account}`] = people.active_28;
  }
  return answer;
}

async function compare(sender, runs, when) {
  await sender.all_accounts();
  const { unassigned } = await sender.owner.get('/api/v1/usage/summary');
  let waiting = 0;
  for (const { prefix, history } of runs) {
    const { waiting: more, ...right } = expected(history);
    waiting += more;
    for (const account of ACCOUNTS)
      if (sender.accounts.has(prefix + account))
        right[`people of ${account}`] = new Set(right[account].map(one => one.split(' ')[1]).filter(one => one !== 'null')).size;
    assert.deepEqual(await found(sender, { prefix, history }), right, `seed ${SEED}, ${when}, ${prefix}: ${JSON.stringify(history)}`);
  }
  assert.equal(unassigned, waiting, `seed ${SEED}, ${when}: events that wait`);
}

bothEngines('whatever comes first, each event counts for one account', async (program, t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = random_of(SEED);
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const sender = new Sender(program, token);
  const runs = Array.from({ length: HISTORIES }, () => history_of(random))
    .flatMap((history, h) => Array.from({ length: ORDERS }, (_, order) => ({ prefix: `h${h}o${order}-`, history })));
  for (const run of runs) await sender.begin(run);
  await sender.file('contacts', 'account,email', sender.addresses);
  for (const [slot, part] of parts_of(random, runs).entries()) {
    await perform(random, sender, part);
    if (slot < HAND.length) {
      program.clock(HAND[slot]);
      for (const { prefix, history } of runs)
        for (const deed of history.deeds) if (deed.way === 'move' && deed.slot === slot) await sender.move({ prefix, deed });
    }
    if (random.chance(0.5)) {
      await program.restart();
      sender.tracking = program.client({ key: token, contract: false });
    }
  }
  program.clock(LAST);
  await compare(sender, runs, 'as it came');
  const { job_id } = await program.owner.post('/api/v1/rebuilds', { what: 'usage' });
  await eventually(() => program.owner.get(`/api/v1/rebuilds/${job_id}`), ({ state }) => state === 'done');
  await compare(sender, runs, 'after a rebuild');
  await program.restart();
  await compare(sender, runs, 'after a restart');
}, { clock: FIRST });
