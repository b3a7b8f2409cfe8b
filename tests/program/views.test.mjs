// Saved views over the API of the real program.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const UNOWNED = { attribute: 'owner_id', op: 'unknown' };
const ABOUT_MONEY = { measure: { measure: 'mrr' }, op: '>=', value: 1 };

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

/** A member of staff with a session. */
async function joined(program, name, role = 'member', circles = ['support', 'success', 'revenue']) {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name, email: `${name.toLowerCase()}@example.test`, role, language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return { ...client, client, staff };
}

const views = async client => (await client.get('/api/v1/views')).items;
const names = async client => (await views(client)).map(view => view.name);
const counts = async client => Object.fromEntries((await client.get('/api/v1/views/counts')).items.map(({ id, count }) => [id, count]));

bothEngines('a view is kept for its owner alone until it is shared, and only its owner changes it', async program => {
  const { client: ann } = await joined(program, 'Ann');
  const { client: bob } = await joined(program, 'Bob');
  const { client: eve } = await joined(program, 'Eve', 'viewer');
  const view = await ann.post('/api/v1/views', { subject: 'account', name: 'Nobody’s', filter: UNOWNED, sort: '-mrr', columns: ['mrr', 'owner'] });
  assert.deepEqual([view.shared, view.owner, view.filter, view.columns, view.missing], [false, 'Ann', UNOWNED, ['mrr', 'owner'], []]);
  const path = `/api/v1/views/${view.id}`;
  assert.deepEqual(await names(ann), ['Nobody’s']);
  assert.deepEqual(await names(bob), []);
  assert.deepEqual(await names(program.owner), [], 'an admin reads what is somebody’s own');
  await refused(bob.patch(path, { name: 'Mine' }), 404);
  await refused(bob.post(`${path}/share`), 404);
  await refused(program.owner.post(`${path}/owner`), 404);

  const shared = await ann.post(`${path}/share`);
  assert.equal(shared.shared, true);
  assert.deepEqual(await names(bob), ['Nobody’s']);
  assert.deepEqual(await names(eve), ['Nobody’s']);
  await refused(bob.patch(path, { name: 'Mine' }), 403);
  await refused(bob.delete(path), 403);
  await refused(bob.delete(`${path}/share`), 403);
  await refused(bob.post(`${path}/owner`), 403);
  await refused(ann.patch(path, { name: 'X' }, view.version), 412);
  const renamed = await ann.patch(path, { name: 'Without owner', q: 'foods', filter: null }, shared.version);
  assert.deepEqual([renamed.name, renamed.q, renamed.filter, renamed.sort], ['Without owner', 'foods', null, '-mrr']);

  // Who only looks keeps views, and does not share them.
  const own = await eve.post('/api/v1/views', { subject: 'contact', name: 'Champions', filter: { attribute: 'role', op: 'in', value: ['champion'] } });
  await refused(eve.post(`/api/v1/views/${own.id}/share`), 403);

  // A manager takes over what is shared, and its owner from before changes it no longer.
  assert.equal((await program.owner.post(`${path}/owner`)).owner_id, (await program.owner.get('/api/v1/session')).staff.id);
  await refused(ann.delete(path), 403);
  assert.equal((await program.owner.delete(`${path}/share`)).shared, false);
  assert.deepEqual(await names(ann), []);
  await program.owner.post(`${path}/share`);
  await program.owner.delete(path);
  const told = (await program.owner.all('/api/v1/audit?limit=200')).map(fact => fact.kind).filter(kind => kind.startsWith('view.'));
  assert.deepEqual(told.reverse(), ['view.shared', 'view.changed', 'view.taken', 'view.unshared', 'view.shared', 'view.deleted']);
}, { clock: CLOCK });

