// Two-step sign-in, one's own sessions, and every road on which a code is asked for.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER, bothEngines } from '../kit/program.mjs';
import { code_at } from '../kit/totp.mjs';

const T0 = '2026-11-20T00:00:00Z';
const later = minutes => new Date(Date.parse(T0) + minutes * 60_000).toISOString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', 'sec-fetch-site': 'same-origin' };
const WRONG = 'no code';
const SIGN_IN = { email: OWNER.email, password: OWNER.password };

const sign_in = (client, more = {}) => client.ask('POST', '/api/v1/session', { ...SIGN_IN, ...more });
const told = ({ status, body }) => [status, body.reason];

/** Sets it up for a client at this time; the secret, and the recovery codes. */
async function turn_on(client, at, password = OWNER.password) {
  const { secret } = await client.post('/api/v1/me/two_step', { current: password });
  const { codes } = await client.post('/api/v1/me/two_step/confirm', { code: code_at(secret, at) });
  return { secret, codes };
}

/** The server's own form, as a browser without scripts sends it. */
function send_form(client, path, fields) {
  return client.ask('POST', path, new URLSearchParams(fields).toString(), { headers: FORM });
}
const pass_of = text => /name="pass" value="([^"]+)"/.exec(text)?.[1];

bothEngines('it is set up with the password and a code, and asks for nothing before', async program => {
  const { owner } = program;
  assert.deepEqual(await owner.get('/api/v1/me/two_step'), { on: false, since: null, recovery_codes_left: 0 });
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step', { current: 'not this one' })).body.field, 'current');
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step/confirm', { code: WRONG })).status, 409);
  const { secret, uri, qr_size, qr_path } = await owner.post('/api/v1/me/two_step', { current: OWNER.password });
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.equal(uri, `otpauth://totp/Banso:${encodeURIComponent(OWNER.email)}?secret=${secret}&issuer=Banso`);
  assert.ok(qr_size >= 21 && qr_path.startsWith('M0 0h7v1h-7z'));
  assert.equal((await sign_in(program.client())).status, 200, 'not confirmed, so nothing asks for it');
  assert.deepEqual(told(await owner.ask('POST', '/api/v1/me/two_step/confirm', { code: WRONG })), [400, 'code_wrong']);

  const other = program.client();
  await sign_in(other);
  const { codes } = await owner.post('/api/v1/me/two_step/confirm', { code: code_at(secret, T0) });
  assert.equal(new Set(codes).size, 10);
  assert.equal((await other.ask('GET', '/api/v1/session')).status, 401, 'sessions that were obtained with less end');
  assert.equal((await owner.ask('GET', '/api/v1/session')).status, 200);
  assert.deepEqual(await owner.get('/api/v1/me/two_step'), { on: true, since: '2026-11-20T00:00:00.000Z', recovery_codes_left: 10 });
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step', { current: OWNER.password })).status, 409);

  for (const stored of [program.query('SELECT hash FROM recovery_code'), program.query('SELECT secret FROM two_step')])
    assert.ok(![secret, ...codes].some(word => stored.includes(word)), 'nothing in the database signs anybody in');
}, { clock: T0 });

bothEngines('the sign-in asks for a code, takes none twice, and none that is older than one it took', async program => {
  const { secret } = await turn_on(program.owner, T0);
  assert.deepEqual(told(await sign_in(program.client())), [401, 'code_needed']);
  assert.deepEqual(told(await sign_in(program.client(), { password: 'not this one', code: code_at(secret, T0) })), [401, undefined]);
  program.clock(later(2));
  const code = code_at(secret, later(2));
  assert.deepEqual(told(await sign_in(program.client(), { code: WRONG })), [400, 'code_wrong']);
  assert.equal((await sign_in(program.client(), { code: `${code.slice(0, 3)} ${code.slice(3)}` })).status, 200);
  assert.deepEqual(told(await sign_in(program.client(), { code })), [400, 'code_wrong']);
  assert.deepEqual(told(await sign_in(program.client(), { code: code_at(secret, later(2), -1) })), [400, 'code_wrong']);
  assert.equal((await sign_in(program.client(), { code: code_at(secret, later(2), 1) })).status, 200, 'a clock may be ahead by a step');
}, { clock: T0 });

bothEngines('of many who bring one code at once, one gets in', async program => {
  const { secret } = await turn_on(program.owner, T0);
  program.clock(later(2));
  const code = code_at(secret, later(2));
  const answers = await Promise.all(Array.from({ length: 4 }, () => sign_in(program.client(), { code })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400, 400]);
}, { clock: T0 });

