// Scheduled imports in the settings: added from an import that is done, run now, held, looked at.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';

const folder = mkdtempSync(join(tmpdir(), 'banso-fetch-story-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = count => `external_id,name\n${Array.from({ length: count }, (_, at) => `c-${at},Company ${at}`).join('\n')}\n`;

async function imported({ owner }) {
  const { id } = await owner.post('/api/v1/imports?kind=accounts&file_name=accounts.csv', file(30), { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => state === 'done');
}

story('an admin schedules an import like one before, runs it, and is asked when the file shrank', async ({ page, say, language }) => {
  await page.goto('/settings/import-schedules');
  await page.getByText(say('定期取り込みはありません', 'No scheduled imports')).waitFor();
  await assert_everywhere(page, 'import-schedules-empty', language);
  await page.getByRole('button', { name: say('定期取り込みを追加', 'Schedule an import') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name'), exact: true }).fill('CRM');
  await dialog.getByRole('combobox', { name: say('読み方の元', 'Read files as in') }).click();
  await page.getByRole('option', { name: 'accounts.csv' }).click();
  await dialog.getByRole('textbox', { name: say('ファイル名', 'File name') }).fill('crm-*.csv');
  await assert_everywhere(page, 'import-schedules-form', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  const row = page.getByRole('row', { name: 'CRM' });
  await row.getByText(say('未実行', 'Not yet')).waitFor();
  const act = async name => {
    await row.getByRole('button', { name: say('操作: CRM', 'Actions: CRM') }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  writeFileSync(join(folder, 'crm-1.csv'), file(31));
  await act(say('今すぐ実行', 'Run now'));
  await row.getByText(say('取り込み済み', 'Imported')).waitFor();
  writeFileSync(join(folder, 'crm-1.csv'), file(9));
  await act(say('今すぐ実行', 'Run now'));
  await row.getByText(say('行数が31行から9行に減っています', 'The file has 9 rows; the one before had 31')).waitFor();
  await assert_everywhere(page, 'import-schedules', language);
  await act(say('実行履歴', 'Runs'));
  await page.getByRole('dialog').getByText(say('確認待ち', 'Waits for you')).waitFor();
  await page.getByRole('dialog').getByRole('link', { name: say('取り込みを開く', 'Open import') }).first().click();
  await page.waitForURL(/\/settings\/imports\/\d+$/);
}, { args: ['--import-folder', folder], prepare: imported });
