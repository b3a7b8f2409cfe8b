// A PostgreSQL that is killed and started again under load: twice in `make test`, twenty times in `make torture`. No
// acknowledged write is lost, and writes go through once it is back. How long that takes, and how long a request waits for it, is measured
// by bench/faults.bench.mjs.
import { at_end, test } from '../kit/hung.mjs';
import { Load } from '../kit/load.mjs';
import { Cluster, new_database } from '../kit/postgres.mjs';
import { with_program } from '../kit/program.mjs';

const RESTARTS = process.env.BANSO_TORTURE ? 20 : 2;

const pause = ms => new Promise(done => setTimeout(done, ms));

/** It stays away for a moment or for longer than a try to connect. */
async function restart(cluster, load, away_ms) {
  await cluster.down('SIGQUIT');
  await pause(away_ms);
  await cluster.up();
  await load.more(1);
}

test(`nothing acknowledged is lost when PostgreSQL is restarted ${RESTARTS} times`, async t => {
  const cluster = await Cluster.start();
  at_end(() => cluster.stop());
  const { address } = await new_database({ address: cluster.address });
  await with_program({ database: address }, async program => {
    const load = new Load(await program.with_key('manage'), await program.with_key('ingest'));
    for (const client of [load.api, load.ingest]) client.options.contract = false;
    await load.prepare();
    load.start();
    for (let i = 0; i < RESTARTS; i++) {
      await load.more(100);
      await restart(cluster, load, i % 2 ? 1500 : 50);
    }
    await load.stop();
    await load.verify();
    t.diagnostic(`${load.events.size} events; answers ${JSON.stringify(load.answers)}`);
  });
});