bothEngines('codes are guessed no more often than passwords, on either page', async program => {
  const { secret } = await turn_on(program.owner, T0);
  program.clock(later(2));
  const client = program.client({ contract: false });
  const { text } = await send_form(client, '/sign-in', SIGN_IN);
  for (let i = 0; i < 3; i++) assert.deepEqual(told(await sign_in(client, { code: WRONG })), [400, 'code_wrong']);
  for (let i = 0; i < 2; i++) assert.equal((await send_form(client, '/sign-in/code', { pass: pass_of(text), code: WRONG })).status, 400);
  const code = code_at(secret, later(2));
  assert.equal((await sign_in(client, { code })).status, 429);
  assert.equal((await send_form(client, '/sign-in/code', { pass: pass_of(text), code })).status, 429);
  const failed = (await program.client({ token: (await program.with_key('admin')).options.token }).get('/api/v1/audit?kind=session.failed')).items;
  assert.equal(failed.length, 5, 'and each is written down');
}, { clock: T0 });

bothEngines('after thirty wrong codes in a day only recovery codes count, on every road, until a day has passed or it is set up anew', async program => {
  const { owner } = program;
  const { secret, codes } = await turn_on(owner, T0);
  const token = /token=([\w-]+)/.exec(program.must('user', 'link', OWNER.email))[1];
  const guest = program.client();
  const roads = {
    sign_in: code => sign_in(program.client(), { code }),
    link: code => guest.ask('POST', '/api/v1/invitation', { token, password: 'another good passphrase', code }),
    codes: code => owner.ask('POST', '/api/v1/me/two_step/codes', { current: OWNER.password, code }),
    off: code => owner.ask('POST', '/api/v1/me/two_step/off', { current: OWNER.password, code }),
  };
  const each_minute = [roads.sign_in, roads.link, roads.codes, roads.off, roads.sign_in];
  let minute = 0;
  for (let wrong = 0; wrong < 29; wrong++) {
    if (wrong % 5 === 0) program.clock(later(minute += 2));
    assert.deepEqual(told(await each_minute[wrong % 5](WRONG)), [400, 'code_wrong'], `${wrong}`);
  }
  program.clock(later(minute += 2));
  assert.equal((await roads.sign_in(code_at(secret, later(minute)))).status, 200, 'one is left, and a right code gives none back');
  assert.deepEqual(told(await roads.off(WRONG)), [400, 'code_wrong']);
  program.clock(later(minute += 2));
  for (const [name, road] of Object.entries(roads)) assert.deepEqual(told(await road(code_at(secret, later(minute)))), [400, 'code_wrong'], name);
  program.clock(later(minute += 2));
  assert.equal((await roads.sign_in(codes[0])).status, 200);
  program.clock(later(minute += 24 * 60));
  assert.equal((await roads.sign_in(code_at(secret, later(minute)))).status, 200, 'a day has passed');

  for (let wrong = 0; wrong < 30; wrong++) {
    if (wrong % 5 === 0) program.clock(later(minute += 2));
    assert.deepEqual(told(await roads.sign_in(WRONG)), [400, 'code_wrong'], `${wrong}`);
  }
  program.must('user', 'reset-two-step', OWNER.email);
  program.clock(later(minute += 2));
  assert.equal((await sign_in(owner)).status, 200);
  const anew = await turn_on(owner, later(minute));
  program.clock(later(minute += 2));
  assert.equal((await roads.sign_in(code_at(anew.secret, later(minute)))).status, 200);
}, { clock: T0 });

bothEngines('a recovery code signs in once, and new ones end the old', async program => {
  const { owner } = program;
  const { secret, codes } = await turn_on(owner, T0);
  assert.equal((await sign_in(program.client(), { code: codes[0].toUpperCase().replaceAll('-', ' ') })).status, 200);
  assert.deepEqual(told(await sign_in(program.client(), { code: codes[0] })), [400, 'code_wrong']);
  assert.equal((await owner.get('/api/v1/me/two_step')).recovery_codes_left, 9);
  program.clock(later(2));
  const renewed = await owner.ask('POST', '/api/v1/me/two_step/codes', { current: OWNER.password, code: WRONG });
  assert.deepEqual(told(renewed), [400, 'code_wrong']);
  const made = await owner.post('/api/v1/me/two_step/codes', { current: OWNER.password, code: code_at(secret, later(2)) });
  assert.deepEqual(told(await sign_in(program.client(), { code: codes[1] })), [400, 'code_wrong']);
  assert.equal((await sign_in(program.client(), { code: made.codes[0] })).status, 200);
  const kinds = (await owner.get('/api/v1/audit')).items.map(({ kind }) => kind);
  for (const kind of ['staff.two_step_on', 'staff.recovery_code_used', 'staff.recovery_codes_created']) assert.ok(kinds.includes(kind), kind);
}, { clock: T0 });

