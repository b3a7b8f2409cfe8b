// Overview: the manager on Monday. How many stand where, with what money; who holds what is at risk; the very rows behind
// each figure; the same a week ago.
import assert from 'node:assert/strict';
import { assert_everywhere, press_until, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES, day } from './company.mjs';

const filled = { begins: COMPANIES };
const strip = (page, say) => page.getByRole('region', { name: say('この日の数字', 'Figures of the day') });
const cell = (page, say, name) => strip(page, say).getByRole('listitem').filter({ hasText: name });
/** The figures once all three companies are scored, which is a moment after their use came in. */
const all_told = program => eventually(() => program.owner.get('/api/v1/overview'), ({ bands }) => bands.map(one => one.figure.accounts).join() === '1,0,1,1');
/** How many the list of accounts says that it has. The address is new before the page is: the list has a name of its own. */
const listed = (page, say) => page.getByRole('table', { name: say('顧客企業', 'Accounts'), exact: true }).getAttribute('aria-rowcount');

story('a manager opens Overview by key, sees who is at risk, and opens the rows behind the figures', async ({ page, program, given, say, language }) => {
  const { answer: overview } = await all_told(program);
  await page.goto('/today');
  await page.locator(`li[data-account="${given.silent.id}"]`).waitFor();
  await press_until(page, ['g', 'o'], strip(page, say));
  const [good, , bad] = overview.bands.map(({ figure }) => figure);
  assert.deepEqual([good.mrr.amount, bad.mrr.amount], [150_000, 480_000]);
  await cell(page, say, 'BAD').getByText(say('¥480,000/月', '¥480,000/month')).waitFor();
  const loss = async () => [await cell(page, say, say('見込み損失', 'Expected loss')).innerText(), (await program.owner.get('/api/v1/overview')).total.expected_loss.amount];
  await eventually(loss, ([shown, amount]) => shown.includes(`¥${amount.toLocaleString('en')}`));
  await assert_everywhere(page, 'overview', language);

  await cell(page, say, 'BAD').getByRole('link').click();
  await page.getByRole('link', { name: given.silent.name }).waitFor();
  await eventually(() => listed(page, say), rows => rows === '1');
  await page.goBack();

  const table = page.getByRole('table', { name: say('リスクの内訳', 'At risk') });
  await table.getByRole('row').last().getByText(say('すべての企業', 'All accounts')).waitFor();
  await table.getByRole('link', { name: new RegExp(`^${say('すべての企業', 'All accounts')}, ${say('企業数', 'Accounts')} ${overview.total.accounts}`) }).click();
  await eventually(() => listed(page, say), rows => rows === String(overview.total.accounts));
}, filled);

story('the same by product and as of a day of the past, kept in the address', async ({ page, program, given, say, language }) => {
  await page.goto('/overview?by=product');
  const table = page.getByRole('table', { name: say('リスクの内訳', 'At risk') });
  await table.getByText(say('請求クラウド', 'Billing Cloud')).waitFor();
  await table.getByRole('button', { name: say('企業数', 'Accounts'), exact: true }).click();
  await page.waitForURL(/sort=-count/);
  const then = day(given.today, -30);
  await page.goto(`/overview?by=touch&as_of=${then}`);
  const past = await program.owner.get(`/api/v1/overview?by=touch&as_of=${then}`);
  await table.getByText(say('ハイタッチ', 'High touch')).waitFor();
  await cell(page, say, 'GOOD').getByText(String(past.bands[0].figure.accounts), { exact: true }).waitFor();
  await assert_everywhere(page, 'overview-past', language);
  await cell(page, say, 'GOOD').getByRole('link').click();
  await page.waitForURL(url => url.pathname === '/accounts' && url.searchParams.get('as_of') === then);
  await eventually(() => listed(page, say), rows => rows === String(past.bands[0].figure.accounts));
}, filled);

story('what moved and what was done open their accounts and deeds beside the page', async ({ page, program, given, say, language }) => {
  await all_told(program);
  await program.owner.post('/api/v1/calls', { account_id: given.silent.id, text: 'Spoke of the approver' });
  const { moves } = await program.owner.get('/api/v1/overview/moves?weeks=4');
  const fell = moves.find(move => move.to === 'BAD');
  await page.goto('/overview');
  const matrix = page.getByRole('table', { name: say('ヘルスの移動', 'Movement of bands') });
  await matrix.waitFor();
  await page.getByText(say('4週間', '4 weeks'), { exact: true }).click();
  await page.waitForURL(/weeks=4/);
  const name = fell.from === 'BAD' ? say('BADのまま: 1', 'Stayed BAD: 1') : `${fell.from} → BAD: 1`;
  await matrix.getByRole('button', { name }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: given.silent.name }).waitFor();
  await assert_everywhere(page, 'overview-moved', language);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  const work = page.getByRole('table', { name: say('実施したこと', 'What was done') });
  await work.getByRole('button', { name: say('Owner One, 電話: 1', 'Owner One, Calls: 1') }).click();
  await drawer.getByRole('link', { name: given.silent.name }).waitFor();
  await assert_everywhere(page, 'overview-deeds', language);
}, filled);
