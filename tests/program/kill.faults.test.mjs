// kill -9 under mixed load: ten times in `make test`, a hundred in `make torture`. Nothing acknowledged is lost, nothing
// is there twice, the database is sound, and the program is ready again. How soon is measured by bench/faults.bench.mjs.
import assert from 'node:assert/strict';
import { bothEngines } from '../kit/program.mjs';
import { Load } from '../kit/load.mjs';

const KILLS = process.env.BANSO_TORTURE ? 100 : 10;

bothEngines(`nothing acknowledged is lost when the program is killed ${KILLS} times`, async (program, t) => {
  const load = new Load(await program.with_key('manage'), await program.with_key('ingest'));
  for (const client of [load.api, load.ingest]) client.options.contract = false;
  await load.prepare();
  for (let i = 0; i < KILLS; i++) {
    load.start();
    await load.more(30 + ((i * 37) % 170));
    await program.kill();
    await program.serve();
    assert.equal((await fetch(`${program.url}/readyz`)).status, 200, 'it is ready as soon as it says so');
    await load.stop();
    await load.verify();
  }
  const { out, err } = program.command('doctor');
  assert.match(out, /^good +integrity/m, `the database is damaged: ${out}${err}`);
  t.diagnostic(`${load.events.size} events, ${load.tasks.size} tasks; answers ${JSON.stringify(load.answers)}`);
});
