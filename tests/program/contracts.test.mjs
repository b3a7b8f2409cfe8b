// Contracts as dated lines over the API of the real program: changes, corrections, cancellations, and what the list of
// accounts says of them as of any day.
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const JPY = amount => ({ amount, currency: 'JPY' });

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

async function customer(owner, lines, more = {}) {
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const contract = await owner.post('/api/v1/contracts', { account_id: account.id, lines, ...more });
  return { account, contract, at: async day => (await owner.get(`/api/v1/accounts?as_of=${day}`)).items[0] };
}

bothEngines('a contract says its price by the month, its renewal and its notice, and so does the list', async program => {
  const { owner } = program;
  const { contract, at } = await customer(owner, [
    { from_on: '2026-04-01', until_on: '2027-04-01', seats: 20, price: JPY(1200000), term_months: 12, discount: 0.1 },
  ], { notice_days: 90 });
  assert.deepEqual(contract.mrr, JPY(90000));
  assert.deepEqual([contract.starts_on, contract.ends_on, contract.renews_on, contract.notice_on, contract.status],
    ['2026-04-01', '2027-04-01', '2027-04-01', '2027-01-01', 'paying']);
  const now = await at('2026-11-22');
  assert.deepEqual([now.mrr, now.seats, now.renews_on, now.days_to_renewal, now.status],
    [JPY(90000), 20, '2027-04-01', 130, 'paying']);
  assert.deepEqual((({ mrr, status }) => ({ mrr, status }))(await at('2026-03-31')), { mrr: null, status: 'none' });
}, { clock: CLOCK });

bothEngines('a change is a new line that ends the one before, a correction rewrites and is marked', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [{ from_on: '2026-01-01', seats: 10, price: JPY(10000) }]);
  const grown = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { from_on: '2026-06-01', seats: 25, price: JPY(25000) });
  assert.deepEqual(grown.lines.map(line => [line.from_on, line.until_on]), [['2026-01-01', '2026-06-01'], ['2026-06-01', null]]);
  assert.deepEqual((await at('2026-05-31')).mrr, JPY(10000));
  assert.deepEqual((await at('2026-06-01')).mrr, JPY(25000));
  const right = await owner.patch(`/api/v1/contracts/${contract.id}/lines/${grown.lines[0].id}`, { seats: 12 }, grown.version);
  assert.notEqual(right.lines[0].corrected_at, null);
  assert.equal(right.lines[1].corrected_at, null);
  assert.equal((await at('2026-02-01')).seats, 12);
  await refused(owner.patch(`/api/v1/contracts/${contract.id}`, { name: 'X' }, grown.version), 412);
  const kinds = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract`)).items;
  assert.deepEqual(kinds.map(item => item.kind), ['contract.corrected', 'contract.changed', 'contract.created']);
  assert.deepEqual(kinds[0].body.changed, [{ field: 'seats', from: 10, to: 12 }]);
}, { clock: CLOCK });

bothEngines('the timeline says what of a contract is another than before, by hand and by file', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer', external_id: 'c-1' });
  const line = { from_on: '2026-01-01', seats: 10, price: JPY(10000), plan: 'basic' };
  const contract = await owner.post('/api/v1/contracts', { account_id: account.id, external_id: 'one', lines: [line] });
  const newest = async () => (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract&limit=1`)).items[0];
  const grown = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { ...line, from_on: '2026-06-01', seats: 25, price: { amount: 9900, currency: 'USD' }, plan: 'pro' });
  const change = await newest();
  assert.deepEqual([change.kind, change.body.terms.from_on, change.body.terms.currency], ['contract.changed', '2026-06-01', 'USD']);
  const of = field => change.body.changed.find(one => one.field === field);
  assert.deepEqual([of('seats'), of('price_minor'), of('plan'), of('currency')], [
    { field: 'seats', from: 10, to: 25 }, { field: 'price_minor', from: 10000, to: 9900 }, { field: 'plan', from: 'basic', to: 'pro' },
    { field: 'currency', from: 'JPY', to: 'USD' },
  ]);
  await owner.patch(`/api/v1/contracts/${contract.id}/lines/${grown.lines[1].id}`, { price: { amount: 8900, currency: 'USD' }, plan: null });
  const correction = await newest();
  assert.deepEqual([correction.kind, correction.body.line, correction.body.currency], ['contract.corrected', grown.lines[1].id, 'USD']);
  assert.deepEqual(correction.body.changed, [{ field: 'price_minor', from: 9900, to: 8900 }, { field: 'plan', from: 'pro', to: null }]);
  await owner.patch(`/api/v1/contracts/${contract.id}`, { renews_on: '2027-06-01', notice_days: 60, name: 'Somebody’s words' });
  assert.deepEqual((await newest()).body.changed, [{ field: 'name' }, { field: 'renews_on', from: null, to: '2027-06-01' }, { field: 'notice_days', from: 30, to: 60 }]);
  const csv = 'account_id,contract_id,start_date,price,currency,plan,quantity,notice_days\nc-1,one,2026-06-01,89.00,USD,,26,90\n';
  const made = await owner.post('/api/v1/imports?kind=contracts&file_name=contracts.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${made.id}`), now => now.state === 'done');
  const told = (await owner.get(`/api/v1/accounts/${account.id}/timeline?kinds=contract&limit=2`)).items;
  assert.deepEqual(told.map(item => [item.kind, item.body.changed]).toSorted(), [
    ['contract.changed', [{ field: 'notice_days', from: 60, to: 90 }]], ['contract.corrected', [{ field: 'seats', from: 25, to: 26 }]],
  ]);
}, { clock: CLOCK });

