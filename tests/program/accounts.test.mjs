// Accounts, contacts, products and custom fields over the API of the real program.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const filter = condition => encodeURIComponent(JSON.stringify(condition));
const names = page => page.items.map(item => item.name);

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
  return error.body;
}

async function three(owner) {
  const add = account => owner.post('/api/v1/accounts', account);
  return [
    await add({ name: '株式会社東京商事', reading: 'トウキョウショウジ', external_id: 'c-1', stage: 'renewal', touch: 'high' }),
    await add({ name: 'Alpha Works', domain: 'alpha.example', external_id: 'c-2', stage: 'adoption', country: 'US' }),
    await add({ name: 'あおぞら工業', reading: 'あおぞらこうぎょう', stage: 'onboarding', country: 'JP' }),
  ];
}

bothEngines('an account is added, changed and deleted, each time by the version that was seen', async program => {
  const { owner } = program;
  const made = await owner.post('/api/v1/accounts', { name: 'Alpha', external_id: 'a-1', time_zone: 'Asia/Tokyo' });
  assert.equal(made.version, 1);
  const changed = await owner.patch(`/api/v1/accounts/${made.id}`, { stage: 'adoption', external_id: null }, 1);
  assert.equal(changed.stage, 'adoption');
  assert.equal(changed.external_id, null);
  assert.equal(changed.version, 2);
  await refused(owner.patch(`/api/v1/accounts/${made.id}`, { stage: 'renewal' }, 1), 412);
  assert.equal((await owner.patch(`/api/v1/accounts/${made.id}`, { stage: 'adoption' }, 2)).version, 2, 'nothing differs');
  await owner.delete(`/api/v1/accounts/${made.id}`);
  await refused(owner.get(`/api/v1/accounts/${made.id}`), 404);
  assert.equal((await owner.get('/api/v1/accounts')).total, 0);
}, { clock: CLOCK });

bothEngines('what is wrong with an account is said of the field that is wrong', async program => {
  const { owner } = program;
  const [first] = await three(owner);
  await refused(owner.post('/api/v1/accounts', {}), 400, 'name');
  await refused(owner.post('/api/v1/accounts', { name: '　' }), 400, 'name');
  await refused(owner.post('/api/v1/accounts', { name: 'X', external_id: 'c-1' }), 409, 'external_id');
  await refused(owner.post('/api/v1/accounts', { name: 'X', stage: 'lost' }), 400, 'stage');
  await refused(owner.post('/api/v1/accounts', { name: 'X', time_zone: 'Mars/Olympus' }), 400, 'time_zone');
  await refused(owner.post('/api/v1/accounts', { name: 'X', owner_id: 77 }), 400, 'owner_id');
  await refused(owner.post('/api/v1/accounts', { nam: 'X', name: 'X' }), 400, 'nam');
  await refused(owner.patch(`/api/v1/accounts/${first.id}`, { name: null }), 400, 'name');
  await refused(owner.get('/api/v1/accounts?sort=nmae'), 400, 'sort');
  await refused(owner.get('/api/v1/accounts?filter=%7B%22attribute%22%3A%22nope%22%7D'), 400, 'filter');
  await refused(owner.get('/api/v1/accounts?as_of=2027-01-01'), 400, 'as_of');
  await refused(owner.get('/api/v1/accounts?cursor=xyz!'), 400, 'cursor');
}, { clock: CLOCK });

bothEngines('a parent has children, and no account stands below itself', async program => {
  const { owner } = program;
  const [a, b, c] = await three(owner);
  await owner.patch(`/api/v1/accounts/${b.id}`, { parent_id: a.id });
  await owner.patch(`/api/v1/accounts/${c.id}`, { parent_id: b.id });
  await refused(owner.patch(`/api/v1/accounts/${a.id}`, { parent_id: c.id }), 400, 'parent_id');
  await refused(owner.patch(`/api/v1/accounts/${a.id}`, { parent_id: a.id }), 400, 'parent_id');
  assert.deepEqual((await owner.get(`/api/v1/accounts/${a.id}`)).children, [{ id: b.id, name: 'Alpha Works' }]);
  await owner.delete(`/api/v1/accounts/${a.id}`);
  assert.equal((await owner.get(`/api/v1/accounts/${b.id}`)).parent_id, null);
}, { clock: CLOCK });

