// Excluded use in the settings: a rule is tried out, added and deleted, and whom it holds is grey where people look for them.
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

async function prepare({ owner, given }) {
  const account = given.accounts.find(one => one.name === 'Charlie Works');
  await owner.post('/api/v1/contacts', { account_id: account.id, external_id: 'eva', name: 'Eva Vendor', email: 'eva@vendor.example', roles: ['user'] });
  return { ...given, account };
}

story('a rule of exclusion shows whom it holds before it is added, and can be taken back', async ({ page, program, say, language, given: { account } }) => {
  await page.goto('/settings/excluded');
  await page.getByText(say('ルールがありません', 'No rules')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'excluded-none', language);
  await page.getByRole('button', { name: say('ルールを追加', 'Add rule') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('ドメイン', 'Domain') }).fill('vendor.example');
  await dialog.getByText('Eva Vendor').waitFor();
  await assert_everywhere(page, 'excluded-add', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: 'vendor.example' }).waitFor();
  await eventually(() => program.owner.get('/api/v1/usage/summary'), ({ recounting }) => !recounting);
  await page.getByRole('cell', { name: '1', exact: true }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'excluded', language);
  await program.owner.patch(`/api/v1/accounts/${account.id}`, { test: true });
  await page.getByRole('link', { name: 'Charlie Works' }).waitFor();
  await page.getByRole('link', { name: 'Charlie Works' }).click();
  await page.getByText(say('テスト用の企業', 'Test account')).first().waitFor();
  await page.getByText(say('集計対象外(メールドメイン vendor.example)', 'Not counted: e-mail domain vendor.example')).first().waitFor({ state: 'attached' });
  await settled(page);
  await assert_everywhere(page, 'excluded-account', language);
  await page.goto('/people?q=eva');
  await page.getByText(say('集計対象外', 'not counted')).first().waitFor();
  await page.goto('/settings/excluded');
  await page.getByRole('row', { name: 'vendor.example' }).getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByText(say('ルールがありません', 'No rules')).waitFor();
}, { clock: NOW, begins: FILLED, prepare });
