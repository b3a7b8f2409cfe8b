// A disk that fills up under load and is freed again: three times in `make test`, thirty times in `make torture`. Writes
// answer 507 and reads go on while it is full; when there is room, writes go through again without a restart, and
// nothing acknowledged is lost. Twice over: a small file system that is really full, and files that may not grow. How soon
// writes go through again is measured by bench/faults.bench.mjs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at_end, test } from '../kit/hung.mjs';
import { Load } from '../kit/load.mjs';
import { Program } from '../kit/program.mjs';

const TIMES = process.env.BANSO_TORTURE ? 30 : 3;
const ROOM = '48m';

const run = (command, ...args) => spawnSync(command, args, { encoding: 'utf8' });

/**
 * A separate file system for the data. Root mounts it; anybody else does so in the server's name space, and reaches it through the server's
 * process. Where neither is allowed, files that may not grow take its place.
 */
class SmallDisk {
  static async serve(program) {
    mkdirSync(program.data);
    const options = `size=${ROOM},mode=700`;
    const mounted = run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', program.data).status === 0;
    const disk = new SmallDisk(program.data, mounted);
    at_end(() => disk.remove());
    if (!mounted) program.options.within = ['unshare', '-Urm', 'sh', '-c', `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`, program.data];
    await program.serve();
    if (!mounted) disk.data = program.data = `/proc/${program.process.pid}/root${program.data}`;
    return disk;
  }

  static is_possible() {
    const folder = mkdtempSync(join(tmpdir(), 'banso-mount-'));
    const mounted = run('mount', '-t', 'tmpfs', 'tmpfs', folder).status === 0;
    if (mounted) run('umount', folder);
    const possible = mounted || run('unshare', '-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', folder).status === 0;
    rmdirSync(folder);
    return possible;
  }

  constructor(data, mounted) {
    this.mounted = mounted;
    this.data = data;
  }

  get ballast() {
    return join(this.data, 'ballast');
  }

  fill() {
    const file = openSync(this.ballast, 'a');
    try {
      for (let size = 1 << 20; size >= 1; ) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch (error) {
          assert.equal(error.code, 'ENOSPC');
          size >>= 1;
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free() {
    rmSync(this.ballast, { force: true });
  }

  remove() {
    if (!this.mounted) return; // it goes with the server
    const { status, stderr } = run('umount', '--lazy', this.data); // also while a program that hangs holds it
    assert.equal(status, 0, stderr);
  }
}

/** The program may write to the first byte of a file only: any user can set this for their program. */
class FilesThatMayNotGrow {
  static async serve(program) {
    await program.serve();
    return new FilesThatMayNotGrow(program);
  }

  constructor(program) {
    this.program = program;
  }

  limit(bytes) {
    const { status, stderr } = run('prlimit', '--pid', String(this.program.process.pid), `--fsize=${bytes}:unlimited`);
    assert.equal(status, 0, stderr);
  }

  fill() {
    this.limit(1);
  }

  free() {
    this.limit('unlimited');
  }
}

async function while_full(program, load, disk) {
  disk.fill();
  const before = load.answers[507] ?? 0;
  await load.until('writes answer 507', () => (load.answers[507] ?? 0) >= before + 20);
  assert.equal((await fetch(`${program.url}/healthz`)).status, 200);
  for (const path of ['/api/v1/accounts', '/api/v1/tasks', `/api/v1/accounts/${load.accounts[0].id}/timeline`]) {
    assert.equal((await load.api.ask('GET', path)).status, 200, `${path} while the disk is full`);
  }
}

async function fill_and_free(program, disk, t) {
  const load = new Load(await program.with_key('manage'), await program.with_key('ingest'));
  for (const client of [load.api, load.ingest]) client.options.contract = false;
  load.again.add(507);
  await load.prepare();
  load.start();
  for (let i = 0; i < TIMES; i++) {
    await load.more(200);
    await while_full(program, load, disk);
    const taken = load.events.size;
    disk.free();
    await load.until('writes go through again', () => load.events.size > taken);
  }
  await load.stop();
  await load.verify();
  t.diagnostic(`${load.events.size} events; answers ${JSON.stringify(load.answers)}`);
}

async function on(t, Disk) {
  const program = await Program.prepare({});
  try {
    const disk = await Disk.serve(program);
    program.owner = await program.set_up();
    await fill_and_free(program, disk, t);
    const { out, err } = program.command('doctor');
    assert.match(out, /^good +integrity/m, `the database is damaged: ${out}${err}`);
    await program.stop_serving();
  } catch (error) {
    error.message += `\n--- the program's last words:\n${program.log_text()}`;
    throw error;
  }
}

if (SmallDisk.is_possible()) test(`a disk that is full ${TIMES} times costs no acknowledged write`, t => on(t, SmallDisk));
test(`files that may not grow ${TIMES} times cost no acknowledged write`, t => on(t, FilesThatMayNotGrow));
