// Meetings and mails: written down on an account's page and on Today, with the keys, and read in the timeline.
import assert from 'node:assert/strict';
import { assert_everywhere, press_until, story } from '../kit/browser.mjs';
import { COMPANIES } from './company.mjs';

const timeline = page => page.locator('section', { has: page.locator('h2', { hasText: /^(Timeline|タイムライン)$/ }) });
const form = page => page.locator('form');

async function choose(page, box, option) {
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

story('a meeting with a customer: who, how long, what came of it; a reload keeps the words, the timeline tells it', async ({ page, program, given: { silent }, say, language }) => {
  await page.goto(`/accounts/${silent.id}`);
  const open = async () => {
    await page.getByRole('button', { name: say('その他', 'More'), exact: true }).first().click();
    await page.getByRole('menuitem', { name: say('打ち合わせを記録', 'Log meeting') }).click();
  };
  await open();
  await form(page).getByLabel(say('議題', 'Topic')).fill(say('四半期の振り返り', 'Quarterly review'));
  await form(page).getByLabel(say('話した内容・決まったこと', 'Notes')).fill(say('来月から再開する', 'They start again next month'));
  await form(page).getByLabel(say('次のステップ', 'Next step')).fill(say('研修を案内する', 'Invite them to the training'));
  await page.reload();
  await open();
  await choose(page, form(page).getByRole('combobox', { name: say('先方の参加者', 'Customer participants') }), '大野 恵');
  await page.keyboard.press('Escape');
  await form(page).getByLabel(say('時間(分)', 'Minutes')).fill('45');
  await assert_everywhere(page, 'account-meeting', language);
  await form(page).getByRole('button', { name: say('打ち合わせを記録', 'Log meeting') }).click();
  const entry = timeline(page).getByRole('listitem').filter({ hasText: say('四半期の振り返り', 'Quarterly review') });
  await entry.getByText(say('45分', '45 min')).waitFor();
  for (const said of ['大野 恵', say('来月から再開する', 'They start again next month'), say('研修を案内する', 'Invite them to the training')])
    await entry.getByText(said).first().waitFor();
  await assert_everywhere(page, 'account-met', language);
  const { items: [told] } = await program.owner.get(`/api/v1/accounts/${silent.id}/timeline?kinds=meeting`);
  const made = await program.owner.get(`/api/v1/activities/${told.subject.split(':')[1]}`);
  assert.deepEqual([made.minutes, made.outcome, made.contact_ids.length, made.staff_ids.length], [45, 'held', 1, 1]);
  await page.getByRole('status').getByText(say('打ち合わせを記録しました。', 'Meeting logged.')).locator('..').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await timeline(page).getByText(say('打ち合わせを削除', 'Meeting deleted')).waitFor();
}, { begins: COMPANIES });

story('the key w notes a mail at the marked row of Today, which is done with it', async ({ page, given: { silent }, say }) => {
  await page.goto('/today');
  const row = page.locator(`[data-account="${silent.id}"]`);
  await row.waitFor();
  await press_until(page, 'j', page.locator('[data-marked]'));
  await page.keyboard.press('w');
  await row.getByLabel(say('件名', 'Subject')).fill(say('再開のご案内', 'Starting again'));
  await row.getByLabel(say('要旨', 'Summary')).fill(say('返事待ち', 'Waiting for the answer'));
  await row.getByLabel(say('要旨', 'Summary')).press('Control+Enter');
  await row.waitFor({ state: 'detached' });
  await page.locator('summary').getByText(say('今日の対応 1/2件', 'Done today 1 of 2')).click();
  await row.getByText(say('メール済み 12:00', 'E-mailed 12:00')).waitFor();
}, { begins: COMPANIES });
