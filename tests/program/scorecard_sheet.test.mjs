// The sheet before publishing, the versions of a scorecard, and the way back to an old one.
import assert from 'node:assert/strict';
import { Customers, DEFINITION, day_after, range, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const TODAY = '2026-11-22';
const OPTIONS = { clock: `${TODAY}T03:00:00Z` }; // noon in Tokyo
/* Fires after `days` silent days; in points two active days are enough for 40 of 100. */
const after = days => ({ ...DEFINITION, rules: [{ ...DEFINITION.rules[0], when: { measure: { measure: 'days_since' }, op: '>=', value: days } }] });

const cell = (sheet, from, to) => sheet.cells.find(one => one.band === from && one.new_band === to);

async function workspace(program) {
  const customers = await Customers.in(program, TODAY);
  const busy = await customers.company('Busy', { days: range(0, 60), people: 4 });
  const quiet = await customers.company('Quiet', { days: range(20, 60), people: 4 });
  const gone = await customers.company('Gone', { days: range(70, 120), people: 4 });
  await customers.contract(busy);
  await customers.contract(quiet);
  // Silent for 14 days and more on 27 September (8 weeks ago): it leaves on 1 October.
  const contract = await customers.contract(gone);
  await customers.api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-09-20', ends_on: '2026-10-01' });
  return { customers, api: customers.api, busy, quiet, gone };
}

bothEngines('the sheet holds a draft and what is in force against a year', async program => {
  const { customers, api, quiet, gone } = await workspace(program);
  const card = await customers.scorecard(after(30));
  const sheet = await api.post('/api/v1/scorecards/sheet', { scorecard_id: card.id, purpose: 'retention', definition: after(14) });
  assert.equal(sheet.as_of, TODAY);
  assert.equal(sheet.weeks.length, 52);
  assert.equal(sheet.weeks.at(-1).day, TODAY);
  assert.equal(sheet.from_day, day_after(TODAY, -7 * 51));
  assert.equal(sheet.accounts, 2, 'who left is not scored');
  assert.equal(sheet.moved, 1);
  const moved = cell(sheet, 'GOOD', 'BAD');
  assert.deepEqual(moved.items.map(one => one.account), ['Quiet']);
  assert.deepEqual(moved.mrr, { amount: 100_000, currency: 'JPY' });
  assert.equal(moved.items[0].account_id, quiet.id);

  assert.equal(sheet.left, 1);
  assert.equal(sheet.stayed, 2);
  assert.equal(sheet.few, true);
  const [leaver] = sheet.leavers;
  assert.deepEqual([leaver.account_id, leaver.left_on, leaver.draft, leaver.in_force], [gone.id, '2026-10-01', 'caught', 'missed']);
  assert.equal(leaver.draft_early, 4, 'BAD on 27 September');
  assert.deepEqual(sheet.draft.early, { lower: 4, median: 4, upper: 4 });
  assert.deepEqual([sheet.draft.caught, sheet.in_force.caught, sheet.gained, sheet.lost], [1, 0, 1, 0]);
  assert.deepEqual([sheet.draft.open, sheet.draft.false_alarmed], [1, 0], 'Quiet is BAD and may yet leave');
  assert.equal(sheet.draft.caught_high, 1);
  assert.ok(sheet.draft.caught_low > 0.2 && sheet.draft.caught_low < 0.21, 'one of one is no certainty');
  assert.equal(sheet.draft.alarms, sheet.weeks.reduce((sum, week) => sum + week.draft_alarms, 0));
  assert.equal(sheet.draft.alarms_by_owner, null, 'nobody has an owner');
  assert.deepEqual(sheet.undated, []);
  assert.equal((await api.get(`/api/v1/scorecards/${card.id}`)).draft, null, 'nothing is stored');
}, OPTIONS);

bothEngines('the sheet says whether a card told who would leave', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  /* On 24 May (26 weeks ago) six are silent for weeks and two of them leave in July; six are busy, and nobody leaves. */
  for (let at = 0; at < 12; at++) {
    const company = await customers.company(`Company ${at}`, { days: range(at < 6 ? 210 : 0, 230), people: 4 });
    const contract = await customers.contract(company);
    if (at < 2) await api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-06-01', ends_on: `2026-07-0${at + 1}` });
  }
  const { draft: { trust } } = await api.post('/api/v1/scorecards/sheet', { definition: after(14) });
  const band = name => trust.bands.find(one => one.band === name);
  assert.deepEqual(trust.bands.map(one => one.band), ['BAD', 'NORMAL', 'GOOD', 'UNKNOWN']);
  /* 24 May: 6 BAD, 6 GOOD; 23 August: 4 BAD, 6 GOOD. Before 6 April nobody was heard of. */
  assert.deepEqual([band('BAD').seen, band('BAD').left, band('GOOD').seen, band('GOOD').left], [10, 2, 12, 0]);
  assert.deepEqual([trust.seen, trust.left], [22, 2]);
  /* Of 40 pairs, 24 are right and 16 equal: in 8 with other BAD ones, twice. */
  assert.equal(trust.auc, (2 * 12 + 2 * 8 / 2) / 40);
  assert.equal(trust.tenth_left.toFixed(6), (2 * 2.2 / 10).toFixed(6));
  assert.equal(trust.lift.toFixed(6), (2.2 / 10 * 10).toFixed(6));
  assert.equal(trust.noise, true, 'both that left were BAD, but they are only two');
  assert.ok(trust.auc_low > 0 && trust.auc_low < 0.5 && trust.auc_high > trust.auc && trust.auc_high < 1);
  const some = await api.post('/api/v1/scorecards/sheet', { definition: after(14), as_of: '2026-06-30' });
  assert.deepEqual([some.draft.trust.left, some.draft.trust.auc, some.draft.trust.noise], [0, null, true], 'nobody had left by then');
}, OPTIONS);

