// Companies whose use is known to the event, so that a test can say by hand what their health must be.
import assert from 'node:assert/strict';
import { eventually } from './hung.mjs';

export { eventually };

export const DAY = 86_400_000;
/** "2026-11-22" and a number of days → another such day. */
export const day_after = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** A scorecard whose points can be worked out in the head: two measures, one rule. */
export const DEFINITION = {
  rules: [{ key: 'silent', band: 'BAD', name: 'Silent', when: { measure: { measure: 'days_since' }, op: '>=', value: 14 } }],
  points: [
    { key: 'days', name: 'Active days', measure: { measure: 'active_days', days: 28 }, weight: 60, low: 0, high: 10 },
    { key: 'people', name: 'People', measure: { measure: 'people', days: 28 }, weight: 40, low: 0, high: 4 },
  ],
  bad_below: 40, good_from: 70, unknown_below: 0.5,
};

export async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field, error.message);
  return error.body;
}

/** A workspace with a product and an ingest key, in which companies are created with their use. */
export class Customers {
  static async in(program, today) {
    const customers = new Customers();
    customers.program = program;
    customers.api = await program.with_key('admin'); // a session would end while the clock is moved
    customers.today = today;
    customers.ingest = await program.with_key('ingest');
    customers.product = await program.owner.post('/api/v1/products', { key: 'crm', name: 'CRM' });
    customers.feature = await program.owner.post('/api/v1/features', { product_id: customers.product.id, key: 'reports', name: 'Reports', rules: ['Report*'] });
    return customers;
  }

  /** An account and its use: on each of `days` (0 = today, 5 = five days ago) `people` persons do one thing each. */
  async company(name, { days = [], people = 1, ...more } = {}) {
    const external_id = name.toLowerCase().replace(/\W+/g, '-');
    const account = await this.api.post('/api/v1/accounts', { name, external_id, ...more });
    if (days.length) await this.use(account, days, people);
    return account;
  }

  /** At 10 in the morning in Tokyo of each of those days. */
  async use(account, days, people = 1, event = 'Report read') {
    const batch = days.flatMap(ago => Array.from({ length: people }, (_, person) => ({
      type: 'track', event, userId: `${account.external_id}-${person}`, context: { groupId: account.external_id },
      timestamp: `${day_after(this.today, -ago)}T01:00:00Z`, messageId: `${account.external_id}-${ago}-${person}-${event}`,
    })));
    await this.ingest.post('/v1/batch', { batch });
  }

  contract(account, line = {}, more = {}) {
    const one = { from_on: '2026-01-01', product_id: this.product.id, price: { amount: 100_000, currency: 'JPY' }, ...line };
    return this.api.post('/api/v1/contracts', { account_id: account.id, ...more, lines: [one] });
  }

  /** Adds a scorecard and puts it into force. */
  async scorecard(definition = DEFINITION, more = {}) {
    const card = await this.api.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition, ...more });
    return this.api.post(`/api/v1/scorecards/${card.id}/publication`);
  }

  health(account, as_of) {
    return this.api.get(`/api/v1/accounts/${account.id}/health${as_of ? `?as_of=${as_of}` : ''}`);
  }

  /** The told band of now: what the list shows. */
  async told(account) {
    return (await this.api.get(`/api/v1/accounts/${account.id}`)).band;
  }

  until_told(account, band) {
    return eventually(() => this.told(account), told => told === band);
  }

  /** Until all are told as of that day, and nobody waits for it. */
  all_told(day) {
    return eventually(() => this.program.query('SELECT day FROM health_clock WHERE asked = answered'), told => Number(told) * DAY === Date.parse(day));
  }

  /** Lets days pass, midnight by midnight: the clock stands at noon (Tokyo) of each until all are told as of it. */
  async pass(days) {
    for (const day of days) {
      this.program.clock(`${day}T03:00:00Z`);
      await this.all_told(day);
    }
  }

  async told_facts(account) {
    return (await this.api.get(`/api/v1/accounts/${account.id}/timeline?kinds=health`)).items;
  }
}

/** [from, until): whole numbers. */
export const range = (from, until) => Array.from({ length: until - from }, (_, i) => from + i);
