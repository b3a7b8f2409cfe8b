// Signing in, sessions, links, keys: as a browser and a program meet them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { until_ended } from '../kit/client.mjs';
import { eventually, test, until } from '../kit/hung.mjs';
import { OWNER, Program, bothEngines, with_program } from '../kit/program.mjs';

const T0 = '2026-11-20T00:00:00Z';
const at = (hours, minutes = 0, seconds = 0) => new Date(Date.parse(T0) + ((hours * 60 + minutes) * 60 + seconds) * 1000).toISOString();
const token_of = link => new URL(link).searchParams.get('token');
const sign_in = (client, email, password) => client.ask('POST', '/api/v1/session', { email, password });

bothEngines('a set-up link counts once', async program => {
  assert.equal(program.command('init').status !== 0, true, 'a workspace that is set up gets no more links');
  const { body } = await program.client().ask('GET', '/api/v1/setup?token=anything');
  assert.deepEqual(body, { valid: false, needed: false });
  const again = await program.client().ask('POST', '/api/v1/setup', { token: 'anything', ...OWNER, workspace_name: 'W', time_zone: 'Asia/Tokyo', language: 'ja', currency: 'JPY' });
  assert.equal(again.status, 400);
  assert.equal(again.body.field, 'token');
});

bothEngines('what is kept to know a request again says nothing about it to who has the database alone', async program => {
  const by = key => ({ headers: { 'idempotency-key': key } });
  const kept = key => program.query(`SELECT fingerprint FROM idempotency WHERE key = '${key}'`);
  const account = { name: 'Acme', external_id: 'acme' };
  const made = await program.owner.post('/api/v1/accounts', account, by('account'));
  const digest = createHash('sha256').update(`/api/v1/accounts\0${JSON.stringify(account)}`).digest('hex');
  assert.match(kept('account'), /^[0-9a-f]{8}:[0-9a-f]{64}$/);
  assert.ok(!kept('account').includes(digest));
  assert.equal((await program.owner.post('/api/v1/accounts', account, by('account'))).id, made.id);
  assert.equal((await program.owner.ask('POST', '/api/v1/accounts', { name: 'Other' }, by('account'))).status, 409);
  await program.owner.post('/api/v1/keys', { name: 'K', rights: 'view' }, by('key'));
  await program.owner.post('/api/v1/me/password', { current: OWNER.password, password: 'another good passphrase' }, by('password'));
  assert.deepEqual([kept('key'), kept('password')], ['/api/v1/keys', '/api/v1/me/password']);
  // Another server of the same database cannot tell requests apart, and does not do it twice.
  assert.equal(statSync(join(program.data, 'banso.secret')).mode & 0o777, 0o600);
  await program.stop_serving();
  rmSync(join(program.data, 'banso.secret'));
  await program.serve();
  assert.equal((await program.owner.post('/api/v1/accounts', account, by('account'))).id, made.id);
});

bothEngines('a key of one request for a secret is none of another path', async program => {
  const { owner } = program;
  const by = { headers: { 'idempotency-key': 'once' } };
  for (const name of ['One', 'Two']) await owner.post('/api/v1/staff', { name, email: `${name}@example.test`, role: 'viewer', language: 'en' });
  const { items } = await owner.get('/api/v1/staff');
  const [one, two] = ['One', 'Two'].map(name => items.find(item => item.name === name).id);
  await owner.post(`/api/v1/staff/${one}/invitation`, {}, by);
  const ask = async path => {
    const { status, body } = await owner.ask('POST', path, {}, by);
    return [status, body.detail];
  };
  assert.deepEqual(await ask(`/api/v1/staff/${one}/invitation`), [409, 'already done; the secret is returned only once']);
  assert.deepEqual(await ask(`/api/v1/staff/${two}/invitation`), [409, 'this key was used for another request']);
  const key = await owner.ask('POST', '/api/v1/keys', { name: 'K', rights: 'view' }, by);
  assert.deepEqual([key.status, key.body.detail], [409, 'this key was used for another request']);
  assert.equal((await owner.get('/api/v1/keys')).items.length, 0, 'and nothing was done');
});

