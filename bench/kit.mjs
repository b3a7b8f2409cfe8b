// What the benchmarks of the whole program share: the client in C, CPU time and memory of the server, a workspace that
// counts ten features.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HUNG_MS } from '../tests/kit/hung.mjs';
import { Cluster } from '../tests/kit/postgres.mjs';
import { Program } from '../tests/kit/program.mjs';

const ROUNDS = 5;
const TICKS = 100; // of /proc/PID/stat, a second; fixed on Linux
const build = dirname(process.env.BANSO);
const run = promisify(execFile);

/** Builds a target of ours if needed, and returns its path. */
export function built(target) {
  const made = spawnSync('ninja', ['-C', build, target], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  return join(build, target);
}

/** bench/load.c: { rate, seconds, events, p50_ms, p99_ms, max_ms }. */
export async function load(...args) {
  const { stdout } = await run(join(build, 'bench_load'), args.map(String));
  return Object.fromEntries(stdout.trim().split('\n').map(line => line.split(' ')).map(([key, value]) => [key, Number(value)]));
}

/** Seconds of CPU that a process has used, and its resident megabytes. */
export function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, megabytes: Number(resident) / 1024 };
}

/** Waits until the server has finished what a load left behind (facts to tell, accounts to score); in seconds. */
export async function settled(pid) {
  const began = performance.now();
  for (let idle = 0, before = used(pid).cpu; idle < 3 && performance.now() - began < 60_000;) {
    await new Promise(done => setTimeout(done, 300));
    const { cpu } = used(pid);
    idle = cpu - before <= 0.02 ? idle + 1 : 0;
    before = cpu;
  }
  return (performance.now() - began) / 1000;
}

/** PostgreSQL as people run it: confirmed commits are on the disk, and autovacuum runs. */
export const durable_postgres = () => Cluster.start({ fsync: 'on', full_page_writes: 'on', autovacuum: 'on' });

export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];
export const busy = () => `load average ${loadavg().map(value => value.toFixed(1)).join(' ')}`;
export const verdict = (ok, goal) => (ok ? `ok (${goal})` : `MISSED (${goal})`);

/** Claims of a benchmark, each printed on a line with its figures; verdict() is the exit code. */
export class Claims {
  ok = true;

  /** Milliseconds of each round against a bound that their median must keep. */
  under(name, rounds, bound) {
    const ok = median(rounds) < bound;
    console.log(`${name.padEnd(74)} median ${median(rounds).toFixed(0)} ms, slowest ${Math.max(...rounds).toFixed(0)} ms  ${verdict(ok, `under ${bound} ms`)}`);
    this.ok &&= ok;
  }

  verdict() {
    console.log(busy());
    return this.ok ? 0 : 1;
  }
}

/** How long it takes until it is true, in ms; checked again after a moment. */
export async function until_so(ask) {
  const began = performance.now();
  while (!(await ask())) {
    if (performance.now() - began > HUNG_MS) throw new Error(`it does not come to be: ${ask}`);
    await new Promise(done => setTimeout(done, 2));
  }
  return performance.now() - began;
}

/** How long it takes, in ms. */
export async function timed(doing) {
  const began = performance.now();
  await doing();
  return performance.now() - began;
}

/** As many rounds as a median needs. */
export async function rounds(body) {
  const all = [];
  for (let i = 0; i < ROUNDS; i++) all.push(await body(i));
  return all;
}

/** A program with one product, ten features that the events of bench/load.c are mapped to, and an ingest key. */
export async function counting_program(options = {}) {
  const program = await Program.prepare(options);
  await program.serve();
  program.owner = await program.set_up();
  const product = await program.owner.post('/api/v1/products', { key: 'bench', name: 'Bench', name_ja: 'Bench', position: 1 });
  for (let i = 0; i < 10; i++)
    await program.owner.post('/api/v1/features', { product_id: product.id, key: `feature_${i}`, name: `Feature ${i}`, name_ja: `Feature ${i}`, rules: [`Feature ${i} used`], entitled_plans: [], core: i < 3, position: i });
  program.ingest_key = (await program.owner.post('/api/v1/keys', { name: 'bench', rights: 'ingest' })).token;
  return program;
}
