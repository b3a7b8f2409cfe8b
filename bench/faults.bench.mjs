// How long things take when disk or database fail, which the tests of faults do not say. Medians of five: ready after kill -9
// under mixed load: 2 s, on both engines. A write after a disk has room again: 5 s. A write after PostgreSQL is back: 5 s,
// and no request waits for it longer than 10 s, also while it stays away or hangs. The end after SIGTERM: 4 s with streams
// open, 10.5 s with writes under full load or a request that never becomes whole.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { Load } from '../tests/kit/load.mjs';
import { Cluster, new_database } from '../tests/kit/postgres.mjs';
import { Program } from '../tests/kit/program.mjs';
import { busy, Claims, rounds, timed, until_so } from './kit.mjs';

const READY_MS = 2000, BACK_MS = 5000, WAIT_MS = 10_000, STREAMS_MS = 4000, CUT_OFF_MS = 10_500;
const claims = new Claims();

/** Mixed load that knows how long each answer took. */
class TimedLoad extends Load {
  slowest = 0;

  static async on(program, again = []) {
    const load = new TimedLoad(await program.with_key('manage'), await program.with_key('ingest'));
    for (const client of [load.api, load.ingest]) {
      client.options.contract = false;
      const { ask } = client;
      client.ask = async (...call) => {
        const began = performance.now();
        const answer = await ask.apply(client, call);
        load.slowest = Math.max(load.slowest, performance.now() - began);
        return answer;
      };
    }
    again.forEach(status => load.again.add(status));
    await load.prepare();
    load.start();
    return load;
  }

  /** How long until one more event is taken, in ms. */
  one_more() {
    const before = this.events.size;
    return until_so(() => this.events.size > before);
  }
}

async function with_own(options, body) {
  const program = await Program.start(options);
  try {
    await body(program);
  } finally {
    await program.abandon();
  }
}

const kill = engine => with_own({ engine }, async program => {
  const load = await TimedLoad.on(program);
  const took = await rounds(async i => {
    await load.more(30 + ((i * 37) % 170));
    await program.kill();
    return timed(async () => {
      await program.serve();
      const { status } = await fetch(`${program.url}/readyz`);
      if (status !== 200) throw new Error(`/readyz answered ${status}`);
    });
  });
  await load.stop();
  claims.under(`ready after kill -9 under mixed load (${engine})`, took, READY_MS);
});

const full = () => with_own({}, async program => {
  const load = await TimedLoad.on(program, [507]);
  const may_grow = bytes => {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(program.process.pid), `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const took = await rounds(async () => {
    await load.more(200);
    const before = load.answers[507] ?? 0;
    may_grow(1);
    await load.until('writes answer 507', () => (load.answers[507] ?? 0) >= before + 20);
    may_grow('unlimited');
    return load.one_more();
  });
  await load.stop();
  claims.under('a write after files may grow again, under mixed load', took, BACK_MS);
});

/** The postmaster and its children, each in its own process group. */
function signal_all(cluster, signal) {
  const parent = id => {
    try {
      return Number(readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]);
    } catch {
      return 0; // it has ended
    }
  };
  const { pid } = cluster.process;
  for (const id of readdirSync('/proc').map(Number).filter(Boolean)) if (id === pid || parent(id) === pid) process.kill(id, signal);
}

async function refused(api, method, body) {
  const took = await timed(async () => {
    const { status } = await api.ask(method, '/api/v1/accounts', body);
    if (status !== 503) throw new Error(`${method} answered ${status}`);
  });
  return took;
}

async function postgres() {
  const cluster = await Cluster.start();
  try {
    await with_own({ database: (await new_database({ address: cluster.address })).address }, async program => {
      const load = await TimedLoad.on(program);
      const back = await rounds(async i => {
        await load.more(100);
        await cluster.down('SIGQUIT');
        await new Promise(done => setTimeout(done, i % 2 ? 1500 : 50));
        await cluster.up();
        return load.one_more();
      });
      await load.stop();
      claims.under('a write after PostgreSQL is back, under mixed load', back, BACK_MS);
      claims.under('  the slowest answer meanwhile', [load.slowest], WAIT_MS);
      const { api } = load;
      const name = { name: 'Not now' };
      await cluster.down('SIGQUIT');
      claims.under('a write is refused while it stays away', await rounds(() => refused(api, 'POST', name)), WAIT_MS);
      claims.under('a read is refused while it stays away', await rounds(() => refused(api, 'GET')), WAIT_MS);
      await cluster.up();
      await until_so(async () => (await api.ask('POST', '/api/v1/accounts', { name: 'Again' })).status === 201);
      const hangs = await rounds(async () => {
        await until_so(async () => (await api.ask('POST', '/api/v1/accounts', { name: 'Again' })).status === 201);
        signal_all(cluster, 'SIGSTOP');
        try {
          return await refused(api, 'POST', name);
        } finally {
          signal_all(cluster, 'SIGCONT');
        }
      });
      claims.under('a write is refused while it hangs', hangs, WAIT_MS);
    });
  } finally {
    await cluster.stop();
  }
}

/** Sends it over a connection and waits for the mark. */
const said = (program, text, mark) => new Promise((done, failed) => {
  let heard = '';
  const socket = connect(program.port, '127.0.0.1', () => socket.write(text, () => mark ?? done()));
  socket.on('error', failed);
  socket.on('data', data => {
    heard += data.toString('latin1');
    if (mark && heard.includes(mark)) {
      socket.off('error', failed).on('error', () => {});
      done();
    }
  });
});

const stopping = () => with_own({}, async program => {
  const { token } = await program.owner.post('/api/v1/keys', { name: 'k', rights: 'view' });
  const ended = async prepare => {
    await prepare();
    const took = await timed(() => program.stop_serving());
    await program.serve();
    return took;
  };
  claims.under('SIGTERM, with 20 streams and half a request line', await rounds(() => ended(async () => {
    for (let i = 0; i < 20; i++) await said(program, `GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`, ': hello');
    await said(program, 'GET /healthz HT');
  })), STREAMS_MS);
  claims.under('SIGTERM, with a request that never becomes whole', await rounds(() => ended(() =>
    said(program, 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n', '100 Continue'))), CUT_OFF_MS);
  const load = await TimedLoad.on(program);
  claims.under('SIGTERM, with writes under full load', await rounds(() => ended(() => load.more(200))), CUT_OFF_MS);
  await load.stop();
});

console.log(busy());
for (const claim of [() => kill('sqlite'), () => kill('postgres'), full, postgres, stopping]) await claim();
process.exitCode = claims.verdict();