bothEngines('a sheet for a new scorecard, one with a field and one of another day', async program => {
  const { api } = await workspace(program);
  await api.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', kind: 'number' });
  const tier = { key: 'tier', band: 'BAD', name: 'Tier', when: { attribute: 'field:tier', op: '<', value: 5 } };
  const fresh = await api.post('/api/v1/scorecards/sheet', { definition: { ...DEFINITION, rules: [tier] } });
  assert.equal(fresh.in_force, null, 'nothing scored them');
  assert.equal(fresh.moved, 2);
  assert.deepEqual(fresh.undated, ['field:tier']);
  const past = await api.post('/api/v1/scorecards/sheet', { definition: after(14), as_of: '2026-09-28' });
  assert.equal(past.weeks.at(-1).day, '2026-09-28');
  assert.deepEqual([past.accounts, past.left], [3, 0]);
  await refused(api.post('/api/v1/scorecards/sheet', { definition: { ...DEFINITION, bad_below: 200 } }), 400, 'bad_below');
}, OPTIONS);

bothEngines('a version says who, why and whom it moved, and an old one is restored as a new one', async program => {
  const { customers, api } = await workspace(program);
  const card = await customers.scorecard(after(30));
  const url = `/api/v1/scorecards/${card.id}`;
  const { version } = await api.put(`${url}/draft`, after(14));
  await refused(api.post(`${url}/publication`, {}, { headers: { 'if-match': `"${version - 1}"` } }), 412, 'If-Match');
  const reason = 'Silent accounts of ana@example.com were seen too late';
  await api.post(`${url}/publication`, { reason }, { headers: { 'if-match': `"${version}"` } });
  await refused(api.post(`${url}/publication`, {}), 409, 'draft');

  await api.put(`${url}/draft`, after(20));
  await refused(api.post(`${url}/publication`, { restores: 9 }), 404, 'restores');
  const restored = await api.post(`${url}/publication`, { restores: 1 });
  assert.equal(restored.published_version, 3);
  assert.equal(restored.published.rules[0].when.value, 30);
  assert.equal(restored.draft.rules[0].when.value, 20, 'the draft stays');

  const { items } = await api.get(`${url}/versions`);
  assert.deepEqual(items.map(one => [one.number, one.reason, one.moved, one.restores]), [[3, null, 1, 1], [2, reason, 1, null], [1, null, 2, null]]);
  assert.equal(items[0].definition.rules[0].when.value, 30);
  assert.equal(items[1].from_day, TODAY);
  assert.ok(items[1].publisher, 'by name');
  const audit = (await api.get('/api/v1/audit?kind=scorecard.published')).items;
  assert.deepEqual(audit.map(one => [one.body.number, one.body.moved, one.reason]), [[3, 1, null], [2, 1, reason], [1, 2, null]]);
  const csv = await program.owner.ask('GET', '/api/v1/audit.csv?kind=scorecard.published');
  assert.match(csv.text, /seen too late/);
}, OPTIONS);

