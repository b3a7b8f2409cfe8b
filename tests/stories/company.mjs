// A small workspace for the stories: two products, three companies (one silent since three weeks, one in good use, one of which
// nothing is known), contracts, people and events up to the day before today.
import { beginning } from '../kit/workspaces.mjs';

const DAY = 86_400_000;

export function day(today, away) {
  return new Date(Date.parse(`${today}T00:00:00Z`) + away * DAY).toISOString().slice(0, 10);
}

/** Noon in Tokyo of a day. */
function noon(today, away, minute = 0) {
  return new Date(Date.parse(`${day(today, away)}T03:00:00Z`) + minute * 60_000).toISOString();
}

async function catalogue(owner) {
  const billing = await owner.post('/api/v1/products', { key: 'billing', name: 'Billing Cloud', name_ja: '請求クラウド' });
  const feature = (key, name, name_ja, rule, core) => owner.post('/api/v1/features', { product_id: billing.id, key, name, name_ja, rules: [rule], core });
  const approve = await feature('approve', 'Approve invoice', '請求承認', 'Invoice Approved', true);
  const create = await feature('create', 'Create invoice', '請求書作成', 'Invoice Created', true);
  const report = await feature('report', 'Reports', 'レポート', 'Report Opened', false);
  return { billing, approve, create, report };
}

async function company(owner, products, today, { name, reading, external_id, monthly, seats, renews, ...more }) {
  const account = await owner.post('/api/v1/accounts', { name, reading, external_id, country: 'JP', touch: 'high', stage: 'adoption', ...more });
  await owner.post('/api/v1/contracts', {
    account_id: account.id, name: `${external_id}-1`, notice_days: 30, grace_days: 14, auto_renews: true, renews_on: day(today, renews),
    lines: [{ from_on: day(today, renews - 365), product_id: products.billing.id, plan: 'standard', seats, price: { amount: monthly * 12, currency: 'JPY' }, term_months: 12, discount: 0, kind: 'paid' }],
  });
  return account;
}

/** One event per person and day in the given days, of one name. */
function* events(today, external_id, people, from, until, name, step = 1) {
  for (let away = from; away < until; away += step) {
    for (let person = 1; person <= people; person++) {
      yield { type: 'track', event: name, userId: `${external_id}-u${person}`, context: { groupId: external_id }, timestamp: noon(today, away, person), messageId: `${external_id}-${name}-${away}-${person}`, properties: { number: `INV-${away + 400}`, amount: 12_000 } };
    }
  }
}

async function send(ingest, batch) {
  for (let at = 0; at < batch.length; at += 400) await ingest.post('/v1/batch', { batch: batch.slice(at, at + 400) });
}

/** A rule, and measures for 100 points. */
async function scorecard(owner, { approve, report, billing }) {
  const definition = {
    rules: [{ key: 'core_stopped', band: 'BAD', name: 'The core stopped', when: { measure: { measure: 'days_since', feature_id: approve.id }, op: '>', value: 14 } }],
    points: [
      { key: 'seats', name: 'Seats in use', measure: { measure: 'depth', product_id: billing.id }, weight: 30, low: 0.1, high: 0.6 },
      { key: 'trend', name: 'Trend', measure: { measure: 'trend', product_id: billing.id, days: 28 }, weight: 25, low: -0.5, high: 0 },
      { key: 'breadth', name: 'Breadth', measure: { measure: 'breadth', product_id: billing.id, days: 28 }, weight: 20, low: 0, high: 1 },
      { key: 'days', name: 'Active days', measure: { measure: 'active_days', product_id: billing.id, days: 28 }, weight: 15, low: 2, high: 12 },
      { key: 'report', name: 'Reports read', measure: { measure: 'days_since', feature_id: report.id }, weight: 10, low: 60, high: 7 },
    ],
    bad_below: 40, good_from: 70, unknown_below: 0.5,
  };
  const made = await owner.post('/api/v1/scorecards', { name: 'Retention', purpose: 'retention', definition });
  await owner.post(`/api/v1/scorecards/${made.id}/publication`);
  return made;
}

/** Waits until all companies are scored: the stream says when something changed, the list says what. */
async function scored(owner, accounts) {
  const stream = await owner.stream();
  const done = async () => (await owner.get('/api/v1/today?owner_id=me')).items.length === accounts;
  try {
    if (await done()) return;
    for await (const _ of stream) if (await done()) return;
  } finally {
    stream.close();
  }
}

/** Fills the workspace; gives the ids that stories need. */
async function companies(program) {
  const { owner } = program;
  const { today, staff } = await owner.get('/api/v1/session');
  const products = await catalogue(owner);
  const mine = { owner_id: staff.id };
  const silent = await company(owner, products, today, { name: '株式会社ミナト物流', reading: 'ミナトブツリュウ', external_id: 'minato', monthly: 480_000, seats: 30, renews: 36, ...mine });
  const good = await company(owner, products, today, { name: 'Harbor & Vale K.K.', reading: null, external_id: 'harbor', monthly: 150_000, seats: 8, renews: 200, ...mine });
  const unknown = await company(owner, products, today, { name: '医療法人さくら会', reading: 'サクラカイ', external_id: 'sakura', monthly: 330_000, seats: 20, renews: 29, ...mine });
  await owner.post('/api/v1/contacts', { account_id: silent.id, name: '大野 恵', email: 'ono@minato.example', roles: ['champion'], external_id: 'minato-u1', title: '経理部長' });
  const { token } = await owner.post('/api/v1/keys', { name: 'events', rights: 'ingest', kind: 'ingest' });
  const ingest = program.client({ key: token });
  await send(ingest, [
    ...events(today, 'minato', 12, -120, -40, 'Invoice Created', 2),
    ...events(today, 'minato', 6, -120, -22, 'Invoice Approved', 3),
    ...events(today, 'minato', 3, -40, 0, 'Invoice Created', 4),
    ...events(today, 'harbor', 6, -120, 0, 'Invoice Created', 2),
    ...events(today, 'harbor', 6, -120, 0, 'Invoice Approved', 2),
    ...events(today, 'harbor', 3, -60, 0, 'Report Opened', 5),
  ]);
  await scorecard(owner, products);
  await scored(owner, 3);
  return { today, products, silent, good, unknown };
}

export const COMPANIES = beginning('companies', companies);
