// Contacts and tasks as subjects: filter, order, pages and files over the API of the real program.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z'; // noon in Tokyo
const asked = condition => encodeURIComponent(JSON.stringify(condition));
const names = page => page.items.map(item => item.name ?? item.title);

async function refused(promise, status, field, says) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  assert.equal(error.body.field, field);
  if (says) assert.match(error.body.detail, says);
}

/** Two accounts with two people each; one person is at both, one is known by an address alone. */
async function fill(owner) {
  const alpha = await owner.post('/api/v1/accounts', { name: 'Alpha', external_id: 'alpha', stage: 'renewal', touch: 'high' });
  const beta = await owner.post('/api/v1/accounts', { name: 'Beta', external_id: 'beta', stage: 'adoption' });
  const add = contact => owner.post('/api/v1/contacts', contact);
  const ann = await add({ account_id: alpha.id, external_id: 'ann', name: 'Ann Arbor', title: 'CTO', roles: ['champion'], email: 'ann@alpha.example' });
  const bob = await add({ account_id: alpha.id, external_id: 'bob', name: 'Bob', title: 'Sales Manager', roles: ['user', 'decision_maker'] });
  const cho = await add({ account_id: beta.id, external_id: 'cho', name: '長 さゆり', reading: 'ちょう さゆり', title: 'ｃｔｏ' });
  const dan = await add({ account_id: beta.id, name: 'Dan', email: 'dan@beta.example', roles: ['billing'] });
  await owner.patch(`/api/v1/contacts/${bob.id}`, { account_ids: [alpha.id, beta.id] });
  return { alpha, beta, ann, bob, cho, dan };
}

async function use(program, events) {
  const sender = await program.with_key('ingest');
  const client = program.client({ key: sender.options.token, contract: false });
  await client.post('/v1/batch', {
    batch: events.map(([userId, day, groupId], index) => ({
      type: 'track', event: 'Opened', userId, timestamp: `${day}T03:00:00Z`, messageId: `${userId}-${day}-${index}`, context: { groupId },
    })),
  });
}

bothEngines('people are asked by what they are, in words that case and width do not change', async program => {
  const { owner } = program;
  await fill(owner);
  const list = async (condition, more = '') => names(await owner.get(`/api/v1/contacts?filter=${asked(condition)}${more}`));
  assert.deepEqual(await list({ attribute: 'title', op: '=', value: 'cto' }), ['Ann Arbor', '長 さゆり']);
  assert.deepEqual(await list({ attribute: 'title', op: 'contains', value: 'MANAGER' }), ['Bob']);
  assert.deepEqual(await list({ attribute: 'title', op: 'unknown' }), ['Dan']);
  assert.deepEqual(await list({ attribute: 'role', op: 'in', value: ['champion', 'billing'] }), ['Ann Arbor', 'Dan']);
  assert.deepEqual(await list({ attribute: 'role', op: '!=', value: 'decision_maker' }, '&sort=-name'), ['長 さゆり', 'Dan', 'Ann Arbor']);
  assert.deepEqual(await list({ attribute: 'email', op: 'contains', value: 'BETA.example' }), ['Dan']);
  assert.deepEqual(await list({ attribute: 'name', op: 'known' }, '&q=arbor%20ANN'), ['Ann Arbor']);
  assert.deepEqual(await list({ attribute: 'name', op: '=', value: 'nobody' }), []);
  const page = await owner.get(`/api/v1/contacts?filter=${asked({ attribute: 'name', op: 'known' })}&limit=1`);
  assert.equal(page.total, 4);
  assert.notEqual(page.next, null);
  assert.deepEqual((await owner.all('/api/v1/contacts?limit=1&sort=-name')).map(item => item.name), ['長 さゆり', 'Dan', 'Bob', 'Ann Arbor']);
}, { clock: CLOCK });

