// The demo workspace (200 companies, 18 months) of `banso demo create`: on SQLite, and on PostgreSQL with everything
// on the disk, in turn. Under 60 s on PostgreSQL.
import { Program } from '../tests/kit/program.mjs';
import { new_database } from '../tests/kit/postgres.mjs';
import { busy, durable_postgres, median, verdict } from './kit.mjs';

const ROUNDS = 3;
const LIMIT = 60; // seconds
const seconds = { sqlite: [], postgres: [] };

async function demo(engine, options) {
  const program = await Program.prepare(options);
  const began = performance.now();
  try {
    program.must('demo', 'create');
    seconds[engine].push((performance.now() - began) / 1000);
  } finally {
    await program.stop();
  }
}

const cluster = await durable_postgres();
try {
  console.log(busy());
  for (let round = 0; round < ROUNDS; round++) {
    await demo('sqlite', {});
    await demo('postgres', { database: (await new_database({ address: cluster.address })).address });
  }
  const row = engine => `${engine.padEnd(10)} median ${median(seconds[engine]).toFixed(1)} s (${seconds[engine].map(value => value.toFixed(1)).join(' ')})`;
  const postgres = median(seconds.postgres);
  console.log(row('sqlite'));
  console.log(row('postgres'), verdict(postgres < LIMIT, `under ${LIMIT} s`), `${(postgres / median(seconds.sqlite)).toFixed(1)} × SQLite`);
  console.log(busy());
  process.exitCode = postgres < LIMIT ? 0 : 1;
} finally {
  await cluster.stop();
}