bothEngines('one’s own views stand in one’s own order, and what cannot be a view is refused', async program => {
  const { client: ann } = await joined(program, 'Ann');
  const { client: bob } = await joined(program, 'Bob');
  const made = [];
  for (const name of ['a', 'b', 'c']) made.push(await ann.post('/api/v1/views', { subject: 'task', name }));
  const [a, b, c] = made.map(view => view.id);
  await ann.post('/api/v1/views/order', { ids: [c, a, b] });
  assert.deepEqual(await names(ann), ['c', 'a', 'b']);
  await bob.post('/api/v1/views/order', { ids: [b, a, c] });
  assert.deepEqual(await names(ann), ['c', 'a', 'b'], 'somebody else has changed the order');
  await ann.post(`/api/v1/views/${b}/share`);
  await bob.post('/api/v1/views', { subject: 'task', name: 'own' });
  assert.deepEqual(await names(bob), ['own', 'b']);

  const view = more => ann.post('/api/v1/views', { subject: 'account', name: 'View', ...more });
  await refused(view({ name: ' ' }), 400, 'name');
  await refused(view({ subject: 'nothing' }), 400, 'subject');
  await refused(view({ filter: { attribute: 'nmae', op: 'known' } }), 400, 'filter');
  await refused(view({ sort: 'nmae' }), 400, 'sort');
  await refused(view({ subject: 'contact', sort: 'mrr' }), 400, 'sort');
  for (let i = 3; i < 50; i++) await view({});
  await refused(view({}), 400);
}, { clock: CLOCK });

bothEngines('one request counts what is in each view, of accounts, people and tasks', async program => {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff.id;
  for (const name of ['One', 'Two', 'Three']) await owner.post('/api/v1/accounts', { name, ...(name === 'One' ? { owner_id: me } : {}) });
  const { items: [account] } = await owner.get('/api/v1/accounts?q=one');
  await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Person' });
  const { items: [two] } = await owner.get('/api/v1/accounts?q=two');
  await owner.post('/api/v1/contacts', { account_id: two.id, name: 'Other' });
  await owner.post('/api/v1/tasks', { title: 'Task', owner_id: me });
  const made = {};
  for (const [name, subject, more] of [
    ['all', 'account', {}], ['unowned', 'account', { filter: UNOWNED }], ['words', 'account', { filter: UNOWNED, q: 'two' }],
    ['people', 'contact', {}], ['mine', 'contact', { filter: { account: { attribute: 'owner_id', op: 'in', value: [me] } } }],
    ['tasks', 'task', { filter: { attribute: 'owner_id', op: 'in', value: [me] } }],
  ])
    made[name] = (await owner.post('/api/v1/views', { subject, name, ...more })).id;
  const said = async () => {
    const all = await counts(owner);
    return Object.fromEntries(Object.entries(made).map(([name, id]) => [name, all[id]]));
  };
  assert.deepEqual(await said(), { all: 3, unowned: 2, words: 1, people: 2, mine: 1, tasks: 1 });
  await owner.patch(`/api/v1/accounts/${two.id}`, { owner_id: me });
  await eventually(said, all => all.unowned === 1 && all.words === 0 && all.mine === 2);
}, { clock: CLOCK });

bothEngines('counts are exact for accounts, end at 1,000 in the database, and what goes beyond the bounds has none', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'One' });
  const file = ['account,email', ...Array.from({ length: 1001 }, (_, i) => `one,p${i}@one.example`)].join('\n');
  await owner.patch(`/api/v1/accounts/${account.id}`, { external_id: 'one' });
  const { id } = await owner.post('/api/v1/imports?kind=contacts&file_name=c.csv', file, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => state === 'done');
  const view = async (subject, filter) => (await owner.post('/api/v1/views', { subject, name: 'View', filter })).id;
  const people = await view('contact', null);
  const few = await view('contact', { attribute: 'email', op: 'contains', value: 'p77@' });
  const wide = { or: Array.from({ length: 190 }, (_, i) => ({ attribute: 'name', op: 'contains', value: `o${i || ''}` })) };
  const asks = { or: Array.from({ length: 8 }, () => ({ account: { attribute: 'name', op: 'known' } })) };
  const many = [], within = [];
  for (let i = 0; i < 11; i++) many.push(await view('account', wide));
  for (let i = 0; i < 3; i++) within.push(await view('contact', asks));
  const { items } = await owner.get('/api/v1/views/counts');
  const said = of => { const { count, at_least } = items.find(one => one.id === of); return [count, at_least]; };
  assert.deepEqual(said(people), [1000, true]);
  assert.deepEqual(said(few), [1, false]);
  assert.deepEqual(many.map(said), [...Array(10).fill([1, false]), [null, false]]);
  assert.deepEqual(within.map(said), [[1000, true], [1000, true], [null, false]]);
}, { clock: CLOCK });