bothEngines('people are asked by their accounts, whatever can be asked of those', async program => {
  const { owner } = program;
  const { alpha } = await fill(owner);
  await use(program, [['ann', '2026-11-20', 'alpha']]);
  const list = async condition => names(await owner.get(`/api/v1/contacts?filter=${asked(condition)}`));
  const renewal = { account: { attribute: 'stage', op: '=', value: 'renewal' } };
  assert.deepEqual(await list(renewal), ['Ann Arbor', 'Bob']);
  assert.deepEqual(await list({ not: renewal }), ['Dan', '長 さゆり']);
  assert.deepEqual(await list({ account: { measure: { measure: 'events', days: 28 }, op: '>=', value: 1 } }), ['Ann Arbor', 'Bob']);
  assert.deepEqual(await list({ and: [{ not: { account: { attribute: 'touch', op: '=', value: 'high' } } }, { attribute: 'role', op: '=', value: 'billing' }] }), ['Dan']);
  assert.deepEqual(names(await owner.get(`/api/v1/contacts?account_id=${alpha.id}&sort=-name`)), ['Bob', 'Ann Arbor']);
  // Words are all of them, in any order, whatever else is asked.
  for (const more of ['', '&sort=name']) assert.deepEqual(names(await owner.get(`/api/v1/contacts?account_id=${alpha.id}&q=arbor%20ann${more}`)), ['Ann Arbor'], more);
  const bob = (await owner.get(`/api/v1/contacts?filter=${asked({ attribute: 'name', op: '=', value: 'bob' })}`)).items[0];
  assert.deepEqual(bob.accounts.map(account => account.name).sort(), ['Alpha', 'Beta']);
}, { clock: CLOCK });

bothEngines('whoever went quiet first comes first; who was never seen comes last', async program => {
  const { owner } = program;
  const { ann, bob, beta } = await fill(owner);
  await use(program, [['bob', '2026-11-20', 'alpha'], ['ann', '2026-10-01', 'alpha'], ['ann', '2026-11-02', 'alpha'], ['cho', '2026-11-10', 'beta']]);
  await use(program, [['ann', '2026-09-01', 'alpha'], ['bob', '2026-11-01', 'beta']]); // late ones
  const quiet = (await owner.all('/api/v1/contacts?sort=last_seen_on&limit=1')).map(item => [item.name, item.last_seen_on]);
  assert.deepEqual(quiet, [['Ann Arbor', '2026-11-02'], ['長 さゆり', '2026-11-10'], ['Bob', '2026-11-20'], ['Dan', null]]);
  const since = { attribute: 'last_seen_on', op: '<', value: '2026-11-11' };
  assert.deepEqual(names(await owner.get(`/api/v1/contacts?filter=${asked(since)}&sort=-last_seen_on`)), ['長 さゆり', 'Ann Arbor']);
  assert.deepEqual(names(await owner.get(`/api/v1/contacts?filter=${asked({ not: since })}`)), ['Bob']);
  // An address that meets an id: both are one person, last seen when either was.
  await owner.post('/api/v1/contacts', { account_id: beta.id, external_id: 'eve', name: 'Eve' });
  await use(program, [['eve', '2026-11-21', 'beta']]);
  const sender = await program.with_key('ingest');
  await program.client({ key: sender.options.token, contract: false }).post('/v1/identify', { userId: 'eve', traits: { email: 'dan@beta.example' }, messageId: 'm' });
  const dan = (await owner.get('/api/v1/contacts?q=dan@beta')).items[0];
  assert.equal(dan.last_seen_on, '2026-11-21');
  await owner.delete(`/api/v1/contacts/${ann.id}`);
  assert.deepEqual(names(await owner.get('/api/v1/contacts?sort=last_seen_on')).includes('Ann Arbor'), false);
  assert.equal((await owner.get(`/api/v1/contacts/${bob.id}`)).last_seen_on, '2026-11-20');
}, { clock: CLOCK });