bothEngines('it is turned off with the password and a code, not with one of them', async program => {
  const { owner } = program;
  const { secret } = await turn_on(owner, T0);
  program.clock(later(2));
  const code = code_at(secret, later(2));
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step/off', { current: 'not this one', code })).body.field, 'current');
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step/off', { current: OWNER.password, code: WRONG })).body.field, 'code');
  await owner.post('/api/v1/me/two_step/off', { current: OWNER.password, code });
  assert.equal((await sign_in(program.client())).status, 200);
  assert.equal((await owner.ask('POST', '/api/v1/me/two_step/off', { current: OWNER.password, code })).status, 409);
}, { clock: T0 });

bothEngines('the page without JavaScript asks for the code on a page of its own, and carries no password there', async program => {
  const { secret } = await turn_on(program.owner, T0);
  program.clock(later(2));
  const client = program.client({ contract: false });
  const first = await send_form(client, '/sign-in', { ...SIGN_IN, to: '/tasks?view=done' });
  assert.equal(first.status, 200);
  const pass = pass_of(first.text);
  assert.ok(pass && !first.text.includes(OWNER.password) && !pass.includes(OWNER.email));
  assert.equal(client.cookies.size, 0, 'half of it is no session');
  const refused = await send_form(client, '/sign-in/code', { pass, code: WRONG, to: '/tasks?view=done' });
  assert.equal(refused.status, 400);
  assert.equal(pass_of(refused.text), pass, 'the next code can be tried without the password');
  const done = await send_form(client, '/sign-in/code', { pass, code: code_at(secret, later(2)), to: '/tasks?view=done' });
  assert.deepEqual([done.status, done.headers.get('location')], [303, '/tasks?view=done']);
  assert.equal((await client.ask('GET', '/api/v1/session')).status, 200);

  // A pass ends: after five minutes, with another password, and when somebody writes one.
  const again = pass_of((await send_form(program.client({ contract: false }), '/sign-in', SIGN_IN)).text);
  const stranger = program.client({ contract: false });
  for (const made_up of ['', 'x', `${again.slice(0, -4)}AAAA`]) {
    const { status, text } = await send_form(stranger, '/sign-in/code', { pass: made_up, code: code_at(secret, later(3)) });
    assert.ok(status >= 400 && !pass_of(text), made_up);
  }
  program.clock(later(8));
  const late = await send_form(stranger, '/sign-in/code', { pass: again, code: code_at(secret, later(8)) });
  assert.deepEqual([late.status, pass_of(late.text)], [409, undefined]);
  const before = pass_of((await send_form(stranger, '/sign-in', SIGN_IN)).text);
  await program.owner.post('/api/v1/me/password', { current: OWNER.password, password: 'another good passphrase' });
  assert.equal((await send_form(stranger, '/sign-in/code', { pass: before, code: code_at(secret, later(8)) })).status, 409);
  assert.equal(stranger.cookies.size, 0);
}, { clock: T0 });

bothEngines('a link to choose a password does not get around the code', async program => {
  const { secret } = await turn_on(program.owner, T0);
  program.clock(later(2));
  const token = /token=([\w-]+)/.exec(program.must('user', 'link', OWNER.email))[1];
  const guest = program.client();
  assert.equal((await guest.get(`/api/v1/invitation?token=${token}`)).two_step, true);
  const accept = code => guest.ask('POST', '/api/v1/invitation', { token, password: 'another good passphrase', ...code });
  assert.deepEqual(told(await accept({})), [401, 'code_needed']);
  assert.deepEqual(told(await accept({ code: WRONG })), [400, 'code_wrong']);
  const { staff: self } = await program.owner.get('/api/v1/session');
  const failed = (await program.owner.get('/api/v1/audit?kind=session.failed')).items;
  assert.deepEqual(failed.map(({ subject }) => subject), [`staff:${self.id}`], 'a wrong code is written down, a missing one is not');
  assert.equal((await sign_in(program.client(), { code: code_at(secret, later(2)) })).status, 200, 'the old password holds until then');
  assert.equal((await accept({ code: code_at(secret, later(2), 1) })).status, 200);
  assert.equal((await accept({ code: code_at(secret, later(2), 1) })).body.field, 'token', 'the link counts once');
}, { clock: T0 });