bothEngines('the list is searched, filtered, sorted and paged', async program => {
  const { owner } = program;
  await three(owner);
  const list = query => owner.get(`/api/v1/accounts?${query}`);
  assert.deepEqual(names(await list(`q=${encodeURIComponent('東京')}`)), ['株式会社東京商事']);
  assert.deepEqual(names(await list(`q=${encodeURIComponent('ﾄｳｷｮｳ')}`)), ['株式会社東京商事'], 'half-width kana finds the reading');
  assert.deepEqual(names(await list('q=ALPHA')), ['Alpha Works']);
  assert.deepEqual(names(await list('q=alpha.ex')), ['Alpha Works'], 'by domain');
  assert.deepEqual(names(await list('q=%25')), [], 'a per cent sign is a letter');
  assert.deepEqual(names(await list(`filter=${filter({ attribute: 'stage', op: 'in', value: ['renewal', 'adoption'] })}&sort=stage`)), ['Alpha Works', '株式会社東京商事']);
  assert.deepEqual(names(await list('sort=name')), ['Alpha Works', 'あおぞら工業', '株式会社東京商事']);
  assert.deepEqual(names(await list('sort=-stage')), ['株式会社東京商事', 'Alpha Works', 'あおぞら工業'], 'by the customer\'s way, not the alphabet');
  const first = await list('sort=name&limit=2');
  assert.equal(first.total, 3);
  assert.equal(first.as_of, '2026-11-22');
  assert.deepEqual(names(await list(`sort=name&limit=2&cursor=${first.next}`)), ['株式会社東京商事']);
  assert.deepEqual((await owner.get(`/api/v1/search?q=${encodeURIComponent('あお')}`)).items.map(item => item.title), ['あおぞら工業']);
  assert.deepEqual((await owner.get('/api/v1/search?q=c-1')).items.map(item => [item.kind, item.title]), [['account', '株式会社東京商事']]);
}, { clock: CLOCK });

bothEngines('all accounts of a filter are changed at once, with a fact each', async program => {
  const { owner } = program;
  const [a, b, c] = await three(owner);
  const me = (await owner.get('/api/v1/session')).staff.id;
  const bulk = body => owner.post('/api/v1/accounts/changes', body);
  const changed = async body => (await bulk(body)).changed;
  assert.equal(await changed({ filter: { attribute: 'stage', op: '=', value: 'renewal' }, set: { owner_id: me } }), 1);
  assert.equal(await changed({ ids: [a.id, b.id, c.id], set: { owner_id: me, touch: 'low' } }), 3);
  assert.equal(await changed({ q: 'alpha', set: { owner_id: null } }), 1);
  assert.equal((await owner.get(`/api/v1/accounts/${b.id}`)).owner_id, null);
  await refused(bulk({ set: { touch: 'low' } }), 400, 'ids');
  await refused(bulk({ ids: [a.id], set: { touch: 'huge' } }), 400);
  await refused(bulk({ ids: [a.id], set: { owner_id: 12345 } }), 400, 'owner_id');
  const items = (await owner.get(`/api/v1/accounts/${a.id}/timeline`)).items;
  assert.deepEqual(items.map(item => item.kind), ['account.changed', 'account.changed', 'account.created']);
  assert.deepEqual(items[0].body.changed, [{ field: 'touch', from: 'high', to: 'low' }]);
}, { clock: CLOCK });

