// usage: node tools/test.mjs [--fast] [--built] [NAME…]
// Runs every kind of test of an already built tree and closes with one line of counts summed over all. --fast: what
// `make check` runs. Names pick from: checks tools web units program stories. --built: the build is that of the sources
// as they are, so that a full run that passes writes its commit into .cache/green.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { new_folder } from '../tests/kit/folder.mjs';
import { FILE_MS } from '../tests/kit/hung.mjs';
import { clean_commit, mark_green, run_steps, sum } from './kinds.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILD = join(ROOT, process.env.BANSO_BUILD ?? 'build-test');
const CONCURRENCY = String(Math.max(2, Math.min(4, cpus().length + 1)));
const SANITIZERS = { ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=1', UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1' };

const running = new Set();
process.once('exit', () => running.forEach(child => child.kill('SIGTERM'))); // of a run that is interrupted

/** Runs a command, its output into build-test/logs/NAME.log; gives { status, output }. `told`: with each piece of it. */
function run(name, command, args, { told, ...options } = {}) {
  return new Promise(done => {
    const child = spawn(command, args, { cwd: ROOT, ...options, env: { ...process.env, ...SANITIZERS, ...options.env } });
    let output = '';
    const take = text => {
      output += text;
      told?.(text);
    };
    running.add(child);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', error => take(`${error.message}\n`));
    child.on('close', status => {
      running.delete(child);
      mkdirSync(join(BUILD, 'logs'), { recursive: true });
      writeFileSync(join(BUILD, 'logs', `${name.replace(/\W+/g, '-')}.log`), output);
      done({ status, output });
    });
  });
}