bothEngines('a line that was cancelled before it began stands in nobody’s way', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [
    { from_on: '2026-01-01', until_on: '2027-01-01', price: JPY(10000) }, { from_on: '2027-01-01', price: JPY(12000) },
  ]);
  await owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-11-01', ends_on: '2026-11-10' });
  const back = await owner.post(`/api/v1/contracts/${contract.id}/lines`, { from_on: '2026-11-20', price: JPY(9000) });
  assert.equal(back.lines.find(line => line.from_on === '2026-11-20').until_on, null, 'it runs on past the day on which the other would have begun');
  assert.deepEqual((await at('2026-11-22')).mrr, JPY(9000));
  assert.equal((await owner.get(`/api/v1/contracts?account_id=${account.id}`)).items[0].ends_on, null);
}, { clock: CLOCK });

bothEngines('the largest prices add up, and larger ones are refused', async program => {
  const { owner } = program;
  const most = 1_000_000_000_000;
  const { account } = await customer(owner, Array.from({ length: 12 }, (_, i) => ({ from_on: '2026-01-01', plan: `p${i}`, price: JPY(most) })));
  assert.equal((await owner.get(`/api/v1/accounts/${account.id}`)).mrr.amount, 9 * most);
  await refused(owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', price: JPY(most + 1) }] }), 400, 'lines.0.price');
}, { clock: CLOCK });

bothEngines('who cancels stays to the end of the term, and then has left', async program => {
  const { owner } = program;
  const { account, contract, at } = await customer(owner, [{ from_on: '2025-01-01', price: JPY(10000) }]);
  await refused(owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01' }), 400, 'ends_on');
  const cancelled = await owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01', ends_on: '2026-10-01' });
  assert.equal(cancelled.status, 'ended');
  assert.equal((await at('2026-09-30')).status, 'paying');
  assert.equal((await at('2026-10-01')).status, 'left');
  await refused(owner.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-01', ends_on: '2026-10-01' }), 409);
  const left = encodeURIComponent(JSON.stringify({ attribute: 'status', op: '=', value: 'left' }));
  assert.deepEqual((await owner.get(`/api/v1/accounts?filter=${left}`)).items.map(item => item.id), [account.id]);
  assert.equal((await owner.get(`/api/v1/accounts?filter=${left}&as_of=2026-09-30`)).total, 0);
}, { clock: CLOCK });

bothEngines('what cannot be a line is refused by its field', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const line = { from_on: '2026-01-01', price: JPY(100) };
  const post = lines => owner.post('/api/v1/contracts', { account_id: account.id, lines });
  await refused(post([]), 400, 'lines');
  await refused(post([{ ...line, until_on: '2026-01-01' }]), 400, 'lines.0.until_on');
  await refused(post([{ ...line, price: { amount: 1, currency: 'QQQ' } }]), 400, 'lines.0.currency');
  await refused(post([{ ...line, price: JPY(-1) }]), 400, 'lines.0.price');
  await refused(post([{ ...line, discount: 1.5 }]), 400, 'lines.0.discount');
  await refused(post([{ ...line, product_id: 99 }]), 400, 'lines.0.product_id');
  await refused(post([{ ...line, until_on: '2026-03-01' }, line]), 400, 'lines.1.from_on');
  await refused(owner.post('/api/v1/contracts', { account_id: 99, lines: [line] }), 400, 'account_id');
  assert.deepEqual((await owner.get('/api/v1/contracts')).items, [], 'nothing is half written');
}, { clock: CLOCK });

bothEngines('what the engine learnt from commits it knows again after a restart', async program => {
  const { owner } = program;
  await owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'choice', choices: ['gold'] });
  const { account } = await customer(owner, [
    { from_on: '2025-04-01', until_on: '2026-04-01', seats: 5, price: { amount: 120000, currency: 'USD' }, term_months: 12, kind: 'trial' },
    { from_on: '2026-04-01', seats: 8, price: { amount: 240000, currency: 'USD' }, term_months: 12 },
  ]);
  await owner.patch(`/api/v1/accounts/${account.id}`, { fields: { tier: 'gold' }, stage: 'renewal' });
  const days = ['2025-05-01', '2026-04-01', '2026-11-22'];
  const seen = async () => Promise.all(days.map(day => owner.get(`/api/v1/accounts?as_of=${day}&sort=-mrr`)));
  const before = await seen();
  await program.restart();
  assert.deepEqual(await seen(), before);
  assert.equal(before[0].items[0].status, 'trial');
  assert.deepEqual(before[2].items[0].mrr, { amount: 20000, currency: 'USD' });
}, { clock: CLOCK });

bothEngines('an amount with cents is as large as what a person writes', async program => {
  const { owner } = program;
  await owner.patch('/api/v1/workspace', { currency: 'USD' });
  const cents = Array.from({ length: 40 }, (_, n) => n * 1237 + 4999);
  for (const amount of cents) {
    const account = await owner.post('/api/v1/accounts', { name: String(amount) });
    await owner.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', price: { amount, currency: 'USD' } }] });
  }
  const by = async (op, value) => (await owner.get(`/api/v1/accounts?limit=200&filter=${encodeURIComponent(JSON.stringify({ measure: { measure: 'mrr' }, op, value }))}`)).total;
  for (const [place, amount] of cents.map(one => Number((one / 100).toFixed(2))).entries())
    assert.deepEqual([await by('=', amount), await by('>=', amount), await by('<=', amount), await by('>', amount), await by('!=', amount)],
      [1, cents.length - place, place + 1, cents.length - place - 1, cents.length - 1], String(amount));
}, { clock: CLOCK });
