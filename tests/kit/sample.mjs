// Workspaces that tests begin with. One is the demo; the other is small, for stories: two products, a custom field, twelve
// companies with contracts, and use over eight weeks and a day, which a trend needs, until the day of the clock. Its companies
// are named after letters; there are no persons.
import { beginning } from './workspaces.mjs';

export const NOW = '2026-11-20T03:00:00Z'; // noon in Tokyo
export const TODAY = '2026-11-20';
const DAY_MS = 86_400_000;

export const COMPANIES = [
  ['いろは商事株式会社', 'いろはしょうじ', 480_000, 'quiet'], ['Alpha Foods Ltd', null, 96_000, 'steady'], ['株式会社にほへ', 'にほへ', 210_000, 'falling'],
  ['Bravo Trade Inc.', null, 240_000, 'quiet'], ['とちり印刷株式会社', 'とちりいんさつ', 150_000, 'rising'], ['Charlie Works', null, 330_000, 'steady'],
  ['ぬるを医療会', 'ぬるをいりょうかい', 120_000, 'never'], ['Delta Supply', null, 75_000, 'falling'], ['わかよ運輸株式会社', 'わかようんゆ', 180_000, 'steady'],
  ['Echo Systems', null, 64_000, 'rising'], ['たれそ工業株式会社', 'たれそこうぎょう', 410_000, 'steady'], ['Foxtrot Media', null, 52_000, 'never'],
];

export function day_before(days) {
  return new Date(Date.parse(`${TODAY}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Events on a day, so many days ago. */
const USE = {
  steady: ago => 6 + (ago % 3), quiet: ago => (ago < 19 ? 0 : 9), falling: ago => (ago < 28 ? 2 : 9), rising: ago => (ago < 28 ? 12 : 4), never: () => 0,
};

function events_of(external_id, shape) {
  const events = [];
  for (let ago = 56; ago >= 0; ago--) {
    const count = USE[shape](ago);
    for (let n = 0; n < count; n++) {
      const time = new Date(Date.parse(NOW) - ago * DAY_MS - n * 60_000).toISOString();
      events.push({
        type: 'track', event: n % 3 === 0 ? 'Report opened' : 'Invoice sent', userId: `${external_id}-user-${n % 4}`, timestamp: time,
        messageId: `${external_id}-${ago}-${n}`, context: { groupId: external_id },
      });
    }
  }
  return events;
}

export async function fill_catalog(owner) {
  const product = await owner.post('/api/v1/products', { key: 'billing', name: 'Billing Cloud', name_ja: '請求クラウド', position: 1 });
  const feature = (key, name, name_ja, rules, core, position) => owner.post('/api/v1/features', { product_id: product.id, key, name, name_ja, rules, entitled_plans: [], core, position });
  const invoices = await feature('invoices', 'Invoices', '請求書', ['Invoice sent'], true, 1);
  const approvals = await feature('approvals', 'Approvals', '承認', ['Approval *'], false, 2);
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', name_ja: 'ランク', kind: 'choice', choices: ['A', 'B', 'C'], position: 1 });
  return { product, invoices, approvals };
}

export async function fill_accounts(program, { product }) {
  const { owner } = program;
  const me = await owner.get('/api/v1/session');
  const accounts = [];
  for (const [index, [name, reading, mrr]] of COMPANIES.entries()) {
    const account = await owner.post('/api/v1/accounts', {
      name, reading, external_id: `company-${index + 1}`, domain: `company${index + 1}.example`, country: reading ? 'JP' : 'GB', touch: index % 3 ? 'low' : 'high', stage: 'adoption',
      owner_id: index % 2 ? null : me.staff.id, fields: { tier: 'ABC'[index % 3] },
    });
    await owner.post('/api/v1/contracts', {
      account_id: account.id, external_id: `contract-${index + 1}`, name: null, renews_on: day_before(-20 - index * 15), notice_days: 30, grace_days: 14, auto_renews: true,
      lines: [{ from_on: day_before(300), until_on: null, product_id: product.id, plan: 'standard', seats: 5 + index, price: { amount: mrr * 12, currency: 'JPY' }, term_months: 12, discount: 0, kind: 'paid' }],
    });
    accounts.push(account);
  }
  return accounts;
}

export async function fill_events(program) {
  const sender = await program.with_key('ingest');
  const client = program.client({ key: sender.options.token, contract: false });
  for (const [index, [, , , shape]] of COMPANIES.entries()) {
    const batch = events_of(`company-${index + 1}`, shape);
    for (let at = 0; at < batch.length; at += 400) await client.post('/v1/batch', { batch: batch.slice(at, at + 400) });
  }
}

/** Everything but scores: what stories about lists and settings begin with. */
async function fill(program) {
  const catalog = await fill_catalog(program.owner);
  const accounts = await fill_accounts(program, catalog);
  await fill_events(program);
  return { ...catalog, accounts };
}

/** A published scorecard: silent for two weeks is BAD; points for active days and trend. */
async function fill_scorecard(program) {
  const made = await program.owner.post('/api/v1/scorecards', {
    name: 'Everyone', purpose: 'retention', product_id: null, segment: null, position: 1,
    definition: {
      rules: [{ key: 'silent', band: 'BAD', name: 'Silent for two weeks', when: { measure: { measure: 'days_since' }, op: '>=', value: 14 } }],
      points: [
        { key: 'days', name: 'Active days', measure: { measure: 'active_days', days: 28 }, weight: 60, low: 4, high: 20 },
        { key: 'trend', name: 'Trend', measure: { measure: 'trend', days: 28 }, weight: 40, low: -0.5, high: 0 },
      ],
      bad_below: 40, good_from: 70, unknown_below: 0.5,
    },
  });
  await program.owner.post(`/api/v1/scorecards/${made.id}/publication`);
  return made;
}

export const FILLED = beginning('filled', fill);
/** The same with scores; `scorecard` is given too. */
export const SCORED = beginning('scored', async program => ({ ...(await fill(program)), scorecard: await fill_scorecard(program) }));
/** What is given is how to sign in to it: { email, password }. */
export const DEMO = beginning('demo', ({ owner }) => owner.post('/api/v1/demo'));