test('a set-up link ends after 72 hours, a newer one ends an older, and a wrong form uses none up', t =>
  with_program({ setup: false, clock: T0 }, async program => {
    const link = () => token_of(/https?:\S+/.exec(program.must('init'))[0]);
    const state = async token => (await program.client().get(`/api/v1/setup?token=${token}`)).valid;
    const form = { ...OWNER, workspace_name: 'W', time_zone: 'Asia/Tokyo', language: 'ja', currency: 'JPY' };
    const old = link();
    const token = link();
    assert.equal(await state(old), false);
    assert.equal(await state(token), true);
    for (const [field, value] of Object.entries({ time_zone: 'Moon/Base', currency: 'ZZZ', email: 'nobody', password: 'short', workspace_name: ' ', name: '　' })) {
      const { status, body } = await program.client().ask('POST', '/api/v1/setup', { ...form, token, [field]: value });
      assert.deepEqual([status, body.field], [400, field]);
    }
    program.clock(at(72, 1));
    assert.equal(await state(token), false);
    const { status } = await program.client().ask('POST', '/api/v1/setup', { ...form, token });
    assert.equal(status, 400);
    const me = await program.client().post('/api/v1/setup', { ...form, token: link() });
    assert.equal(me.workspace.name, 'W');
    assert.deepEqual(me.rights, ['view', 'act', 'manage', 'admin', 'ingest']);
  }, t));

bothEngines('as long as no admin can sign in, init gives a link, also to who was only invited', async program => {
  const link = text => token_of(/https?:\S+/.exec(text)[0]);
  const form = { ...OWNER, workspace_name: 'W', time_zone: 'Asia/Tokyo', language: 'ja', currency: 'JPY' };
  const invited = link(program.must('user', 'create', '--name', 'Invited', '--email', OWNER.email, '--role', 'viewer'));
  program.must('user', 'create', '--name', 'Another', '--email', 'another@example.test', '--role', 'admin');
  const token = link(program.must('demo', 'remove'));
  assert.deepEqual(await program.client().get(`/api/v1/setup?token=${token}`), { valid: true, needed: true });
  const me = await program.client().post('/api/v1/setup', { ...form, token });
  assert.deepEqual([me.staff.email, me.staff.role], [OWNER.email, 'admin'], 'the invited address is the admin now');
  assert.equal((await program.client().get(`/api/v1/invitation?token=${invited}`)).valid, false);
  assert.equal((await sign_in(program.client(), OWNER.email, OWNER.password)).status, 200);
  assert.doesNotMatch(program.must('demo', 'remove'), /http/);
  assert.notEqual(program.command('init').status, 0);
  assert.equal((await program.client().ask('POST', '/api/v1/setup', { ...form, token })).status, 400, 'the link counts once');
}, { setup: false });

