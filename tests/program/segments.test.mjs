// Segments over the API of the real program: one condition under a name, asked everywhere by its id. What counts one and
// what lists its accounts agree, today and on past days; a change counts everywhere, and scorecards tell it as theirs.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, day_after, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo
const PATH = '/api/v1/segments';

const is_in = (...segments) => ({ attribute: 'segment', op: 'in', value: segments.map(one => one.id) });
const stage = (...value) => ({ attribute: 'stage', op: 'in', value });
const active = value => ({ measure: { measure: 'active_days', days: 28 }, op: '>=', value });

async function listed(api, filter, as_of) {
  const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: '200', ...(as_of ? { as_of } : {}) });
  const found = await api.get(`/api/v1/accounts?${query}`);
  assert.equal(found.total, found.items.length);
  return found.items.map(one => one.name).sort();
}

/** The size that is shown is the number of rows, wherever it is asked. */
async function assert_counts(api, segment, names, as_of) {
  const day = as_of ? `?as_of=${as_of}` : '';
  assert.deepEqual(await listed(api, is_in(segment), as_of), names);
  assert.equal((await api.get(`${PATH}/${segment.id}${day}`)).accounts, names.length);
  assert.equal((await api.get(`${PATH}${day}`)).items.find(one => one.id === segment.id).accounts, names.length);
}

