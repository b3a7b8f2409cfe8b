// Two accounts that turn out to be one: what comes together, where the old ids lead, and an undo that leaves no trace.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';
const AS_OF = '2026-11-20';

async function sender(program) {
  const { token } = await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' });
  const authorization = `Basic ${Buffer.from(`${token}:`).toString('base64')}`;
  return async (path, body) => {
    const answer = await fetch(program.url + path, { method: 'POST', body: JSON.stringify(body), headers: { authorization } });
    assert.equal(answer.status, 200, await answer.text());
  };
}

const merge = (owner, stays, gone, take) => owner.post(`/api/v1/accounts/${stays}/merge`, { account_id: gone, ...(take ? { take } : {}) });
const undo = (owner, { id }) => owner.post(`/api/v1/account-merges/${id}/undo`);

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.deepEqual([error.status, error.body.field ?? null], [status, field ?? null], error.message);
}

async function catalog(owner) {
  const product = await owner.post('/api/v1/products', { key: 'crm', name: 'CRM' });
  for (const key of ['reports', 'export']) await owner.post('/api/v1/features', { product_id: product.id, key, name: key, rules: [`${key}_*`] });
  return product;
}

/* All that people see of an account, without ids and versions. */
async function seen(owner, id, prefix) {
  const bare = text => text?.replaceAll(prefix, '');
  const [page, usage, events, contracts, tasks] = await Promise.all([
    owner.get(`/api/v1/accounts/${id}`), owner.get(`/api/v1/accounts/${id}/usage?weeks=8&as_of=${AS_OF}`),
    owner.get(`/api/v1/accounts/${id}/events?limit=200`), owner.get(`/api/v1/contracts?account_id=${id}`), owner.get('/api/v1/tasks?limit=200')]);
  return {
    values: { name: bare(page.name), external_id: bare(page.external_id), domain: page.domain, stage: page.stage, touch: page.touch },
    people: page.contacts.map(one => [bare(one.external_id), one.roles.join()]).sort(),
    features: usage.features.map(one => [one.name, one.counts.join(), one.events_28, one.last_on, one.active_days_28]),
    use: usage.people.list.map(one => [bare(one.name), one.last_on, one.active_days_28]).sort(),
    events: events.items.map(one => [one.at, one.name, bare(one.contact)].join(' ')).sort(),
    contracts: contracts.items.filter(one => one.account_id === id).map(one => bare(one.name)).sort(),
    tasks: tasks.items.filter(one => one.account_id === id).map(one => bare(one.title)).sort(),
  };
}

/* The same numbers for every engine. */
function dice(seed) {
  let state = seed;
  return most => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function history(seed, steps) {
  const roll = dice(seed);
  return Array.from({ length: steps }, (_, i) => {
    const at = new Date(Date.parse('2026-11-19T00:00:00Z') - roll(40) * 86400000 + roll(86000) * 1000).toISOString();
    const side = roll(2) ? 'g' : 's', user = `u${roll(4)}`, event = ['reports_open', 'export_csv', 'other'][roll(3)];
    return { kind: ['named', 'named', 'named', 'unnamed', 'anonymous', 'person', 'task', 'contract'][roll(8)], side, user, event, at, i };
  });
}

async function live(program, send, step, prefix, sides) {
  const { owner } = program;
  const groupId = prefix + step.side, userId = prefix + step.user, about = { timestamp: step.at, messageId: `${prefix}${step.i}`, event: step.event };
  if (step.kind === 'named') return send('/v1/track', { ...about, userId, context: { groupId } });
  if (step.kind === 'unnamed') return send('/v1/track', { ...about, userId });
  if (step.kind === 'anonymous') return send('/v1/track', { ...about, anonymousId: `${prefix}a`, context: { groupId } });
  const account_id = sides[step.side];
  if (step.kind === 'person') return owner.post('/api/v1/contacts', { account_id, name: `${prefix}p${step.i}`, external_id: `${prefix}p${step.i}`, roles: step.i % 2 ? ['champion'] : [] });
  if (step.kind === 'task') return owner.post('/api/v1/tasks', { account_id, title: `${prefix}t${step.i}` });
  const line = { from_on: '2026-01-01', plan: 'Pro', price: { amount: 1000, currency: 'JPY' } };
  return owner.post('/api/v1/contracts', { account_id, name: `${prefix}c${step.i}`, lines: [line] });
}

async function pair(owner, prefix) {
  const s = await owner.post('/api/v1/accounts', { name: `${prefix}Stays`, external_id: `${prefix}s`, stage: 'renewal' });
  const g = await owner.post('/api/v1/accounts', { name: `${prefix}Goes`, external_id: `${prefix}g`, domain: 'goes.example', touch: 'high' });
  return { s: s.id, g: g.id };
}

bothEngines('a merge that is undone leaves both accounts as if it had never been, whatever came in by either id', async program => {
  const send = await sender(program);
  await catalog(program.owner);
  for (const seed of [1, 2, 3]) {
    const [before, since] = [history(seed, 24), history(seed + 100, 24).map(step => ({ ...step, i: step.i + 100 }))];
    const never = await pair(program.owner, `n${seed}-`), undone = await pair(program.owner, `m${seed}-`);
    for (const step of before) {
      await live(program, send, step, `n${seed}-`, never);
      await live(program, send, step, `m${seed}-`, undone);
    }
    const done = await merge(program.owner, undone.s, undone.g);
    /* What people write meanwhile is written onto the account that is there, and stays: only events come by either id. */
    const events = since.filter(({ kind }) => ['named', 'unnamed', 'anonymous'].includes(kind));
    for (const step of events) {
      await live(program, send, step, `n${seed}-`, never);
      await live(program, send, step, `m${seed}-`, undone);
    }
    await undo(program.owner, done);
    for (const side of ['s', 'g'])
      assert.deepEqual(await seen(program.owner, undone[side], `m${seed}-`), await seen(program.owner, never[side], `n${seed}-`), `history ${seed}, ${side}`);
  }
}, { clock: CLOCK });

bothEngines('a merged account uses the product as one that was one from the start', async program => {
  const send = await sender(program);
  const pairs = [];
  await catalog(program.owner);
  for (const seed of [4, 5, 6]) {
    const two = await pair(program.owner, `t${seed}-`);
    const one = await program.owner.post('/api/v1/accounts', { name: `o${seed}-Stays`, external_id: `o${seed}-s` });
    const both = { s: one.id, g: one.id };
    const steps = history(seed, 40);
    for (const [i, step] of steps.entries()) {
      if (i === 20) await merge(program.owner, two.s, two.g);
      await live(program, send, step, `t${seed}-`, i < 20 ? two : { s: two.s, g: two.s });
      await live(program, send, { ...step, side: 's' }, `o${seed}-`, both);
    }
    const [merged, single] = [await seen(program.owner, two.s, `t${seed}-`), await seen(program.owner, one.id, `o${seed}-`)];
    for (const part of ['people', 'features', 'use', 'events', 'contracts', 'tasks']) assert.deepEqual(merged[part], single[part], `history ${seed}: ${part}`);
    pairs.push([seed, two.s, merged]);
  }
  await program.restart();
  for (const [seed, id, merged] of pairs) assert.deepEqual(await seen(program.owner, id, `t${seed}-`), merged, `history ${seed}, after a start`);
  await program.owner.post('/api/v1/rebuild').catch(() => null);
}, { clock: CLOCK });
