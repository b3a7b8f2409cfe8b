// Two accounts that turn out to be one: what comes together, where the old ids lead, and an undo that leaves no trace.
import assert from 'node:assert/strict';
import { eventually } from '../kit/customers.mjs';
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
  await owner.post('/api/v1/gauges', { name: 'Rows', event: 'export_csv', property: 'rows' });
  return product;
}

/* All that people see of an account, without ids and versions. */
async function seen(owner, id, prefix) {
  const bare = text => text?.replaceAll(prefix, '');
  const [page, usage, events, contracts, tasks, gauges, tickets] = await Promise.all([
    owner.get(`/api/v1/accounts/${id}`), owner.get(`/api/v1/accounts/${id}/usage?weeks=8&as_of=${AS_OF}`),
    owner.get(`/api/v1/accounts/${id}/events?limit=200`), owner.get(`/api/v1/contracts?account_id=${id}`), owner.get('/api/v1/tasks?limit=200'),
    owner.get(`/api/v1/accounts/${id}/gauges?as_of=${AS_OF}`), owner.get('/api/v1/tickets?limit=200')]);
  return {
    values: { name: bare(page.name), external_id: bare(page.external_id), domain: page.domain, stage: page.stage, touch: page.touch },
    people: page.contacts.map(one => [bare(one.external_id), one.roles.join()]).sort(),
    features: usage.features.map(one => [one.name, one.counts.join(), one.events_28, one.last_on, one.active_days_28]),
    use: usage.people.list.map(one => [bare(one.name), one.last_on, one.active_days_28]).sort(),
    events: events.items.map(one => [one.at, one.name, bare(one.contact)].join(' ')).sort(),
    contracts: contracts.items.filter(one => one.account_id === id).map(one => bare(one.name)).sort(),
    tasks: tasks.items.filter(one => one.account_id === id).map(one => bare(one.title)).sort(),
    gauges: gauges.items.map(one => [one.name, one.days.map(day => [day.day, day.events, day.total, day.last].join())]),
    tickets: tickets.items.filter(one => one.account_id === id).map(one => bare(one.subject)).sort(),
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
    return { kind: ['named', 'named', 'named', 'unnamed', 'anonymous', 'person', 'task', 'contract', 'ticket'][roll(9)], side, user, event, at, i };
  });
}

async function live(program, send, step, prefix, sides) {
  const { owner } = program;
  const groupId = prefix + step.side, userId = prefix + step.user, about = { timestamp: step.at, messageId: `${prefix}${step.i}`, event: step.event, properties: { rows: step.i } };
  if (step.kind === 'named') return send('/v1/track', { ...about, userId, context: { groupId } });
  if (step.kind === 'unnamed') return send('/v1/track', { ...about, userId });
  if (step.kind === 'anonymous') return send('/v1/track', { ...about, anonymousId: `${prefix}a`, context: { groupId } });
  const account_id = sides[step.side];
  if (step.kind === 'person') return owner.post('/api/v1/contacts', { account_id, name: `${prefix}p${step.i}`, external_id: `${prefix}p${step.i}`, roles: step.i % 2 ? ['champion'] : [] });
  if (step.kind === 'task') return owner.post('/api/v1/tasks', { account_id, title: `${prefix}t${step.i}` });
  if (step.kind === 'ticket') return owner.post('/api/v1/tickets', { account_id, subject: `${prefix}k${step.i}`, text: 'x' });
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
    for (const part of ['people', 'features', 'use', 'events', 'contracts', 'tasks', 'gauges', 'tickets']) assert.deepEqual(merged[part], single[part], `history ${seed}: ${part}`);
    pairs.push([seed, two.s, merged]);
  }
  await program.restart();
  for (const [seed, id, merged] of pairs) assert.deepEqual(await seen(program.owner, id, `t${seed}-`), merged, `history ${seed}, after a start`);
  program.must('rebuild', 'usage');
  for (const [seed, id, merged] of pairs) assert.deepEqual(await seen(program.owner, id, `t${seed}-`), merged, `history ${seed}, counted again`);
}, { clock: CLOCK });