/** A member of staff with a session. */
async function joined(program, name, role, circles) {
  const { link } = await program.owner.post('/api/v1/staff', { name, email: `${name.toLowerCase()}@example.test`, role, language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return client;
}

bothEngines('a segment counts the accounts that a list filtered by it shows, alone, nested and turned round', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const small = await customers.company('Small', { stage: 'adoption', days: range(0, 3) });
  await customers.company('Large', { stage: 'adoption', days: range(0, 20) });
  await customers.company('New', { stage: 'onboarding', days: range(0, 20) });
  const unknown = await customers.company('Unknown');
  await customers.contract(small, { price: { amount: 5000, currency: 'JPY' } });

  assert.deepEqual(await api.post(`${PATH}/preview`, { condition: stage('adoption') }), { accounts: 2, total: 4 });
  assert.deepEqual(await api.post(`${PATH}/preview`, {}), { accounts: 4, total: 4 });
  const adopting = await api.post(PATH, { name: 'Adopting', about: 'Past onboarding', condition: stage('adoption') });
  assert.deepEqual([adopting.name, adopting.about, adopting.accounts, adopting.used_by, adopting.version], ['Adopting', 'Past onboarding', 2, [], 1]);
  await eventually(() => api.get(`${PATH}/${adopting.id}`), found => found.mrr?.amount === 5000);
  const busy = await api.post(PATH, { name: 'Busy', condition: active(10) });
  const both = await api.post(PATH, { name: 'Both', condition: { and: [is_in(adopting), is_in(busy)] } });
  await assert_counts(api, adopting, ['Large', 'Small']);
  await assert_counts(api, busy, ['Large', 'New']);
  await assert_counts(api, both, ['Large']);
  assert.deepEqual(await listed(api, is_in(adopting, busy)), ['Large', 'New', 'Small']);

  // An account is in it or it is not: nobody is neither.
  const late = await api.post(PATH, { name: 'Renews late', condition: { attribute: 'field:none', op: 'unknown' } }).catch(error => error);
  assert.equal(late.status, 400);
  const silent = await api.post(PATH, { name: 'Silent', condition: { measure: { measure: 'days_since' }, op: '>=', value: 0 } });
  assert.deepEqual(await listed(api, is_in(silent)), ['Large', 'New', 'Small']);
  assert.deepEqual(await listed(api, { not: is_in(silent) }), ['Unknown']);
  assert.deepEqual(await listed(api, { attribute: 'segment', op: '!=', value: silent.id }), ['Unknown']);

  // Of people over their accounts.
  for (const [name, account] of [['Mori', small], ['Kato', unknown]]) await api.post('/api/v1/contacts', { account_id: account.id, name });
  const people = async filter => (await api.get(`/api/v1/contacts?${new URLSearchParams({ filter: JSON.stringify(filter) })}`)).items.map(one => one.name).filter(name => name); // who only did something has none
  assert.deepEqual(await people({ account: is_in(adopting) }), ['Mori']);
  assert.deepEqual(await people({ account: { not: is_in(adopting) } }), ['Kato']);
  assert.deepEqual(await people({ not: { account: is_in(adopting) } }), ['Kato']);

  // As of a past day: ten days ago the small one had not begun.
  const past = day_after(TODAY, -10);
  await assert_counts(api, both, ['Large'], TODAY);
  const begun = await api.post(PATH, { name: 'Begun', condition: active(1) });
  await assert_counts(api, begun, ['Large', 'New', 'Small']);
  await assert_counts(api, begun, ['Large', 'New'], past);
  const sizes = (await api.get(`${PATH}/${begun.id}/sizes`)).items;
  assert.deepEqual([sizes.length, sizes[0].day, sizes.at(-1).day], [27, day_after(TODAY, -182), TODAY]);
  assert.deepEqual(sizes.slice(-4).map(one => one.accounts), [0, 2, 2, 3]);
  for (const { day, accounts } of sizes.slice(-4)) assert.equal((await listed(api, is_in(begun), day)).length, accounts, day);
  assert.deepEqual((await api.get(`${PATH}/${both.id}`)).undated, ['stage'], 'the stage is known of today alone');
  assert.deepEqual((await api.get(`${PATH}/${begun.id}`)).undated, []);
}, OPTIONS);

bothEngines('a segment that would ask for itself, that stands too deep or that is taken is refused with its names', async program => {
  const api = await program.with_key('admin');
  const make = (name, condition) => api.post(PATH, { name, condition });
  const first = await make('First', stage('adoption'));
  const second = await make('Second', is_in(first));
  const third = await make('Third', { or: [is_in(second), stage('renewal')] });
  const loop = await refused(api.patch(`${PATH}/${first.id}`, { condition: { not: is_in(third) } }), 400, 'condition');
  assert.equal(loop.reason, 'segment_loop');
  assert.match(loop.detail, /First > Third > Second > First|Second > First > Third > Second|Third > Second > First > Third/);
  assert.match((await refused(api.patch(`${PATH}/${first.id}`, { condition: is_in(first) }), 400, 'condition')).detail, /First > First/);
  const fourth = await make('Fourth', is_in(third)), fifth = await make('Fifth', is_in(fourth));
  assert.equal((await refused(make('Sixth', is_in(fifth)), 400, 'condition')).reason, 'segment_deep');
  // Also when what is below grows.
  const zeroth = await make('Zeroth', stage('renewal'));
  assert.equal((await refused(api.patch(`${PATH}/${first.id}`, { condition: is_in(zeroth) }), 400, 'condition')).reason, 'segment_deep');
  assert.equal((await refused(make('first of none', is_in({ id: 12345 })), 400, 'condition')).reason, 'no_segment');
  await refused(make('First', stage('renewal')), 409, 'name');
  await refused(make(' ', stage('renewal')), 400, 'name');
  await refused(api.patch(`${PATH}/${first.id}`, { name: 'Other' }, 17), 412);
  assert.equal((await api.get(`${PATH}/${first.id}`)).version, 1, 'what was refused changed nothing');
  // A filter that was kept before its segment went holds for nobody; one that is given now is refused.
  await api.delete(`${PATH}/${fifth.id}`);
  const filter = JSON.stringify(is_in(fifth));
  await refused(api.get(`/api/v1/accounts?${new URLSearchParams({ filter })}`), 400, 'filter');
  assert.equal((await api.get(`/api/v1/accounts?${new URLSearchParams({ filter, kept: 'true' })}`)).total, 0);
}, OPTIONS);

bothEngines('a segment that something uses cannot be deleted, and who uses it is named', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const used = await api.post(PATH, { name: 'Used', condition: stage('adoption') });
  const above = await api.post(PATH, { name: 'Above', condition: is_in(used) });
  const card = await customers.scorecard(DEFINITION, { name: 'For those', segment: is_in(used) });
  const ann = await joined(program, 'Ann', 'member', ['support', 'success', 'revenue']);
  const shared = await ann.post('/api/v1/views', { subject: 'account', name: 'All of them', filter: is_in(used) });
  await ann.post(`/api/v1/views/${shared.id}/share`);
  const own = await ann.post('/api/v1/views', { subject: 'contact', name: 'Ann’s secret', filter: { account: is_in(used) } });
  const uses = async () => (await api.get(`${PATH}/${used.id}`)).used_by.map(one => [one.kind, one.id, one.name, one.owner]);
  assert.deepEqual(new Set((await uses()).map(String)), new Set([
    ['segment', above.id, 'Above', null], ['scorecard', card.id, 'For those', null],
    ['view', shared.id, 'All of them', 'Ann'], ['view', own.id, null, 'Ann'],
  ].map(String)));
  const no = await refused(api.delete(`${PATH}/${used.id}`), 409);
  assert.equal(no.reason, 'segment_used');
  for (const name of ['Above', 'For those', 'All of them', 'a private view of Ann']) assert.ok(no.detail.includes(name), no.detail);
  assert.ok(!no.detail.includes('secret'), 'a view of somebody alone is not named');
  await api.delete(`${PATH}/${above.id}`);
  await ann.delete(`/api/v1/views/${shared.id}`);
  await ann.delete(`/api/v1/views/${own.id}`);
  assert.deepEqual((await uses()).map(([kind]) => kind), ['scorecard']);
  // A card that asks for it no longer sets it free, although its first version asked for it: that one keeps what it said.
  await api.patch(`/api/v1/scorecards/${card.id}`, { segment: null });
  await refused(api.delete(`${PATH}/${used.id}`), 409);
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await api.delete(`${PATH}/${used.id}`);
  await refused(api.get(`${PATH}/${used.id}`), 404);
  const account = await customers.company('After it', { stage: 'adoption', days: range(0, 28), people: 4 });
  await customers.until_told(account, 'GOOD');
  assert.equal((await api.get(`/api/v1/accounts/${account.id}/health?as_of=${day_after(TODAY, -1)}`)).account.band, 'GOOD', 'its first version still judges past days');
}, OPTIONS);

