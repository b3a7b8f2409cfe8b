// Who a person is and what is known of them, from outside: ids on all roads, traits.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';

async function ingest_key(program) {
  return (await program.owner.post('/api/v1/keys', { name: 'ingest', rights: 'ingest' })).token;
}

const without = ({ external_id, email, name }) => ({ external_id, email, name });

async function sender(program) {
  const authorization = `Basic ${Buffer.from(`${await ingest_key(program)}:`).toString('base64')}`;
  return async (path, body) => {
    const answer = await fetch(program.url + path, { method: 'POST', body: JSON.stringify(body), headers: { authorization } });
    assert.equal(answer.status, 200, await answer.text());
  };
}

bothEngines('one id is one account and one person, whatever road it comes by and whatever cannot be seen in it', async program => {
  const send = await sender(program);
  const account = await program.owner.post('/api/v1/accounts', { name: 'Acme', external_id: '\u200bacme ' });
  assert.equal(account.external_id, 'acme');
  const contact = await program.owner.post('/api/v1/contacts', { account_id: account.id, name: 'One', external_id: 'ｕ-1' });
  assert.equal(contact.external_id, 'u-1');
  const slip = await program.owner.patch(`/api/v1/accounts/${account.id}`, { external_id: 'undefined', name: 'Acme Ltd' }, account.version);
  assert.deepEqual([slip.external_id, slip.name], ['acme', 'Acme Ltd'], 'what is no id changes none');
  for (const groupId of ['acme', ' acme', 'acme\u00a0', '\ufeffacme', 'ａｃｍｅ'])
    await send('/v1/track', { userId: ' u-1\u200b', event: 'a', context: { groupId } });
  for (const id of ['undefined', 'null', '[object Object]', 'NaN', ' none ', '\u200b'])
    await send('/v1/batch', { batch: [{ type: 'track', userId: id, event: 'a' }, { type: 'track', anonymousId: 'visitor', event: 'a', context: { groupId: id } }] });
  assert.deepEqual((await program.owner.get('/api/v1/accounts')).items.map(one => one.external_id), ['acme']);
  assert.deepEqual((await program.owner.get('/api/v1/contacts')).items.map(one => one.external_id), ['u-1']);
  assert.equal((await program.owner.get(`/api/v1/accounts/${account.id}/events`)).items.length, 5);
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.deepEqual(items.map(one => one.reason), Array(6).fill('user_missing'));
}, { clock: CLOCK });

bothEngines('a trait that does not fit is listed with its reason, and the others are kept', async program => {
  const send = await sender(program);
  for (const [object, key, kind] of [['contact', 'seats', 'number'], ['contact', 'crm', 'text'], ['account', 'since', 'date']])
    await program.owner.post('/api/v1/fields', { object, key, name: key, kind });
  const traits = { name: 'One', email: 'one@example.com', phone: 1e2, title: { of: 'nobody' }, crm: 'c', seats: 'n/a' };
  await send('/v1/identify', { userId: 'u-1', context: { traits } });
  await send('/v1/group', { userId: 'u-1', groupId: 'acme', traits: { name: 'Acme', domain: 'acme.example', country: 'Atlantis', timezone: 'JST+9', since: 'long ago' } });
  const [person] = (await program.owner.get('/api/v1/contacts')).items;
  assert.deepEqual([person.name, person.email, person.phone, person.title, person.fields], ['One', 'one@example.com', '100', null, { crm: 'c' }]);
  const [account] = (await program.owner.get('/api/v1/accounts')).items;
  assert.deepEqual([account.name, account.domain, account.country, account.time_zone], ['Acme', 'acme.example', null, null]);
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.ok(items.every(one => one.reason === 'trait'));
  assert.deepEqual(items.map(one => one.detail.split(':').slice(0, one.detail.startsWith('field') ? 2 : 1).join(':')).sort(), ['country', 'field:seats', 'field:since', 'time_zone', 'title']);
}, { clock: CLOCK });

bothEngines('long numbers in traits keep their digits', async program => {
  const send = await sender(program);
  await program.owner.post('/api/v1/fields', { object: 'contact', key: 'crm', name: 'CRM', kind: 'text' });
  const raw = async body => {
    const authorization = `Basic ${Buffer.from(`${await ingest_key(program)}:`).toString('base64')}`;
    assert.equal((await fetch(`${program.url}/v1/identify`, { method: 'POST', body, headers: { authorization } })).status, 200);
  };
  await raw('{"userId":"a","traits":{"crm":9007199254740993,"phone":100000000000000000000,"title":0.1234567890123456789,"name":"\\"123456789012345678\\""}}');
  await raw(`{"userId":"b","traits":{"crm":${'1'.repeat(100)},"phone":12,"title":1.50,"language":true}}`);
  await send('/v1/identify', { userId: 'a', traits: { email: 'a@example.com' } });
  const { items } = await program.owner.get('/api/v1/contacts');
  const [a, b] = ['a', 'b'].map(id => items.find(one => one.external_id === id));
  assert.deepEqual([a.fields.crm, a.phone, a.title, a.name, a.email], ['9007199254740993', '100000000000000000000', '0.1234567890123456789', '"123456789012345678"', 'a@example.com']);
  assert.deepEqual([b.fields.crm, b.phone, b.title, b.language], ['1'.repeat(100), '12', '1.5', 'true']);
}, { clock: CLOCK });