bothEngines('custom fields hold what their kind allows, sort and filter the list, and go with all their values', async program => {
  const { owner } = program;
  const field = body => owner.post('/api/v1/fields', { object: 'account', ...body });
  await field({ key: 'tier', name: 'Tier', kind: 'choice', choices: ['gold', 'silver'] });
  await field({ key: 'staff_count', name: 'Employees', kind: 'number' });
  const signed = await field({ key: 'signed', name: 'Signed', kind: 'date' });
  await field({ key: 'vip', name: 'VIP', kind: 'flag' });
  await field({ key: 'memo', name: 'Memo', kind: 'text' });
  await refused(field({ key: 'tier', name: 'Again', kind: 'text' }), 409, 'key');
  await refused(field({ key: 'x y', name: 'X', kind: 'text' }), 400, 'key');
  await refused(field({ key: 'none', name: 'None', kind: 'choice' }), 400, 'choices');
  const fields = { tier: 'gold', staff_count: 120.5, signed: '2026-01-31', vip: true, memo: 'words' };
  const a = await owner.post('/api/v1/accounts', { name: 'A', fields });
  assert.deepEqual(a.fields, fields);
  await owner.post('/api/v1/accounts', { name: 'B', fields: { staff_count: 7 } });
  const bad = (key, value) => refused(owner.patch(`/api/v1/accounts/${a.id}`, { fields: { [key]: value } }), 400, `field:${key}`);
  await bad('tier', 'iron');
  await bad('staff_count', 'many');
  await bad('signed', '2026-02-30');
  await bad('vip', 'yes');
  await bad('teir', 'gold');
  const by = async condition => names(await owner.get(`/api/v1/accounts?filter=${filter(condition)}`));
  assert.deepEqual(await by({ attribute: 'field:staff_count', op: '>', value: 100 }), ['A']);
  assert.deepEqual(await by({ attribute: 'field:tier', op: '=', value: 'gold' }), ['A']);
  assert.deepEqual(names(await owner.get('/api/v1/accounts?sort=field:staff_count')), ['B', 'A']);
  const changed = await owner.patch(`/api/v1/accounts/${a.id}`, { fields: { tier: 'silver', memo: null } });
  assert.deepEqual(changed.fields, { tier: 'silver', staff_count: 120.5, signed: '2026-01-31', vip: true });
  const [fact] = (await owner.get(`/api/v1/accounts/${a.id}/timeline`)).items;
  assert.deepEqual(fact.body.changed, [{ field: 'field:tier', from: 'gold', to: 'silver' }, { field: 'field:memo' }], 'words are not told');
  await owner.delete(`/api/v1/fields/${signed.id}`);
  assert.equal('signed' in (await owner.get(`/api/v1/accounts/${a.id}`)).fields, false);
}, { clock: CLOCK });

bothEngines('the list as a file does no harm in a spreadsheet', async program => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { name: '=HYPERLINK("x")', external_id: '＋81' });
  await owner.post('/api/v1/accounts', { name: '＋Tokyo' });
  await owner.post('/api/v1/accounts', { name: 'Plain, "quoted"', country: 'JP' });
  const answer = await owner.ask('GET', '/api/v1/accounts.csv?columns=name,external_id,country&sort=name');
  assert.match(answer.headers.get('content-type'), /text\/csv/);
  const rows = answer.text.replace(/^\uFEFF/, '').trim().split('\r\n');
  assert.equal(rows[0], 'name,external_id,country');
  assert.ok(rows.includes(`"'=HYPERLINK(""x"")","'+81",""`), `an id is read folded; ${answer.text}`);
  assert.ok(rows.includes(`"'＋Tokyo","",""`), answer.text);
  assert.ok(rows.includes('"Plain, ""quoted""","",JP'), answer.text);
  await refused(owner.get('/api/v1/accounts.csv?columns=nope'), 400, 'columns');
}, { clock: CLOCK });

bothEngines('a person stands in several accounts with roles, is exported, and is forgotten', async program => {
  const { owner } = program;
  const [a, b] = await three(owner);
  const person = await owner.post('/api/v1/contacts', {
    account_id: a.id, external_id: 'u-1', name: 'Person One', email: 'one@example.test', roles: ['user', 'champion'],
  });
  assert.deepEqual(person.roles, ['champion', 'user']);
  const moved = await owner.patch(`/api/v1/contacts/${person.id}`, { account_ids: [a.id, b.id] }, person.version);
  assert.deepEqual(moved.account_ids.toSorted(), [a.id, b.id].toSorted());
  await owner.patch(`/api/v1/contacts/${person.id}`, { account_id: b.id, roles: ['billing'] });
  assert.deepEqual((await owner.get(`/api/v1/contacts?account_id=${b.id}`)).items[0].roles, ['billing']);
  assert.deepEqual((await owner.get(`/api/v1/contacts?account_id=${a.id}`)).items[0].roles, ['champion', 'user']);
  await refused(owner.post('/api/v1/contacts', { account_id: a.id, name: 'X', external_id: 'u-1' }), 409, 'external_id');
  await refused(owner.post('/api/v1/contacts', { account_id: a.id }), 400, 'name');
  await refused(owner.post('/api/v1/contacts', { account_id: a.id, name: 'X', roles: ['boss'] }), 400, 'roles');
  await owner.post('/api/v1/calls', { account_id: a.id, contact_id: person.id, minutes: 5, text: 'Spoke of the renewal' });
  const held = await owner.get(`/api/v1/contacts/${person.id}/export`);
  assert.equal(held.contact.email, 'one@example.test');
  assert.equal(held.task.calls[0].text, 'Spoke of the renewal');
  assert.equal((await owner.get('/api/v1/search?q=person')).items[0].kind, 'contact');
  await owner.delete(`/api/v1/contacts/${person.id}`);
  await refused(owner.get(`/api/v1/contacts/${person.id}`), 404);
  assert.deepEqual((await owner.get('/api/v1/contacts')).items, []);
  const items = await owner.get(`/api/v1/accounts/${a.id}/timeline`);
  assert.equal(JSON.stringify(items).includes('Spoke of'), false);
  assert.equal(JSON.stringify(items).includes('Person One'), false);
}, { clock: CLOCK });

