// Areas of access (circles): who does not see revenue meets no amount on any road, and cannot work one out by asking.
import assert from 'node:assert/strict';
import { until_ended } from '../kit/client.mjs';
import { Customers, day_after, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';
import { ODD_ROADS, roads } from '../kit/roads.mjs';
import { DEMO } from '../kit/sample.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };
const MRR = { measure: 'mrr' };
const ABOUT_MONEY = { measure: MRR, op: '>=', value: 1 };
const filter_of = condition => encodeURIComponent(JSON.stringify(condition));

/* Amounts that stand nowhere else: each as minor units, as the files write it, in any sum, and the rate. */
const YEN = 7_777_777;
const DOLLARS = 4_321_09; // cents
const CHANGED = 8_888_888;
const IMPORTED = 6_666_666;
const RATE = '149.37';
const IN_YEN = Math.round(4321.09 * 149.37);
const PLANTED = [YEN, DOLLARS, '4321.09', CHANGED, IMPORTED, RATE, IN_YEN, YEN + IN_YEN, CHANGED + IN_YEN].map(String);

/** Members and columns that only hold what is paid, whatever their value. */
const REVEALING = ['amount', 'price', 'price_minor', 'mrr', 'mrr_converted', 'mrr_without_rate', 'expected_loss', 'score', 'renewals_30_mrr', 'rate', 'converted', 'without_rate'];

const SCORECARD = {
  rules: [{ key: 'small', band: 'BAD', name: 'Small', when: { and: [{ measure: MRR, op: '<', value: 5_000_000 }, { measure: { measure: 'seats' }, op: '>=', value: 1 }] } }],
  points: [
    { key: 'days', name: 'Active days', measure: { measure: 'active_days', days: 28 }, weight: 60, low: 0, high: 10 },
    { key: 'worth', name: 'Worth', measure: MRR, weight: 40, low: 0, high: 10_000_000 },
  ],
  bad_below: 40, good_from: 70, unknown_below: 0.5,
};

const token_with = async (program, owner, rights, circles) => program.client({ token: (await owner.post('/api/v1/keys', { name: `${rights} ${circles}`, rights, circles })).token });

/** A workspace in which amounts stand wherever they can. */
async function planted(program) {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  await api.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: RATE });
  const account = await customers.company('Planted', { days: [1, 2, 3], people: 2 });
  const other = await customers.company('Abroad', { days: [1] });
  const soon = { renews_on: day_after(TODAY, 20), notice_days: 0 };
  const contract = await customers.contract(account, { price: { amount: YEN, currency: 'JPY' }, seats: 5 }, { external_id: 'C-PLANTED', name: 'Planted frame', ...soon });
  await customers.contract(other, { price: { amount: DOLLARS, currency: 'USD' }, seats: 3 }, soon);
  await api.patch(`/api/v1/contracts/${contract.id}/lines/${contract.lines[0].id}`, { price: { amount: CHANGED, currency: 'JPY' } });
  await api.post(`/api/v1/contracts/${contract.id}/lines`, { from_on: '2026-06-01', price: { amount: YEN, currency: 'JPY' }, product_id: customers.product.id, seats: 5 });
  const card = await customers.scorecard(SCORECARD);
  const file = await api.call('POST', '/api/v1/imports?kind=contracts&file_name=contracts.csv', `account_external_id,price,currency,start_date\nplanted,${IMPORTED},JPY,2026-01-01\n`, { headers: { 'content-type': 'text/csv' } });
  const note = await api.post('/api/v1/notes', { account_id: account.id, text: 'Planted a word' });
  const { items: [contact] } = await api.get('/api/v1/contacts');
  const { webhook } = await api.post('/api/v1/webhooks', { url: 'https://example.com/hook', active: false });
  const segment = await api.post('/api/v1/segments', { name: 'Everybody', condition: { attribute: 'name', op: 'known' } });
  await customers.until_told(other, 'BAD');
  return { customers, api, account, ids: { accounts: account.id, contracts: contract.id, contacts: contact.id, scorecards: card.id, imports: file.id, webhooks: webhook.id, notes: note.id, segments: segment.id } };
}

const reads = (program, ids) => roads(program, ids, { ref: filter_of(MRR), q: 'Planted', subject: `note:${ids.notes}`, token: 'x', from: 'BAD', to: 'BAD', what: 'notes' });

