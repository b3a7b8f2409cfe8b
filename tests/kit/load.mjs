// Mixed load on the real program, with a ledger of everything that it acknowledged. What got no clear answer is sent
// again under the same messageId or Idempotency-Key until it has one, as a good client does; so the ledger is exact.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

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
    this.last_ok = 0;
    this.slowest = 0;
  }

  async prepare() {
    for (let i = 0; i < ACCOUNTS; i++) {
      const external_id = `load-${i}`;
      this.accounts.push(await this.api.post('/api/v1/accounts', { name: `Load ${i}`, external_id }));
    }
  }

  start(workers = 6) {
    this.stopping = false;
    this.workers = Array.from({ length: workers }, (_, number) => this.work(number));
  }

  /** Waits until everything under way has its answer: the program must be up. */
  /** For `t.after`: a test that failed leaves nobody behind who goes on asking, and would keep its file from ending. */
  abandon() {
    this.stopping = true;
  }

  async stop() {
    this.stopping = true;
    await Promise.all(this.workers);
  }

  async work(number) {
    const jobs = [this.track, this.batch, this.task, this.track, this.note, this.batch, this.rename, this.look];
    for (let i = number; !this.stopping; i++) await jobs[i % jobs.length].call(this, this.accounts[i % ACCOUNTS], number);
  }

  /** Until it is answered with 2xx: the one thing that counts as taken. */
  async send(client, method, path, body, headers = {}) {
    for (;;) {
      const began = Date.now();
      const answer = await client.ask(method, path, body, { headers }).catch(() => ({ status: 0 }));
      this.answers[answer.status] = (this.answers[answer.status] ?? 0) + 1;
      if (answer.status !== 0) this.slowest = Math.max(this.slowest, Date.now() - began);
      if (answer.status >= 200 && answer.status < 300) {
        this.last_ok = Date.now();
        return answer.body;
      }
      if (!this.again.has(answer.status)) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      await new Promise(done => setTimeout(done, PAUSE_MS));
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

  /** Each worker renames an account of its own, so that the last name is known. */
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
      await new Promise(done => setTimeout(done, PAUSE_MS));
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