bothEngines('an admin turns it off for who lost the device, by API and command line, and the audit says who', async program => {
  const { owner } = program;
  const { staff, link } = await owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'member', language: 'en' });
  const csm = program.client();
  await csm.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'quite a long sentence' });
  await turn_on(csm, T0, 'quite a long sentence');
  const shown = async () => (await owner.get('/api/v1/staff')).items.find(({ id }) => id === staff.id).two_step;
  assert.equal(await shown(), true);
  assert.match(program.must('user', 'list'), /csm@example\.test.*\ttrue\n/);
  assert.equal((await csm.ask('DELETE', `/api/v1/staff/${staff.id}/two_step`)).status, 403);
  await owner.delete(`/api/v1/staff/${staff.id}/two_step`);
  assert.equal(await shown(), false);
  assert.equal((await csm.ask('GET', '/api/v1/session')).status, 401, 'the device may still be signed in');
  assert.equal((await csm.ask('POST', '/api/v1/session', { email: 'csm@example.test', password: 'quite a long sentence' })).status, 200);
  const [off] = (await owner.get('/api/v1/audit?kind=staff.two_step_off')).items;
  assert.deepEqual([off.actor_name, off.subject], [OWNER.name, `staff:${staff.id}`]);

  // Nobody gets around their own code by their own rights; the command line is the way back.
  const { staff: self } = await owner.get('/api/v1/session');
  await turn_on(owner, T0);
  assert.equal((await owner.ask('DELETE', `/api/v1/staff/${self.id}/two_step`)).status, 409);
  const key = await program.with_key('admin');
  assert.equal((await key.ask('DELETE', `/api/v1/staff/${self.id}/two_step`)).status, 403, 'nor with a key that they made');
  assert.equal((await owner.get('/api/v1/me/two_step')).on, true);
  program.must('user', 'reset-two-step', OWNER.email);
  assert.equal((await sign_in(program.client())).status, 200);
  assert.notEqual(program.command('user', 'reset-two-step', 'nobody@example.test').status, 0);
}, { clock: T0 });

bothEngines('without the key that sealed the secrets, codes are refused, recovery codes are not, and the doctor says so', async program => {
  const { secret, codes } = await turn_on(program.owner, T0);
  await program.stop_serving();
  rmSync(join(program.data, 'banso.key'));
  await program.serve();
  program.clock(later(2));
  assert.deepEqual(told(await sign_in(program.client(), { code: code_at(secret, later(2)) })), [400, 'code_wrong']);
  assert.equal((await sign_in(program.client(), { code: codes[0] })).status, 200);
  const finding = (await program.owner.get('/api/v1/doctor')).items.find(({ check }) => check === 'sealing key');
  assert.deepEqual([finding.state, finding.text], ['bad', 'it does not open the two-step secrets of 1 user, whose codes are refused']);
}, { clock: T0 });

bothEngines("one sees one's own sessions, and ends one or all others", async program => {
  const { owner } = program;
  const [one, two] = ['Mozilla/5.0 Firefox/140.0', 'Mozilla/5.0 Chrome/140.0'].map(agent => program.client({ headers: { 'user-agent': agent } }));
  for (const client of [one, two]) assert.equal((await sign_in(client)).status, 200);
  const seen = async client => (await client.get('/api/v1/me/sessions')).items;
  const list = await seen(owner);
  assert.equal(list.length, 3);
  assert.deepEqual(list.map(({ current }) => current), [false, false, true], 'newest first');
  assert.deepEqual(list.slice(0, 2).map(({ device }) => device), ['Mozilla/5.0 Chrome/140.0', 'Mozilla/5.0 Firefox/140.0']);
  await owner.delete(`/api/v1/me/sessions/${list[1].id}`);
  assert.equal((await one.ask('GET', '/api/v1/session')).status, 401);
  assert.equal((await owner.ask('DELETE', `/api/v1/me/sessions/${list[1].id}`)).status, 404);

  const { link } = await owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'admin', language: 'en' });
  const csm = program.client();
  await csm.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'quite a long sentence' });
  assert.equal((await seen(csm)).length, 1);
  assert.equal((await csm.ask('DELETE', `/api/v1/me/sessions/${list[0].id}`)).status, 404, "another's session is none of one's own");

  await owner.delete('/api/v1/me/sessions');
  assert.equal((await two.ask('GET', '/api/v1/session')).status, 401);
  assert.deepEqual((await seen(owner)).map(({ current }) => current), [true]);
  assert.equal((await csm.ask('GET', '/api/v1/session')).status, 200);
  program.clock(later(13 * 60));
  await sign_in(owner);
  assert.equal((await seen(owner)).length, 1, 'a session that ended by itself is not listed');
}, { clock: T0 });
