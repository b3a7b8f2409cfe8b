// How the web UI's files are served: the page with a new nonce each time, files that browsers keep for good, and
// nothing in the place of what is not there.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from '../kit/hung.mjs';
import { SOURCE, with_program } from '../kit/program.mjs';

/** The bare answer to somebody who is signed in: { status, headers, bytes }; fetch would unpack it. */
function get(program, path, headers = {}, method = 'GET') {
  const cookie = [...program.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port: program.port, path, method, headers: { cookie, ...headers }, agent: false }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts) }));
    });
    sent.on('error', failed);
    sent.end();
  });
}

const page = body => test(body.name.replaceAll('_', ' '), t => with_program({}, body, t));
const script_of = async program => /src="(\/assets\/[^"]+\.js)"/.exec((await get(program, '/')).bytes.toString())[1];

page(async function every_page_comes_with_a_fresh_nonce_and_a_policy_that_names_it(program) {
  const seen = new Set();
  for (const path of ['/', '/', '/index.html', '/accounts/12', '/setup?token=abc', '/health/scorecards']) {
    const { status, headers, bytes } = await get(program, path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-store');
    const policy = headers['content-security-policy'];
    const nonce = /style-src 'self' 'nonce-([\w-]{24})'/.exec(policy)?.[1];
    assert.ok(nonce, policy);
    assert.match(policy, /^default-src 'none'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|http:/);
    const html = bytes.toString();
    assert.ok(html.includes(`nonce="${nonce}"`) && !html.includes('__NONCE__'));
    assert.deepEqual([...new Set([...html.matchAll(/nonce="([^"]*)"/g)].map(match => match[1]))], [nonce]);
    assert.ok(!seen.has(nonce), 'a nonce came twice');
    seen.add(nonce);
  }
});

page(async function every_file_of_the_build_is_served_and_kept_by_browsers_for_good(program) {
  const names = readdirSync(join(SOURCE, 'web/dist/assets')).filter(name => !name.endsWith('.map'));
  assert.ok(names.length > 5);
  for (const name of names) {
    const { status, headers, bytes } = await get(program, `/assets/${name}`);
    assert.equal(status, 200, name);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.ok(bytes.equals(readFileSync(join(SOURCE, 'web/dist/assets', name))), `${name} is what was built`);
    if (name.endsWith('.js')) assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    if (name.endsWith('.css')) assert.equal(headers['content-type'], 'text/css; charset=utf-8');
  }
  const icon = await get(program, '/icon.svg');
  assert.deepEqual([icon.status, icon.headers['cache-control'], icon.headers['content-type']], [200, 'no-cache', 'image/svg+xml']);
  assert.match(icon.headers['content-security-policy'], /default-src 'none'.*sandbox/, 'a picture that is opened runs nothing');
});

page(async function a_file_goes_compressed_to_who_takes_it_so(program) {
  const path = await script_of(program);
  const plain = await get(program, path);
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const accepted of ['gzip', 'br, gzip', 'gzip;q=0.5, br', 'GZIP', 'deflate , gzip ; q=1.0']) {
    const packed = await get(program, path, { 'accept-encoding': accepted });
    assert.equal(packed.headers['content-encoding'], 'gzip', accepted);
    assert.equal(packed.headers.vary, 'Accept-Encoding');
    assert.ok(packed.bytes.length < plain.bytes.length);
    assert.ok(gunzipSync(packed.bytes).equals(plain.bytes));
    assert.equal(packed.headers.etag, plain.headers.etag);
  }
  for (const accepted of ['', 'br', 'gzip;q=0', 'br, gzip; q=0', 'gzip;q=0.0', 'xgzip', 'identity']) {
    const { headers } = await get(program, path, { 'accept-encoding': accepted });
    assert.equal(headers['content-encoding'], undefined, accepted);
    assert.equal(headers.vary, 'Accept-Encoding');
  }
});

page(async function a_file_that_the_browser_has_is_not_sent_again(program) {
  const path = await script_of(program);
  const { headers: { etag } } = await get(program, path);
  assert.match(etag, /^"[0-9a-f]{32}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const { status, bytes, headers } = await get(program, path, { 'if-none-match': known, 'accept-encoding': 'gzip' });
    assert.equal(status, 304, known);
    assert.equal(bytes.length, 0);
    assert.equal(headers.etag, etag);
    assert.equal(headers['content-encoding'], undefined);
    assert.match(headers['cache-control'], /immutable/);
  }
  for (const known of ['"other"', etag.slice(0, -2) + '"', 'x']) assert.equal((await get(program, path, { 'if-none-match': known })).status, 200, known);
});

page(async function the_page_stands_in_for_pages_alone(program) {
  for (const path of ['/accounts', '/accounts/12', '/settings/keys', '/health', '/a/b/c/d']) {
    assert.match((await get(program, path)).headers['content-type'], /^text\/html/, path);
  }
  for (const path of ['/api/v1/nothing', '/api/v1/accounts/x', '/api/', '/api/v2', '/v1/nothing', '/v1/track/x']) {
    const { status, headers, bytes } = await get(program, path);
    assert.equal(status, 404, path);
    assert.equal(headers['content-type'], 'application/problem+json');
    assert.equal(JSON.parse(bytes).status, 404);
    assert.equal(headers['cache-control'], 'no-store');
  }
  for (const path of ['/assets/nothing-abc.js', '/assets/', '/assets', '/robots.txt', '/favicon.ico', '/.env', '/.git/config', '/assets/.vite/manifest.json', '/index.html.bak', '/web/dist/index.html', '/assets/%2e%2e/index.html']) {
    const { status, bytes } = await get(program, path);
    assert.ok(status === 404 || status === 400 || path === '/assets', `${path}: ${status}`);
    assert.ok(path === '/assets' || !bytes.includes('<html'), path);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const headers = method === 'DELETE' ? {} : { 'content-length': 0 };
    assert.equal((await get(program, '/accounts', headers, method)).status, 404, method);
  }
});

page(async function a_head_says_what_a_get_would_send_and_sends_nothing(program) {
  const script = await script_of(program);
  for (const path of ['/', '/accounts', script, '/icon.svg', '/healthz', '/api/v1/setup?token=x', '/api/v1/nothing', '/api/v1/session']) {
    const whole = await get(program, path, { 'accept-encoding': 'gzip' });
    const head = await get(program, path, { 'accept-encoding': 'gzip' }, 'HEAD');
    assert.equal(head.status, whole.status, path);
    assert.equal(head.bytes.length, 0, path);
    for (const name of ['content-type', 'content-length', 'content-encoding', 'etag', 'cache-control', 'vary']) {
      // Two nonces are of one length, two request ids too.
      assert.equal(head.headers[name], whole.headers[name], `${path}: ${name}`);
    }
  }
});
