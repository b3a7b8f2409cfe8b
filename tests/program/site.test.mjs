// The pages that the server writes itself: signing in without a script, and what a person sees where a client gets a
// problem. Asked bare, as a browser without JavaScript asks.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { eventually, test } from '../kit/hung.mjs';
import { OWNER, bothEngines, with_program } from '../kit/program.mjs';

const CLOCK = '2026-11-20T03:00:00Z';
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const FORM = { ...HTML, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
const NASTY = `"><script>alert(1)</script><img src=x onerror='alert(1)'>{{{page.title}}}`;

/** { status, headers, text } of one request; redirects are not followed. */
function ask(program, method, path, headers = HTML, body = undefined) {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port: program.port, path, method, headers, agent: false }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

const get = (program, path, headers = {}) => ask(program, 'GET', path, { ...HTML, ...headers });
function enter(program, fields, headers = {}) {
  const body = new URLSearchParams({ email: OWNER.email, password: OWNER.password, ...fields }).toString();
  return ask(program, 'POST', '/sign-in', { ...FORM, 'content-length': Buffer.byteLength(body), ...headers }, body);
}
const cookie_of = answer => answer.headers['set-cookie']?.find(line => line.startsWith('banso_session='));

/** No element, attribute or word of what was entered has become part of the page. */
function assert_inert(text, what) {
  assert.doesNotMatch(text, /<script|<img|<svg|onerror=[^&]|<[^>]*javascript:/i, what);
}

bothEngines('somebody signs in without a script, and is where they wanted to go', async program => {
  const sent = await get(program, '/accounts?sort=name&owner=a%26b');
  assert.deepEqual([sent.status, sent.headers.location], [303, '/sign-in?to=/accounts%3Fsort%3Dname%26owner%3Da%2526b']);
  const page = await get(program, sent.headers.location);
  assert.equal(page.status, 200);
  assert.match(page.text, /<input type="hidden" name="to" value="\/accounts\?sort=name&amp;owner=a%26b">/);
  const wrong = await enter(program, { email: NASTY, password: 'not this', to: '/accounts?sort=name' });
  assert.equal(wrong.status, 401);
  assert.match(wrong.text, /<p class="refused" role="alert">Incorrect e-mail or password\.<\/p>/);
  assert.match(wrong.text, /name="email" value="&quot;&gt;&lt;script&gt;/, 'the address is kept');
  assert.match(wrong.text, /name="to" value="\/accounts\?sort=name"/);
  assert.ok(!wrong.text.includes('not this'), 'the password is not');
  assert_inert(wrong.text);
  const done = await enter(program, { to: '/accounts?sort=name&owner=a%26b' });
  assert.deepEqual([done.status, done.headers.location], [303, '/accounts?sort=name&owner=a%26b']);
  assert.match(cookie_of(done), /; HttpOnly; SameSite=Lax$/);
  const cookie = cookie_of(done).split(';')[0];
  assert.match((await get(program, '/accounts', { cookie })).text, /<div id="root">/);
  assert.deepEqual([(await get(program, '/sign-in?to=/tasks', { cookie })).headers.location, (await get(program, '/sign-in', { cookie })).headers.location], ['/tasks', '/']);
  assert.equal((await program.client({ headers: { cookie } }).get('/api/v1/session')).staff.email, OWNER.email);
}, { clock: CLOCK });

bothEngines('attempts on the page and over the API count together', async program => {
  for (let i = 0; i < 3; i++) assert.equal((await enter(program, { password: `no ${i}` })).status, 401);
  for (let i = 0; i < 2; i++) assert.equal((await program.client().ask('POST', '/api/v1/session', { email: OWNER.email, password: `no ${i}` })).status, 401);
  const locked = await enter(program, {});
  assert.equal(locked.status, 429);
  assert.match(locked.text, /Too many attempts\. Wait a minute/);
  assert.ok(Number(locked.headers['retry-after']) > 0);
  assert.equal(cookie_of(locked), undefined);
  assert.equal((await program.client().ask('POST', '/api/v1/session', { email: OWNER.email, password: OWNER.password })).status, 429);
}, { clock: CLOCK });

test('no way back leads to another host, into a header or into the page', t =>
  with_program({ clock: CLOCK }, async program => {
    const away = ['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '/\t/evil.example', '/\n/evil.example',
      '/x\r\nSet-Cookie: banso_session=planted', 'evil.example', '', ' ', '/sign-in?to=/sign-in', '/api/v1/audit.csv', `/${'x'.repeat(4000)}`, '/\u0085', NASTY, '///evil.example', '/%09/evil.example'];
    for (const to of away) {
      const { status, headers } = await enter(program, { to });
      assert.ok([303, 400].includes(status), `${JSON.stringify(to)}: ${status}`);
      if (status !== 303) continue;
      const led = new URL(headers.location, program.url);
      assert.equal(led.origin, program.url, JSON.stringify(to));
      assert.match(headers.location, /^\/(?![/\\])/);
      assert.equal(headers['set-cookie'].length, 1, JSON.stringify(to));
    }
    for (const to of [NASTY, `/${NASTY}`, '/"autofocus onfocus=alert(1) x="']) {
      const { text } = await get(program, `/sign-in?to=${encodeURIComponent(to)}`);
      assert_inert(text, to);
      assert.doesNotMatch(text.replaceAll(/"[^"]*"/g, ''), /onfocus/, 'an attribute');
    }
    for (const path of [`/${encodeURIComponent(NASTY)}`, `/${encodeURIComponent(NASTY)}.php`, `/sign-in?${encodeURIComponent(NASTY)}=1`, `/sign-in?language=${encodeURIComponent(NASTY)}`]) assert_inert((await get(program, path)).text, path);
  }, t));

test('a form that another site sends signs nobody in', t =>
  with_program({ clock: CLOCK }, async program => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example', 'sec-fetch-site': '' }, { origin: 'null', 'sec-fetch-site': undefined }, { origin: `${program.url}.evil.example`, 'sec-fetch-site': undefined }]) {
      const given = Object.fromEntries(Object.entries({ ...FORM, ...headers }).filter(([, value]) => value !== undefined));
      const body = new URLSearchParams({ email: OWNER.email, password: OWNER.password }).toString();
      const answer = await ask(program, 'POST', '/sign-in', { ...given, 'content-length': body.length }, body);
      assert.deepEqual([answer.status, cookie_of(answer)], [403, undefined], JSON.stringify(headers));
      assert.match(answer.text, /role="alert">This form was sent from another address\. Open Banso at the address that your admin gave you/);
      assert.match(answer.text, /name="email" value="owner@example\.test"/);
    }
    const text = JSON.stringify({ email: OWNER.email, password: OWNER.password });
    const plain = await ask(program, 'POST', '/sign-in', { ...FORM, 'content-type': 'text/plain', 'content-length': text.length }, text);
    assert.deepEqual([plain.status, cookie_of(plain)], [400, undefined]);
  }, t));

test('a page speaks the language that was chosen, else the browser\'s, else the workspace\'s', t =>
  with_program({ clock: CLOCK, workspace: { language: 'ja' } }, async program => {
    const language = async headers => /<html lang="(..)"/.exec((await get(program, '/sign-in', headers)).text)[1];
    assert.equal(await language({}), 'ja');
    assert.equal(await language({ 'accept-language': 'fr' }), 'ja');
    assert.equal(await language({ 'accept-language': 'en-GB,ja;q=0.8' }), 'en');
    assert.equal(await language({ 'accept-language': 'ja-JP,en;q=0.8' }), 'ja');
    const chosen = await get(program, '/sign-in?language=en&to=/tasks', { 'accept-language': 'ja' });
    assert.deepEqual([chosen.status, chosen.headers.location], [303, '/sign-in?to=/tasks']);
    const [line] = chosen.headers['set-cookie'];
    assert.match(line, /^banso_language=en; Path=\/; Max-Age=31536000; SameSite=Lax$/);
    assert.equal(await language({ 'accept-language': 'ja', cookie: line.split(';')[0] }), 'en');
    assert.equal(await language({ cookie: 'banso_language="><script>' }), 'ja');
    assert.match((await get(program, '/sign-in', { cookie: 'banso_scheme=dark' })).text, /<html lang="ja" data-scheme="dark">/);
    assert.match((await get(program, '/sign-in', { cookie: 'banso_scheme="><script>' })).text, /<html lang="ja">/);
  }, t));

test('before a workspace is set up, the page says how that is done', t =>
  with_program({ setup: false }, async program => {
    const sent = await get(program, '/');
    assert.deepEqual([sent.status, sent.headers.location], [303, '/sign-in']);
    const { status, text } = await get(program, '/sign-in', { 'accept-language': 'ja' });
    assert.equal(status, 200);
    assert.match(text, /このワークスペースはまだ設定されていません。/);
    assert.match(text, /banso init/);
    assert.doesNotMatch(text, /<form/);
    assert.match((await get(program, '/setup')).text, /<div id="root">/);
  }, t));

/** "sha256-…" names the style of every page of this build. */
const STYLE = /'sha256-[A-Za-z0-9+/]{43}='/;
const STRICT = [/^default-src 'none'; style-src S; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/, 'no-store', 'DENY', 'same-origin', 'noindex'];

test('every answer in HTML has the policy that its page declares, and no other', t =>
  with_program({ clock: CLOCK }, async program => {
    const cookie = [...program.owner.cookies].map(pair => pair.join('=')).join('; ');
    const declared = Object.entries(JSON.parse(program.must('openapi')).paths).flatMap(([path, item]) => Object.entries(item).filter(([, one]) => one.responses['2XX'].content?.['text/html']).map(([method, one]) => ({ path, method: method.toUpperCase(), policy: one['x-policy'], flags: one['x-flags'] })));
    assert.ok(declared.length >= 4, JSON.stringify(declared));
    const seen = answer => [answer.headers['content-security-policy'], answer.headers['cache-control'], answer.headers['x-frame-options'], answer.headers['referrer-policy'], answer.headers['x-robots-tag']];
    for (const { path, method, policy, flags } of declared) {
      const answer = method === 'GET' ? await get(program, path) : await enter(program, { password: 'wrong' });
      assert.match(answer.headers['content-type'], /^text\/html/, path);
      if (flags.includes('ui')) assert.match(seen(answer)[0], /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{24}'; .*frame-ancestors 'none'$/, path);
      else assert.deepEqual(seen(answer), [policy, ...STRICT.slice(1)], `${method} ${path}`);
    }
    const troubles = { '/nothing.php': 404, '/sign-in?no=1': 400, '/%zz': 400, '/assets/gone.js': 404 };
    for (const [path, status] of Object.entries(troubles)) {
      const answer = await get(program, path, { cookie });
      assert.equal(answer.status, status, path);
      const [policy, ...others] = seen(answer);
      assert.match(policy.replace(STYLE, 'S'), STRICT[0], path);
      assert.deepEqual(others, STRICT.slice(1), path);
      assert.match(answer.text, new RegExp(`<code>${answer.headers['x-request-id']}</code>`));
    }
    assert.doesNotMatch((await get(program, '/sign-in')).text, /<script|<link[^>]*stylesheet| style=/);
  }, t));

test('a client is told in JSON what a person is shown', t =>
  with_program({ clock: CLOCK }, async program => {
    for (const [path, status] of [['/nothing.php', 404], ['/api/v1/accounts', 401], ['/sign-in?no=1', 400]]) {
      for (const accept of ['*/*', 'application/json', undefined]) {
        const { status: told, headers } = await ask(program, 'GET', path, accept ? { accept } : {});
        assert.deepEqual([told, headers['content-type']], [status, 'application/problem+json'], `${path} ${accept}`);
      }
    }
    const java = await ask(program, 'GET', '/api/v1/accounts', { accept: 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' });
    assert.deepEqual([java.status, java.headers['content-type']], [401, 'application/problem+json']);
    const browser = await get(program, '/api/v1/accounts', { 'sec-fetch-mode': 'navigate' });
    assert.deepEqual([browser.status, browser.headers.location], [303, '/sign-in']);
  }, t));

test('a host that is not ours gets a page that says so, and nothing else', t =>
  with_program({ clock: CLOCK, setup: false, env: { BANSO_PUBLIC_URL: 'http://banso.example.test:8080' } }, async program => {
    for (const host of ['evil.example', `evil.example:${program.port}`, 'banso.example.test.evil.example']) {
      const page = await get(program, '/sign-in', { host, 'accept-language': 'ja' });
      assert.equal(page.status, 421, host);
      assert.match(page.text, /<h1>アドレスが違います<\/h1>/);
      assert.match(page.text, /http:\/\/banso\.example\.test:8080/);
      assert.ok(!page.text.includes('evil'), 'and does not repeat the name');
      for (const path of ['/', '/accounts', '/api/v1/setup?token=x', '/metrics', '/icon.svg']) assert.equal((await ask(program, 'GET', path, { host })).status, 421, path);
      for (const authorization of ['Bearer nonsense', 'Basic bm9uc2Vuc2U6']) assert.equal((await ask(program, 'GET', '/icon.svg', { host, authorization })).status, 421, 'no key opens a file');
      assert.equal((await ask(program, 'GET', '/healthz', { host })).status, 200);
    }
    for (const host of ['banso.example.test', 'BANSO.example.test:443', `127.0.0.1:${program.port}`, 'localhost']) assert.equal((await get(program, '/sign-in', { host })).status, 200, host);
    for (const host of ['"><script>alert(1)</script>', 'a b', 'x/y', "x' onload='"]) assert_inert((await get(program, '/sign-in', { host })).text, host);
  }, t));

test('while it starts it says so to everybody, and then it serves', t =>
  with_program({ engine: 'postgres', clock: CLOCK }, async program => {
    const cookie = [...program.owner.cookies].map(pair => pair.join('=')).join('; ');
    await program.stop_serving();
    // The start waits for the migrations of another server, as it would for its own.
    const other = await program.own_database.hold('migration');
    const ready = program.serve();
    const ask_now = (path, headers) => ask(program, 'GET', path, headers).catch(error => ({ status: error.code }));
    const { answer: page } = await eventually(() => ask_now('/today', { ...HTML, cookie, 'accept-language': 'ja' }), ({ status }) => status !== 'ECONNREFUSED');
    assert.equal(page.status, 503);
    assert.match(page.text, /<h1>起動しています<\/h1>/);
    assert.equal(page.headers['retry-after'], '1');
    for (const path of ['/api/v1/session', '/readyz', '/sign-in', '/icon.svg']) {
      const { status, headers } = await ask_now(path, { accept: '*/*', cookie });
      assert.deepEqual([status, headers['content-type']], [503, 'application/problem+json'], path);
    }
    assert.equal((await ask_now('/healthz', { cookie })).status, 200);
    const track = await ask(program, 'POST', '/v1/batch', { origin: 'https://app.example', 'content-length': 2 }, '{}');
    assert.deepEqual([track.status, track.headers['access-control-allow-origin'], track.headers['retry-after']], [429, '*', '1']);
    await other.end();
    await ready;
    assert.equal((await ask_now('/readyz', {})).status, 200);
    assert.equal((await ask_now('/today', { ...HTML, cookie })).status, 200);
  }, t));
