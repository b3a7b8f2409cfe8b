// Jobs that are cut off by kill -9: what made progress goes on however often, at once after the start, and what is given
// up says so where it is shown.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const ROWS = 6_000; // twelve steps of an import
const csv = `id,name\n${Array.from({ length: ROWS }, (_, i) => `r-${i},Name ${i}`).join('\n')}\n`;

async function until(client, id, reached) {
  return (await eventually(() => client.get(`/api/v1/imports/${id}`), reached)).answer;
}

async function begin(program) {
  const client = await program.with_key('manage');
  const { id } = await client.post('/api/v1/imports?kind=accounts&file_name=a.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await client.post(`/api/v1/imports/${id}/run`);
  return { client, id };
}

async function cut_off(program) {
  await program.kill();
  await program.serve();
}

bothEngines('an import that is cut off again and again, but comes further each time, comes to its end', async program => {
  program.hold('import.');
  const { client, id } = await begin(program);
  let done = 0;
  for (let cut = 0; cut < 10; cut++) {
    const now = await until(client, id, ({ state, done: rows }) => state !== 'running' || rows > done);
    assert.equal(now.state, 'running', `cut off ${cut} times`);
    done = now.done;
    await cut_off(program);
  }
  program.release();
  const ended = await until(client, id, ({ state }) => state !== 'running');
  assert.deepEqual([ended.state, ended.done, ended.added, ended.bad], ['done', ROWS, ROWS, 0]);
});

bothEngines('an import whose job is given up says that it failed, and can be run again', async program => {
  program.hold('import.');
  const { client, id } = await begin(program);
  await until(client, id, ({ done }) => done > 0);
  await program.kill();
  program.release();
  program.damage("UPDATE job SET attempts = 8, progress = 1 WHERE kind = 'import.run'");
  await program.serve();
  const failed = await until(client, id, ({ state }) => state !== 'running');
  assert.equal(failed.state, 'failed');
  assert.match(failed.error, /without any progress/);
  assert.equal((await program.owner.get('/api/v1/audit?kind=import.failed')).items.length, 1);
  await client.post(`/api/v1/imports/${id}/run`);
  const ended = await until(client, id, ({ state }) => state !== 'running');
  assert.deepEqual([ended.state, ended.done, ended.added + ended.unchanged], ['done', ROWS, ROWS]);
});
