// A PostgreSQL that is killed and started again under load: twice in `make test`, twenty times in `make torture`. No
// acknowledged write is lost, no request waits more than ten seconds, and writes go through five seconds after it is back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Load } from '../kit/load.mjs';
import { Cluster, new_database } from '../kit/postgres.mjs';
import { with_program } from '../kit/program.mjs';

const RESTARTS = process.env.BANSO_TORTURE ? 20 : 2;
const BACK_MS = 5000;
const WAIT_MS = 10000;

const pause = ms => new Promise(done => setTimeout(done, ms));

async function under_load(load, count) {
  const target = load.events.size + count;
  while (load.events.size < target) await pause(5);
}

async function restart(cluster, load, away_ms) {
  await cluster.down('immediate');
  await pause(away_ms);
  await cluster.up();
  const back = Date.now();
  while (load.last_ok < back && Date.now() - back < BACK_MS) await pause(5);
  assert.ok(load.last_ok >= back, 'no write went through within five seconds');
  return load.last_ok - back;
}

test(`nothing acknowledged is lost when PostgreSQL is restarted ${RESTARTS} times`, async t => {
  const cluster = await Cluster.start();
  try {
    const { address } = await new_database(cluster.address);
    await with_program({ database: address }, async program => {
      const load = new Load(await program.with_key('manage'), await program.with_key('ingest'));
      t.after(() => load.abandon());
      for (const client of [load.api, load.ingest]) client.options.contract = false;
      await load.prepare();
      load.start();
      let slowest = 0;
      for (let i = 0; i < RESTARTS; i++) {
        await under_load(load, 100);
        slowest = Math.max(slowest, await restart(cluster, load, i % 2 ? 1500 : 50));
      }
      await load.stop();
      await load.verify();
      assert.ok(load.slowest < WAIT_MS, `a request waited ${load.slowest} ms`);
      t.diagnostic(`${load.events.size} events; a write ${slowest} ms after the restart at most; slowest answer ${load.slowest} ms; answers ${JSON.stringify(load.answers)}`);
    });
  } finally {
    await cluster.stop();
  }
});