bothEngines('a view that asks for what a reader’s areas do not include says so, tells nothing, and breaks no other', async program => {
  const { client: ann } = await joined(program, 'Ann');
  const { client: bob } = await joined(program, 'Bob', 'member', ['support', 'success']);
  const rich = await ann.post('/api/v1/views', { subject: 'account', name: 'Rich', filter: { and: [UNOWNED, ABOUT_MONEY] }, q: 'gold' });
  const people = await ann.post('/api/v1/views', { subject: 'contact', name: 'Rich people', filter: { account: ABOUT_MONEY } });
  const sorted = await ann.post('/api/v1/views', { subject: 'account', name: 'By MRR', sort: '-mrr' });
  for (const { id } of [rich, people, sorted]) await ann.post(`/api/v1/views/${id}/share`);
  assert.deepEqual((await views(ann)).map(view => view.withheld), [null, null, null]);
  const [first, second, third] = await views(bob);
  assert.deepEqual([first.withheld, first.filter, first.q, second.withheld, second.filter], ['revenue', null, null, 'revenue', null]);
  assert.deepEqual([third.withheld, third.sort], [null, null]);
  const counted = await counts(bob);
  assert.deepEqual([counted[rich.id], counted[people.id], counted[sorted.id]], [null, null, 0]);
  await refused(bob.post('/api/v1/views', { subject: 'account', name: 'Mine', filter: ABOUT_MONEY }), 403, 'filter');
  await refused(bob.post('/api/v1/views', { subject: 'account', name: 'Mine', sort: 'mrr' }), 403, 'sort');
}, { clock: CLOCK });

bothEngines('who has lost an area still changes what else there is of their view, and asks for nothing that they do not see', async program => {
  const { staff, client: ann } = await joined(program, 'Ann');
  const { id } = await ann.post('/api/v1/views', { subject: 'account', name: 'Rich', filter: ABOUT_MONEY, sort: '-mrr' });
  const path = `/api/v1/views/${id}`;
  await program.owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['support'] });
  const renamed = await ann.patch(path, { name: 'Big ones' });
  assert.deepEqual([renamed.name, renamed.withheld, renamed.filter, renamed.sort], ['Big ones', 'revenue', null, null]);
  await refused(ann.patch(path, { filter: { not: ABOUT_MONEY } }), 403, 'filter');
  await refused(ann.patch(path, { sort: 'mrr' }), 403, 'sort');
  const [name, sort, filter] = program.query(`SELECT name, sort, filter FROM saved_view WHERE id = ${id}`).split('|');
  assert.deepEqual([name, sort, JSON.parse(filter)], ['Big ones', '-mrr', ABOUT_MONEY], 'the rest stays');
}, { clock: CLOCK });

bothEngines('a filter that cannot be read any more is told to nobody, and its view can be named, mended and deleted', async program => {
  const { client: ann } = await joined(program, 'Ann');
  const { client: bob } = await joined(program, 'Bob', 'member', ['support']);
  const made = [];
  for (const name of ['No JSON', 'No condition', 'Good'])
    made.push(await ann.post('/api/v1/views', { subject: 'account', name, filter: name === 'Good' ? UNOWNED : ABOUT_MONEY, q: 'gold' }));
  for (const { id } of made) await ann.post(`/api/v1/views/${id}/share`);
  const [broken, odd] = made;
  program.damage(`UPDATE saved_view SET filter = '{"value":[…]}' WHERE id = ${broken.id}`);
  program.damage(`UPDATE saved_view SET filter = '{"measure":{"measure":"gone"},"op":"=","value":9876543}' WHERE id = ${odd.id}`);
  for (const client of [ann, bob])
    assert.deepEqual((await views(client)).map(view => [view.unreadable, view.filter, view.q]), [[true, null, null], [true, null, null], [false, UNOWNED, 'gold']]);
  assert.deepEqual(Object.values(await counts(bob)).sort(), [0, null, null]);
  assert.equal((await ann.patch(`/api/v1/views/${broken.id}`, { name: 'Named' })).name, 'Named');
  const mended = await ann.patch(`/api/v1/views/${broken.id}`, { filter: UNOWNED });
  assert.deepEqual([mended.unreadable, mended.filter], [false, UNOWNED], 'a change of the filter alone is one');
  await ann.delete(`/api/v1/views/${odd.id}`);
}, { clock: CLOCK });

