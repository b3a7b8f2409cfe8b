// A scorecard whose weights and bounds follow from what was known on a day, created in the browser as a CSM does.
import assert from 'node:assert/strict';
import { open_page } from '../kit/browser.mjs';
import { above } from './kit.mjs';

const STRENGTH = 0.05; // a measure that tells leavers from stayers no better than this is left out
const AT_A_TIME = 8;

/** Runs `one` for all, a few at a time; results in order. */
async function each(items, one) {
  const results = [];
  const queue = items.entries();
  await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
    for (const [index, item] of queue) results[index] = await one(item);
  }));
  return results;
}

const percentile = (sorted, share) => sorted[Math.round((sorted.length - 1) * share)];

/** How one measure told those who left from those who stayed, by Banso's own values as of a day. */
async function strength(owner, { name, ref }, paying, left, day) {
  const asked = encodeURIComponent(JSON.stringify(ref));
  const values = await each(paying, async ({ id }) => ({ id, value: (await owner.get(`/api/v1/accounts/${id}/measure?ref=${asked}&as_of=${day}`)).value }));
  const known = values.filter(({ value }) => value !== null);
  const of = left_ones => known.filter(({ id }) => left.has(id) === left_ones).map(({ value }) => value);
  const sorted = known.map(({ value }) => value).sort((a, b) => a - b);
  return { name, ref, known: known.length, auc: above(of(false), of(true)), bounds: [percentile(sorted, 0.1), percentile(sorted, 0.9)] };
}

/**
 * The rule: of each candidate the probability that one who stayed stood higher than one who left; weights in proportion to
 * its distance from a half, candidates nearer than STRENGTH left out; nothing is earned at the tenth percentile and all at
 * the ninetieth, or the other way round where those who left stood higher.
 */
export async function learn(owner, candidates, paying, left, day) {
  const found = [];
  for (const candidate of candidates) found.push(await strength(owner, candidate, paying, left, day));
  const strong = found.filter(({ auc }) => Math.abs(auc - 0.5) >= STRENGTH);
  const total = strong.reduce((sum, { auc }) => sum + Math.abs(auc - 0.5), 0);
  const points = strong.map(({ name, ref, auc, bounds }) => {
    const [low, high] = auc > 0.5 ? bounds : [...bounds].reverse();
    return { name, ref, weight: Math.round((100 * Math.abs(auc - 0.5)) / total), low, high };
  });
  for (const { name, known, auc } of found) console.log(`  ${name}: known of ${known}, AUC ${auc.toFixed(3)}`);
  return points;
}

/** The limit under which at least this share of those judged on a day is BAD, to a step of five points; by Banso's preview. */
export async function bad_below(owner, points, base, share, day) {
  const rows = points.map(({ name, ref, weight, low, high }) => ({ key: name.replace(/\W+/g, '_'), name, measure: ref, weight, low, high }));
  for (let limit = 5; limit <= 65; limit += 5) {
    const { bands } = await owner.post('/api/v1/scorecards/preview', { definition: { ...base, points: rows, bad_below: limit }, as_of: day });
    if (bands.BAD >= share * (bands.BAD + bands.NORMAL + bands.GOOD)) return limit;
  }
  throw new Error('no limit makes so many BAD');
}

async function choose(page, box, option) {
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

const editor = page => page.getByRole('group', { name: /^Edit / });
const row_of = (page, name) => page.getByRole('table', { name: 'Points' }).getByRole('button', { name, exact: true });

async function set_point(page, { weight, low, high }) {
  await editor(page).getByRole('textbox', { name: 'Weight' }).fill(String(weight));
  await editor(page).getByRole('textbox', { name: /^Low/ }).fill(String(low));
  await editor(page).getByRole('textbox', { name: /^High/ }).fill(String(high));
}

async function add_point(page, { name, of, ...values }) {
  await page.getByRole('button', { name: 'Add measure' }).click();
  await choose(page, editor(page).getByRole('combobox', { name: 'Measures' }), 'Events');
  await choose(page, editor(page).getByRole('combobox', { name: 'Feature' }), of);
  await set_point(page, values);
  await row_of(page, name).click();
}

/**
 * In the browser: from the template "Events only", what `points` does not name is removed, what it names is set, what is
 * new is added; then published. points: { name as the editor shows it, of (a feature), weight, low, high }.
 */
export async function make_scorecard(program, points, limit) {
  const page = await open_page({ url: program.url, client: program.owner });
  await page.goto('/health');
  await page.getByRole('button', { name: 'New scorecard' }).click();
  await choose(page, page.getByRole('dialog').getByRole('combobox', { name: 'Start from' }), 'Events only');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/health\/\d+/);
  for (const name of ['Trend of use, 28 days', 'Active days, 28 days', 'People active, 28 days']) {
    const point = points.find(one => one.name === name);
    if (!point) {
      await page.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
      continue;
    }
    await row_of(page, name).click();
    await set_point(page, point);
    await row_of(page, name).click();
  }
  for (const point of points.filter(one => one.of)) await add_point(page, point);
  await page.getByRole('textbox', { name: /^BAD/ }).fill(String(limit));
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Published. The scores are being computed anew.').waitFor();
  assert.deepEqual(page.errors, []);
  await page.context().close();
  const [card] = (await program.owner.get('/api/v1/scorecards')).items;
  const said = (ref, { weight, low, high }) => `${ref.measure} ${ref.feature_id ?? ''} ${ref.days}: ${weight}, ${low} to ${high}`;
  assert.deepEqual(card.published.points.map(point => said(point.measure, point)).sort(), points.map(point => said(point.ref, point)).sort(), 'what was typed is published');
  assert.equal(card.published.bad_below, limit);
  return card;
}
