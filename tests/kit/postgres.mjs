// A private PostgreSQL cluster: in a temporary folder, on a unix socket, as an ordinary user, without fsync. One serves
// a whole run (tools/test.mjs starts it and names it in BANSO_TEST_POSTGRES); a file run by hand starts its own.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { new_folder } from './folder.mjs';
import { at_end, bounded, HUNG_MS } from './hung.mjs';

const ROOT = '/usr/lib/postgresql';

function programs() {
  if (!existsSync(ROOT)) throw new Error('PostgreSQL is not installed: tools/install-packages tools/packages-test.txt');
  const version = readdirSync(ROOT).map(Number).filter(Boolean).sort((a, b) => b - a)[0];
  return join(ROOT, String(version), 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as Debian's `postgres`. */
function identity() {
  if (userInfo().uid !== 0) return {};
  const id = flag => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function run(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', cwd: '/', ...identity() });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.stderr || done.error}`);
  return done.stdout;
}

const running = new Set();
process.once('exit', () => running.forEach(child => child.kill('SIGQUIT')));

export class Cluster {
  /** `settings`: of postgresql.conf, over those of the tests. */
  static async start(settings = {}) {
    const cluster = new Cluster();
    cluster.settings = settings;
    cluster.folder = new_folder('banso-pg-');
    try {
      cluster.bin = programs();
      const { uid, gid } = identity();
      if (uid !== undefined) chownSync(cluster.folder, uid, gid);
      run(join(cluster.bin, 'initdb'), ['-D', cluster.data, '-U', 'banso', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']);
      await cluster.up();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  get data() {
    return join(this.folder, 'data');
  }

  get address() {
    return `postgresql://banso@/postgres?host=${encodeURIComponent(this.folder)}`;
  }

  /** Starts the postmaster as our child that does not outlive us, and waits until it says that it is ready. */
  up() {
    const settings = { listen_addresses: '', unix_socket_directories: this.folder, fsync: 'off', full_page_writes: 'off', autovacuum: 'off',
      max_connections: 200, max_pred_locks_per_transaction: 256, logging_collector: 'off', log_destination: 'stderr', log_checkpoints: 'off', ...this.settings };
    const args = ['-D', this.data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
    const child = spawn('setpriv', ['--pdeathsig', 'QUIT', join(this.bin, 'postgres'), ...args], { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', ...identity() });
    this.process = child;
    running.add(child);
    this.ended = new Promise(done => child.once('exit', code => done(running.delete(child) && code)));
    return bounded('the start of PostgreSQL', new Promise((ready, failed) => {
      let log = '';
      child.stderr.setEncoding('utf8').on('data', text => {
        if (log.length < 100_000) log += text;
        if (text.includes('ready to accept connections')) ready(this);
      });
      this.ended.then(code => failed(new Error(`postgres ended with ${code}: ${log}`)));
    }));
  }

  /** Ends the postmaster: SIGINT is orderly, SIGQUIT like a crash. */
  async down(signal = 'SIGINT') {
    if (!running.has(this.process)) return;
    this.process.kill(signal);
    await bounded('PostgreSQL that was told to stop', this.ended, () => this.process.kill('SIGKILL'));
  }

  async stop() {
    try {
      if (this.process) await this.down('SIGQUIT');
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

let own_cluster;

/** The address of the run's cluster; starts one that ends with this process when the run has none. */
export async function cluster_address() {
  if (process.env.BANSO_TEST_POSTGRES) return process.env.BANSO_TEST_POSTGRES;
  own_cluster ??= Cluster.start().then(cluster => {
    cluster.process.unref();
    cluster.process.stderr.unref();
    process.once('beforeExit', () => cluster.stop());
    return cluster;
  });
  return (await own_cluster).address;
}

function psql(address, statement) {
  const done = spawnSync(join(programs(), 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', address, '-Atc', statement], { encoding: 'utf8', timeout: HUNG_MS });
  if (done.status !== 0) throw new Error(`psql: ${done.stderr || done.error}`);
  return done.stdout.trim();
}

/** A transaction that has done `statement` and goes on until it is ended. */
async function open_transaction(address, statement) {
  const child = spawn(join(programs(), 'psql'), ['-X', '-q', '-At', '-d', address], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  at_end(() => child.kill('SIGKILL'));
  child.stdin.write(`BEGIN; ${statement}; SELECT 'done';\n`);
  await once(child.stdout, 'data');
  return { end: () => { child.stdin.end('COMMIT;\n'); return ended; } };
}

/**
 * A new database in `address`'s cluster, empty or a copy of the one of that name in which nobody works; `drop()` removes it.
 * Files are copied, because the other strategy writes each page to the log: 0.06 s of processor time in place of 0.4.
 */
export async function new_database({ address, copy_of } = {}) {
  const cluster = address ?? (await cluster_address());
  const name = `t_${randomBytes(6).toString('hex')}`;
  psql(cluster, `CREATE DATABASE ${name}${copy_of ? ` TEMPLATE ${copy_of} STRATEGY file_copy` : ''}`);
  return {
    name,
    address: cluster.replace('/postgres?', `/${name}?`),
    open_transaction: () => open_transaction(cluster, 'SELECT pg_current_xact_id()'),
    hold: table => open_transaction(cluster.replace('/postgres?', `/${name}?`), `LOCK TABLE ${table} IN EXCLUSIVE MODE`),
    query: statement => psql(cluster.replace('/postgres?', `/${name}?`), statement),
    drop: () => psql(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
