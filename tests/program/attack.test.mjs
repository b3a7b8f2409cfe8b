// What somebody tries who has a browser, a key with a right, or a bad mind: walks over all routes, built from
// openapi.json, so that a new route is under attack from its first day.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { until_ended } from '../kit/client.mjs';
import { furnished } from '../kit/furnished.mjs';
import { eventually, test } from '../kit/hung.mjs';
import { OWNER, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T03:00:00Z';

/** Every route with its path filled in: { method, path, address, operation, takes }. */
function routes(program, ids = {}) {
  const document = JSON.parse(program.must('openapi'));
  return Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => {
    let last = '';
    const address = path.split('/').map(part => {
      const filled = part === '{key}' ? 'a-key' : part.startsWith('{') ? String(ids[last] ?? 1) : part;
      last = part;
      return filled;
    }).join('/');
    const schema = operation.requestBody?.content['application/json']?.schema;
    const takes = schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : null;
    return { method: method.toUpperCase(), path, address, operation, takes, flags: operation['x-flags'] ?? [], document };
  }));
}

const has_body = ({ method }) => ['POST', 'PUT', 'PATCH'].includes(method);

/* ---- input ----------------------------------------------------------------------------------------------------- */

const LONG = 'x'.repeat(100_000);
const NASTY = ["' OR 1=1 --", '"; DROP TABLE account; --', '%_\\', '<script>alert(1)</script>', '../../../etc/passwd', '\ud800', '\u0000', '\u202eevil', '', ' ', LONG, '𝕏'.repeat(500),
  -1, 0, 1.5, 1e308, 9007199254740993, true, null, [], {}, [[[]]], { a: 1 }, ['x', 1], '9999-99-99', '2026-02-30', '+275760-09-13T00:00:00Z', 'NaN'];

async function strike(api, route, address, body, failures) {
  let answer;
  try {
    answer = await api.ask(route.method, address, body, { headers: body === undefined ? {} : { 'content-type': 'application/json' } });
  } catch (error) {
    throw new Error(`${route.method} ${address.slice(0, 200)} ${JSON.stringify(body)?.slice(0, 200)} ended the server: ${error.cause?.code ?? error.message}`);
  }
  if (answer.status >= 500) failures.push(`${route.method} ${address.slice(0, 120)} ${JSON.stringify(body)?.slice(0, 200)}: ${answer.status}`);
  return answer.status;
}

/** Long work and what ends the workspace stay out; everything else is called. */
const spared = ({ path, method }) => /\/(demo|backups|rebuilds|doctor|stream)$/.test(path) || (method === 'DELETE' && path.endsWith('/session'));

test('no parameter of any route makes the server fail', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, ids } = await furnished(program);
    const failures = [];
    let calls = 0;
    for (const route of routes(program, ids).filter(route => route.method === 'GET' && !spared(route))) {
      const names = (route.operation.parameters ?? []).filter(parameter => parameter.in === 'query').map(parameter => parameter.name);
      for (const name of names) {
        for (const value of [...NASTY, '{"and":[]}', '{"not":{"not":{"attribute":"name","op":"contains","value":"%"}}}', '{"attribute":"name\' OR 1=1","op":"=","value":1}', '-name,name;--', 'field:note', '1.1.1', '9223372036854775808']) {
          const text = typeof value === 'string' ? value.toWellFormed?.() ?? Buffer.from(value).toString() : JSON.stringify(value);
          await strike(api, route, `${route.address}?${name}=${encodeURIComponent(text.slice(0, 4000))}`, undefined, failures);
          calls++;
        }
      }
    }
    assert.deepEqual(failures.slice(0, 20), []);
    assert.ok(calls > 1000, `${calls} calls`);
  }, t));

test('no member of any body makes the server fail, and none that is not known is taken', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, ids } = await furnished(program);
    const failures = [];
    const taken = [];
    let calls = 0;
    for (const route of routes(program, ids).filter(route => has_body(route) && route.takes && !spared(route))) {
      const known = Object.keys(route.takes.properties);
      for (const name of known) for (const value of NASTY) {
        const text = JSON.stringify({ [name]: value });
        await strike(api, route, route.address, text, failures);
        calls++;
      }
      for (const extra of ['id', 'role', 'rights', 'active', 'password', 'version', 'created_at', 'actor', 'demo', '__proto__', 'no_such_member']) {
        if (known.includes(extra)) continue;
        const status = await strike(api, route, route.address, `{"${extra}":"admin"}`, failures);
        if (status < 400) taken.push(`${route.method} ${route.path}: ${extra}`);
      }
    }
    assert.deepEqual(failures.slice(0, 20), []);
    assert.deepEqual(taken, [], 'a member that the route does not know was taken');
    assert.ok(calls > 1500, `${calls} calls`);
    assert.equal((await api.get('/api/v1/staff')).items.find(staff => staff.id === ids.staff).role, 'viewer');
  }, t));

