// Mixed load on the real program, with a ledger of everything that it acknowledged. What got no clear answer is sent
// again under the same messageId or Idempotency-Key until it has one, as a good client does; so the ledger is exact.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { at_end, bounded, until } from './hung.mjs';

const ACCOUNTS = 8;
const BATCH = 20;
const PAUSE_MS = 25; // before sending again to a program that is away

export class Load {
  /** `api` may write customers (a manage token), `ingest` may append events; `answers` counts statuses. */
  constructor(api, ingest) {
    this.api = api;
    this.ingest = ingest;
    this.accounts = [];
    this.events = new Set(); // messageIds that were acknowledged
    this.tasks = new Map(); // title → id
    this.notes = new Map(); // account id → texts
    this.renamed = new Map(); // account id → the last name that was acknowledged
    this.answers = {};
    this.again = new Set([0, 429, 503]); // what is sent again
  }

  async prepare() {
    for (let i = 0; i < ACCOUNTS; i++) {
      const external_id = `load-${i}`;
      this.accounts.push(await this.api.post('/api/v1/accounts', { name: `Load ${i}`, external_id }));
    }
  }

  /** Begins to ask; ends with the test at the latest. */
  start(workers = 6) {
    this.stopping = false;
    this.workers = Array.from({ length: workers }, (_, number) => this.work(number).catch(error => {
      this.failure ??= error; // told by until() and stop(); one that failed ends them all
      this.abandon();
    }));
    at_end(() => this.abandon());
  }

  /** Nobody goes on asking, not even for an answer that is still owed: the program may never come back. */
  abandon() {
    this.abandoned = true;
    this.stopping = true;
  }

  /** Waits until everything under way has its answer: the program must be up. */
  async stop() {
    this.stopping = true;
    await bounded('the load', Promise.all(this.workers));
    if (this.failure) throw this.failure;
  }

  /** Waits until it is so, as long as the load goes on. */
  until(what, is_so) {
    return until(what, () => {
      if (this.failure) throw this.failure;
      return is_so();
    });
  }

  /** Waits until so many more events and tasks were acknowledged. */
  more(count) {
    const taken = () => this.events.size + this.tasks.size;
    const target = taken() + count;
    return this.until(`${count} more are taken`, () => taken() >= target);
  }

  async work(number) {
    const jobs = [this.track, this.batch, this.task, this.track, this.note, this.batch, this.rename, this.look];
    for (let i = number; !this.stopping; i++) await jobs[i % jobs.length].call(this, this.accounts[i % ACCOUNTS], number);
  }

  /** Before something is sent again. */
  async wait() {
    await new Promise(done => setTimeout(done, PAUSE_MS));
    if (this.abandoned) throw new Error('the load was abandoned before this had its answer');
  }

  /** Until it is answered with 2xx: the one thing that counts as taken. */
  async send(client, method, path, body, headers = {}) {
    for (;;) {
      const answer = await client.ask(method, path, body, { headers }).catch(() => ({ status: 0 }));
      this.answers[answer.status] = (this.answers[answer.status] ?? 0) + 1;
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      if (!this.again.has(answer.status)) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      await this.wait();
    }
  }

  post(path, body) {
    return this.send(this.api, 'POST', path, body, { 'idempotency-key': randomUUID() });
  }

  event(account) {
    return { type: 'track', messageId: randomUUID(), userId: `user-of-${account.external_id}`, event: 'Load', context: { groupId: account.external_id } };
  }

  async track(account) {
    const event = this.event(account);
    await this.send(this.ingest, 'POST', '/v1/track', event);
    this.events.add(event.messageId);
  }

  async batch(account) {
    const batch = Array.from({ length: BATCH }, () => this.event(account));
    await this.send(this.ingest, 'POST', '/v1/batch', { batch });
    for (const { messageId } of batch) this.events.add(messageId);
  }

  async task(account) {
    const title = `Task ${randomUUID()}`;
    const { id } = await this.post('/api/v1/tasks', { account_id: account.id, title });
    this.tasks.set(title, id);
  }

  async note(account) {
    const text = `Note ${randomUUID()}`;
    await this.post('/api/v1/notes', { account_id: account.id, text });
    this.notes.set(account.id, [...(this.notes.get(account.id) ?? []), text]);
  }

  /** Each worker renames its own account, so that the last name is known. */
  async rename(_, number) {
    const { id } = this.accounts[number % ACCOUNTS];
    const name = `Renamed ${randomUUID()}`;
    const { version } = await this.send(this.api, 'GET', `/api/v1/accounts/${id}`);
    const answer = await this.send_once_or_look(id, name, version);
    this.renamed.set(id, answer);
  }

  /** A change with If-Match that was perhaps done answers 409 or 412 when sent again; then the name tells. */
  async send_once_or_look(id, name, version) {
    for (;;) {
      const answer = await this.api.ask('PATCH', `/api/v1/accounts/${id}`, { name }, { headers: { 'if-match': `"${version}"` } }).catch(() => ({ status: 0 }));
      this.answers[answer.status] = (this.answers[answer.status] ?? 0) + 1;
      if (answer.status === 200) return name;
      if (answer.status === 409 || answer.status === 412) {
        const now = await this.send(this.api, 'GET', `/api/v1/accounts/${id}`);
        assert.equal(now.name, name, 'a change was lost and its place taken by nobody');
        return name;
      }
      if (!this.again.has(answer.status)) throw new Error(`PATCH answered ${answer.status}: ${answer.text}`);
      await this.wait();
    }
  }

  look() {
    return this.send(this.api, 'GET', '/api/v1/accounts?limit=20');
  }

  /** Everything acknowledged is there, once. Called while nothing is under way. */
  async verify() {
    const { events_total } = await this.api.get('/api/v1/usage/summary');
    assert.equal(events_total, this.events.size, 'events that are there, and that were acknowledged');
    const tasks = await this.api.all('/api/v1/tasks?state=all&limit=200');
    const titles = tasks.map(({ title }) => title).filter(title => title.startsWith('Task '));
    assert.deepEqual([...titles].sort(), [...this.tasks.keys()].sort(), 'tasks that are there, and that were acknowledged');
    for (const [id, name] of this.renamed) assert.equal((await this.api.get(`/api/v1/accounts/${id}`)).name, name);
    for (const [id, texts] of this.notes) await this.verify_notes(id, texts);
  }

  async verify_notes(id, texts) {
    const timeline = await this.api.all(`/api/v1/accounts/${id}/timeline?kinds=note&limit=200`);
    const found = timeline.map(({ text }) => text).filter(text => text?.startsWith('Note '));
    assert.deepEqual(found.sort(), [...texts].sort(), 'notes that are there, and that were acknowledged');
  }
}
