// Currency rates: whose money has none is said in every place, and a rate that is added there counts everywhere.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

/** Two companies pay in other currencies: one in pounds, one in dollars beside its yen. */
async function with_currencies(program) {
  const { accounts, product } = program.given;
  const line = (amount, currency) => ({ from_on: '2026-01-01', product_id: product.id, plan: 'abroad', price: { amount, currency }, term_months: 12 });
  const more = (account, ...lines) => program.owner.post('/api/v1/contracts', { account_id: account.id, renews_on: '2026-12-10', lines });
  const [mixed] = accounts;
  const abroad = await program.owner.post('/api/v1/accounts', { name: 'Golf Metals plc', external_id: 'golf', country: 'GB', owner_id: (await program.owner.get('/api/v1/session')).staff.id });
  await more(abroad, line(12_000_00, 'GBP'));
  await more(mixed, line(1200_00, 'USD'));
  await eventually(() => program.owner.get('/api/v1/rates/missing'), ({ items }) => items.length === 2);
  return { abroad, mixed };
}

story('who pays in a currency without a rate is told, until the rate is added', async ({ page, program, say, language, given: { abroad } }) => {
  await page.goto('/');
  await page.getByText(say('レートのないGBPの1社を除く', '1 account in GBP without a rate')).waitFor();
  await assert_everywhere(page, 'today-without-rate', language);
  await page.goto(`/accounts/${abroad.id}`);
  await page.getByText(say('今年度のGBPのレートがないため、合計と順位に含めていません。', 'No rate for GBP this fiscal year: left out of sums and ranking.')).waitFor();
  await assert_everywhere(page, 'account-without-rate', language);
  await page.goto('/accounts?q=Golf');
  await page.getByText(say('レートなし', 'no rate'), { exact: true }).waitFor();
  await assert_everywhere(page, 'list-without-rate', language);
  await page.goto('/settings/rates');
  await settled(page);
  await page.getByText(say('1社がGBPで支払っていますが、今年度のレートがありません。', '1 account pays in GBP, which has no rate this fiscal year.'), { exact: false }).waitFor();
  await assert_everywhere(page, 'rates-missing', language);
  await page.getByRole('status').filter({ hasText: 'GBP' }).getByRole('button', { name: say('レートを追加', 'Add rate') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('レート', 'Rate'), exact: true }).fill('190,5');
  await dialog.getByText(`1 GBP = 190,5 JPY`).waitFor();
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await dialog.getByText(say('「190,5」はレートとして読めません。', '“190,5” is not a rate.'), { exact: false }).first().waitFor();
  await assert_everywhere(page, 'rate-refused', language);
  await dialog.getByRole('textbox', { name: say('レート', 'Rate'), exact: true }).fill('１９０．５');
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: '1 GBP = 190.5 JPY' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'GBP' }).waitFor({ state: 'detached' });
  await assert_everywhere(page, 'rates', language);
  await page.goto(`/accounts/${abroad.id}`);
  await page.getByText(say('今年度のレートで¥190,500/月', '¥190,500/mo at this fiscal year’s rate')).waitFor();
  await assert_everywhere(page, 'account-with-rate', language);
  await page.goto('/accounts?q=Golf');
  await page.getByRole('link', { name: 'Golf Metals plc' }).waitFor();
  assert.equal(await page.getByText(say('レートなし', 'no rate'), { exact: true }).count(), 0);
  assert.deepEqual((await program.owner.get('/api/v1/rates/missing')).items, [{ currency: 'USD', accounts: 1 }]);
}, { clock: NOW, begins: SCORED, prepare: with_currencies });

story('a rate is changed and deleted, and the fiscal year moves with the workspace', async ({ page, program, say }) => {
  await page.goto('/settings/rates');
  await page.getByRole('cell', { name: say('2026年度: 2026年4月〜2027年3月', 'FY2026: Apr 2026 – Mar 2027') }).waitFor();
  await page.getByRole('button', { name: say('編集', 'Edit') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('レート', 'Rate'), exact: true }).fill('151.25');
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: '1 USD = 151.25 JPY' }).waitFor();
  await page.goto('/settings/workspace');
  await page.getByRole('combobox', { name: say('会計年度の開始月', 'Fiscal year begins in') }).click();
  await page.getByRole('option', { name: say('1月', 'January'), exact: true }).click();
  const form = page.locator('form').filter({ has: page.getByRole('combobox', { name: say('会計年度の開始月', 'Fiscal year begins in') }) });
  await form.getByRole('button', { name: say('保存', 'Save') }).click();
  await eventually(() => program.owner.get('/api/v1/workspace'), ({ fiscal_month }) => fiscal_month === 1);
  await page.goto('/settings/rates');
  await page.getByRole('cell', { name: say('2026年度: 2026年1月〜2026年12月', 'FY2026: Jan 2026 – Dec 2026') }).waitFor();
  await page.getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByText(say('レートがまだありません', 'No rates yet')).waitFor();
}, { clock: NOW, prepare: ({ owner }) => owner.post('/api/v1/rates', { fiscal_year: 2026, from: 'USD', to: 'JPY', rate: '149.25' }) });
