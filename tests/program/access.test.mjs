// Every route × every kind of caller, built from openapi.json: whether a call is let in follows from the route's right and
// its circle, and from nothing else. A parameter that no route knows ends each admitted call with 400 before its handler runs,
// so that the walk changes nothing and needs no prepared objects; a refused call never gets that far.
import assert from 'node:assert/strict';
import { OWNER, bothEngines } from '../kit/program.mjs';

const T0 = '2026-11-20T00:00:00Z';
const LATER = '2026-11-20T13:00:00Z'; // sessions end after 12 idle hours
const OUR_PAGE = 'https://app.example.test';

const BELOW = {
  view: ['view'],
  act: ['view', 'act'],
  manage: ['view', 'act', 'manage'],
  admin: ['view', 'act', 'manage', 'admin', 'ingest'],
  ingest: ['ingest'],
};
const ROLES = { viewer: 'view', member: 'act', manager: 'manage', admin: 'admin' };
const CIRCLES = ['support', 'success', 'revenue'];
const RIGHTS = ['public', 'signed_in', 'view', 'act', 'manage', 'admin', 'ingest'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

async function join(program, owner, role, email, circles = CIRCLES) {
  const { staff, link } = await owner.post('/api/v1/staff', { name: `The ${role}`, email, role, language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: `${role} long enough` });
  return { client, staff };
}

/** name → { client, headers, rights, circles (all unless named), known (401 or 403 when refused), session, foreign } */
async function callers(program) {
  const expired = program.owner;
  program.clock(LATER);
  const owner = program.client();
  await owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  const all = {
    nobody: { client: program.client(), rights: [], known: false },
    'expired session': { client: expired, rights: [], known: false, session: true },
    'cross-origin session': { client: owner, rights: BELOW.admin, known: true, session: true, foreign: true, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
    'session with empty words on where from': { client: owner, rights: BELOW.admin, known: true, session: true, foreign: true, headers: { origin: '', 'sec-fetch-site': '' } },
  };
  for (const [role, right] of Object.entries(ROLES)) {
    const { client } = await join(program, owner, role, `${role}@example.test`);
    all[`session of a ${role}`] = { client, rights: BELOW[right], known: true, session: true };
  }
  for (const circle of CIRCLES) {
    const circles = CIRCLES.filter(one => one !== circle);
    const { client } = await join(program, owner, 'admin', `no-${circle}@example.test`, circles);
    all[`session of an admin without ${circle}`] = { client, rights: BELOW.admin, circles, known: true, session: true };
    const { token } = await owner.post('/api/v1/keys', { name: `only ${circle}`, rights: 'manage', circles: [circle] });
    all[`token of manage for ${circle} alone`] = { client: program.client({ token }), rights: BELOW.manage, circles: [circle], known: true };
  }
  for (const right of Object.keys(BELOW)) {
    const { token } = await owner.post('/api/v1/keys', { name: right, rights: right });
    const kind = right === 'ingest' ? 'ingest key' : `token of ${right}`;
    all[kind] = { client: program.client({ token }), rights: BELOW[right], known: true };
    all[`${kind} as Basic`] = { client: program.client({ key: token }), rights: BELOW[right], known: true };
  }
  const browser = await owner.post('/api/v1/keys', { name: 'browser', rights: 'ingest', kind: 'browser', origins: [OUR_PAGE] });
  all['browser key'] = { client: program.client({ key: browser.token, headers: { origin: OUR_PAGE } }), rights: BELOW.ingest, known: true, foreign: true };
  all['browser key of another origin'] = { client: program.client({ key: browser.token, headers: { origin: 'https://evil.example' } }), rights: [], known: true, foreign: true, refused: true };
  const revoked = await owner.post('/api/v1/keys', { name: 'revoked', rights: 'admin' });
  const revoked_client = program.client({ token: revoked.token });
  assert.equal((await revoked_client.ask('GET', '/api/v1/staff')).status, 200);
  await owner.delete(`/api/v1/keys/${revoked.key.id}`);
  all['revoked key'] = { client: revoked_client, rights: [], known: false };
  const disabled = await join(program, owner, 'manager', 'disabled@example.test');
  assert.equal((await disabled.client.ask('GET', '/api/v1/staff')).status, 200);
  await owner.call('PATCH', `/api/v1/staff/${disabled.staff.id}`, { active: false });
  all["disabled member's session"] = { client: disabled.client, rights: [], known: false, session: true };
  all['made-up key'] = { client: program.client({ token: 'bnso_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }), rights: [], known: false };
  return all;
}

function routes(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation, right: operation['x-right'], circle: operation['x-circle'], flags: operation['x-flags'] ?? [] })),
  );
}

/** 401, 403 or 'in'. */
function expected(caller, { method, right, circle, flags }) {
  const unsafe = method !== 'get';
  const cors = flags.includes('cors');
  if (caller.refused) return 403;
  if (caller.foreign && unsafe && !cors) return 403;
  if (right === 'public' || flags.includes('local')) return 'in';
  // A cookie counts for nothing where any page may call.
  if (!caller.known || (caller.session && cors)) return 401;
  const sees = (circle ?? []).every(one => (caller.circles ?? CIRCLES).includes(one));
  if (right === 'signed_in') return caller.session && sees ? 'in' : 403;
  return caller.rights.includes(right) && sees ? 'in' : 403;
}

function address(path) {
  const filled = path.replace(/\{[^}]+\}/g, '1');
  return `${filled}?no_route_knows_this=1`;
}

async function walk(name, caller, route, failures, seen) {
  const want = expected(caller, route);
  const body = ['post', 'put', 'patch'].includes(route.method) ? {} : undefined;
  const { status } = await caller.client.ask(route.method.toUpperCase(), address(route.path), body, { headers: caller.headers });
  const got = status === 401 || status === 403 ? status : 'in';
  seen[got] = (seen[got] ?? 0) + 1;
  if (got !== want || status >= 500) failures.push(`${name}: ${route.method.toUpperCase()} ${route.path} (${route.right}, ${route.circle ?? 'no circle'}) answered ${status}, expected ${want}`);
}

bothEngines(
  'every route lets in whom its right says, and nobody else',
  async program => {
    const all = await callers(program);
    const list = routes(JSON.parse(program.must('openapi')));
    const failures = [];
    const seen = {};
    assert.ok(list.length > 20, 'the tables hold routes');
    assert.ok(list.filter(route => route.circle).length > 5, 'some routes belong to a circle');
    for (const route of list) {
      assert.ok(RIGHTS.includes(route.right), `${route.path} has an unknown right: ${route.right}`);
      assert.ok((route.circle ?? []).every(one => CIRCLES.includes(one)), `${route.path} has an unknown circle: ${route.circle}`);
      assert.ok(METHODS.includes(route.method), `${route.path} has an unknown method: ${route.method}`);
      for (const [name, caller] of Object.entries(all)) await walk(name, caller, route, failures, seen);
    }
    assert.deepEqual(failures, []);
    assert.ok(seen[401] > 20 && seen[403] > 20 && seen.in > 20, `the walk met all answers: ${JSON.stringify(seen)}`);
  },
  { clock: T0 },
);
