// A module costs its own folder, one line in tools/modules.txt, and its folder among the web's features. The example of
// docs/visit is put into a copy of this tree in just that way; the copy is checked, built and used.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { types_of } from '../../tools/types.mjs';
import { at_end, at_file_end, eventually, test } from '../kit/hung.mjs';

const SOURCE = resolve(import.meta.dirname, '../..');
const EXAMPLE = join(SOURCE, 'docs/visit');
const SERVER = 'src/success/visit';
const WEB = 'web/src/features/visit';
const MODULES = 'tools/modules.txt';
const MADE_TYPES = 'web/src/api/types.ts';
const MADE = /^(\.git|\.cache|__pycache__|build.*|node_modules|dist|pictures|data)$/;
const LINES_MOST = 149;

const tree = mkdtempSync(join(tmpdir(), 'banso-width-'));
at_file_end(() => rmSync(tree, { recursive: true, force: true }));
process.env.BANSO = join(tree, 'build/banso');
const { outside, with_program } = await import('../kit/program.mjs');
const { Customers, day_after, refused } = await import('../kit/customers.mjs');

const TODAY = '2026-11-20';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };

/** Runs a command of the copy to its end: what it printed. What it said is in the error when it fails. */
function must(folder, command, ...args) {
  const child = spawn(command, args, { cwd: join(tree, folder), env: outside(), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  at_end(() => child.kill('SIGKILL'));
  child.stdout.on('data', text => (said.out += text));
  child.stderr.on('data', text => (said.err += text));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', status => (status === 0 ? done(said.out)
      : failed(new Error(`${command} ${args.join(' ')} ended with ${status}:\n${(said.out + said.err).slice(-4000)}`))));
  });
}

/** The files of a tree that somebody wrote, by their path in it. */
function files_of(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !MADE.test(name)).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files_of(root, path) : [relative(root, path)];
  });
}

function with_line(text, line, after) {
  const lines = text.split('\n');
  assert.ok(lines.includes(after));
  return lines.flatMap(one => (one === after ? [one, line] : [one])).join('\n');
}

let built = null;
/** The copy with the example in it, built once for the tests of this file. */
function visit_tree() {
  built ??= (async () => {
    cpSync(SOURCE, tree, { recursive: true, filter: path => path === SOURCE || !MADE.test(relative(dirname(path), path)) });
    cpSync(join(EXAMPLE, 'server'), join(tree, SERVER), { recursive: true });
    cpSync(join(EXAMPLE, 'web'), join(tree, WEB), { recursive: true });
    writeFileSync(join(tree, MODULES), with_line(readFileSync(join(SOURCE, MODULES), 'utf8'), 'success/visit', 'success/today'));
    symlinkSync(join(SOURCE, 'web/node_modules'), join(tree, 'web/node_modules'));
    await must('.', 'meson', 'setup', 'build', '-Dbuildtype=plain', '-Dtesting=true', '-Dwerror=true');
    await must('.', 'ninja', '-C', 'build', 'banso');
    writeFileSync(join(tree, MADE_TYPES), types_of(JSON.parse(await must('.', 'build/banso', 'openapi'))));
  })();
  return built;
}

test('the example is a module of under 150 lines of C', () => {
  const lines = readdirSync(join(EXAMPLE, 'server')).filter(name => /\.[ch]$/.test(name))
    .map(name => readFileSync(join(EXAMPLE, 'server', name), 'utf8').split('\n').length - 1);
  assert.ok(lines.length > 0);
  assert.ok(lines.reduce((sum, count) => sum + count) <= LINES_MOST, `${lines} lines`);
});

test('it needs its folder, its line and its folder of the web, and keeps all rules of the house', async () => {
  await visit_tree();
  await must('.', 'tools/check', '--root', tree);
  await must('web', 'node_modules/.bin/tsc', '--noEmit');
  await must('web', process.execPath, 'tools/biome.mjs', 'ci', '--colors=off', 'src');
  await must('web', process.execPath, 'tools/rules.mjs');
  const own = path => path === MODULES || path === MADE_TYPES || path.startsWith(`${SERVER}/`) || path.startsWith(`${WEB}/`);
  const [before, after] = [files_of(SOURCE), files_of(tree)].map(files => files.filter(path => !own(path)).toSorted());
  assert.deepEqual(after, before);
  const changed = before.filter(path => !readFileSync(join(SOURCE, path)).equals(readFileSync(join(tree, path))));
  assert.deepEqual(changed, []);
});

/* ---- what the house does with it -------------------------------------------------------------------------------- */

function on_both(name, body) {
  for (const engine of ['sqlite', 'postgres'])
    test(`${name} (${engine})`, async t => {
      await visit_tree();
      await with_program({ ...OPTIONS, engine }, async program => body(program, await Customers.in(program, TODAY)), t);
    });
}

const visits = (api, account, days) => api.get(`/api/v1/accounts/${account.id}/measure?ref=${encodeURIComponent(JSON.stringify({ measure: 'visits', days }))}`);
const LOW = { rules: [], points: [{ key: 'visits', name: '', measure: { measure: 'visits', days: 90 }, weight: 1, low: 0, high: 4 }], bad_below: 40, good_from: 70, unknown_below: 0.5 };

