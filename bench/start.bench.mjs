// How long a start takes with 100,000 accounts × 10 features × 90 days of rollups: without the engine's snapshot all of
// them are read, with it the file is mapped and the change log followed; after an orderly end and after kill -9. Ready
// (readyz answers 200) within two seconds with it. Memory beside.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { built, busy, counting_program, median, used, verdict } from './kit.mjs';

const ROUNDS = 5;
const program = await counting_program();
const file = join(program.data, 'engine', 'series');

async function started(end) {
  await end();
  const began = performance.now();
  await program.serve();
  const { status } = await fetch(`${program.url}/readyz`);
  const took = performance.now() - began;
  if (status !== 200) throw new Error(`readyz answered ${status}`);
  return { took, ...used(program.process.pid) };
}

const track = count => fetch(`${program.url}/v1/batch`, {
  method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${program.ingest_key}:`).toString('base64')}` },
  body: JSON.stringify({ batch: Array.from({ length: count }, (_, i) => ({ type: 'track', event: 'Feature 1 used', userId: `u-${i}`, context: { groupId: `company-${String(i * 37 % 100000).padStart(6, '0')}` } })) }),
});

try {
  const [product] = (await program.owner.get('/api/v1/products')).items;
  await program.stop_serving();
  const filled = execFileSync(built('bench_start'), [`sqlite:${join(program.data, 'banso.db')}`, String(Math.floor(Date.now() / 86_400_000)), String(product.id), ...product.features.map(feature => String(feature.id))], { encoding: 'utf8' });
  console.log(`${busy()}; ${filled.trim()}`);
  rmSync(file, { force: true });
  const bare = [], orderly = [], killed = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await started(i ? async () => { await program.kill(); rmSync(file, { force: true }); } : () => {}));
    orderly.push(await started(() => program.stop_serving()));
    for (let n = 0; n < 20; n++) await track(1000);
    killed.push(await started(() => program.kill()));
  }
  const row = (name, rounds) => `${name.padEnd(44)} median ${median(rounds.map(({ took }) => took)).toFixed(0)} ms, slowest ${Math.max(...rounds.map(({ took }) => took)).toFixed(0)} ms, ${median(rounds.map(({ megabytes }) => megabytes)).toFixed(0)} MB`;
  console.log(row('ready without a snapshot', bare));
  console.log(row('ready with it, after an orderly end', orderly));
  const slowest = Math.max(...killed.map(({ took }) => took));
  console.log(row('ready with it, after 20,000 events and kill -9', killed), verdict(slowest < 2000, 'under 2 s'));
  console.log(`the snapshot: ${existsSync(file) ? (statSync(file).size / 1e6).toFixed(0) : 'no'} MB; ${busy()}`);
  process.exitCode = slowest < 2000 ? 0 : 1;
} finally {
  await program.stop();
}