bothEngines('a view outlives a custom field that it asks for, and says which', async program => {
  const { owner } = program;
  const fields = {};
  for (const object of ['account', 'contact']) fields[object] = await owner.post('/api/v1/fields', { object, key: 'tier', name: 'Tier', kind: 'text' });
  const account = await owner.post('/api/v1/accounts', { name: 'Customer', fields: { tier: 'gold' } });
  await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Person', fields: { tier: 'gold' } });
  const filter = { or: [{ attribute: 'field:tier', op: 'contains', value: 'gold' }, { attribute: 'name', op: 'contains', value: 'e' }] };
  const made = [];
  for (const subject of ['account', 'contact']) made.push(await owner.post('/api/v1/views', { subject, name: subject, filter }));
  for (const { id } of Object.values(fields)) await owner.delete(`/api/v1/fields/${id}`);
  for (const view of await views(owner)) assert.deepEqual([view.filter, view.missing], [filter, ['tier']]);
  await eventually(async () => Object.values(await counts(owner)).join(), all => all === '1,1');
  const asked = encodeURIComponent(JSON.stringify(filter));
  await refused(owner.get(`/api/v1/contacts?filter=${asked}`), 400, 'filter');
  for (const road of ['accounts', 'contacts']) {
    assert.equal((await owner.get(`/api/v1/${road}?kept=true&filter=${asked}`)).items.length, 1);
    for (const [op, found] of [['contains', 0], ['!=', 1]]) {
      const gone = encodeURIComponent(JSON.stringify({ attribute: 'field:tier', op, value: 'gold' }));
      assert.equal((await owner.get(`/api/v1/${road}?kept=true&filter=${gone}`)).items.length, found, `${road} ${op}`);
    }
  }
  const bob = (await joined(program, 'Bob', 'member', ['support'])).client;
  await refused(bob.get(`/api/v1/accounts?kept=true&filter=${encodeURIComponent(JSON.stringify(ABOUT_MONEY))}`), 403);
}, { clock: CLOCK });

bothEngines('an erasure replaces the person’s address in views', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Person', email: 'jane.doe@example.com' });
  const about = { attribute: 'email', op: 'contains', value: 'jane.doe@example.com' };
  await owner.post('/api/v1/views', { subject: 'contact', name: 'About jane.doe@example.com', q: 'jane.doe@example.com', filter: about });
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  await eventually(async () => JSON.stringify(await views(owner)), text => !text.includes('jane.doe'));
  const [view] = await views(owner);
  assert.deepEqual([view.name, view.filter.value], ['About […]', '[…]']);
}, { clock: CLOCK });

bothEngines('an erasure leaves filters that can be read: it replaces a telephone number in a text, and no number', async program => {
  const { owner } = program;
  await owner.post('/api/v1/fields', { object: 'contact', key: 'seats', name: 'Seats', kind: 'number' });
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Person', phone: '312345678' });
  const filter = { and: [{ attribute: 'field:seats', op: '>=', value: 312345678 }, { attribute: 'name', op: 'contains', value: '"312345678"' }] };
  await owner.post('/api/v1/views', { subject: 'contact', name: 'Numbers', filter });
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  await eventually(async () => (await views(owner))[0], view => view.filter?.and[1].value === '"[…]"');
  const [view] = await views(owner);
  assert.deepEqual([view.unreadable, view.filter.and[0].value], [false, 312345678]);
}, { clock: CLOCK });
