// What a customer's application does with the unmodified Segment client: a separate process, told by its parent to send
// all events of socialnet7, which loses nothing whatever becomes of the server. What the client did not report as delivered,
// because it gave up or fell silent, is handed to a new one; to know repeats is the server's part.
//
// Not inside a trial's own process: node:test keeps a record of each promise, and this client creates a dozen for each event.
// There the heap grew to gigabytes, and the process collected garbage for minutes while the server sat idle.
import { setMaxListeners } from 'node:events';
import { Analytics } from '@segment/analytics-node';
import { bytes_of } from './data.mjs';

const NAMES = ['post', 'newfriend', 'like', 'adview', 'dislike', 'unfriend', 'message', 'reply'];
const SLICE = 20_000; // events handed to one client
const BATCH = 500; // events in one request
const ROUNDS = 20;
const SETTINGS = { flushAt: BATCH, maxRetries: 2, httpRequestTimeout: 20_000 };
const FLUSH_MS = 60_000; // after this the client is left to itself

const [, ...lines] = bytes_of('socialnet7', 'events.csv').toString().trim().split(/\r?\n/);

/** user_id is 0 everywhere and rows repeat: a person is account/user, an event is known by its line. Built when it is sent. */
function event_of(index) {
  const [account, time, type, user] = lines[index].split(',');
  return {
    messageId: `line-${index + 2}`, userId: `${account}/${user}`, event: NAMES[Number(type)],
    timestamp: new Date(`${time.replace(' ', 'T')}Z`), context: { groupId: account },
  };
}

/** Counts what the network did to the client's requests, from outside: refused = nobody listened; cut = no answer came. */
function watch_network() {
  const seen = { answered: 0, refused: 0, cut: 0 };
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    try {
      const answer = await fetch(...args);
      seen.answered++;
      return answer;
    } catch (error) {
      seen[error.cause?.code === 'ECONNREFUSED' ? 'refused' : 'cut']++;
      throw error;
    }
  };
  return seen;
}

/** One client, one slice; gives what was not acknowledged. `asked` is called at each request, with their number. */
async function slice_sent(url, token, slice, asked) {
  const left = new Set(slice);
  const analytics = new Analytics({ ...SETTINGS, writeKey: token, host: url });
  let requests = 0;
  analytics.on('error', () => {}); // each event tells its own error
  analytics.on('http_request', () => asked(++requests));
  for (const index of slice) analytics.track(event_of(index), error => { if (!error) left.delete(index); });
  await analytics.closeAndFlush({ timeout: FLUSH_MS });
  return [...left];
}

/** Until all are acknowledged. kills: [{ from, at, … }] in order: the parent is told in the slice of `from`, at that request. */
async function send({ url, token, kills }) {
  const waiting = [...kills];
  let resent = 0;
  for (let round = 0, queue = [...lines.keys()]; queue.length; round++) {
    if (round === ROUNDS) throw new Error('the client cannot get rid of its events');
    const again = [];
    for (let from = 0; from < queue.length; from += SLICE) {
      const kill = waiting.length && from + SLICE > waiting[0].from ? waiting.shift() : undefined;
      const asked = count => { if (count === kill?.at) process.send({ kill, network: { ...network } }); };
      again.push(...await slice_sent(url, token, queue.slice(from, from + SLICE), asked));
    }
    resent += again.length;
    queue = again;
  }
  return { events: lines.length, resent, network: { ...network } };
}

setMaxListeners(SLICE / BATCH + 10); // the client listens once per request to one signal
const network = watch_network();
process.on('message', async order => process.send({ done: await send(order) }));
process.send({ ready: true });