test('a member that is given twice is refused, at any depth, and nothing is made', t =>
  with_program({ clock: CLOCK }, async program => {
    const headers = { 'content-type': 'application/json' };
    for (const [text, twice] of [['{"name":"Twice","name":"Twice"}', 'name'], ['{"name":"Twice","fields":{"a":1,"b":2,"\\u0061":1}}', 'a']]) {
      const { status, body } = await program.owner.ask('POST', '/api/v1/accounts', text, { headers });
      assert.equal(status, 400, text);
      assert.equal(body.detail, `"${twice}" is given twice`);
    }
    assert.deepEqual((await program.owner.get('/api/v1/accounts')).items.map(account => account.name), []);
  }, t));

/* ---- bodies ---------------------------------------------------------------------------------------------------- */

test('a bomb, a depth and a body of a wrong kind are refused by every route that takes a body', t =>
  with_program({ clock: CLOCK }, async program => {
    const { api, ingest, ids } = await furnished(program);
    const bomb = gzipSync(Buffer.alloc(32 << 20, 0x20), { level: 9 });
    const memory = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${program.process.pid}/status`, 'utf8'))[1]) / 1024;
    const failures = [];
    const before = memory();
    for (const route of routes(program, ids).filter(route => has_body(route) && !spared(route))) {
      const client = route.path.startsWith('/v1/') ? ingest : api;
      const call = async (what, body, headers) => {
        const { status } = await client.ask(route.method, route.address, body, { headers: { 'content-type': 'application/json', ...headers } });
        // The browser client's figures about itself are thanked for, whatever they are.
        if (status >= 500 || (status < 400 && route.path !== '/v1/m')) failures.push(`${what}: ${route.method} ${route.path} answered ${status}`);
      };
      await call('a bomb', bomb, { 'content-encoding': 'gzip' });
      await call('half of a gzip', bomb.subarray(0, 100), { 'content-encoding': 'gzip' });
      await call('an unknown encoding', '{}', { 'content-encoding': 'br' });
      if (route.flags.includes('raw') && !route.path.startsWith('/v1/')) continue;
      await call('a depth', '['.repeat(50_000));
      await call('a depth of objects', '{"a":'.repeat(50_000));
      await call('bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]));
    }
    assert.deepEqual(failures.slice(0, 20), []);
    // A body is let go of once its answer has gone out.
    await eventually(async () => (await program.client().ask('GET', '/metrics')).text, figures => /^banso_bodies_bytes 0$/m.test(figures));
    // Sanitizers keep what was freed for a while: 256 MB of it. All that these bombs hold would be 3 GB.
    assert.ok(memory() - before < 600, `memory grew by ${(memory() - before).toFixed(0)} MB`);
  }, t));

test('a table of huge names and cells is looked at without becoming huge itself', t =>
  with_program({ clock: CLOCK }, async program => {
    const api = await program.with_key('admin');
    api.options.contract = false;
    const row = (first, letter, size) => [first, ...Array.from({ length: 30 }, (_, i) => letter + i + letter.repeat(size))].join(',');
    const csv = [row('external_id', 'n', 500_000), row('c-1', 'v', 300_000), row('c-2', 'v', 300_000)].join('\n');
    const made = await api.ask('POST', '/api/v1/imports?kind=accounts&file_name=x.csv', csv, { headers: { 'content-type': 'text/csv' } });
    assert.equal(made.status, 201);
    for (const { text } of [made, await api.ask('GET', '/api/v1/imports'), await api.ask('GET', `/api/v1/imports/${made.body.id}`)]) assert.ok(text.length < 100_000, `${text.length} bytes`);
  }, t));

/* ---- answers --------------------------------------------------------------------------------------------------- */

/* No browser runs a workbook, and it is told to keep it. */
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const is_page = ({ operation }) => Boolean(operation.responses['2XX'].content?.['text/html']);

test('what a person may see is kept by no cache and run by no browser, on every route', t =>
  with_program({ clock: CLOCK }, async program => {
    const word = '"><img src=x onerror=alert(1)><script>alert(1)</script>';
    const { api, ids } = await furnished(program, word);
    const wrong = [];
    let answers = 0;
    for (const route of routes(program, ids).filter(route => route.method === 'GET' && !spared(route))) {
      const required = (route.operation.parameters ?? []).filter(parameter => parameter.in === 'query' && parameter.required).map(({ name }) => `${name}=${encodeURIComponent(word)}`).join('&');
      for (const client of [api, program.client(), program.owner]) {
        const { status, headers } = await client.ask('GET', route.address + (required ? `?${required}` : ''));
        const type = headers.get('content-type') ?? '';
        answers += status === 200;
        if (headers.get('cache-control') !== 'no-store') wrong.push(`${route.path} ${status}: may be cached`);
        // Pages run what they declare, and nothing else: site.test.mjs compares each answer with its declaration.
        if (is_page(route)) continue;
        if (!/^(application\/(problem\+)?json|text\/csv|text\/plain)/.test(type) && type !== WORKBOOK) wrong.push(`${route.path}: ${type}`);
        if (type === WORKBOOK && !/^attachment;/.test(headers.get('content-disposition'))) wrong.push(`${route.path}: may be opened in place`);
        if (headers.get('x-content-type-options') !== 'nosniff') wrong.push(`${route.path}: may be sniffed`);
        if (!/default-src 'none'.*sandbox/.test(headers.get('content-security-policy'))) wrong.push(`${route.path}: ${headers.get('content-security-policy')}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(answers > 60, `${answers} answers`);
  }, t));