bothEngines('contacts are paged, those with a role first', async program => {
  const { owner } = program;
  const [a] = await three(owner);
  for (const name of ['C', 'A', 'B']) await owner.post('/api/v1/contacts', { account_id: a.id, name, roles: name === 'C' ? ['champion'] : [] });
  const all = await owner.all(`/api/v1/contacts?account_id=${a.id}&limit=2`);
  assert.deepEqual(all.map(contact => contact.name), ['C', 'A', 'B']);
  assert.deepEqual((await owner.all('/api/v1/contacts?limit=1')).map(contact => contact.name), ['A', 'B', 'C']);
}, { clock: CLOCK });

bothEngines('products have features with rules, and a product that a contract names stays', async program => {
  const { owner } = program;
  const product = await owner.post('/api/v1/products', { key: 'crm', name: 'CRM' });
  const feature = await owner.post('/api/v1/features', { product_id: product.id, key: 'reports', name: 'Reports', rules: ['report_*'] });
  await refused(owner.post('/api/v1/features', { product_id: product.id, key: 'bad', name: 'Bad', rules: ['a*b'] }), 400, 'rules');
  await refused(owner.post('/api/v1/products', { key: 'crm', name: 'Again' }), 409, 'key');
  const changed = await owner.patch(`/api/v1/features/${feature.id}`, { rules: ['report_*', 'export'], core: true }, feature.version);
  assert.deepEqual(changed.rules, ['report_*', 'export']);
  const [listed] = (await owner.get('/api/v1/products')).items;
  assert.equal(listed.features[0].core, true);
  const account = await owner.post('/api/v1/accounts', { name: 'A' });
  const contract = await owner.post('/api/v1/contracts', {
    account_id: account.id, lines: [{ from_on: '2026-01-01', product_id: product.id, price: { amount: 1000, currency: 'JPY' } }],
  });
  await refused(owner.delete(`/api/v1/products/${product.id}`), 409);
  assert.deepEqual((await owner.get(`/api/v1/accounts/${account.id}`)).products.map(p => p.name), ['CRM']);
  await owner.delete(`/api/v1/contracts/${contract.id}`);
  await owner.delete(`/api/v1/products/${product.id}`);
  assert.deepEqual((await owner.get('/api/v1/products')).items, []);
}, { clock: CLOCK });

bothEngines('a text is found whatever its case and width, and looked for where the filter says', async program => {
  const { owner } = program;
  await owner.post('/api/v1/fields', { object: 'account', key: 'city', name: 'City', kind: 'text' });
  await owner.post('/api/v1/accounts', { name: 'Alpha', reading: 'ベータ', domain: 'gamma.example', external_id: 'Delta-1', fields: { city: 'ＴＯＫＹＯ' } });
  await owner.post('/api/v1/accounts', { name: '株式会社ガンマ', domain: 'alpha.example', external_id: 'other', fields: { city: 'Osaka' } });
  const by = async (attribute, op, value) => names(await owner.get(`/api/v1/accounts?sort=name&filter=${filter({ attribute, op, value })}`));
  const first = ['Alpha'], second = ['株式会社ガンマ'];
  assert.deepEqual(await by('name', 'contains', 'ALPHA'), first);
  for (const elsewhere of ['ベータ', 'example', 'delta'])
    assert.deepEqual(await by('name', 'contains', elsewhere), [], elsewhere);
  assert.deepEqual(await by('name', 'contains', 'がんま'), second);
  assert.deepEqual(await by('name', '=', 'ａｌｐｈａ'), first);
  assert.deepEqual(await by('name', '!=', 'ALPHA'), second);
  assert.deepEqual(await by('field:city', '=', 'Tokyo'), first);
  assert.deepEqual(await by('field:city', 'in', ['OSAKA']), second);
  assert.deepEqual(await by('field:city', 'contains', 'okY'), first);
  assert.deepEqual(await by('domain', 'contains', 'GAMMA'), first);
  assert.deepEqual(await by('external_id', '=', 'DELTA-1'), first);
}, { clock: CLOCK });