/** The last "N passed, N failed" of an output; a run that died before it counts as one failure. */
function counted({ status, output }) {
  const found = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  const count = { passed: Number(found?.[1] ?? 0), failed: Number(found?.[2] ?? 0), output };
  if (status !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

function single({ status, output }) {
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output };
}

async function tools() {
  const { status, output } = await run('tools', 'python3', ['-m', 'unittest', 'discover', '-s', 'tools/tests']);
  const ran = Number(/Ran (\d+) test/.exec(output)?.[1] ?? 0);
  const broken = [...output.matchAll(/(?:failures|errors)=(\d+)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
  const failed = status === 0 ? 0 : Math.max(1, broken);
  return { passed: Math.max(0, ran - failed), failed, output };
}

/** The committed types are those of the program's API. Variables that steer the tests are not settings of the program. */
async function api_types() {
  const ours = Object.keys(process.env).filter(name => name.startsWith('BANSO_'));
  const { status, output } = await run('openapi', join(BUILD, 'banso'), ['openapi'], { env: Object.fromEntries(ours.map(name => [name, undefined])) });
  if (status !== 0) return { status, output };
  const { types_of } = await import('./types.mjs');
  const same = readFileSync(join(ROOT, 'web/src/api/types.ts'), 'utf8') === types_of(JSON.parse(output));
  return { status: same ? 0 : 1, output: same ? '' : 'web/src/api/types.ts is not that of the API: run `make types` and commit it\n' };
}

/** The web's own units, by node's runner; a run without counts is one failure. */
async function web_units() {
  const { status, output } = await run('web units', process.execPath, ['--import', './tools/units.mjs', '--test', 'tests/'], { cwd: join(ROOT, 'web') });
  const told = name => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  return { passed: told('pass'), failed: status === 0 && told('pass') > 0 ? 0 : Math.max(1, told('fail')), output };
}

async function web() {
  const bin = name => join(ROOT, 'web/node_modules/.bin', name);
  const runs = await Promise.all([
    run('web types', bin('tsc'), ['--noEmit'], { cwd: join(ROOT, 'web') }),
    run('web lint', process.execPath, ['tools/biome.mjs', 'ci', '--colors=off', 'src', 'tools', 'tests', 'vite.config.ts'], { cwd: join(ROOT, 'web') }),
    api_types(),
    run('web borders', process.execPath, ['tools/rules.mjs'], { cwd: join(ROOT, 'web') }),
  ]);
  return sum([...runs.map(single), await web_units()]);
}

/** Meson runs the programs, cmocka reports their tests; one that died without a report is one failure. */
async function units() {
  const log = join(BUILD, 'meson-logs/testlog.json');
  rmSync(log, { force: true }); // that of an earlier run says nothing about this one
  const { status, output } = await run('units', 'meson', ['test', '-C', BUILD, '--no-rebuild', '--print-errorlogs']);
  if (!existsSync(log)) return { passed: 0, failed: 1, output };
  const counts = readFileSync(log, 'utf8').trim().split('\n').map(line => unit_count(JSON.parse(line)));
  const all = sum(counts);
  if (status !== 0 && all.failed === 0) all.failed = 1;
  return { ...all, output };
}

function unit_count({ result, stdout = '', stderr = '' }) {
  const told = pattern => [...`${stdout}\n${stderr}`.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
  const passed = told(/\[ {2}PASSED {2}\] (\d+) test/g);
  const failed = told(/\[ {2}FAILED {2}\] (\d+) test/g);
  if (result === 'OK') return { passed: Math.max(1, passed), failed, output: '' };
  return { passed, failed: Math.max(1, failed), output: '' };
}

/** Details were told when they came: at the end only what failed. */
function names_only(count) {
  return { ...count, output: count.output.split('\n').filter(line => /^FAILED |^\S+\.mjs: failed$/.test(line)).join('\n') };
}

function node_tests(folder, concurrency) {
  return async () => {
    const path = join(ROOT, 'tests', folder);
    const files = existsSync(path) ? readdirSync(path).filter(name => name.endsWith('.test.mjs')).map(name => join(path, name)) : [];
    if (!files.length) return { passed: 0, failed: 0, output: '' };
    return names_only(counted(await run(folder, process.execPath, ['--test', `--test-concurrency=${concurrency}`, `--test-timeout=${FILE_MS}`,
      '--test-reporter', join(ROOT, 'tests/kit/reporter.mjs'), ...files], { cwd: join(ROOT, 'tests'), told: text => process.stdout.write(text) })));
  };
}

const FAST = [{
  checks: async () => counted(await run('checks', 'python3', ['tools/check'])), tools, web, units,
}];
const ALL = [...FAST, { program: node_tests('program', CONCURRENCY) }, { stories: node_tests('stories', CONCURRENCY) }];

/** One PostgreSQL cluster and one folder of workspaces for the whole run; the kit's own would be one per file. */
async function shared() {
  const { Cluster } = await import('../tests/kit/postgres.mjs');
  const workspaces = new_folder('banso-workspaces-');
  process.env.BANSO_TEST_WORKSPACES = workspaces;
  const started = await Cluster.start();
  process.env.BANSO_TEST_POSTGRES = started.address;
  return started;
}

async function main() {
  const names = process.argv.slice(2).filter(name => !name.startsWith('--'));
  const fast = process.argv.includes('--fast');
  const ours = !process.env.BANSO && !process.env.BANSO_BUILD; // otherwise another program is tested
  const whole = ours && !fast && !names.length && process.argv.includes('--built');
  const commit = clean_commit(ROOT);
  process.env.BANSO_SCREENSHOTS ??= mkdtempSync(join(tmpdir(), 'banso-pictures-'));
  const began = Date.now();
  let postgres;
  const start = async () => {
    postgres = await shared();
    return { passed: 0, failed: 0, output: '' };
  };
  const started = await run_steps([{ PostgreSQL: start }]); // without it the others still run, each file with its own
  const { passed, failed } = sum([started, await run_steps(fast ? FAST : ALL, names)]);
  await postgres?.stop();
  console.log(`in ${((Date.now() - began) / 1000).toFixed(0)} s; logs in ${join(BUILD, 'logs')}, pictures in ${process.env.BANSO_SCREENSHOTS}`);
  if (mark_green(ROOT, { whole, commit, passed, failed })) console.log(`.cache/green: ${commit}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
}

await main();