bothEngines('the one that stays keeps what is chosen, and the old ids lead to it on all roads', async program => {
  const { owner } = program;
  const send = await sender(program);
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'text' });
  const parent = await owner.post('/api/v1/accounts', { name: 'Parent' });
  const s = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 's', stage: 'renewal', fields: { tier: 'silver' }, parent_id: parent.id });
  const g = await owner.post('/api/v1/accounts', { name: 'Acme KK', external_id: 'g', domain: 'acme.test', touch: 'high', fields: { tier: 'gold' } });
  const below = await owner.post('/api/v1/accounts', { name: 'Below', parent_id: g.id });
  await owner.post('/api/v1/notes', { account_id: g.id, text: 'Told by phone' });
  const look = await owner.get(`/api/v1/accounts/${s.id}/merge?with=${g.id}`);
  assert.deepEqual([look.account.name, look.other.name, look.other.holds], ['Acme', 'Acme KK', [{ what: 'accounts', count: 1 }, { what: 'notes', count: 1 }]]);
  const done = await merge(owner, s.id, g.id, ['name', 'external_id', 'domain', 'fields.tier']);
  assert.deepEqual([done.gone_id, done.gone_name, done.state, done.undo_until], [g.id, 'Acme KK', 'merged', '2026-12-20T12:00:00.000Z']);
  const now = await owner.get(`/api/v1/accounts/${g.id}`);
  assert.deepEqual([now.id, now.name, now.external_id, now.domain, now.touch, now.fields, now.children.map(one => one.name)],
    [s.id, 'Acme KK', 'g', 'acme.test', null, { tier: 'gold' }, ['Below']]);
  assert.deepEqual((await owner.get(`/api/v1/accounts/${s.id}/merges`)).items.map(one => one.gone_id), [g.id]);
  for (const id of ['s', 'g']) await send('/v1/group', { userId: `u-${id}`, groupId: id, traits: { country: 'JP' }, messageId: id });
  assert.deepEqual((await owner.get('/api/v1/accounts')).items.map(one => one.name).sort(), ['Acme KK', 'Below', 'Parent'], 'no id makes a new account');
  assert.equal((await owner.get(`/api/v1/accounts/${s.id}`)).contacts.length, 2);
  await refused(owner.post('/api/v1/accounts', { name: 'Other', external_id: 's' }), 409, 'external_id');
  await refused(owner.delete(`/api/v1/accounts/${g.id}`), 409);
  await refused(merge(owner, s.id, s.id), 400, 'account_id');
  await refused(merge(owner, s.id, g.id), 400, 'account_id');
  const told = (await owner.get(`/api/v1/accounts/${s.id}/timeline?limit=50`)).items;
  assert.deepEqual([told.find(one => one.kind === 'account.merged')?.title, told.some(one => one.kind === 'note.added')], ['Acme KK', true]);
  await owner.patch(`/api/v1/accounts/${s.id}`, { touch: 'low' });
  await undo(owner, done);
  const [back, other] = [await owner.get(`/api/v1/accounts/${s.id}`), await owner.get(`/api/v1/accounts/${g.id}`)];
  assert.deepEqual([back.name, back.external_id, back.domain, back.touch, back.country, back.fields, back.parent, back.contacts.map(one => one.external_id)],
    ['Acme', 's', null, 'low', 'JP', { tier: 'silver' }, 'Parent', ['u-s']], 'what was written since stays');
  assert.deepEqual([other.id, other.name, other.external_id, other.fields, other.children.map(one => one.name), other.contacts.map(one => one.external_id)],
    [g.id, 'Acme KK', 'g', { tier: 'gold' }, ['Below'], ['u-g']]);
  await refused(undo(owner, done), 409);
  assert.equal((await owner.get(`/api/v1/accounts/${below.id}`)).parent, 'Acme KK');
}, { clock: CLOCK });