bothEngines('an alias joins two people who are known, in a chain too, and what it cannot join is listed', async program => {
  const send = await sender(program);
  const people = async () => {
    const { items } = await program.owner.get('/api/v1/accounts');
    const account = items.find(one => one.external_id === 'acme');
    return (await program.owner.get(`/api/v1/accounts/${account.id}/usage?weeks=4&as_of=2026-11-20`)).people.active_28;
  };
  for (const userId of ['a', 'b', 'c']) await send('/v1/track', { userId, event: 'x', messageId: userId, context: { groupId: 'acme' } });
  await send('/v1/identify', { userId: 'a', traits: { name: 'Ann', phone: '1' } });
  await send('/v1/identify', { userId: 'c', traits: { name: 'Anna' } });
  assert.equal(await people(), 3);
  const [old] = (await program.owner.get('/api/v1/contacts?q=ann&limit=10')).items;
  await send('/v1/batch', { batch: [{ type: 'alias', previousId: 'b', userId: 'c' }, { type: 'alias', previousId: 'a', userId: 'b' }] });
  assert.equal(await people(), 1);
  const { items } = await program.owner.get('/api/v1/contacts');
  assert.deepEqual(items.map(one => [one.external_id, one.name, one.phone]), [['c', 'Anna', '1']]);
  assert.equal((await program.owner.get(`/api/v1/contacts/${old.id}`)).id, items[0].id, 'the old address of the page leads there');
  for (const userId of ['a', 'b', 'c']) await send('/v1/track', { userId, event: 'x', messageId: `${userId} again`, context: { groupId: 'acme' } });
  assert.equal(await people(), 1);
  await send('/v1/alias', { previousId: 'c', userId: 'a' }); // said again, the other way round
  await send('/v1/identify', { userId: 'd', anonymousId: 'device' });
  await send('/v1/alias', { previousId: 'device', userId: 'c' });
  const { token } = await program.owner.post('/api/v1/keys', { name: 'page', rights: 'ingest', kind: 'browser', origins: ['https://app.example'] });
  const headers = { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}`, origin: 'https://app.example' };
  await fetch(`${program.url}/v1/alias`, { method: 'POST', body: JSON.stringify({ previousId: 'c', userId: 'd' }), headers });
  const refused = (await program.owner.get('/api/v1/events/rejected')).items;
  assert.deepEqual(refused.map(one => one.reason).sort(), ['alias_public', 'alias_taken']);
  assert.equal((await program.owner.get('/api/v1/contacts')).items.length, 2);
}, { clock: CLOCK });

bothEngines('a browser key takes no id before its owner is known', async program => {
  const send = await sender(program);
  const { token } = await program.owner.post('/api/v1/keys', { name: 'page', rights: 'ingest', kind: 'browser', origins: ['https://app.example'] });
  const headers = { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}`, origin: 'https://app.example' };
  const batch = [{ type: 'alias', userId: 'x', previousId: 'soon' }, { type: 'identify', userId: 'x', anonymousId: 'later' }];
  const answer = await fetch(`${program.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ batch }), headers });
  assert.equal(answer.status, 200, await answer.text());
  for (const userId of ['soon', 'later', 'x']) await send('/v1/track', { userId, event: 'used', context: { groupId: 'acme' } });
  assert.deepEqual((await program.owner.get('/api/v1/contacts')).items.map(one => one.external_id).sort(), ['later', 'soon', 'x']);
  // As anonymous ids both are the person's.
  for (const anonymousId of ['soon', 'later']) await send('/v1/track', { anonymousId, event: 'seen', context: { groupId: 'acme' } });
  const [account] = (await program.owner.get('/api/v1/accounts')).items;
  const { items } = await program.owner.get(`/api/v1/accounts/${account.id}/events`);
  assert.deepEqual(items.filter(one => one.type === 'track').map(one => `${one.name} ${one.contact}`).sort(), ['seen x', 'seen x', 'used later', 'used soon', 'used x']);
}, { clock: CLOCK });

bothEngines('one address is one person on all roads', async program => {
  const send = await sender(program);
  const { owner } = program;
  const file = async rows => {
    const { id } = await owner.post('/api/v1/imports?kind=contacts&file_name=c.csv', `account,external_id,email,name\n${rows}\n`, { headers: { 'content-type': 'text/csv' } });
    const settled = () => eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state));
    await settled();
    await owner.post(`/api/v1/imports/${id}/run`);
    const { answer } = await settled();
    return [answer.added, answer.changed, answer.unchanged];
  };
  const account = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  assert.deepEqual(await file('acme,,mari@example.com,Mari'), [1, 0, 0]);
  assert.deepEqual(await file('acme,,Mari@Example.com,Mari'), [0, 1, 0]);
  const again = await owner.ask('POST', '/api/v1/contacts', { account_id: account.id, name: 'Mari', email: 'MARI@example.com' });
  assert.deepEqual([again.status, again.body.field], [409, 'email']);
  // Known by what they do before the id and the address come together.
  await send('/v1/track', { userId: 'u-1', event: 'x', context: { groupId: 'acme' } });
  await send('/v1/identify', { userId: 'u-1', traits: { email: 'ｍari@example.com' } });
  const { items } = await owner.get('/api/v1/contacts');
  assert.deepEqual(items.map(without), [{ external_id: 'u-1', email: 'ｍari@example.com', name: 'Mari' }]);
  assert.equal((await owner.get(`/api/v1/accounts/${account.id}/events?contact_id=${items[0].id}`)).items.filter(one => one.type === 'track').length, 1);
  // Another id is another person.
  assert.deepEqual(await file('acme,u-2,mari@example.com,Marie'), [1, 0, 0]);
  assert.equal((await owner.get('/api/v1/contacts')).items.length, 2);
  // A public key cannot make itself the person of an address.
  assert.deepEqual(await file('acme,,boss@example.com,Boss'), [1, 0, 0]);
  const { token } = await owner.post('/api/v1/keys', { name: 'page', rights: 'ingest', kind: 'browser', origins: ['https://app.example'] });
  const headers = { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}`, origin: 'https://app.example' };
  await fetch(`${program.url}/v1/identify`, { method: 'POST', body: JSON.stringify({ userId: 'x', traits: { email: 'boss@example.com', name: 'X' } }), headers });
  const x = (await owner.get('/api/v1/contacts')).items.find(one => one.external_id === 'x');
  assert.deepEqual([x.name, x.email], ['X', null]);
  assert.deepEqual((await owner.get('/api/v1/events/rejected')).items.map(one => one.reason), ['trait']);
}, { clock: CLOCK });