bothEngines('an address signs in in any case and width', async program => {
  const wide = [...OWNER.email.toUpperCase()].map(letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
  for (const email of [OWNER.email.toUpperCase(), wide, ` ${OWNER.email} `]) assert.equal((await sign_in(program.client(), email, OWNER.password)).status, 200, email);
  const twin = await program.owner.ask('POST', '/api/v1/staff', { name: 'Twin', email: wide, role: 'member', language: 'en' });
  assert.deepEqual([twin.status, twin.body.reason], [409, 'taken']);
});

bothEngines('nobody learns which e-mail addresses exist', async program => {
  const wrong = await sign_in(program.client(), OWNER.email, 'not the password');
  const unknown = await sign_in(program.client(), 'nobody@example.test', 'not the password');
  assert.equal(wrong.status, 401);
  assert.equal(unknown.status, 401);
  const told = ({ body }) => ({ ...body, request: null });
  assert.deepEqual(told(wrong), told(unknown));
});

bothEngines(
  'five attempts a minute for an account, also over a restart; good ones do not count',
  async program => {
    for (let i = 0; i < 6; i++) assert.equal((await sign_in(program.client(), OWNER.email, OWNER.password)).status, 200);
    for (let i = 0; i < 5; i++) assert.equal((await sign_in(program.client(), 'Owner@Example.test', 'not the password')).status, 401);
    const refused = await sign_in(program.client(), OWNER.email, OWNER.password);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await program.restart();
    assert.equal((await sign_in(program.client(), OWNER.email, OWNER.password)).status, 429);
    program.clock(at(0, 1, 1));
    assert.equal((await sign_in(program.client(), OWNER.email, OWNER.password)).status, 200);
  },
  { clock: T0 },
);

test('thirty attempts a minute from an address, whatever the account', t =>
  with_program({ clock: T0 }, async program => {
    for (let i = 0; i < 30; i++) assert.equal((await sign_in(program.client(), `a${i}@example.test`, 'not the password')).status, 401);
    assert.equal((await sign_in(program.client(), OWNER.email, OWNER.password)).status, 429);
  }, t));

bothEngines(
  'a session ends after 12 idle hours and 30 days at most, and a new sign-in makes a new one',
  async program => {
    const client = program.client();
    const status = async () => (await client.ask('GET', '/api/v1/session')).status;
    /** A use counts once it is stored, which no request waits for. */
    const use = async hours => {
      program.clock(at(hours));
      assert.equal(await status(), 200, `after ${hours} hours`);
      await until('its use is stored', () => Number(program.query('SELECT MAX(seen_at) FROM session')) === Date.parse(at(hours)));
    };
    await sign_in(client, OWNER.email, OWNER.password);
    const first = client.cookies.get('banso_session');
    await use(11);
    await use(22);
    await program.restart();
    assert.equal(await status(), 200);
    await sign_in(client, OWNER.email, OWNER.password);
    assert.notEqual(client.cookies.get('banso_session'), first);
    assert.equal((await program.client({ headers: { cookie: `banso_session=${first}` } }).ask('GET', '/api/v1/session')).status, 401);
    for (let hours = 22; hours < 22 + 30 * 24; hours += 11) await use(hours);
    program.clock(at(22 + 30 * 24, 1));
    assert.equal(await status(), 401);
    await sign_in(client, OWNER.email, OWNER.password);
    program.clock(at(22 + 30 * 24 + 12, 2));
    assert.equal(await status(), 401);
  },
  { clock: T0 },
);

bothEngines('signing out, a new password and disabling end sessions at once', async program => {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'member', language: 'ja' });
  const one = program.client();
  await one.post('/api/v1/invitation', { token: token_of(link), password: 'long enough 1' });
  assert.equal((await program.client().ask('POST', '/api/v1/invitation', { token: token_of(link), password: 'long enough 2' })).status, 400);
  const two = program.client();
  await sign_in(two, 'csm@example.test', 'long enough 1');
  assert.equal((await one.ask('POST', '/api/v1/me/password', { current: 'wrong', password: 'long enough 2' })).body.field, 'current');
  assert.equal((await one.ask('POST', '/api/v1/me/password', { current: 'long enough 1', password: 'password1' })).body.field, 'password');
  assert.equal((await one.ask('POST', '/api/v1/me/password', { current: 'long enough 1', password: 'long enough 2' })).status, 204);
  assert.equal((await two.ask('GET', '/api/v1/session')).status, 401);
  assert.equal((await one.ask('GET', '/api/v1/session')).status, 200);
  await sign_in(two, 'csm@example.test', 'long enough 2');
  assert.equal((await two.ask('DELETE', '/api/v1/session')).status, 204);
  assert.equal((await two.ask('GET', '/api/v1/session')).status, 401);
  const stream = await one.stream();
  await program.owner.call('PATCH', `/api/v1/staff/${staff.id}`, { active: false });
  assert.equal((await one.ask('GET', '/api/v1/session')).status, 401);
  await until_ended(stream);
  assert.equal((await sign_in(two, 'csm@example.test', 'long enough 2')).status, 401);
});

bothEngines('a change of role counts from the next request on', async program => {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'viewer', language: 'ja' });
  const one = program.client();
  await one.post('/api/v1/invitation', { token: token_of(link), password: 'long enough 1' });
  assert.equal((await one.ask('GET', '/api/v1/keys')).status, 403);
  const changed = await program.owner.patch(`/api/v1/staff/${staff.id}`, { role: 'admin' }, staff.version + 1);
  assert.equal(changed.role, 'admin');
  assert.equal((await one.ask('GET', '/api/v1/keys')).status, 200);
  const stale = await program.owner.ask('PATCH', `/api/v1/staff/${staff.id}`, { role: 'viewer' }, { headers: { 'if-match': '"1"' } });
  assert.equal(stale.status, 412);
});

bothEngines('the last admin stays one', async program => {
  const { staff } = await program.owner.get('/api/v1/session');
  for (const change of [{ active: false }, { role: 'member' }]) {
    assert.equal((await program.owner.ask('PATCH', `/api/v1/staff/${staff.id}`, change)).status, 409);
  }
});

bothEngines('an admin who never took up the invitation does not count as one who is left', async program => {
  const { staff } = await program.owner.get('/api/v1/session');
  const { staff: invited, link } = await program.owner.post('/api/v1/staff', { name: 'Second', email: 'second@example.com', role: 'admin', language: 'en' });
  for (const change of [{ active: false }, { role: 'member' }]) {
    const refused = await program.owner.ask('PATCH', `/api/v1/staff/${staff.id}`, change);
    assert.deepEqual([refused.status, refused.body.detail], [409, 'this is the last admin who can sign in']);
  }
  // Somebody who cannot sign in can go; once they can, either may.
  await program.owner.patch(`/api/v1/staff/${invited.id}`, { role: 'viewer' }, invited.version);
  await program.owner.patch(`/api/v1/staff/${invited.id}`, { role: 'admin' }, invited.version + 1);
  await program.client().post('/api/v1/invitation', { token: token_of(link), password: 'long enough 1' });
  assert.equal((await program.owner.ask('PATCH', `/api/v1/staff/${staff.id}`, { role: 'member' })).status, 200);
});