bothEngines('custom fields of people are asked like all else, and are gone with the field', async program => {
  const { owner } = program;
  const { ann, bob, cho } = await fill(owner);
  const fields = [['city', 'text'], ['score', 'number'], ['met_on', 'date'], ['speaker', 'flag'], ['2nd', 'choice']];
  for (const [key, kind] of fields)
    await owner.post('/api/v1/fields', { object: 'contact', key, name: key, kind, ...(kind === 'choice' ? { choices: ['North', 'South'] } : {}), position: 1 });
  await owner.patch(`/api/v1/contacts/${ann.id}`, { fields: { city: 'ＯＳＡＫＡ', score: 7.5, met_on: '2026-05-01', speaker: true, '2nd': 'North' } });
  await owner.patch(`/api/v1/contacts/${bob.id}`, { fields: { city: 'Tokyo "East"', score: -2, met_on: '2026-07-01', speaker: false } });
  const list = async (attribute, op, value) => names(await owner.get(`/api/v1/contacts?filter=${asked({ attribute: `field:${attribute}`, op, value })}`));
  assert.deepEqual(await list('city', '=', 'osaka'), ['Ann Arbor']);
  assert.deepEqual(await list('city', 'contains', '"east'), ['Bob']);
  assert.deepEqual(await list('city', 'in', ['Osaka', 'tokyo "east"']), ['Ann Arbor', 'Bob']);
  assert.deepEqual(await list('score', '>', 0.5), ['Ann Arbor']);
  assert.deepEqual(await list('score', 'in', [-2, 7.5]), ['Ann Arbor', 'Bob']);
  assert.deepEqual(await list('met_on', '<', '2026-06-01'), ['Ann Arbor']);
  assert.deepEqual(await list('speaker', '=', true), ['Ann Arbor']);
  assert.deepEqual(await list('speaker', '!=', true), ['Bob', 'Dan', '長 さゆり']);
  assert.deepEqual(await list('2nd', '=', 'North'), ['Ann Arbor']);
  assert.deepEqual(await list('score', 'unknown'), ['Dan', '長 さゆり']);
  const { text: csv } = await owner.ask('GET', `/api/v1/contacts.csv?filter=${asked({ attribute: 'field:score', op: 'known' })}&columns=name,roles,accounts,field:score,field:speaker`);
  assert.equal(csv, 'name,roles,accounts,field:score,field:speaker\r\n"Ann Arbor",champion,Alpha,7.5,true\r\nBob,"decision_maker user","Alpha, Beta",-2,false\r\n');
  const city = (await owner.get('/api/v1/fields')).items.find(field => field.key === 'city');
  await owner.delete(`/api/v1/fields/${city.id}`);
  await refused(owner.get(`/api/v1/contacts?filter=${asked({ attribute: 'field:city', op: 'known' })}`), 400, 'filter', /unknown attribute of a contact/);
  await owner.post('/api/v1/fields', { object: 'contact', key: 'city', name: 'city', kind: 'text', position: 1 });
  await owner.patch(`/api/v1/contacts/${cho.id}`, { fields: { city: 'Nara' } });
  assert.deepEqual(await list('city', 'known'), ['長 さゆり']);
  assert.deepEqual(await list('city', 'contains', 'a'), ['長 さゆり']);
}, { clock: CLOCK });

bothEngines('what a list of people cannot be asked is refused, and says what can', async program => {
  const { owner } = program;
  await fill(owner);
  const wrong = (condition, says) => refused(owner.get(`/api/v1/contacts?filter=${asked(condition)}`), 400, 'filter', says);
  await wrong({ attribute: 'stage', op: 'known' }, /unknown attribute of a contact "stage"/);
  await wrong({ attribute: 'titel', op: 'known' }, /did you mean "title"/);
  await wrong({ measure: { measure: 'mrr' }, op: 'known' }, /"account"/);
  await wrong({ account: { attribute: 'title', op: 'known' } }, /unknown attribute "title"/);
  await wrong({ attribute: 'role', op: '=', value: 'chief' }, /must be one of champion/);
  await refused(owner.get('/api/v1/contacts?sort=nmae'), 400, 'sort', /did you mean "name"/);
  await refused(owner.get('/api/v1/contacts?cursor=x'), 400, 'cursor');
  await refused(owner.get('/api/v1/contacts.csv?columns=name,folds'), 400, 'columns', /folds/);
  await refused(owner.get(`/api/v1/accounts?filter=${asked({ account: { attribute: 'stage', op: 'known' } })}`), 400, 'filter', /themselves/);
}, { clock: CLOCK });

bothEngines('tasks are asked by what they are and by their accounts', async program => {
  const { owner } = program;
  const { alpha, beta } = await fill(owner);
  const me = (await owner.get('/api/v1/session')).staff.id;
  const add = task => owner.post('/api/v1/tasks', task);
  assert.deepEqual((await owner.get('/api/v1/tasks')).items, []);
  await add({ title: 'Renewal talk', account_id: alpha.id, owner_id: me, due_on: '2026-11-30' });
  await add({ title: 'Training', account_id: beta.id, due_on: '2026-11-25' });
  await add({ title: 'Tidy up', due_on: '2026-12-24' });
  const done = await add({ title: 'Welcome', account_id: beta.id, owner_id: me });
  await owner.post(`/api/v1/tasks/${done.id}/completion`);
  const list = async (condition, more = '') => names(await owner.get(`/api/v1/tasks?filter=${asked(condition)}${more}`));
  const renewal = { account: { attribute: 'stage', op: '=', value: 'renewal' } };
  assert.deepEqual(await list(renewal), ['Renewal talk']);
  assert.deepEqual(await list({ not: renewal }), ['Training'], 'a task of no account is neither');
  assert.deepEqual(await list({ attribute: 'due_on', op: '>=', value: '2026-11-30' }), ['Renewal talk', 'Tidy up']);
  assert.deepEqual(await list({ attribute: 'owner_id', op: 'unknown' }, '&sort=-due_on'), ['Tidy up', 'Training']);
  assert.deepEqual(await list({ attribute: 'done', op: '=', value: true }, '&state=all'), ['Welcome']);
  assert.deepEqual(await list({ and: [] }, `&account_id=${beta.id}&state=all&owner_id=me`), ['Welcome']);
  await refused(owner.get(`/api/v1/tasks?filter=${asked({ attribute: 'role', op: '=', value: 'user' })}`), 400, 'filter', /unknown attribute of a task/);
}, { clock: CLOCK });

