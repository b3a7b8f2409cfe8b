// The people of all accounts: who went quiet, where, and what the list is narrowed to.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES, fill_accounts, fill_catalog, fill_events, NOW } from '../kit/sample.mjs';

const ROLES = [['champion'], ['user'], ['decision_maker', 'billing'], []];
const TITLES = ['情報システム部長', 'Operations Manager', '経理', null];
const NAMES = ['Ann Lee', '長井 さゆり', 'Bob Stone', '大野 けん'];

/** Four people at each company; the company's use tells when they were last seen. One is at two. */
async function filled(program) {
  const { owner } = program;
  const accounts = await fill_accounts(program, await fill_catalog(owner));
  for (const [index, account] of accounts.entries())
    for (const [n, name] of NAMES.entries())
      await owner.post('/api/v1/contacts', {
        account_id: account.id, external_id: `company-${index + 1}-user-${n}`, name: `${name} ${index + 1}`, title: TITLES[n], roles: ROLES[n],
        email: `person${n}@company${index + 1}.example`,
      });
  await fill_events(program);
  const [both] = (await owner.get('/api/v1/contacts?q=company-4-user-0')).items;
  await owner.patch(`/api/v1/contacts/${both.id}`, { account_ids: [accounts[3].id, accounts[4].id] });
  return accounts;
}

const shown = page => page.locator('tbody tr[data-index] td:first-child a');
const without_address = text => text.replace(/ 様$/, '');
const names = async page => (await shown(page).allTextContents()).map(without_address);

story('people come with who went quiet first, and are narrowed by what they and their accounts are', async ({ page, say, language }) => {
  await page.goto('/today');
  await page.getByRole('link', { name: say('先方担当者', 'People') }).click();
  await page.waitForURL('**/people');
  await shown(page).first().waitFor();
  // Nobody has been seen at companies 1 and 4 for 19 days; two of the people of 3 and 8 went quiet four weeks ago.
  await eventually(async () => (await names(page)).slice(7, 13).join(), some => some.startsWith('Ann Lee 1,大野 けん 8,Bob Stone 8,大野 けん 3,Bob Stone 3,'));
  await page.getByText(say(`${COMPANIES.length * 4}人`, `${COMPANIES.length * 4} people`), { exact: true }).waitFor();
  await assert_everywhere(page, 'people', language);

  await page.locator('tr[aria-rowindex="2"]', { hasText: say('前期', 'before') }).waitFor();
  await page.getByRole('button', { name: say('利用中', 'Active'), exact: true }).click();
  await page.waitForURL(/filter=days_unseen:under:14$/);
  await page.getByRole('button', { name: say('最終利用からの日数が14未満', 'Days since last use under 14'), exact: true }).waitFor();
  await page.getByRole('button', { name: say('絞り込みを解除', 'Clear the filter'), exact: true }).click();

  await page.getByRole('button', { name: say('絞り込み', 'Filter'), exact: true }).click();
  await page.getByRole('button', { name: say('14日間利用なし', 'Not seen for 14 days') }).click();
  await page.waitForURL(/filter=/);
  await page.getByText(say('12人', '12 people'), { exact: true }).waitFor();
  await page.getByRole('button', { name: say('条件を追加', 'Add condition') }).click();
  await page.getByRole('combobox', { name: say('対象', 'What') }).last().click();
  await page.getByRole('option', { name: say('役職', 'Position') }).click();
  await page.getByRole('textbox', { name: say('値', 'Value') }).last().fill('MANAGER');
  await page.getByText(say('2人', '2 people'), { exact: true }).waitFor();
  await eventually(async () => (await names(page)).sort().join(), all => all === '長井 さゆり 1,長井 さゆり 4');
  await page.reload();
  await page.getByText(say('2人', '2 people'), { exact: true }).waitFor();
  await assert_everywhere(page, 'people-filter', language);
  await page.getByRole('button', { name: say('役職に「MANAGER」を含む', 'Position contains “MANAGER”'), exact: true }).waitFor();
  await page.getByRole('button', { name: say('絞り込み (2)', 'Filter (2)'), exact: true }).click();
  await page.getByRole('button', { name: say('自分の担当企業', 'At my accounts') }).click();
  await page.getByText(say('25人', '25 people'), { exact: true }).waitFor();
  await page.waitForURL(/\?filter=account\(or\(owner_id:in:\d+;standing_in_id:in:\d+\)\)$/);
  await page.getByRole('button', { name: say('絞り込みを解除', 'Clear the filter') }).click();

  await page.getByRole('searchbox').fill('さゆり 3');
  await page.waitForURL(/q=/);
  await shown(page).filter({ hasText: '長井 さゆり 3' }).waitFor();
  await page.getByText(say('1人', '1 person'), { exact: true }).waitFor();
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL(/\/accounts\/\d+/);
  await page.getByRole('heading', { name: '株式会社にほへ' }).waitFor();
  await page.goBack();
  await shown(page).filter({ hasText: '長井 さゆり 3' }).waitFor();
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText(say('該当なし', 'Nothing matches')).waitFor();
  await page.getByRole('button', { name: say('検索と絞り込みを解除', 'Clear search and filter') }).click();
  await shown(page).first().waitFor();
}, { clock: NOW, prepare: filled });

story('without people the page says where they come from', async ({ page, say, language }) => {
  await page.goto('/people');
  await page.getByText(say('先方担当者がまだいません', 'No people yet')).waitFor();
  await assert_everywhere(page, 'people-empty', language);
  await page.getByRole('button', { name: say('ファイルを取り込む', 'Import a file') }).click();
  await page.waitForURL('**/settings/imports');
}, { clock: NOW });

story('somebody without an account opens in place', async ({ page, program, say, language }) => {
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/identify', { userId: 'alone-1', traits: { email: 'alone@example.test' } });
  await page.goto('/people');
  await page.getByRole('cell', { name: 'alone@example.test' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'alone@example.test' });
  await dialog.getByRole('textbox', { name: say('名前', 'Name'), exact: true }).fill('Ann Lee');
  await assert_everywhere(page, 'people-alone', language);
  await dialog.getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  await page.getByRole('cell', { name: 'Ann Lee' }).waitFor();
}, { clock: NOW });

story('after an erasure an open page shows at once what is left of the texts that named the person', async ({ page, program }) => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '株式会社いろは' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, email: 'tanaka@iroha.example' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: 'tanaka@iroha.example に確認' });
  await page.goto(`/accounts/${account.id}`);
  await page.getByText('tanaka@iroha.example に確認').waitFor();
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  await page.getByText('[…] に確認').waitFor();
}, { clock: NOW, languages: ['ja'] });