bothEngines('a changed segment counts everywhere at once, and what it moves is told of the scorecard', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const stays = await customers.company('Stays', { stage: 'adoption', days: range(0, 28), people: 4 });
  const enters = await customers.company('Enters', { stage: 'renewal', days: range(0, 28), people: 4 });
  const watched = await api.post(PATH, { name: 'Watched', condition: stage('onboarding') });
  const outer = await api.post(PATH, { name: 'Outer', condition: { or: [is_in(watched), stage('expansion')] } });
  const rule = { key: 'watched', band: 'BAD', name: 'Watched', when: is_in(outer) };
  const card = await customers.scorecard({ ...DEFINITION, rules: [rule] });
  await customers.all_told(TODAY);
  await customers.until_told(stays, 'GOOD');
  await customers.until_told(enters, 'GOOD');
  const view = await program.owner.post('/api/v1/views', { subject: 'account', name: 'Them', filter: is_in(outer) });
  await program.owner.post(`/api/v1/views/${view.id}/share`);
  const viewed = async () => (await api.get('/api/v1/views/counts')).items.find(one => one.id === view.id).count;
  assert.equal(await viewed(), 0);
  await customers.pass([day_after(TODAY, 1)]);

  // A new name and description say nothing else.
  const named = await api.patch(`${PATH}/${watched.id}`, { name: 'Under watch', about: 'For the team' });
  assert.equal((await api.get(`/api/v1/scorecards/${card.id}`)).published_version, 1);
  const changed = await api.patch(`${PATH}/${watched.id}`, { condition: stage('renewal') }, named.version);
  assert.equal(changed.accounts, 1);
  assert.deepEqual(await listed(api, is_in(outer)), ['Enters']);
  assert.equal(await viewed(), 1);
  await customers.until_told(enters, 'BAD');
  const versions = (await api.get(`/api/v1/scorecards/${card.id}/versions`)).items;
  assert.deepEqual(versions.map(one => [one.number, one.changed_segment]), [[2, 'Under watch'], [1, null]]);
  const applied = () => api.get('/api/v1/audit?kind=scorecard.applied');
  await eventually(applied, found => found.items.length > 0);
  assert.deepEqual((await applied()).items.map(one => one.body), [{ number: 2, day: day_after(TODAY, 1), better: 0, worse: 1, known: 0, lost: 0 }]);
  assert.deepEqual(await customers.told_facts(enters), [], 'nothing happened to the account');
  assert.equal((await api.get(`/api/v1/accounts/${stays.id}`)).band, 'GOOD');

  // Past days: as of yesterday the version of then judges, with what the segment said then; compared are both days by today's.
  const health = async as_of => (await api.get(`/api/v1/accounts/${enters.id}/health?as_of=${as_of}`)).account.band;
  assert.equal(await health(TODAY), 'GOOD');
  assert.equal(await health(day_after(TODAY, 1)), 'BAD');
  assert.deepEqual(await listed(api, { attribute: 'band', op: '=', value: 'BAD' }, TODAY), []);
  const kinds = (await api.get('/api/v1/audit')).items.filter(one => one.subject === `segment:${watched.id}`).map(one => one.kind);
  assert.deepEqual(kinds, ['segment.changed', 'segment.changed', 'segment.created']);
}, OPTIONS);