bothEngines('a key that outlives its disabled maker says so, in the list and to the doctor', async program => {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: 'Second', email: 'second@example.com', role: 'admin', language: 'en' });
  const second = program.client();
  await second.post('/api/v1/invitation', { token: token_of(link), password: 'long enough 1' });
  const { key, token } = await second.post('/api/v1/keys', { name: 'Left behind', rights: 'view' });
  const shown = async () => (await program.owner.get('/api/v1/keys')).items.find(({ id }) => id === key.id).maker_disabled;
  const finding = async () => (await program.owner.get('/api/v1/doctor')).items.find(({ check }) => check === 'keys');
  assert.equal(await shown(), false);
  assert.equal((await finding()).state, 'good');
  const { version } = (await program.owner.get('/api/v1/staff')).items.find(({ id }) => id === staff.id);
  await program.owner.patch(`/api/v1/staff/${staff.id}`, { active: false }, version);
  assert.equal(await shown(), true);
  assert.equal((await program.client({ token }).ask('GET', '/api/v1/staff')).status, 200, 'it works on until somebody revokes it');
  const told = await finding();
  assert.deepEqual([told.state, told.text], ['warn', '1 key of disabled users still works: Left behind']);
  await program.owner.delete(`/api/v1/keys/${key.id}`);
  assert.equal((await finding()).state, 'good');
});

bothEngines('keys have one kind, tell their token once and their last use', async program => {
  const refused = async body => (await program.owner.ask('POST', '/api/v1/keys', { name: 'k', ...body })).body.field;
  assert.equal(await refused({ rights: 'view', kind: 'ingest' }), 'kind');
  assert.equal(await refused({ rights: 'ingest', kind: 'token' }), 'kind');
  assert.equal(await refused({ rights: 'ingest', kind: 'browser' }), 'origins');
  assert.equal(await refused({ rights: 'ingest', kind: 'browser', origins: ['https://a.example/path'] }), 'origins');
  assert.equal(await refused({ rights: 'view', origins: ['https://a.example'] }), 'origins');
  const { key, token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'view' });
  assert.match(token, /^bnso_[\w-]{40,}$/);
  assert.ok(token.startsWith(key.prefix) && key.prefix.length < 16);
  assert.equal(key.last_used_at, null);
  assert.equal((await program.client({ token }).ask('GET', '/api/v1/staff')).status, 200);
  const list = await program.owner.get('/api/v1/keys');
  assert.ok(!JSON.stringify(list).includes(token));
  const shown = async () => (await program.owner.get('/api/v1/keys')).items.find(({ id }) => id === key.id);
  await eventually(shown, ({ last_used_at }) => last_used_at); // nobody's answer waits until it is written down
  await program.owner.delete(`/api/v1/keys/${key.id}`);
  assert.equal((await program.client({ token }).ask('GET', '/api/v1/staff')).status, 401);
  const after = await shown();
  assert.ok(after.revoked_at && after.last_used_at);
});

test('what one server revokes, another refuses', async () => {
  const one = await Program.start({ engine: 'postgres' });
  const two = await Program.start({ database: one.database, setup: false });
  try {
    const { key, token } = await one.owner.post('/api/v1/keys', { name: 'k', rights: 'view' });
    const client = two.client({ token });
    assert.equal((await client.ask('GET', '/api/v1/staff')).status, 200);
    await one.owner.delete(`/api/v1/keys/${key.id}`);
    await eventually(async () => (await client.ask('GET', '/api/v1/staff')).status, status => status === 401);
  } finally {
    await two.stop();
    await one.stop();
  }
});

test('the cookie is out of reach of scripts and other sites, and of plain connections over https', t =>
  with_program({}, async program => {
    const plain = await sign_in(program.client(), OWNER.email, OWNER.password);
    const [cookie] = plain.headers.getSetCookie();
    assert.match(cookie, /^banso_session=[\w-]{40,}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
    await program.stop_serving();
    program.options.args = ['--public-url', 'https://banso.example'];
    await program.serve();
    const safe = await sign_in(program.client(), OWNER.email, OWNER.password);
    assert.match(safe.headers.getSetCookie()[0], /^__Host-banso_session=[\w-]{40,}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/);
    assert.equal(safe.headers.get('strict-transport-security'), 'max-age=31536000');
  }, t));