bothEngines('a new scorecard takes its accounts from those behind its position, as the sheet says', async program => {
  const { customers, api, busy } = await workspace(program);
  await customers.scorecard(after(30), { name: 'Everybody', position: 2 });
  const always = after(0);
  const ahead = await api.post('/api/v1/scorecards', {
    name: 'Ahead', purpose: 'retention', position: 1, definition: always, segment: { attribute: 'name', op: '=', value: 'Busy' },
  });
  const sheet = await api.post('/api/v1/scorecards/sheet', { scorecard_id: ahead.id, purpose: 'retention', segment: ahead.segment, definition: always });
  assert.equal(sheet.moved, 1);
  assert.deepEqual(cell(sheet, 'GOOD', 'BAD').items.map(one => one.account_id), [busy.id]);
  await api.post(`/api/v1/scorecards/${ahead.id}/publication`, {});
  await customers.until_told(busy, 'BAD');
  const { items } = await api.get(`/api/v1/scorecards/${ahead.id}/versions`);
  assert.deepEqual(items.map(one => one.moved), [1]);
}, OPTIONS);

bothEngines('a scorecard that is switched off moves nobody', async program => {
  const { customers, api } = await workspace(program);
  const card = await customers.scorecard(after(30));
  const url = `/api/v1/scorecards/${card.id}`;
  await api.patch(url, { enabled: false });
  await api.put(`${url}/draft`, after(0));
  await api.post(`${url}/publication`, {});
  const { items } = await api.get(`${url}/versions`);
  assert.deepEqual(items.map(one => one.moved), [0, 2]);
}, OPTIONS);

bothEngines('an erasure reaches the reason of a version', async program => {
  const { customers, api } = await workspace(program);
  const card = await customers.scorecard(after(30));
  const account = await customers.company('Erased');
  const contact = await api.post('/api/v1/contacts', { account_id: account.id, name: 'Ana', email: 'ana@example.com' });
  await api.put(`/api/v1/scorecards/${card.id}/draft`, after(14));
  await api.post(`/api/v1/scorecards/${card.id}/publication`, { reason: 'Asked by ana@example.com' });
  await api.delete(`/api/v1/contacts/${contact.id}`);
  const { items } = await api.get(`/api/v1/scorecards/${card.id}/versions`);
  assert.equal(items[0].reason, 'Asked by […]');
}, OPTIONS);

bothEngines('the sheet says it of each saved segment, by who was in it on each day', async program => {
  const customers = await Customers.in(program, TODAY);
  const { api } = customers;
  for (let at = 0; at < 12; at++) {
    const company = await customers.company(`Company ${at}`, { days: range(at < 6 ? 210 : 0, 230), people: 4, stage: at % 2 ? 'adoption' : 'onboarding' });
    const contract = await customers.contract(company);
    if (at < 4) await api.post(`/api/v1/contracts/${contract.id}/cancellation`, { on: '2026-06-01', ends_on: `2026-07-0${at + 1}` });
  }
  const all = await api.post('/api/v1/segments', { name: 'All', condition: { attribute: 'name', op: 'known' } });
  const even = await api.post('/api/v1/segments', { name: 'Even', condition: { attribute: 'stage', op: '=', value: 'onboarding' } });
  await api.post('/api/v1/segments', { name: 'Nobody', condition: { attribute: 'name', op: '=', value: 'Nobody' } });
  const { draft, leavers } = await api.post('/api/v1/scorecards/sheet', { definition: after(14) });
  assert.deepEqual(draft.segments.map(one => [one.segment_id, one.name, one.left]), [[all.id, 'All', 4], [even.id, 'Even', 2]]);
  const [whole, half] = draft.segments;
  assert.deepEqual([whole.seen, whole.auc, whole.auc_low, whole.auc_high], [draft.trust.seen, draft.trust.auc, draft.trust.auc_low, draft.trust.auc_high]);
  assert.deepEqual(whole.left_ids, leavers.map(one => one.account_id).toSorted((a, b) => a - b));
  assert.equal(half.left_ids.length, 2);
  assert.ok(whole.noise || !draft.trust.noise, 'never less strict than alone');
}, OPTIONS);