function members_of(value, found = new Set()) {
  if (value && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) found.add(name);
      members_of(inner, found);
    }
  }
  return found;
}

/* Whole numbers alone: an id of fifteen digits can hold an amount by chance. */
const AMOUNTS = PLANTED.map(amount => ({ amount, stands: new RegExp(`(?<!\\d)${amount.replace('.', '\\.')}(?!\\d)`) }));

/** The amounts, and the names of what holds some, that an answer shows. */
function shown_in({ text, body, headers }) {
  const found = AMOUNTS.filter(({ stands }) => stands.test(text)).map(({ amount }) => amount);
  if (/json/.test(headers.get('content-type'))) found.push(...REVEALING.filter(name => members_of(body).has(name)));
  if (/csv/.test(headers.get('content-type'))) found.push(...REVEALING.filter(name => text.split('\r\n')[0].replaceAll('"', '').split(',').includes(name)));
  return found;
}

/* Two roads that are closed by what is asked, not by the table of routes. */
const REFUSED = ['/api/v1/accounts/{id}/measure', '/api/v1/imports/{id}', '/api/v1/imports/{id}/bad.csv'];

bothEngines('who does not see revenue meets no amount on any road', async program => {
  const { api, ids } = await planted(program);
  const narrow = await token_with(program, api, 'admin', ['support', 'success']);
  const walked = reads(program, ids);
  const open = [];
  const leaks = [];
  for (const { path, address, circle } of walked) {
    if (ODD_ROADS.test(path)) continue;
    const full = await api.ask('GET', address);
    const less = await narrow.ask('GET', address);
    if (shown_in(full).length) open.push(path);
    const closed = circle?.includes('revenue') || REFUSED.includes(path);
    if (closed && (less.status !== 403 || less.body.reason !== 'circle' || less.body.args[0] !== 'revenue')) leaks.push(`${path} answered ${less.status}`);
    if (!closed && less.status !== full.status) leaks.push(`${path} answered ${less.status}, not ${full.status}`);
    const shown = shown_in(less);
    if (shown.length) leaks.push(`${path} shows ${shown.join(', ')}`);
  }
  assert.deepEqual(leaks, []);
  /* What the walk looks for is there to be found: without areas it stands on all these roads. */
  for (const path of ['/api/v1/accounts', '/api/v1/accounts.csv', '/api/v1/accounts/{id}', '/api/v1/accounts/{id}/timeline', '/api/v1/accounts/{id}/measure', '/api/v1/accounts/{id}/health',
    '/api/v1/today', '/api/v1/overview', '/api/v1/overview/moves', '/api/v1/overview/moves/accounts', '/api/v1/audit', '/api/v1/audit.csv', '/api/v1/contracts', '/api/v1/contracts/{id}', '/api/v1/rates', '/api/v1/rates.csv', '/api/v1/imports', '/api/v1/imports/{id}'])
    assert.ok(open.includes(path), `${path} shows no planted amount to anybody`);
  assert.ok(walked.length > 40, `${walked.length} roads`);
}, OPTIONS);