bothEngines('merges follow each other, are undone one by one, and go with the account', async program => {
  const { owner } = program;
  const send = await sender(program);
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(id => owner.post('/api/v1/accounts', { name: id, external_id: id })));
  for (const id of ['a', 'b', 'c']) await send('/v1/track', { userId: id, event: 'x', messageId: `1${id}`, context: { groupId: id } });
  const first = await merge(owner, b.id, a.id), second = await merge(owner, c.id, b.id);
  for (const id of ['a', 'b', 'c']) await send('/v1/track', { userId: id, event: 'x', messageId: `2${id}`, context: { groupId: id } });
  assert.equal((await owner.get(`/api/v1/accounts/${c.id}/events`)).items.length, 6);
  assert.equal((await owner.get(`/api/v1/accounts/${a.id}`)).id, c.id);
  await refused(undo(owner, first), 409);
  await undo(owner, second);
  assert.deepEqual([(await owner.get(`/api/v1/accounts/${b.id}/events`)).items.length, (await owner.get(`/api/v1/accounts/${c.id}/events`)).items.length], [4, 2]);
  await undo(owner, first);
  for (const { id } of [a, b, c]) assert.equal((await owner.get(`/api/v1/accounts/${id}/events`)).items.length, 2);
  await merge(owner, c.id, a.id);
  await owner.delete(`/api/v1/accounts/${c.id}`);
  assert.deepEqual((await owner.get('/api/v1/accounts')).items.map(one => one.name), ['b']);
  await send('/v1/track', { userId: 'n', event: 'x', messageId: '3', context: { groupId: 'a' } });
  const made = (await owner.get('/api/v1/accounts')).items.find(one => one.external_id === 'a');
  assert.ok(made && made.id !== a.id, 'its id is free again');
}, { clock: CLOCK });

bothEngines('an undo leaves out what is gone since, and an account never stands below itself', async program => {
  const { owner } = program;
  const [team, other] = [await owner.post('/api/v1/teams', { name: 'North' }), await owner.post('/api/v1/teams', { name: 'South' })];
  const [p, q] = [await owner.post('/api/v1/accounts', { name: 'P' }), await owner.post('/api/v1/accounts', { name: 'Q' })];
  const s = await owner.post('/api/v1/accounts', { name: 'S', team_id: team.id, parent_id: p.id });
  const g = await owner.post('/api/v1/accounts', { name: 'G', team_id: other.id, parent_id: q.id });
  const below = await owner.post('/api/v1/accounts', { name: 'Below', parent_id: g.id });
  const done = await merge(owner, s.id, g.id, ['team_id', 'parent_id']);
  const now = await owner.get(`/api/v1/accounts/${s.id}`);
  assert.deepEqual([now.team, now.parent], ['South', 'Q']);
  await merge(owner, q.id, p.id);
  for (const one of [team, other]) await owner.patch(`/api/v1/accounts/${s.id}`, { team_id: null }).then(() => owner.delete(`/api/v1/teams/${one.id}`));
  await owner.patch(`/api/v1/accounts/${s.id}`, { parent_id: null });
  await owner.patch(`/api/v1/accounts/${q.id}`, { parent_id: below.id });
  await undo(owner, done);
  const read = async ({ id }) => (({ team_id, parent_id }) => [team_id, parent_id])(await owner.get(`/api/v1/accounts/${id}`));
  assert.deepEqual([await read(s), await read(g), await read(below), await read(q)], [[null, null], [null, null], [null, g.id], [null, below.id]]);
}, { clock: CLOCK });

bothEngines('the parent that was merged since is the account that it went into', async program => {
  const { owner } = program;
  const [p, q, s] = [await owner.post('/api/v1/accounts', { name: 'P' }), await owner.post('/api/v1/accounts', { name: 'Q' }), await owner.post('/api/v1/accounts', { name: 'S' })];
  const g = await owner.post('/api/v1/accounts', { name: 'G', parent_id: p.id });
  const done = await merge(owner, s.id, g.id, []);
  await merge(owner, q.id, p.id);
  await undo(owner, done);
  assert.equal((await owner.get(`/api/v1/accounts/${g.id}`)).parent, 'Q');
}, { clock: CLOCK });