bothEngines('a rule on a segment that fired says what holds in it, in health, on Today and in a preview', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const firm = await customers.company('Firm', { stage: 'adoption', days: range(0, 20) });
  const recent = { measure: { measure: 'days_since' }, op: '<', value: 5 };
  const told = await api.post(PATH, { name: 'Told', condition: { or: [{ and: [active(10), stage('left')] }, recent] } });
  const untold = await api.post(PATH, { name: 'Untold', condition: { or: [{ and: [active(10), stage('left')] }, stage('adoption')] } });
  const outer = await api.post(PATH, { name: 'Outer', condition: { or: [is_in(told), active(28)] } });
  const rule = (key, segment, band = 'BAD') => ({ key, band, name: key, when: is_in(segment) });
  const card = await customers.scorecard({ ...DEFINITION, rules: [rule('told', told)] });
  const assert_told = (reason, key) => {
    assert.deepEqual([reason.rule, reason.fired, reason.because.measure.measure, reason.ref.measure, reason.value], [key, true, 'days_since', 'days_since', 0]);
    assert.equal(reason.evidence.last_on, TODAY);
  };
  const read = async () => Object.fromEntries((await customers.health(firm)).account.reasons.map(one => [one.rule, one]));
  assert_told((await read()).told, 'told');
  const { answer: row } = await eventually(async () => (await api.get('/api/v1/today?owner_id=all')).items.find(one => one.account_id === firm.id), found => found?.band === 'BAD');
  assert_told(row.reasons.find(one => one.rule === 'told'), 'told');
  const definition = { ...DEFINITION, rules: [rule('outer', outer, 'NORMAL'), rule('untold', untold, 'NORMAL')] };
  const { moves } = await api.post('/api/v1/scorecards/preview', { scorecard_id: card.id, definition });
  assert_told(moves[0].because, 'outer');
  await api.put(`/api/v1/scorecards/${card.id}/draft`, definition);
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  const { outer: nested, untold: silent } = await read();
  assert_told(nested, 'outer');
  assert.deepEqual([silent.fired, silent.because, silent.ref, silent.evidence], [true, null, null, null]);
}, OPTIONS);

bothEngines('who does not see an area is told neither condition nor size of a segment that asks for it', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await customers.contract(await customers.company('Pays'), { price: { amount: 900_000, currency: 'JPY' } });
  const rich = await api.post(PATH, { name: 'Rich', condition: { measure: { measure: 'mrr' }, op: '>=', value: 100_000 } });
  const outer = await api.post(PATH, { name: 'Outer', condition: { not: is_in(rich) } });
  const blind = await joined(program, 'Bob', 'manager', ['support', 'success']);
  for (const { id } of [rich, outer]) {
    const shown = await blind.get(`${PATH}/${id}`);
    assert.deepEqual([shown.withheld, shown.condition, shown.accounts, shown.mrr], ['revenue', null, null, undefined]);
    await refused(blind.get(`${PATH}/${id}/sizes`), 403);
  }
  await refused(blind.get(`/api/v1/accounts?${new URLSearchParams({ filter: JSON.stringify(is_in(outer)) })}`), 403);
  await refused(blind.post(`${PATH}/preview`, { condition: is_in(rich) }), 403);
  await refused(blind.post(PATH, { name: 'Mine', condition: is_in(outer) }), 403);
  const viewer = await joined(program, 'Eve', 'viewer', ['support', 'success', 'revenue']);
  assert.equal((await viewer.get(PATH)).items.length, 2);
  await refused(viewer.post(PATH, { name: 'Mine', condition: stage('adoption') }), 403);
  await refused(viewer.delete(`${PATH}/${outer.id}`), 403);
}, OPTIONS);

