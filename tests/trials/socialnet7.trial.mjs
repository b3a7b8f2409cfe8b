// socialnet7 (../shared/data/README.md): accounts and subscriptions by CSV, 839,932 events through /v1/batch by the
// unmodified Segment client, killed with -9 in the middle; every event counts once, and sent again adds nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { Program, SOURCE } from '../kit/program.mjs';

const DATA = join(SOURCE, '../shared/data/socialnet7');
const NAMES = ['post', 'newfriend', 'like', 'adview', 'dislike', 'unfriend', 'message', 'reply'];
const WANTED = { post: 124943, newfriend: 19340, like: 272015, adview: 126514, dislike: 46333, unfriend: 900, message: 182300, reply: 67587 };

if (!existsSync(DATA)) throw new Error(`this trial needs ${DATA}`);
const text = name => gunzipSync(readFileSync(join(DATA, name))).toString();

const program = await Program.start();
const { token } = await program.owner.post('/api/v1/keys', { name: 'trial', rights: 'ingest' });
for (const [kind, file, more] of [['accounts', 'accounts.csv.gz', []], ['contracts', 'subscriptions.csv.gz', ['--ends', 'exclusive']]]) {
  const path = join(program.folder, `${kind}.csv`);
  writeFileSync(path, text(file));
  process.stdout.write(program.must('import', kind, path, ...more));
}

const rows = text('events.csv.gz').trim().split('\n').slice(1).map((row, index) => {
  const [account, time, type, user] = row.split(',');
  return { messageId: `line-${index + 2}`, userId: `${account}/${user}`, event: NAMES[Number(type)],
    timestamp: new Date(`${time.replace(' ', 'T')}Z`), context: { groupId: account } };
});

// The client gives up on what it could not bring after its retries and says so: those are sent again.
async function send(events, kill_at) {
  let left = events, killed = kill_at === undefined, rounds = 0;
  while (left.length) {
    assert.ok(rounds++ < 20, 'the client cannot get rid of its events');
    const failed = [];
    for (let from = 0; from < left.length; from += 20_000) {
      const analytics = new Analytics({ writeKey: token, host: program.url, flushAt: 500, maxRetries: 2, httpRequestTimeout: 20_000 });
      analytics.on('error', () => {});
      const slice = left.slice(from, from + 20_000);
      slice.forEach(event => analytics.track(event, error => error && failed.push(event)));
      if (!killed && from >= kill_at) {
        killed = true;
        await program.kill();
        await program.serve();
      }
      await analytics.closeAndFlush();
    }
    left = failed;
  }
}

async function counts() {
  const { items } = await program.owner.get('/api/v1/event-names');
  return Object.fromEntries(NAMES.map(name => [name, items.find(item => item.name === name)?.count ?? 0]));
}

try {
  const began = Date.now();
  await send(rows, 400_000);
  console.log(`${rows.length} events in ${((Date.now() - began) / 1000).toFixed(1)} s, killed once`);
  assert.deepEqual(await counts(), WANTED);
  await send(rows);
  assert.deepEqual(await counts(), WANTED, 'sent again, nothing is added');
  console.log('every event counted once, sent again nothing added');
  console.log(JSON.stringify(await counts()));
} finally {
  await program.stop();
}
