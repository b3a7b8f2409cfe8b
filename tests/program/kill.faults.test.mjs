// kill -9 under mixed load: ten times in `make test`, a hundred in `make torture`. Nothing acknowledged is lost, nothing
// is there twice, the database is sound, and the program is ready again within two seconds.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';
import { Load } from '../kit/load.mjs';

const KILLS = process.env.BANSO_TORTURE ? 100 : 10;
const READY_MS = 2000;

async function come_back(program) {
  const began = Date.now();
  await program.serve();
  const { status } = await fetch(`${program.url}/readyz`);
  const took = Date.now() - began;
  assert.equal(status, 200);
  assert.ok(took < READY_MS, `ready after ${took} ms`);
  return took;
}

async function under_load(load, count) {
  const target = load.events.size + load.tasks.size + count;
  while (load.events.size + load.tasks.size < target) await new Promise(done => setTimeout(done, 5));
}

bothEngines(`nothing acknowledged is lost when the program is killed ${KILLS} times`, async (program, t) => {
  const load = new Load(await program.with_key('manage'), await program.with_key('ingest'));
  t.after(() => load.abandon());
  for (const client of [load.api, load.ingest]) client.options.contract = false;
  await load.prepare();
  let slowest = 0;
  for (let i = 0; i < KILLS; i++) {
    load.start();
    await under_load(load, 30 + ((i * 37) % 170));
    await program.kill();
    slowest = Math.max(slowest, await come_back(program));
    await load.stop();
    await load.verify();
  }
  const { out, err } = program.command('doctor');
  assert.match(out, /^good +integrity/m, `the database is damaged: ${out}${err}`);
  t.diagnostic(`${load.events.size} events, ${load.tasks.size} tasks; ready again after ${slowest} ms at most; answers ${JSON.stringify(load.answers)}`);
});