bothEngines('an erasure takes the address of the person out of segments, and they go on working', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await customers.company('Firm', { stage: 'adoption' });
  const email = 'mori.kenji@example.test';
  const contact = await api.post('/api/v1/contacts', { account_id: account.id, name: 'Mori', email });
  const about = await api.post(PATH, { name: `Around ${email}`, about: `Asked by ${email}`, condition: { or: [stage('adoption'), { attribute: 'name', op: 'contains', value: email }] } });
  const card = await customers.scorecard(DEFINITION, { segment: is_in(about) });
  await api.patch(`/api/v1/scorecards/${card.id}`, { segment: null });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  await api.delete(`/api/v1/contacts/${contact.id}`);
  const shown = await api.get(`${PATH}/${about.id}`);
  assert.deepEqual([shown.name, shown.about, shown.unreadable, shown.accounts], ['Around […]', 'Asked by […]', false, 1]);
  assert.ok(!JSON.stringify(shown).includes(email));
  assert.ok(!String(program.query('SELECT segments FROM scorecard_version WHERE segments IS NOT NULL')).includes(email), 'an old version of a scorecard keeps it');
}, OPTIONS);

bothEngines('segments that named two people are told apart when both are erased', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const account = await customers.company('Firm', { stage: 'adoption' });
  const made = [];
  for (const email of ['mori@example.test', 'sato@example.test']) {
    const contact = await api.post('/api/v1/contacts', { account_id: account.id, name: 'Somebody', email });
    made.push({ contact, segment: await api.post(PATH, { name: `Around ${email}`, condition: stage('adoption') }) });
  }
  for (const { contact } of made) await api.delete(`/api/v1/contacts/${contact.id}`);
  const names = [];
  for (const { segment } of made) names.push((await api.get(`${PATH}/${segment.id}`)).name);
  assert.deepEqual(names, ['Around […]', `Around […] ${made[1].segment.id}`]);
}, OPTIONS);

bothEngines('a pair of conditions asks for segments, uses them, and is told to nobody once one asks for what some do not see', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const firm = await customers.company('Firm', { stage: 'adoption' });
  await customers.company('Left', { stage: 'left' });
  const adopting = await api.post(PATH, { name: 'Adopting', condition: stage('adoption') });
  const rich = await api.post(PATH, { name: 'Rich', condition: { measure: { measure: 'mrr' }, op: '>=', value: 1 } });
  const pair = { one_name: 'Adopting', one: is_in(adopting), other_name: 'Left', other: stage('left') };
  const made = await api.post('/api/v1/agreements', pair);
  assert.deepEqual([made.one_count, made.other_count, made.both, made.contradicting], [1, 1, 0, 2]);
  const told = (await api.get('/api/v1/quality/agreement.contradicting/rows')).items;
  assert.ok(told.some(row => row.account_id === firm.id && row.what === 'Adopting'), JSON.stringify(told));
  await refused(api.post('/api/v1/agreements', { ...pair, one: is_in(rich) }), 403);
  assert.deepEqual((await api.get(`${PATH}/${adopting.id}`)).used_by.map(use => [use.kind, use.id, use.name]), [['agreement', made.id, 'Adopting ≠ Left']]);
  await refused(api.delete(`${PATH}/${adopting.id}`), 409);
  await api.patch(`${PATH}/${adopting.id}`, { condition: is_in(rich) });
  const [now] = (await api.get('/api/v1/agreements')).items;
  assert.deepEqual([now.one_count, now.other_count, now.both, now.contradicting], [null, null, null, null]);
  assert.ok(!(await api.get('/api/v1/quality/agreement.contradicting/rows')).items.some(row => row.what === 'Adopting'));
  await api.delete(`/api/v1/agreements/${made.id}`);
  await api.delete(`${PATH}/${adopting.id}`);
}, OPTIONS);

bothEngines('the version in force judges after any number of earlier ones, as segments that change bring them', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  const firm = await customers.company('Firm', { stage: 'adoption', days: range(0, 28), people: 4 });
  const card = await customers.scorecard();
  assert.equal((await customers.health(firm)).account.band, 'GOOD');
  const rule = { key: 'adopts', band: 'BAD', name: 'Adopts', when: stage('adoption') };
  await api.put(`/api/v1/scorecards/${card.id}/draft`, { ...DEFINITION, rules: [rule] });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  const last = 1200;
  program.damage(`UPDATE scorecard_version SET number = ${last} WHERE number = 2`);
  program.damage(`WITH RECURSIVE more(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < ${last - 1})
    INSERT INTO scorecard_version (scorecard_id, number, definition, from_day, published_at, published_by, id)
    SELECT scorecard_id, n, definition, from_day, published_at, published_by, n FROM scorecard_version, more WHERE number = 1`);
  program.damage(`UPDATE scorecard SET published_number = ${last}, version = version + 1`);
  assert.equal((await customers.health(firm)).account.band, 'BAD');
}, OPTIONS);