/** The cells of a CSV file, quotes taken off. */
function cells(csv) {
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
    if (end !== ',') rows.push([]);
  }
  return rows.flat();
}

test('no export hands a spreadsheet a formula, and an import takes the words back as they were', t =>
  with_program({ clock: CLOCK }, async program => {
    const leads = ['=', '+', '-', '@', '\t=', '\r=', '＝', '＋', '－', '＠'];
    for (const [i, lead] of leads.entries()) {
      const word = `${lead}HYPERLINK("http://evil.example","x")`;
      const api = i === 0 ? (await furnished(program, word)).api : await program.with_key('admin');
      await api.post('/api/v1/accounts', { name: word, external_id: `${lead}e${i}`, reading: word, fields: { note: word } });
    }
    const api = await program.with_key('admin');
    const { items: [bad] } = await api.get('/api/v1/imports');
    await api.post(`/api/v1/imports/${bad.id}/run`);
    await eventually(() => api.get(`/api/v1/imports/${bad.id}`), ({ state }) => !['checking', 'running'].includes(state));
    const files = { accounts: '/api/v1/accounts.csv?columns=external_id,name,reading,field:note,owner,points', audit: '/api/v1/audit.csv', bad: `/api/v1/imports/${bad.id}/bad.csv` };
    for (const [name, path] of Object.entries(files)) {
      const { status, text } = await api.ask('GET', path);
      assert.equal(status, 200, path);
      const found = cells(text).filter(cell => /^[=+\-@\t\r＝＋－＠]/u.test(cell) && !/^-?[\d.]+$/.test(cell));
      assert.deepEqual(found, [], name);
      if (name !== 'audit') assert.ok(cells(text).some(cell => cell.startsWith("'=HYPERLINK")), `${name}: it is there, made harmless`);
    }
    const csv = (await api.ask('GET', '/api/v1/accounts.csv?columns=external_id,name')).text;
    const made = await api.call('POST', '/api/v1/imports?kind=accounts&file_name=again.csv', csv, { headers: { 'content-type': 'text/csv' } });
    await api.post(`/api/v1/imports/${made.id}/run`);
    const { answer: done } = await eventually(() => api.get(`/api/v1/imports/${made.id}`), ({ state }) => state !== 'running');
    assert.deepEqual([done.state, done.bad, done.added, done.changed], ['done', 0, 0, 0], 'our own export changes nothing');
  }, t));

/* ---- secrets --------------------------------------------------------------------------------------------------- */

function files_under(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files_under(path) : entry.isFile() && statSync(path).size ? [path] : [];
  });
}

