// /v1/batch on PostgreSQL, everything on the disk: 300 B events of 1,000 accounts and 20,000 people, each call durable
// and in the rollups before its answer. Held against a bare libpq loop that appends the same row bytes by COPY in
// transactions of 10,000, in turn with it in the same run, on the same PostgreSQL: at least 40 % of its rate, medians of
// five.
import { spawnSync } from 'node:child_process';
import { new_database } from '../tests/kit/postgres.mjs';
import { built, busy, counting_program, durable_postgres, load, median, settled, used, verdict } from './kit.mjs';

const ACCOUNTS = 1000;
const EVENTS = Number(process.env.BANSO_BENCH_EVENTS ?? 400_000);
const ROUNDS = 5;
const GOAL = 40; // % of the bare rate
const SHAPES = [{ name: '16 connections, 1,000 events a call', connections: 16, each: 1000, counts: true }, { name: '16 connections, 100 events a call', connections: 16, each: 100 }];

function bare(address) {
  const { stdout, stderr, status } = spawnSync(built('bench_copy'), [address], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function burst(program, { connections, each }) {
  const before = used(program.process.pid);
  const result = await load('burst', program.port, program.ingest_key, connections, each, ACCOUNTS, EVENTS);
  return { ...result, cpu: used(program.process.pid).cpu - before.cpu };
}

built('bench_load');
const cluster = await durable_postgres();
try {
  const other = await new_database({ address: cluster.address });
  const program = await counting_program({ database: (await new_database({ address: cluster.address })).address });
  try {
    console.log(busy());
    await load('burst', program.port, program.ingest_key, 8, 100, ACCOUNTS, 100_000); // accounts, people and names are known now
    console.log(`21,000 new accounts and people worked off after ${(await settled(program.process.pid)).toFixed(1)} s`);
    const bares = [];
    const rounds = SHAPES.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      bares.push(bare(other.address));
      for (const [i, shape] of SHAPES.entries()) rounds[i].push(await burst(program, shape));
    }
    const base = median(bares);
    console.log(`bare COPY, COMMIT per 10,000          ${base.toFixed(0)} rows/s (${bares.join(' ')})`);
    let share;
    for (const [i, { name, counts }] of SHAPES.entries()) {
      const rate = median(rounds[i].map(result => result.rate));
      const ratio = (100 * rate) / base;
      if (counts) share = ratio;
      console.log(`${name.padEnd(37)} ${rate.toFixed(0)} events/s  ${ratio.toFixed(1)} %  ${counts ? verdict(ratio >= GOAL, `at least ${GOAL} %`) : ''}`);
      console.log(`${''.padEnd(37)} ${median(rounds[i].map(result => (result.cpu / result.events) * 1e6)).toFixed(2)} µs of the server's CPU an event, PostgreSQL's not counted; p99 of a call ${median(rounds[i].map(result => result.p99_ms)).toFixed(1)} ms`);
    }
    console.log(busy());
    process.exitCode = share >= GOAL ? 0 : 1;
  } finally {
    await program.stop();
  }
} finally {
  await cluster.stop();
}
