// usage: node tools/measured.mjs bench|trials|torture|unrest
// The long ones, one after another so that nothing disturbs the figures: each file is a program that prints what it
// found and exits with its verdict. Torture ends with the units of many seeds
// and the fuzzers, a minute each (BANSO_FUZZ_SECONDS). Unrest is all tests of the program once more, while its threads
// pause at random (src/jobs/unrest.h); BANSO_UNREST=SEED repeats a run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const KINDS = {
  bench: { folder: 'bench', ends: '.bench.mjs', banso: 'build/banso' },
  trials: { folder: 'tests/trials', ends: '.trial.mjs', banso: 'build/banso' },
  torture: { folder: 'tests/program', ends: '.faults.test.mjs', banso: 'build-test/banso' },
  unrest: { folder: 'tests/program', ends: '.test.mjs', banso: 'build-test/banso' },
};

function run(what, command, args, options = {}) {
  console.log(`\n== ${what}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  return { what, status };
}

function files(kind) {
  const { folder, ends, banso } = KINDS[kind];
  const path = join(ROOT, folder);
  const names = existsSync(path) ? readdirSync(path).filter(name => name.endsWith(ends)).sort() : [];
  const flags = ends.endsWith('.test.mjs') ? ['--test', '--test-reporter', join(ROOT, 'tests/kit/reporter.mjs')] : [];
  return names.map(name => run(join(folder, name), process.execPath, [...flags, join(path, name)],
    { env: { ...process.env, BANSO: process.env.BANSO ?? join(ROOT, banso) } }));
}

// Unit tests that try more seeds when BANSO_TORTURE is set.
const LONGER = ['lift_test'];

function units() {
  return LONGER.map(name => run(name, join(ROOT, 'build-test', name), []));
}

function fuzzers() {
  const build = join(ROOT, 'build-fuzz');
  if (!existsSync(join(build, 'build.ninja'))) {
    const setup = run('setting up the fuzzers', 'meson', ['setup', build, '-Dfuzz=true', '-Dbuildtype=debugoptimized',
      '-Db_sanitize=address,undefined', '-Db_lundef=false'], { env: { ...process.env, CC: 'clang', CXX: 'clang++' } });
    if (setup.status !== 0) return [setup];
  }
  const compiled = run('building the fuzzers', 'ninja', ['-C', build]);
  if (compiled.status !== 0) return [compiled];
  return readdirSync(build).filter(name => name.endsWith('_fuzz')).map(name => {
    const corpus = join(build, `corpus.${name}`);
    mkdirSync(corpus, { recursive: true });
    return run(name, join(build, name), [corpus, `-max_total_time=${process.env.BANSO_FUZZ_SECONDS ?? 60}`, '-timeout=10', '-rss_limit_mb=4096']);
  });
}

const kind = process.argv[2];
if (!KINDS[kind]) throw new Error('bench, trials, torture or unrest?');
if (kind === 'unrest') console.log(`BANSO_UNREST=${(process.env.BANSO_UNREST ??= String(Date.now() % 1_000_000))}`);
const runs = files(kind);
if (kind === 'torture') runs.push(...units(), ...fuzzers());
const failed = runs.filter(({ status }) => status !== 0);
for (const { what } of failed) console.log(`failed: ${what}`);
console.log(`${runs.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length || !runs.length ? 1 : 0;
