// Rebuilding what is derived from other data: each word rebuilds what it names, and nothing else.
import assert from 'node:assert/strict';
import { Customers, eventually, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` };

const IDLE = "account_id IN (SELECT id FROM account WHERE external_id = 'idle')";
const band = program => program.query(`SELECT DISTINCT band FROM health_now WHERE ${IDLE}`);
const counted = program => Number(program.query('SELECT SUM(events) FROM event_name'));

/**
 * What is derived is wrong from here on: the band of the company without events, which nothing but a rebuild judges again (a
 * rebuild of usage touches all that have events), and how often each event came.
 */
function damage(program) {
  program.damage(`UPDATE health_now SET band = 'BAD' WHERE ${IDLE}`);
  program.damage('UPDATE event_name SET events = events + 1000');
}

/** Waits until the server has nothing left to score by itself, which would repair what the test damages. */
async function quiet(program, customers) {
  await eventually(() => program.query(`SELECT COUNT(*) FROM fact, fact_reader r WHERE r.name = 'health.stale'
    AND (fact.xact > r.xact OR (fact.xact = r.xact AND fact.id > r.fact_id))`), unread => unread === '0');
  await customers.all_told(TODAY);
  // Touched after all others, so scored after them.
  const last = await customers.company('Last', { days: range(0, 28), people: 4 });
  await customers.until_told(last, 'GOOD');
}

async function furnish(program) {
  const customers = await Customers.in(program, TODAY);
  await customers.company('Idle');
  const account = await customers.company('Good', { days: range(0, 28), people: 4 });
  await customers.scorecard();
  await customers.until_told(account, 'GOOD');
  await quiet(program, customers);
  assert.equal(band(program), 'UNKNOWN');
  return counted(program);
}

bothEngines('each word rebuilds what it names, and nothing else', async program => {
  const events = await furnish(program);
  assert.ok(events > 0);
  damage(program);
  assert.match(program.must('rebuild', 'health'), /^Rebuilt: health\.$/m);
  assert.deepEqual([band(program), counted(program) > events], ['UNKNOWN', true]);
  damage(program);
  program.must('rebuild', 'usage');
  assert.deepEqual([band(program), counted(program)], ['BAD', events]);
  damage(program);
  program.must('rebuild', 'all');
  assert.deepEqual([band(program), counted(program)], ['UNKNOWN', events]);
  const { items } = await program.owner.get('/api/v1/audit?kind=ops.rebuild');
  assert.deepEqual(items.map(item => item.body.what), ['all', 'usage', 'health']);
}, OPTIONS);

bothEngines('a word that names nothing is refused with the words that are known', async program => {
  const problem = await refused(program.owner.post('/api/v1/rebuilds', { what: 'helth' }), 400);
  assert.deepEqual([problem.field, problem.reason, problem.args], ['what', 'not_among', ['helth', 'search, duplicates, usage, sla, health, all']]);
  const { status, err } = program.command('rebuild', 'helth');
  assert.notEqual(status, 0);
  for (const word of ['usage', 'health', 'all']) assert.match(err, new RegExp(word));
}, OPTIONS);

bothEngines('without a server the command line rebuilds by itself', async program => {
  const events = await furnish(program);
  await program.stop_serving();
  damage(program);
  assert.match(program.must('rebuild', 'all'), /^Rebuilt: all\.$/m);
  assert.deepEqual([band(program), counted(program)], ['UNKNOWN', events]);
}, OPTIONS);
