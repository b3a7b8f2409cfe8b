// Workspaces that are set up once and copied for every test that begins with one. Migrating a database, `banso init` and
// the set-up cost more than most tests do, above all on PostgreSQL; a copy costs a few milliseconds. Each test has its own
// copy, so none sees what another did. A whole run shares them (tools/test.mjs names the folder in BANSO_TEST_WORKSPACES);
// a file run by hand makes its own. What was set up is one process that has ended in order: the test's program starts on it.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { new_folder } from './folder.mjs';
import { cluster_address } from './postgres.mjs';

let own;

/** How tests begin that share a filled workspace: `make(program)` fills it once, and what it gives, as JSON, each of them is given. */
export const beginning = (name, make) => ({ name, make });

function place() {
  if (process.env.BANSO_TEST_WORKSPACES) return process.env.BANSO_TEST_WORKSPACES;
  own ??= new_folder('banso-workspaces-');
  return own;
}

/** Whether a start with these options begins as every other with the same clock and workspace does; what a workspace is filled with
 * does not depend on how it is served. */
export function is_ordinary({ setup, database, args, env, within, begins }) {
  return setup !== false && !database && (!args || begins) && !env && !within;
}

async function name_of({ engine, clock, workspace, begins }, program) {
  const cluster = engine === 'postgres' ? await cluster_address() : null;
  return createHash('sha256').update(JSON.stringify([program, cluster, clock, workspace, begins?.name, begins && String(begins.make)])).digest('hex').slice(0, 16);
}

const read = folder => JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8'));

/** Files may begin at once and each make one: the first that is ready stays, the others are dropped. */
function keep(program, folder, given) {
  const made = mkdtempSync(join(place(), 'new-'));
  const told = { database: program.own_database?.name, cookies: [...program.owner.cookies], given };
  cpSync(program.data, join(made, 'data'), { recursive: true });
  writeFileSync(join(made, 'told.json'), JSON.stringify(told));
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(made, { recursive: true });
    return;
  }
  program.own_database = undefined; // it stays, to be copied
}

async function make(options, Program, folder) {
  const { engine, clock, workspace, begins } = options;
  const program = await Program.prepare({ engine, clock });
  try {
    await program.serve();
    program.owner = await program.set_up(workspace);
    const given = await begins?.make(program);
    await program.stop_serving();
    keep(program, folder, given);
  } finally {
    await program.abandon();
  }
}

/** A workspace that is set up and filled as `options` say: { copy(data) puts its files there, database: to copy, cookies, given }. */
export async function workspace_for(options, Program, banso) {
  const folder = join(place(), await name_of(options, banso));
  if (!existsSync(folder)) await make(options, Program, folder);
  return { ...read(folder), copy: data => cpSync(join(folder, 'data'), data, { recursive: true }) };
}
