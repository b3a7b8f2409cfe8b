// A file of 1,000,000 events (1,000 accounts, 20,000 people, ids of their own) through the import of the real program: uploaded
// over HTTP, mapped as guessed, run as a job. Held against sqlite3's own `.import` of the same file into a table with two
// indexes, in turn with it in the same run, medians of five. Claims: under 30 s; at least half the rows a second of `.import`; at
// most 32 MB more memory than the idle server. On a machine that does other work only the ratio says something.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busy, counting_program, median, settled, timed, until_so, used, verdict } from './kit.mjs';

const ROWS = Number(process.env.BANSO_BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.BANSO_BENCH_ROUNDS ?? 5);
const ACCOUNTS = 1000;
const PEOPLE = 20_000;
const DAYS = 90;
const TABLE = 'CREATE TABLE given (account TEXT, user TEXT, event TEXT, at TEXT, message TEXT PRIMARY KEY); CREATE INDEX given_account ON given(account, at);';

async function write(path) {
  const file = createWriteStream(path);
  const begin = Date.UTC(2026, 0, 1);
  file.write('account,user,event,at,message\n');
  let seed = 1;
  for (let at = 0, text = ''; at < ROWS; at++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const person = (seed >>> 8) % PEOPLE;
    const when = new Date(begin + Math.floor((at / ROWS) * DAYS * 86_400_000)).toISOString();
    text += `account-${person % ACCOUNTS},person-${person},Feature ${(seed >>> 4) % 10} used,${when},message-${seed.toString(16)}-${at}\n`;
    if (text.length > 1 << 20 || at === ROWS - 1) {
      if (!file.write(text)) await new Promise(drained => file.once('drain', drained));
      text = '';
    }
  }
  await new Promise(done => file.end(done));
}

function bare(folder, csv) {
  const path = join(folder, 'bare.db');
  rmSync(path, { force: true });
  const began = performance.now();
  const done = spawnSync('sqlite3', [path, '-cmd', 'PRAGMA journal_mode=WAL;', '-cmd', TABLE, '-cmd', '.mode csv', `.import --skip 1 ${csv} given`], { encoding: 'utf8' });
  if (done.status !== 0 || done.stderr) throw new Error(done.stderr);
  return (performance.now() - began) / 1000;
}

/** Resident memory that is the process's own, not pages of files, in MB. */
const own = pid => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Does it, and gives the most memory seen meanwhile. */
async function watched(pid, doing) {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, own(pid))), 20);
  try {
    return { ms: await timed(doing), most: () => most };
  } finally {
    clearInterval(timer);
  }
}

async function brought(csv) {
  const program = await counting_program();
  const { owner, process: { pid } } = program;
  const type = { headers: { 'content-type': 'text/csv' } };
  const over = async (id, state) => (await owner.get(`/api/v1/imports/${id}`)).state === state;
  const companies = await owner.post('/api/v1/imports?kind=accounts&file_name=a.csv', ['external_id', ...Array.from({ length: ACCOUNTS }, (_, at) => `account-${at}`)].join('\n'), type);
  await owner.post(`/api/v1/imports/${companies.id}/run`);
  await until_so(() => over(companies.id, 'done'));
  await settled(pid);
  const idle = own(pid);
  const before = used(pid).cpu;
  let made;
  const upload = await watched(pid, async () => (made = await owner.post('/api/v1/imports?kind=events&file_name=e.csv', readFileSync(csv), type)));
  const run = await watched(pid, async () => {
    await owner.post(`/api/v1/imports/${made.id}/run`);
    await until_so(async () => ['done', 'failed'].includes((await owner.get(`/api/v1/imports/${made.id}`)).state));
  });
  const done = await owner.get(`/api/v1/imports/${made.id}`);
  if (done.added !== ROWS) throw new Error(`${done.state}, ${done.added} of ${ROWS} rows: ${done.error}`);
  const cpu = used(pid).cpu - before;
  await program.stop();
  return { upload: upload.ms / 1000, run: run.ms / 1000, cpu, more: Math.max(upload.most(), run.most()) - idle, running: run.most() - idle };
}

const folder = mkdtempSync(join(tmpdir(), 'banso-bench-import-'));
let ok = true;
try {
  const csv = join(folder, 'events.csv');
  await write(csv);
  const ours = [], theirs = [];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(bare(folder, csv));
    ours.push(await brought(csv));
    const one = ours.at(-1);
    console.log(`round ${round + 1}: .import ${theirs.at(-1).toFixed(1)} s; upload ${one.upload.toFixed(1)} s, run ${one.run.toFixed(1)} s, cpu ${one.cpu.toFixed(1)} s, memory +${one.more.toFixed(0)} MB (+${one.running.toFixed(0)} MB while it ran)`);
  }
  const whole = median(ours.map(one => one.upload + one.run));
  const rate = ROWS / whole;
  const ratio = median(ours.map((one, at) => theirs[at] / (one.upload + one.run)));
  const more = median(ours.map(one => one.more));
  console.log(`${ROWS} rows in ${whole.toFixed(1)} s, ${Math.round(rate)} rows/s  ${verdict(whole < 30, 'under 30 s')}`);
  console.log(`${(100 * ratio).toFixed(0)}% of the rate of .import (${Math.round(ROWS / median(theirs))} rows/s)  ${verdict(ratio >= 0.5, 'at least 50%')}`);
  console.log(`${more.toFixed(0)} MB more than idle  ${verdict(more <= 32, 'at most 32 MB')}`);
  console.log(busy());
  ok = whole < 30 && ratio >= 0.5 && more <= 32;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(ok ? 0 : 1);