bothEngines('who went quiet stands first: used before and not in the last 14 days, the latest first, in pages', async program => {
  const { owner } = program;
  const { alpha } = await fill(owner);
  const add = (id, name) => owner.post('/api/v1/contacts', { account_id: alpha.id, external_id: id, name });
  await add('eve', 'Eve');
  await add('fay', 'Fay');
  // Today is the 22nd: 13, 14, 103 and 104 days ago; one used it today, and Dan never did.
  await use(program, [['ann', '2026-11-09', 'alpha'], ['bob', '2026-11-08', 'alpha'], ['cho', '2026-08-11', 'beta'], ['eve', '2026-08-10', 'alpha'], ['fay', '2026-11-22', 'alpha']]);
  const all = async more => (await owner.all(`/api/v1/contacts?sort=quiet${more}`)).map(item => item.name);
  const wanted = ['Bob', '長 さゆり', 'Eve', 'Fay', 'Ann Arbor', 'Dan'];
  for (const limit of [1, 2, 3, 4, 5, 50]) assert.deepEqual(await all(`&limit=${limit}`), wanted, `in pages of ${limit}`);
  await refused(owner.get('/api/v1/contacts?sort=-quiet'), 400, 'sort', /one direction/);

  const list = async condition => names(await owner.get(`/api/v1/contacts?sort=quiet&filter=${asked(condition)}`));
  const unseen = (op, value) => ({ attribute: 'days_unseen', op, value });
  assert.deepEqual(await list({ and: [unseen('>=', 14), unseen('<', 104)] }), ['Bob', '長 さゆり']);
  assert.deepEqual(await list(unseen('<', 14)), ['Fay', 'Ann Arbor']);
  assert.deepEqual(await list(unseen('=', 0)), ['Fay']);
  assert.deepEqual(await list({ not: unseen('<', 14) }), ['Bob', '長 さゆり', 'Eve']);
  assert.deepEqual(await list({ attribute: 'days_unseen', op: 'unknown' }), ['Dan']);
  const kept = await owner.post('/api/v1/views', { subject: 'contact', name: 'Quiet', filter: unseen('>=', 14), sort: 'quiet' });
  assert.equal(kept.sort, 'quiet');
}, { clock: CLOCK });

bothEngines('a list says what each person used in the last 28 days and in the 28 before, at all of their accounts', async program => {
  const { owner } = program;
  const { beta } = await fill(owner);
  await owner.patch(`/api/v1/accounts/${beta.id}`, { owner_id: (await owner.get('/api/v1/session')).staff.id });
  // The windows begin on 26 October and on 28 September.
  await use(program, [
    ['bob', '2026-11-22', 'alpha'], ['bob', '2026-10-26', 'beta'], ['bob', '2026-10-25', 'alpha'], ['bob', '2026-09-28', 'beta'], ['bob', '2026-09-27', 'beta'],
    ['ann', '2026-10-01', 'alpha'],
  ]);
  const uses = async () => Object.fromEntries((await owner.get('/api/v1/contacts?uses=true')).items.map(one => [one.name, [one.uses_28, one.uses_28_before]]));
  await eventually(uses, all => JSON.stringify(all) === JSON.stringify({ 'Ann Arbor': [0, 1], Bob: [2, 2], Dan: [0, 0], '長 さゆり': [0, 0] }));
  assert.equal((await owner.get('/api/v1/contacts')).items[0].uses_28, null);
  const { text: csv } = await owner.ask('GET', '/api/v1/contacts.csv?uses=true&q=bob&columns=name,accounts,account_owners,uses_28,uses_28_before');
  assert.equal(csv, 'name,accounts,account_owners,uses_28,uses_28_before\r\nBob,"Alpha, Beta",", Owner One",2,2\r\n');
  const [head, ...rows] = (await owner.ask('GET', '/api/v1/contacts.csv?q=bob')).text.split('\r\n');
  assert.deepEqual([head, rows[0]].map(line => line.split(',').slice(-3, -1)), [['uses_28', 'uses_28_before'], ['2', '2']], 'a file has them without a word');
}, { clock: CLOCK });