on_both('a visit is told, counted, found, and judged by', async (program, customers) => {
  const { owner } = program;
  const account = await customers.company('Visited');
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Mari Ito', email: 'mari@visited.example' });
  const visit = (on_day, more) => owner.post('/api/v1/visits', { account_id: account.id, on_day, ...more });
  const first = await visit(day_after(TODAY, -3), { contact_id: contact.id, text: 'Roadmap review at their office' });
  await visit(day_after(TODAY, -100));
  await refused(visit(day_after(TODAY, -3)), 409, 'on_day');
  await refused(visit(day_after(TODAY, 1)), 400, 'on_day');
  await refused(visit(TODAY, { contact_id: 7 }), 400, 'contact_id');

  const { items: [line] } = await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=visit`);
  assert.deepEqual([line.kind, line.body, line.text, line.at],
    ['visit.made', { on_day: day_after(TODAY, -3) }, 'Roadmap review at their office', `${day_after(TODAY, -4)}T15:00:00.000Z`]);
  const found = (await owner.get('/api/v1/search?q=roadmap')).items;
  assert.deepEqual(found.map(({ kind, id, account_id }) => [kind, id, account_id]), [['visit', first.id, account.id]]);

  const ninety = await visits(owner, account, 90);
  assert.deepEqual([ninety.value, ninety.days], [1, [{ day: day_after(TODAY, -3), count: 1 }]]);
  assert.equal((await visits(owner, account, 120)).value, 2);
  assert.equal((await visits(owner, await customers.company('Never visited'), 90)).value, 0);

  await customers.scorecard(LOW);
  const { account: health } = await customers.health(account);
  const [reason] = health.reasons;
  assert.deepEqual([health.band, health.points, reason.measure, reason.value], ['BAD', 25, 'visits', 1]);
  assert.ok(health.lift.some(step => step.measure === 'visits' && step.now === 1 && step.needed === 2), JSON.stringify(health.lift));
  await visit(day_after(TODAY, -1));
  await customers.until_told(account, 'NORMAL');
});

on_both('Today lists who was not visited for long, as of any day', async (program, customers) => {
  const { owner } = program;
  const account = await customers.company('Left alone');
  await customers.contract(account);
  await owner.post('/api/v1/visits', { account_id: account.id, on_day: day_after(TODAY, -200) });
  const rows = async as_of => (await owner.get(`/api/v1/today?owner_id=all&as_of=${as_of}`)).items.filter(item => item.source === 'visit');
  const [row] = await rows(TODAY);
  assert.deepEqual([row.account, row.reason, row.arguments, row.action], ['Left alone', 'long_ago', ['200'], 'task']);
  assert.deepEqual(await rows(day_after(TODAY, -30)), [], 'it was 170 days then');
  await owner.post('/api/v1/visits', { account_id: account.id, on_day: TODAY });
  assert.deepEqual(await rows(TODAY), []);
});

on_both('a file of visits is brought in, and the same again changes nothing', async (program, customers) => {
  const { owner } = program;
  const account = await customers.company('From a file', { external_id: 'c-1' });
  const file = join(program.folder, 'visits.csv');
  writeFileSync(file, `${['company_id,date,memo', 'c-1,2026-11-02,展示会で訪問', 'c-1,2026-11-09,', 'c-9,2026-11-09,', 'c-1,2027-01-01,', 'c-1,2026-11-09,別の内容'].join('\n')}\n`);
  assert.equal(program.command('import', 'visits', file).status, 3, 'three rows are bad');
  assert.equal((await visits(owner, account, 30)).value, 2);
  assert.equal((await owner.get(`/api/v1/search?q=${encodeURIComponent('展示会')}`)).items[0].kind, 'visit');
  assert.match(program.command('import', '--help').out, /KIND: .*visits/);
  program.command('import', 'visits', file);
  const [again] = (await owner.get('/api/v1/imports')).items;
  assert.deepEqual([again.kind, again.added, again.unchanged, again.bad], ['visits', 0, 2, 3]);
});

on_both('a person is exported and erased with the visits, and an account goes with them', async (program, customers) => {
  const { owner } = program;
  const account = await customers.company('Erased');
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, external_id: 'u-1', name: 'Mari Ito' });
  const twin = await owner.post('/api/v1/contacts', { account_id: account.id, external_id: 'u-2' });
  const visit = { account_id: account.id, contact_id: twin.id, on_day: day_after(TODAY, -3), text: 'Mari Ito told us a secret' };
  const { id } = await owner.post('/api/v1/visits', visit);
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/alias', { previousId: 'u-2', userId: 'u-1' });
  assert.deepEqual((await owner.get(`/api/v1/contacts/${contact.id}/export`)).visit.visits.map(one => [one.id, one.text]), [[id, visit.text]]);
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  assert.deepEqual((await owner.get('/api/v1/search?q=secret')).items, []);
  const { items: [line] } = await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=visit`);
  assert.equal(line.text, null);
  assert.equal((await visits(owner, account, 90)).value, 1, 'the visit itself still counts');
  assert.equal(program.query('SELECT COUNT(*) FROM visit WHERE text IS NOT NULL OR contact_id IS NOT NULL'), '0');
  await owner.delete(`/api/v1/accounts/${account.id}`);
  assert.equal(program.query('SELECT COUNT(*) FROM visit'), '0');
});

on_both('the house stays whole: doctor, rebuild, and a start', async (program, customers) => {
  const { owner } = program;
  const account = await customers.company('Whole');
  await owner.post('/api/v1/visits', { account_id: account.id, on_day: day_after(TODAY, -3), text: 'Kept' });
  program.must('rebuild', 'all');
  assert.doesNotMatch(program.command('doctor').out, /visit/);
  await program.restart();
  await eventually(() => visits(program.client({ token: customers.api.options.token }), account, 90), ({ value }) => value === 1);
});
