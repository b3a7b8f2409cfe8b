// Two accounts that look the same: found in the settings, compared side by side, merged, and brought back.
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

async function prepare({ owner }) {
  await owner.post('/api/v1/accounts', { name: '株式会社ひばり商事', external_id: 'HBR-001', stage: 'renewal' });
  const other = await owner.post('/api/v1/accounts', { name: '(株)ひばり商事', external_id: 'hbr1', domain: 'hibari.test', touch: 'high' });
  await owner.post('/api/v1/notes', { account_id: other.id, text: 'Told by phone' });
  await eventually(() => owner.get('/api/v1/duplicates'), ({ items }) => items.some(({ first }) => first.name === '株式会社ひばり商事'));
}

story('two records of one company are found, compared, merged, and brought back', async ({ page, say, language }) => {
  await page.goto('/settings/duplicates');
  const row = page.getByRole('row').filter({ hasText: '株式会社ひばり商事' });
  await row.getByText(say('法人格を除いた名前が同じ', 'Same name without the legal form')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'duplicates', language);

  await row.getByRole('button', { name: say('別の企業', 'Not the same') }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await row.getByRole('link', { name: say('比べて統合', 'Compare and merge') }).click();

  await page.getByRole('heading', { name: say('企業を統合', 'Merge accounts') }).waitFor();
  const values = page.getByRole('row').filter({ hasText: 'hibari.test' });
  await values.getByRole('radio').nth(1).waitFor();
  await settled(page);
  await assert_everywhere(page, 'account-merge', language);
  await page.getByRole('button', { name: say('統合する', 'Merge accounts'), exact: true }).click();

  await page.getByRole('heading', { name: '株式会社ひばり商事' }).waitFor();
  const undo = page.getByRole('button', { name: say('統合を取り消す: (株)ひばり商事', 'Undo merge: (株)ひばり商事') });
  await undo.waitFor();
  await settled(page);
  await assert_everywhere(page, 'account-merged', language);
  await undo.click();
  await page.getByRole('dialog').getByRole('button', { name: say('統合を取り消す', 'Undo merge'), exact: true }).click();
  await undo.waitFor({ state: 'detached' });
  await page.goto('/settings/duplicates');
  await row.waitFor();
}, { clock: NOW, begins: FILLED, prepare });