bothEngines('what is left is of use: ranks, dates, reasons that tell no amount', async program => {
  const { api, account, ids } = await planted(program);
  const narrow = await token_with(program, api, 'manage', ['support', 'success']);
  const [today, whole] = [await narrow.get('/api/v1/today?owner_id=all'), await api.get('/api/v1/today?owner_id=all')];
  assert.deepEqual(today.items.map(one => one.account), whole.items.map(one => one.account), 'the order is that of the loss');
  assert.deepEqual([today.items[0].renews_on, today.items[0].band], [whole.items[0].renews_on, whole.items[0].band]);
  assert.equal(today.head.renewals_30, whole.head.renewals_30);
  const { account: health } = await narrow.get(`/api/v1/accounts/${account.id}/health`);
  assert.deepEqual([health.reasons.map(one => one.rule), health.withheld], [['days'], 2]);
  const full = (await api.get(`/api/v1/accounts/${account.id}/health`)).account;
  assert.deepEqual([full.reasons.length, full.withheld, health.band, health.points], [3, 0, full.band, full.points]);
  const { items } = await narrow.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract`);
  assert.deepEqual(items.map(one => [one.kind, Object.keys(one.body)]), [['contract.changed', ['line']], ['contract.corrected', ['line']], ['contract.created', ['lines']]]);
  assert.deepEqual((await narrow.get('/api/v1/search?q=C-PLANTED&kind=contract')).items, []);
  assert.equal((await api.get('/api/v1/search?q=C-PLANTED&kind=contract')).items[0].id, ids.contracts);
  assert.ok(!(await narrow.get('/api/v1/measures')).items.some(one => one.unit === 'money'));
  assert.ok((await api.get('/api/v1/measures')).items.some(one => one.unit === 'money'));
}, OPTIONS);

bothEngines('what the check of the installation finds about rates is for the area', async program => {
  const customers = await Customers.in(program, TODAY);
  await customers.contract(await customers.company('Abroad'), { price: { amount: 100, currency: 'GBP' } });
  const narrow = await token_with(program, program.owner, 'admin', ['support', 'success']);
  const found = async client => (await client.get('/api/v1/doctor')).items;
  const whole = await found(program.owner);
  assert.match(whole.find(one => one.check === 'rates').text, /1 account in GBP/);
  assert.deepEqual((await found(narrow)).map(one => one.check), whole.map(one => one.check).filter(check => check !== 'rates'));
}, OPTIONS);

bothEngines('the name of a rule that asks for an amount is told to nobody who does not see it', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Falling', { days: range(1, 12) });
  await customers.scorecard(SCORECARD);
  await eventually(() => customers.told(account), band => ['GOOD', 'NORMAL'].includes(band));
  await customers.contract(account, { price: { amount: 1, currency: 'JPY' }, seats: 1 });
  await customers.until_told(account, 'BAD');
  const forced = async client => {
    const { account: page } = await client.get(`/api/v1/accounts/${account.id}/health`);
    const { items } = await client.get(`/api/v1/accounts/${account.id}/timeline?kinds=health`);
    const fell = items.find(one => one.kind === 'health.fell').body;
    return [page.forced_by, fell.forced_by, page.band, fell.to];
  };
  assert.deepEqual(await forced(customers.api), ['small', 'small', 'BAD', 'BAD']);
  const narrow = await token_with(program, program.owner, 'view', ['support', 'success']);
  assert.deepEqual(await forced(narrow), [null, undefined, 'BAD', 'BAD']);
}, OPTIONS);

bothEngines('an amount cannot be worked out by sorting, filtering or judging by it', async program => {
  const { api, ids } = await planted(program);
  const narrow = await token_with(program, api, 'admin', ['support', 'success']);
  const definition = { ...SCORECARD, rules: [], points: [SCORECARD.points[1]] };
  const csv = { headers: { 'content-type': 'text/csv' } };
  const about = { not: { or: [{ attribute: 'stage', op: '=', value: 'adoption' }, ABOUT_MONEY] } };
  const TRIES = {
    'sorted by it': () => narrow.get('/api/v1/accounts?sort=-mrr'),
    'as a column': () => narrow.get('/api/v1/accounts.csv?columns=name,mrr'),
    'by its currency': () => narrow.get('/api/v1/accounts.csv?columns=name,currency'),
    'a file sorted by it': () => narrow.get('/api/v1/accounts.csv?sort=mrr'),
    'changes of those that it picks': () => narrow.post('/api/v1/accounts/changes', { filter: ABOUT_MONEY, set: { touch: 'high' } }),
    'a scorecard': () => narrow.post('/api/v1/scorecards', { name: 'Guess', purpose: 'expansion', definition }),
    'a segment': () => narrow.post('/api/v1/scorecards', { name: 'Guess', purpose: 'expansion', segment: ABOUT_MONEY, definition: { ...definition, points: [SCORECARD.points[0]] } }),
    'a draft': () => narrow.put(`/api/v1/scorecards/${ids.scorecards}/draft`, definition),
    'another segment': () => narrow.patch(`/api/v1/scorecards/${ids.scorecards}`, { segment: ABOUT_MONEY }),
    'a preview': () => narrow.post('/api/v1/scorecards/preview', { definition }),
    'a distribution': () => narrow.post('/api/v1/scorecards/distribution', { measure: { measure: 'mrr' } }),
    'a distribution over a segment': () => narrow.post('/api/v1/scorecards/distribution', { measure: { measure: 'events' }, segment: ABOUT_MONEY }),
    'a file of contracts': () => narrow.call('POST', '/api/v1/imports?kind=contracts&file_name=c.csv', 'a,b\n', csv),
    'a file of rates': () => narrow.call('POST', '/api/v1/imports?kind=rates&file_name=c.csv', 'a,b\n', csv),
    'another import': () => narrow.post(`/api/v1/imports/${ids.imports}/check`),
  };
  for (const [name, attempt] of Object.entries(TRIES)) {
    const body = await refused(attempt(), 403);
    assert.deepEqual([body.reason, body.args], ['circle', ['revenue']], name);
    assert.match(body.detail, /area revenue/);
  }
  /* Whichever list takes a filter: a new one too. */
  const document = JSON.parse(program.must('openapi'));
  const filtered = Object.entries(document.paths).filter(([path, { get }]) => !path.includes('{') && get?.parameters.some(one => one.name === 'filter')).map(([path]) => path);
  for (const path of ['accounts', 'accounts.csv', 'contacts', 'tasks']) assert.ok(filtered.includes(`/api/v1/${path}`), path);
  for (const path of filtered) {
    const asked = filter_of(/accounts|contracts/.test(path) ? about : { account: about });
    assert.equal((await api.ask('GET', `${path}?filter=${asked}`)).status, 200, path);
    const { status, body } = await narrow.ask('GET', `${path}?filter=${asked}`);
    assert.deepEqual([status, body.reason], [403, 'circle'], path);
  }
}, OPTIONS);

/* ---- giving and taking ------------------------------------------------------------------------------------------ */

async function joined(program, owner, role, email, circles) {
  const { staff, link } = await owner.post('/api/v1/staff', { name: `The ${role}`, email, role, language: 'en', ...(circles ? { circles } : {}) });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return { client, staff };
}

bothEngines('everybody begins with all areas; an admin takes and gives them, and it counts at once', async program => {
  const { owner } = program;
  const { client, staff } = await joined(program, owner, 'manager', 'manager@example.test');
  assert.deepEqual([staff.circles, (await client.get('/api/v1/session')).circles], [['support', 'success', 'revenue'], ['support', 'success', 'revenue']]);
  assert.equal((await client.ask('GET', '/api/v1/contracts')).status, 200);
  const changed = await owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['success'] });
  assert.deepEqual(changed.circles, ['success']);
  assert.equal((await client.ask('GET', '/api/v1/contracts')).status, 403);
  assert.deepEqual((await client.get('/api/v1/session')).circles, ['success']);
  assert.deepEqual((await owner.patch(`/api/v1/staff/${staff.id}`, { name: 'Renamed' })).circles, ['success'], 'what is not named stays');
  const given = await owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['revenue', 'support', 'success'] });
  assert.deepEqual(given.circles, ['support', 'success', 'revenue']);
  await client.post('/api/v1/session', { email: 'manager@example.test', password: 'a long enough one' });
  assert.equal((await client.ask('GET', '/api/v1/contracts')).status, 200);
  const told = (await owner.get('/api/v1/audit?kind=staff.changed')).items.map(one => one.body);
  assert.deepEqual(told, [{ circles_given: ['support', 'revenue'] }, {}, { circles_taken: ['support', 'revenue'] }]);
  await refused(owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['everything'] }), 400);
}, OPTIONS);

bothEngines('a token has areas of its own, which can be taken from it', async program => {
  const { owner } = program;
  const { key, token } = await owner.post('/api/v1/keys', { name: 'Reports', rights: 'view' });
  const client = program.client({ token });
  assert.deepEqual(key.circles, ['support', 'success', 'revenue']);
  assert.equal((await client.ask('GET', '/api/v1/rates')).status, 200);
  assert.deepEqual((await owner.patch(`/api/v1/keys/${key.id}`, { circles: [] })).circles, []);
  assert.equal((await client.ask('GET', '/api/v1/rates')).status, 403);
  assert.deepEqual((await owner.get('/api/v1/audit?kind=key.changed')).items[0].body, { circles_taken: ['support', 'success', 'revenue'] });
  const ingest = await owner.post('/api/v1/keys', { name: 'Events', rights: 'ingest' });
  assert.deepEqual(ingest.key.circles, []);
  await refused(owner.post('/api/v1/keys', { name: 'Events', rights: 'ingest', circles: ['revenue'] }), 400, 'circles');
  await refused(owner.patch(`/api/v1/keys/${ingest.key.id}`, { circles: ['revenue'] }), 400, 'circles');
  await owner.delete(`/api/v1/keys/${key.id}`);
  await refused(owner.patch(`/api/v1/keys/${key.id}`, { circles: ['revenue'] }), 409);
}, OPTIONS);

bothEngines('nobody gives what they do not see, and the last admin keeps everything', async program => {
  const { owner } = program;
  const [first] = (await owner.get('/api/v1/staff')).items;
  const { client: narrow, staff } = await joined(program, owner, 'admin', 'second@example.test', ['support']);
  await refused(owner.patch(`/api/v1/staff/${first.id}`, { circles: ['support', 'success'] }), 409);
  await refused(owner.patch(`/api/v1/staff/${first.id}`, { role: 'manager' }), 409);
  for (const attempt of [
    () => narrow.patch(`/api/v1/staff/${staff.id}`, { circles: ['support', 'revenue'] }),
    () => narrow.post('/api/v1/staff', { name: 'Friend', email: 'friend@example.test', role: 'viewer', language: 'en', circles: ['revenue'] }),
    () => narrow.post('/api/v1/keys', { name: 'Own', rights: 'admin', circles: ['revenue'] }),
    () => narrow.post('/api/v1/webhooks', { url: 'https://example.com/hook', active: false, circles: ['revenue'] }),
  ]) assert.equal((await refused(attempt(), 403, 'circles')).reason, 'circle');
  const { webhook } = await owner.post('/api/v1/webhooks', { url: 'https://example.com/hook', active: false });
  for (const attempt of [
    () => narrow.post(`/api/v1/staff/${first.id}/invitation`), // the holder of the link signs in as them
    () => narrow.patch(`/api/v1/webhooks/${webhook.id}`, { url: 'https://example.com/mine' }),
    () => narrow.post(`/api/v1/webhooks/${webhook.id}/secret`),
    () => narrow.post(`/api/v1/webhooks/${webhook.id}/test`),
    () => narrow.post(`/api/v1/webhooks/${webhook.id}/replay`, { since_on: TODAY }),
    () => narrow.post(`/api/v1/webhooks/${webhook.id}/deliveries/1/replay`),
  ]) assert.equal((await refused(attempt(), 403)).reason, 'circle_others');
  const made = await narrow.post('/api/v1/keys', { name: 'Own', rights: 'admin' });
  assert.deepEqual(made.key.circles, ['support'], 'what is not named is what the maker sees');
  assert.deepEqual((await narrow.post('/api/v1/webhooks', { url: 'https://example.com/hook', active: false })).webhook.circles, ['support']);
  await owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['support', 'success', 'revenue'] });
  assert.deepEqual((await owner.patch(`/api/v1/staff/${first.id}`, { circles: ['support'] })).circles, ['support'], 'now there is another');
}, OPTIONS);

bothEngines('links and sessions from before an area is given end with it', async program => {
  const { owner } = program;
  const { client: narrow } = await joined(program, owner, 'admin', 'second@example.test', ['support']);
  const { staff, link } = await narrow.post('/api/v1/staff', { name: 'Friend', email: 'friend@example.test', role: 'viewer', language: 'en' });
  const enter = (client, one) => client.ask('POST', '/api/v1/invitation', { token: new URL(one).searchParams.get('token'), password: 'a long enough one' });
  const again = (await narrow.post(`/api/v1/staff/${staff.id}/invitation`)).link;
  const inside = program.client();
  assert.equal((await enter(inside, again)).status, 200);
  const kept = (await narrow.post(`/api/v1/staff/${staff.id}/invitation`)).link;
  await owner.patch(`/api/v1/staff/${staff.id}`, { circles: [] });
  assert.equal((await inside.ask('GET', '/api/v1/session')).status, 200, 'what is taken ends nothing');
  await owner.patch(`/api/v1/staff/${staff.id}`, { circles: ['support', 'revenue'] });
  assert.equal((await inside.ask('GET', '/api/v1/session')).status, 401);
  for (const one of [link, again, kept]) assert.equal((await enter(program.client(), one)).status, 400);
  assert.equal((await enter(inside, (await owner.post(`/api/v1/staff/${staff.id}/invitation`)).link)).status, 200);
  assert.equal((await inside.ask('GET', '/api/v1/contracts')).status, 200);
}, OPTIONS);

bothEngines('the demo lets nobody in who sees more, and leaves somebody who sees everything', async program => {
  const { owner, given: made } = program;
  const [first] = (await owner.get('/api/v1/staff')).items;
  const { client: narrow } = await joined(program, owner, 'admin', 'second@example.test', ['support']);
  for (const method of ['POST', 'DELETE']) assert.equal((await refused(narrow.call(method, '/api/v1/demo'), 403)).reason, 'circle', method);
  await refused(narrow.post('/api/v1/setup/links'), 403);
  const demo_admin = async () => (await owner.get('/api/v1/staff')).items.find(one => one.email === made.email);
  const { id, circles } = await demo_admin();
  assert.deepEqual(circles, ['support', 'success', 'revenue']);
  await owner.patch(`/api/v1/staff/${id}`, { circles: ['support'] });
  await owner.post('/api/v1/demo');
  assert.deepEqual((await demo_admin()).circles, ['support'], 'what was taken stays taken');
  await owner.patch(`/api/v1/staff/${id}`, { circles: ['support', 'success', 'revenue'] });
  const visitor = program.client();
  await visitor.post('/api/v1/session', { email: made.email, password: (await owner.post('/api/v1/demo')).password });
  await visitor.patch(`/api/v1/staff/${first.id}`, { circles: ['support'] });
  await refused(visitor.delete('/api/v1/demo'), 409); // who is left sees less, and could not give what they lack
  assert.equal((await visitor.get('/api/v1/accounts?limit=1')).total, 200, 'nothing has gone');
  await visitor.patch(`/api/v1/staff/${first.id}`, { circles: ['support', 'success', 'revenue'] });
  assert.deepEqual(await visitor.delete('/api/v1/demo'), { setup: null });
}, { ...OPTIONS, begins: DEMO });

bothEngines('the command line gives and takes areas too', async program => {
  program.must('user', 'create', '--name', 'Line', '--email', 'line@example.test', '--role', 'viewer', '--circle', 'success');
  const circles = async () => (await program.owner.get('/api/v1/staff')).items.find(one => one.email === 'line@example.test').circles;
  assert.deepEqual(await circles(), ['success']);
  program.must('user', 'change', 'line@example.test', '--circle', 'success', '--circle', 'revenue');
  assert.deepEqual(await circles(), ['success', 'revenue']);
  program.must('user', 'change', 'line@example.test', '--circle', 'none');
  assert.deepEqual(await circles(), []);
  program.must('key', 'create', '--name', 'Line', '--rights', 'view', '--circle', 'support');
  const key = (await program.owner.get('/api/v1/keys')).items.find(one => one.name === 'Line');
  assert.deepEqual(key.circles, ['support']);
  program.must('key', 'change', String(key.id), '--circle', 'none');
  assert.match(program.must('key', 'list'), /Line\ttoken\tview\t.*\[\]/);
}, OPTIONS);

/* ---- streams ---------------------------------------------------------------------------------------------------- */

bothEngines('a stream tells of contracts and rates only those who see them', async program => {
  const customers = await Customers.in(program, TODAY);
  const account = await customers.company('Planted');
  const heard = { whole: [], narrow: [] };
  const listen = async (name, circles) => {
    const stream = await (await token_with(program, program.owner, 'view', circles)).stream();
    (async () => { for await (const keys of stream) heard[name].push(...keys); })().catch(() => undefined); // closed below
    return stream;
  };
  const streams = [await listen('whole', ['revenue']), await listen('narrow', ['support', 'success'])];
  const contract = await customers.contract(account);
  await customers.api.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: RATE });
  const task = await customers.api.post('/api/v1/tasks', { account_id: account.id, title: 'The last thing told' });
  await eventually(() => heard.whole.includes(`task:${task.id}`) && heard.narrow.includes(`task:${task.id}`), both => both);
  for (const key of [`contract:${contract.id}`, 'contract', 'contracts', 'rate', 'rates']) {
    assert.ok(heard.whole.includes(key), key);
    assert.ok(!heard.narrow.includes(key), key);
  }
  assert.ok(!heard.narrow.some(key => /^(contract|rate)/.test(key)), heard.narrow.join(' '));
  assert.ok(heard.narrow.includes(`account:${account.id}`) && heard.narrow.includes('today'));
  for (const stream of streams) stream.close();
}, OPTIONS);

bothEngines('a stream ends when an area is taken from who listens', async program => {
  const { client, staff } = await joined(program, program.owner, 'viewer', 'viewer@example.test');
  const stream = await client.stream();
  const ended = until_ended(stream);
  await program.owner.patch(`/api/v1/staff/${staff.id}`, { circles: [] });
  await ended;
}, OPTIONS);
