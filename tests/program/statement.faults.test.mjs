// The first, second, … database statement of a request fails: always an error, and never a half-written state. Rows are
// counted in every table before and after; tables that jobs write beside requests are left out, and what follows the last
// write that went through is waited for.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, test } from '../kit/hung.mjs';
import { with_program } from '../kit/program.mjs';

const EVERY = process.env.BANSO_TORTURE ? 1 : 3; // each third statement in `make test`
const BESIDE = ['job', 'schedule_lease', 'fact_reader', 'session', 'idempotency', 'score', 'measure_snapshot', 'health_stale', 'health_now', 'health_clock', 'judgement'];

const COUNT_ALL = `SELECT string_agg(table_name || ' ' || (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || quote_ident(table_name), false, true, '')))[1]::text, ', ' ORDER BY table_name)
  FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN (${BESIDE.map(name => `'${name}'`).join(', ')})`;

/** All readers have taken all facts, and what they marked to be compared is compared. */
const FOLLOWED = `SELECT (SELECT COUNT(*) FROM fact f, fact_reader r WHERE (f.xact, f.id) > (r.xact, r.fact_id)) + (SELECT COUNT(*) FROM duplicate_stale)`;

/** What is asked, with a number that makes each asking a new one. */
const REQUESTS = {
  account: (world, n) => [world.api, '/api/v1/accounts', { name: `Fault ${n}`, external_id: `fault-${n}` }],
  task: (world, n) => [world.api, '/api/v1/tasks', { title: `Fault ${n}`, account_id: world.account.id }],
  note: (world, n) => [world.api, '/api/v1/notes', { text: `Fault ${n}`, account_id: world.account.id }],
  contact: (world, n) => [world.api, '/api/v1/contacts', { account_id: world.account.id, name: `Fault ${n}`, external_id: `person-${n}` }],
  contract: (world, n) => [world.api, '/api/v1/contracts', {
    account_id: world.account.id, external_id: `contract-${n}`,
    lines: [{ from_on: '2026-01-01', product_id: null, price: { amount: 1000, currency: 'JPY' }, term_months: 1, kind: 'paid' }],
  }],
  product: (world, n) => [world.api, '/api/v1/products', { key: `fault-${n}`, name: `Fault ${n}` }],
  key: (world, n) => [world.owner, '/api/v1/keys', { name: `Fault ${n}`, rights: 'view' }],
  staff: (world, n) => [world.owner, '/api/v1/staff', { name: `Fault ${n}`, email: `fault${n}@example.test`, role: 'viewer', language: 'en' }],
  track: (world, n) => [world.ingest, '/v1/track', { messageId: `fault-${n}`, userId: `user-${n}`, event: 'Fault', context: { groupId: `group-${n}` } }],
};

async function walk(world, name, query) {
  const count_rows = () => query(COUNT_ALL);
  let failed = 0;
  await eventually(() => query(FOLLOWED), left => left === '0');
  for (let n = 1; n < 400; n += EVERY) {
    const before = count_rows();
    writeFileSync(world.fault, `${n}\n`);
    const [client, path, body] = REQUESTS[name](world, world.next++);
    const answer = await client.ask('POST', path, body);
    assert.ok(!existsSync(world.fault), `${name}: the program did not take the fault: ${answer.status} ${answer.text}`);
    if (answer.status >= 200 && answer.status < 300) return failed; // it has fewer statements
    failed++;
    assert.ok(answer.status >= 500, `${name}, statement ${n}: ${answer.status} ${answer.text}`);
    assert.equal(count_rows(), before, `${name}, statement ${n}: something was half written`);
  }
  return assert.fail(`${name} never went through again`);
}

test('whichever statement of a write fails, the answer is an error and nothing is half written', async t => {
  const options = { engine: 'postgres', env: {} };
  await with_program(options, async program => {
    const fault = join(program.folder, 'fault');
    options.env.BANSO_FAULT = fault;
    await program.restart();
    const world = { fault, next: 1, owner: program.owner, api: await program.with_key('manage'), ingest: await program.with_key('ingest') };
    world.account = await world.api.post('/api/v1/accounts', { name: 'Fault', external_id: 'fault' });
    const failed = {};
    for (const name of Object.keys(REQUESTS)) failed[name] = await walk(world, name, statement => program.own_database.query(statement));
    t.diagnostic(`statements that failed: ${JSON.stringify(failed)}`);
    for (const [name, count] of Object.entries(failed)) assert.ok(count > 0, `${name}: no statement failed`);
  });
});
