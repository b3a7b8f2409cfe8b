// The real program, started on a free port with a temporary folder, on SQLite or on a separate database in PostgreSQL.
// Readiness and the port are read from its log, so no test sleeps. The test build takes its time from a file: clock().
import { spawn, spawnSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from './client.mjs';
import { new_folder } from './folder.mjs';
import { at_end, bounded, HUNG_MS, test } from './hung.mjs';
import { new_database } from './postgres.mjs';
import { is_ordinary, workspace_for } from './workspaces.mjs';

export const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const BANSO = resolve(SOURCE, process.env.BANSO ?? 'build-test/banso');
export const OWNER = { name: 'Owner One', email: 'owner@example.test', password: 'correct horse battery' };

/** Nobody listens there. */
const NO_PORT = 9;
const NOWHERE = `http://127.0.0.1:${NO_PORT}`;

/** The seed by which the program's threads pause now and then (src/jobs/unrest.h); none unless the run asks for it. */
const UNREST = process.env.BANSO_UNREST;

/** The environment without the settings of the tests themselves: the program refuses those that it does not know. */
export const outside = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BANSO')));

/** A child that does not outlive this process, not even when that is killed. */
export const BOUND_TO_US = ['setpriv', '--pdeathsig', 'KILL'];

const running = new Set();
process.once('exit', () => running.forEach(child => child.kill('SIGKILL')));

export class Program {
  /**
   * options: engine 'sqlite' | 'postgres', clock (ISO time to begin at), args (more of `serve`), env, setup (false: no
   * workspace is set up), workspace (of the set-up), begins (a beginning() of workspaces.mjs: what it is filled with;
   * `program.given` is what that gave), database (an address to use instead of a new one), within (a command that the
   * server is run by), keeps_port (each start listens where the first one did: for clients of others).
   */
  static async start(options = {}) {
    const workspace = is_ordinary(options) ? await workspace_for(options, Program, BANSO) : undefined;
    if (options.begins && !workspace) throw new Error('only an ordinary workspace begins filled');
    const program = await Program.prepare(options, workspace);
    try {
      await program.serve();
      if (workspace) Object.assign(program, { owner: program.client().with_cookies(workspace.cookies), given: workspace.given });
      else if (options.setup !== false) program.owner = await program.set_up(options.workspace);
    } catch (error) {
      await program.abandon();
      throw error;
    }
    return program;
  }

  /** Folder and database, nothing started: for tests of the command line. `workspace`: what they begin with. */
  static async prepare(options = {}, workspace) {
    const program = new Program();
    program.options = options;
    program.folder = new_folder('banso-');
    program.data = join(program.folder, 'data');
    program.clock_file = join(program.folder, 'clock');
    program.hold_file = join(program.folder, 'hold');
    program.log = [];
    if (options.database) program.database = options.database;
    else if (options.engine === 'postgres') {
      program.own_database = await new_database({ copy_of: workspace?.database });
      program.database = program.own_database.address;
    }
    if (options.clock) program.clock(options.clock);
    at_end(() => program.abandon());
    workspace?.copy(program.data);
    return program;
  }

  get env() {
    const env = { ...outside(), BANSO_DATA: this.data, ...this.options.env };
    if (this.database) env.BANSO_DATABASE = this.database;
    if (this.options.clock) env.BANSO_CLOCK = this.clock_file;
    if (UNREST) env.BANSO_UNREST = UNREST;
    env.BANSO_HOLD = this.hold_file;
    env.ASAN_OPTIONS ??= 'detect_leaks=1:abort_on_error=1';
    env.UBSAN_OPTIONS ??= 'halt_on_error=1:print_stacktrace=1';
    return env;
  }

  /** Moves the program's time: "2026-11-22T09:00:00Z". Written aside and renamed, so that nobody reads half a time. */
  clock(time) {
    writeFileSync(`${this.clock_file}.new`, `${new Date(time).toISOString()}\n`);
    renameSync(`${this.clock_file}.new`, this.clock_file);
  }

  /** From here on a job whose kind begins so makes one step and is then at work until release(), also after a start. */
  hold(kind) {
    writeFileSync(`${this.hold_file}.new`, kind);
    renameSync(`${this.hold_file}.new`, this.hold_file);
  }

  release() {
    rmSync(this.hold_file, { force: true });
  }

  /** Runs a command to its end: { status, out, err }. */
  command(...args) {
    const done = spawnSync(BANSO, args, { encoding: 'utf8', env: this.env, timeout: HUNG_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 28 });
    return { status: done.status, out: done.stdout, err: done.stderr };
  }

  /** As command(), but a failure fails the test. */
  must(...args) {
    const done = this.command(...args);
    if (done.status !== 0) throw new Error(`banso ${args.join(' ')} ended with ${done.status}: ${done.err}${done.out}`);
    return done.out;
  }

  /** Looks into the database from outside: the statement's rows, their columns separated by |. */
  query(statement) {
    return this.statement(statement, ['-readonly']);
  }

  /** Changes the database from outside, as nobody should; what the statement gives, as query(). */
  damage(statement) {
    return this.statement(statement, []);
  }

  statement(statement, how) {
    if (this.own_database) return this.own_database.query(statement);
    // The program may hold the file for a moment, as while it empties its log: waiting is not a failure.
    const wait = ['-cmd', `.timeout ${HUNG_MS}`];
    const done = spawnSync('sqlite3', [...wait, ...how, join(this.data, 'banso.db'), statement], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr || done.error}`);
    return done.stdout.trim();
  }

  /** How many rows each table holds: { account: 12, … }. */
  rows() {
    const tables = this.query(this.own_database
      ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
      : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1").split('\n');
    const counts = this.query(tables.map(name => `SELECT '${name}', COUNT(*) FROM "${name}"`).join(' UNION ALL '));
    return Object.fromEntries(counts.split('\n').map(line => line.split('|')).map(([name, count]) => [name, Number(count)]));
  }

  async serve() {
    // A new port each time: while the program is away, another may come to listen where it did.
    const port = this.options.keeps_port && this.port ? this.port : 0;
    const args = ['serve', '--listen', `127.0.0.1:${port}`, ...(this.options.args ?? [])];
    const [command, ...before] = [...(this.options.within ?? []), ...BOUND_TO_US, BANSO];
    const child = spawn(command, [...before, ...args], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    if (!port) this.port = NO_PORT; // until the program says which
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      this.url = NOWHERE;
    });
    this.ended = new Promise(done => child.once('close', (code, signal) => done({ code, signal }))); // with the last line of its log
    this.process.stdout.resume();
    await bounded('the start of the program', this.line(entry => {
      const match = /^(starting|listening) on (?:https?:\/\/)?(?:127\.0\.0\.1|localhost):(\d+)/.exec(entry.message ?? '');
      if (match) this.port = Number(match[2]);
      return match?.[1] === 'listening';
    }));
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  /** Waits for a line of the log that `wanted` accepts; later lines go on being collected in `log`. */
  line(wanted) {
    const lines = createInterface({ input: this.process.stderr });
    return new Promise((found, failed) => {
      lines.on('line', text => {
        const entry = entry_of(text);
        this.log.push(entry);
        if (process.env.BANSO_LOG) process.stderr.write(`${text}\n`);
        if (wanted(entry)) found(entry);
      });
      this.ended.then(({ code, signal }) => failed(new Error(`banso ended with ${code ?? signal} before it was ready:\n${this.log_text()}`)));
    });
  }

  log_text() {
    return this.log.slice(-40).map(entry => entry.raw).join('\n');
  }

  client(options) {
    return new Client(() => this.url, options);
  }

  /** Walks the set-up link that `banso init` prints; gives a client signed in as the workspace's first admin. */
  async set_up(workspace = {}) {
    const printed = this.must('init');
    const token = /token=([\w-]+)/.exec(printed)?.[1];
    if (!token) throw new Error(`banso init printed no link: ${printed}`);
    const client = this.client();
    await client.post('/api/v1/setup', {
      token, ...OWNER, workspace_name: 'Test workspace', time_zone: 'Asia/Tokyo', language: 'en', currency: 'JPY', ...workspace,
    });
    return client;
  }

  /** A client with a token of these rights. */
  async with_key(rights, name = `${rights} key`) {
    const { token } = await this.owner.post('/api/v1/keys', { name, rights });
    return this.client({ token });
  }

  async restart() {
    await this.stop_serving();
    return this.serve();
  }

  /** SIGTERM, and the end must be orderly. */
  async stop_serving() {
    const { code, signal } = await this.terminate();
    if (code !== 0) throw new Error(`banso ended with ${code ?? signal}:\n${this.log_text()}`);
  }

  /** SIGTERM and the end that it leads to: { code, signal }. One that hangs is killed. */
  terminate() {
    this.process.kill('SIGTERM');
    return bounded('the program that was told to stop', this.ended, () => this.process.kill('SIGKILL'));
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  is_running() {
    return this.process !== undefined && running.has(this.process);
  }

  /** Whatever goes wrong, no process, no database and no folder is left. */
  async stop() {
    try {
      if (this.is_running()) await this.stop_serving();
    } finally {
      await this.abandon();
    }
  }

  /** The end of a program whose test has failed, or has ended without stopping it. Twice does no harm. */
  async abandon() {
    try {
      if (this.is_running()) await this.kill();
      this.own_database?.drop();
    } finally {
      this.own_database = undefined;
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

function entry_of(text) {
  try {
    return { raw: text, ...JSON.parse(text) };
  } catch {
    return { raw: text };
  }
}

/** Runs `body(program, t)` with a fresh program, stopped afterwards whatever happens: by at_end() also while the body hangs. */
export async function with_program(options, body, t) {
  const program = await Program.start(options);
  try {
    await body(program, t);
  } catch (error) {
    if (UNREST) error.message += `\n--- BANSO_UNREST=${UNREST}`;
    error.message += `\n--- the program's last words:\n${program.log_text()}`;
    await program.abandon();
    throw error;
  }
  await program.stop();
}

/** One test per database engine: bothEngines('events are counted once', async program => …, { clock: … }). */
export function bothEngines(name, body, options = {}) {
  for (const engine of ['sqlite', 'postgres']) {
    test(`${name} (${engine})`, t => with_program({ ...options, engine }, body, t));
  }
}