bothEngines('what is no address is refused on every road, and what is there already stays', async program => {
  const send = await sender(program);
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Acme', external_id: 'acme' });
  const address = async id => (await owner.get('/api/v1/contacts')).items.find(one => one.external_id === id)?.email;
  const by_api = await owner.ask('POST', '/api/v1/contacts', { account_id: account.id, external_id: 'by-api', email: 'nobody' });
  assert.deepEqual([by_api.status, by_api.body.field, by_api.body.reason], [400, 'email', 'no_email']);
  const csv = 'account,external_id,email\nacme,by-file,nobody\nacme,wide,ｍａｒｉ＠ｅｘａｍｐｌｅ.com\nacme,,nobody\n';
  const { id } = await owner.post('/api/v1/imports?kind=contacts&file_name=c.csv', csv, { headers: { 'content-type': 'text/csv' } });
  const settled = async () => (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
  await settled();
  await owner.post(`/api/v1/imports/${id}/run`);
  const done = await settled();
  // A row with an id is taken without its address; nothing is left of one without.
  assert.deepEqual([done.added, done.errors.map(error => [error.line, error.reason, error.taken])], [2, [[2, 'no_email', true], [4, 'no_email', false], [4, 'needs_key', false]]]);
  assert.equal(await address('by-file'), null);
  assert.equal(await address('wide'), 'ｍａｒｉ＠ｅｘａｍｐｌｅ.com');
  await send('/v1/identify', { userId: 'by-call', traits: { email: 'nobody', name: 'Kept' }, context: { groupId: 'acme' } });
  assert.equal(await address('by-call'), null);
  assert.deepEqual((await owner.get('/api/v1/events/rejected')).items.map(one => one.reason), ['trait']);
  program.damage("UPDATE contact SET email = 'of before', address = 'of before' WHERE external_id = 'wide'");
  await send('/v1/identify', { userId: 'wide', traits: { email: 'of before', name: 'Mari' }, context: { groupId: 'acme' } });
  assert.equal(await address('wide'), 'of before');
}, { clock: CLOCK });