bothEngines('test accounts merge with test accounts, and what came in by an old id counts when the account does', async program => {
  const { owner } = program;
  const send = await sender(program);
  await catalog(owner);
  const one = (name, test) => owner.post('/api/v1/accounts', { name, external_id: name, test });
  const [s, g, real] = [await one('s', true), await one('g', true), await one('real', false)];
  await refused(merge(owner, real.id, g.id), 400, 'account_id');
  const done = await merge(owner, s.id, g.id);
  assert.equal((await owner.get(`/api/v1/accounts/${s.id}`)).test, true, 'it is a test account as before');
  await send('/v1/track', { userId: 'u', event: 'reports_open', timestamp: '2026-11-19T00:00:00Z', messageId: '1', context: { groupId: 'g' } });
  const counted = async id => (await owner.get(`/api/v1/accounts/${id}/usage?weeks=8&as_of=${AS_OF}`)).features.map(each => each.events_28).reduce((sum, each) => sum + each, 0);
  assert.equal(await counted(s.id), 0);
  await owner.patch(`/api/v1/accounts/${s.id}`, { test: false });
  await eventually(() => counted(s.id), found => found === 1);
  await undo(owner, done);
  assert.deepEqual([(await owner.get(`/api/v1/accounts/${s.id}`)).test, (await owner.get(`/api/v1/accounts/${g.id}`)).test], [false, true]);
  await owner.patch(`/api/v1/accounts/${g.id}`, { test: false });
  await eventually(() => counted(g.id), found => found === 1);
  assert.equal(await counted(s.id), 0);
}, { clock: CLOCK });

bothEngines('what is said by an old id fills empty values and overwrites none', async program => {
  const { owner } = program;
  const send = await sender(program);
  const s = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 's', country: 'JP' });
  const g = await owner.post('/api/v1/accounts', { name: 'Acme Inc', external_id: 'g' });
  await merge(owner, s.id, g.id);
  await send('/v1/group', { userId: 'u', groupId: 'g', traits: { name: 'Acme Inc', country: 'US', domain: 'acme.test' }, messageId: '1' });
  const now = await owner.get(`/api/v1/accounts/${s.id}`);
  assert.deepEqual([now.name, now.country, now.domain, now.external_id], ['Acme', 'JP', 'acme.test', 's']);
}, { clock: CLOCK });

bothEngines('a deleted account is named by no merge that was undone; a pair that is not the same stays so', async program => {
  const { owner } = program;
  const [a, b, c] = [await owner.post('/api/v1/accounts', { name: 'Acme Inc' }), await owner.post('/api/v1/accounts', { name: 'B' }), await owner.post('/api/v1/accounts', { name: 'Acme KK' })];
  const pairs = async () => (await owner.get('/api/v1/duplicates?state=dismissed')).items.map(one => [one.first.name, one.second.name]);
  const open = async () => (await owner.get('/api/v1/duplicates')).items;
  await eventually(open, items => items.length === 1);
  const [pair] = await open();
  await owner.post(`/api/v1/duplicates/${pair.id}/dismiss`);
  const done = await merge(owner, b.id, a.id);
  for (const name of ['Later', 'Later Inc']) await owner.post('/api/v1/accounts', { name });
  await eventually(open, items => items.length === 1); // what was compared before it, too
  assert.deepEqual((await owner.get('/api/v1/duplicates/count')).dismissed, 0, 'none while one of both is not there');
  await undo(owner, done);
  assert.deepEqual(await pairs(), [['Acme Inc', 'Acme KK']]);
  await owner.delete(`/api/v1/accounts/${a.id}`);
  const told = await owner.get(`/api/v1/accounts/${b.id}/timeline?limit=50`);
  assert.equal(JSON.stringify(told).includes('Acme Inc'), false);
  assert.deepEqual(await pairs(), []);
  assert.ok(c.id);
}, { clock: CLOCK });
