// Holidays in the settings: Japan's with one click, the company's own, and what a number says of those it leaves out.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { fill, fill_scorecard, NOW } from '../kit/sample.mjs';

async function prepare(program) {
  const filled = await fill(program);
  await fill_scorecard(program);
  return filled;
}

story('holidays are chosen with one click, and a number names those that it leaves out', async ({ page, program, say, language, given: { accounts } }) => {
  await page.goto('/settings/holidays');
  await page.getByText(say('休日がありません', 'No holidays')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'holidays-none', language);
  const japan = page.getByRole('button', { name: say('日本の祝日を使う', 'Use Japan’s holidays') });
  const reads = request => request.method() === 'GET' && request.url().endsWith('/api/v1/calendar');
  await page.route('**/api/v1/calendar', route => (route.request().method() === 'GET' ? route.fallback() : route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ status: 500, code: 'internal' }) })));
  await Promise.all([page.waitForRequest(reads), japan.click()]);
  await page.getByText(say('サーバーで問題が起きました。記録済みです。', 'Something went wrong on the server. It has been logged.')).waitFor();
  await page.unroute('**/api/v1/calendar');
  await japan.click();
  await page.getByRole('cell', { name: say('憲法記念日', 'Constitution Memorial Day') }).waitFor();
  await page.getByRole('status').filter({ hasText: say('タイムゾーン', 'time zone') }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: say('休業日を追加', 'Add days off') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名称', 'Name') }).fill(say('創立記念日', 'Founding day'));
  await assert_everywhere(page, 'holidays-add', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: say('創立記念日', 'Founding day') }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'holidays', language);
  await page.getByRole('row', { name: say('創立記念日', 'Founding day') }).getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('cell', { name: say('創立記念日', 'Founding day') }).waitFor({ state: 'detached' });
  assert.deepEqual((await program.owner.get('/api/v1/holidays')).items.filter(one => one.source === 'own'), []);
  const steady = accounts.find(one => one.name === 'Charlie Works');
  await eventually(() => program.owner.get('/api/v1/calendar'), ({ country }) => country === 'JP');
  await page.goto(`/accounts/${steady.id}`);
  await page.getByRole('button', { name: say('28日間で28日利用', 'Active on 28 of 28 days') }).first().click();
  await page.getByText(say('数えない休日: 11月3日。', 'Holidays that do not count: 3 Nov.'), { exact: false }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'holidays-evidence', language);
}, { clock: NOW, prepare });