test('no secret lies in the log, in the database, in a backup or in an answer', t =>
  with_program({ clock: CLOCK, args: ['--log-level', 'debug'] }, async program => {
    const { owner } = program;
    const secrets = { password: OWNER.password, session: owner.cookies.get('banso_session') };
    const told = await Promise.all(['view', 'act', 'manage', 'admin', 'ingest'].map(rights => owner.post('/api/v1/keys', { name: rights, rights })));
    told.forEach(({ key, token }) => (secrets[`the token of ${key.rights}`] = token));
    const invited = await owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'viewer', language: 'en' });
    secrets.invitation = new URL(invited.link).searchParams.get('token');
    secrets['a password that was typed in vain'] = 'a wrong and unlikely password';
    const { token } = told.at(-1);
    await program.client().ask('POST', '/api/v1/session', { email: OWNER.email, password: secrets['a password that was typed in vain'] });
    await program.client().ask('POST', '/api/v1/session', { email: secrets.password, password: 'x' });
    await program.client().ask('GET', `/api/v1/invitation?token=${secrets.invitation}`);
    await program.client().ask('GET', `/setup?token=${secrets.invitation}`);
    await program.client().ask('GET', `/v1/projects/${token}/settings`);
    await program.client().ask('POST', '/v1/track', { writeKey: token, userId: 'u', event: 'E' });
    await program.client().ask('POST', '/v1/track', `{"writeKey":"${token}","userId":"u","event":}`);
    await program.client({ token }).ask('GET', '/api/v1/staff');
    await program.client({ key: token }).ask('POST', '/v1/batch', { batch: [{ type: 'nonsense', writeKey: token }] });
    const answers = [];
    for (const route of routes(program).filter(route => route.method === 'GET' && !/stream$|\{/.test(route.path))) answers.push((await owner.ask('GET', route.address)).text);
    program.must('backup');
    await program.stop_serving();
    const places = { 'the log': program.log.map(entry => entry.raw).join('\n'), 'an answer': answers.join('\n') };
    for (const path of files_under(program.data)) places[path] = readFileSync(path, 'latin1');
    const found = Object.entries(secrets).flatMap(([what, secret]) => Object.entries(places).filter(([, text]) => text.includes(secret)).map(([where]) => `${what} in ${where}`));
    assert.ok(Object.values(secrets).every(secret => secret?.length > 10));
    assert.ok(Object.keys(places).length >= 4, Object.keys(places).join());
    assert.deepEqual(found, []);
  }, t));

/* ---- sessions -------------------------------------------------------------------------------------------------- */

test('a stream of changes ends with its session or its key', t =>
  with_program({ clock: CLOCK }, async program => {
    const { owner } = program;
    const { key, token } = await owner.post('/api/v1/keys', { name: 'k', rights: 'view' });
    const other = program.client();
    await other.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
    const [of_key, of_session] = [await program.client({ token }).stream(), await other.stream()];
    await owner.delete(`/api/v1/keys/${key.id}`);
    await until_ended(of_key);
    await other.delete('/api/v1/session');
    await until_ended(of_session);
    const idle = await owner.stream();
    program.clock('2026-11-20T16:00:00Z'); // thirteen hours later
    await until_ended(idle);
    assert.equal((await owner.ask('GET', '/api/v1/session')).status, 401);
  }, t));

test('a cookie, a host or a method that was planted counts for nothing', t =>
  with_program({ clock: CLOCK }, async program => {
    const planted = 'A'.repeat(43);
    const victim = program.client({ headers: { cookie: `banso_session=${planted}` } });
    const { headers } = await victim.ask('POST', '/api/v1/session', { email: OWNER.email, password: OWNER.password }, { headers: { 'sec-fetch-site': 'same-origin' } });
    assert.doesNotMatch(headers.getSetCookie()[0], new RegExp(planted));
    assert.equal((await program.client({ headers: { cookie: `banso_session=${planted}` } }).ask('GET', '/api/v1/session')).status, 401);
    const api = await program.with_key('admin');
    const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-original-url': '/api/v1/staff', 'x-rewrite-url': '/api/v1/staff', 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
    const { link } = await api.call('POST', '/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'viewer', language: 'en' }, { headers: evil });
    assert.ok(link.startsWith(`${program.url}/`), `a link leads to us alone: ${link}`);
    const { key } = await api.post('/api/v1/keys', { name: 'stays', rights: 'view' });
    await api.ask('POST', `/api/v1/keys/${key.id}`, {}, { headers: evil });
    await api.ask('GET', `/api/v1/keys`, undefined, { headers: evil });
    assert.equal((await api.get('/api/v1/keys')).items.find(({ id }) => id === key.id).revoked_at, null);
    assert.equal((await program.client({ headers: evil }).ask('GET', '/healthz')).text, '{"status":"ok"}');
  }, t));

test('a forgotten password is not found out by a link that was made before it was changed', t =>
  with_program({ clock: CLOCK }, async program => {
    const { owner } = program;
    const { staff } = await owner.get('/api/v1/session');
    const { link } = await owner.post(`/api/v1/staff/${staff.id}/invitation`);
    await owner.post('/api/v1/me/password', { current: OWNER.password, password: 'another long password' });
    const { status } = await program.client().ask('POST', '/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'of who found the link' });
    assert.equal(status, 400);
  }, t));
