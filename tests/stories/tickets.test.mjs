// The desk: a request is written down, answered and solved; a note stays among ourselves; what is half written survives a reload.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { fill, NOW } from '../kit/sample.mjs';

story('a request is opened by hand, answered, noted and solved by keyboard', async ({ page, program, say, language, given: { accounts } }) => {
  await page.goto('/inbox');
  await page.getByText(say('未解決のチケットはありません', 'Nothing open')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'inbox-none', language);
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  const [account] = accounts;
  await dialog.getByRole('textbox', { name: say('企業', 'Account') }).fill(account.name);
  await dialog.getByRole('button', { name: account.name }).click();
  await dialog.getByRole('textbox', { name: say('件名', 'Subject') }).fill(say('請求書が届きません', 'No invoice'));
  await dialog.getByRole('textbox', { name: say('問い合わせの内容', 'What they said or wrote') }).fill(say('先月分です。', 'Last month’s.'));
  await assert_everywhere(page, 'inbox-new', language);
  await dialog.getByRole('button', { name: say('チケットを登録', 'Open ticket') }).click();
  await page.getByRole('heading', { name: say('請求書が届きません', 'No invoice') }).waitFor();
  const [ticket] = (await program.owner.get('/api/v1/tickets')).items;
  assert.equal(ticket.account, account.name);

  const box = page.getByRole('textbox', { name: say('メッセージ', 'Message') });
  await box.fill(say('本日再送しました', 'Sent again today'));
  await page.getByText(say('下書きを保存しました', 'Draft saved')).waitFor();
  await page.reload();
  await eventually(() => box.inputValue(), text => text === say('本日再送しました', 'Sent again today'));
  await settled(page);
  await assert_everywhere(page, 'ticket', language);
  await page.getByRole('button', { name: say('返信を記録', 'Record reply') }).click();
  await page.getByRole('article', { name: say('返信', 'Reply'), exact: false }).waitFor();
  assert.equal(await box.inputValue(), '');
  assert.deepEqual((await program.owner.get('/api/v1/ticket-drafts')).items, []);

  await page.locator('h2').first().click();
  await page.keyboard.press('n');
  await box.fill(say('経理に確認する', 'Ask accounting'));
  await box.press('Control+Enter');
  await page.getByRole('article', { name: say('社内メモ', 'Internal note'), exact: false }).waitFor();
  await page.locator('h2').first().click();
  await page.keyboard.press('s');
  await page.getByText(say('解決しました。', 'Solved.')).waitFor();
  await eventually(() => program.owner.get(`/api/v1/tickets/${ticket.id}`), ({ state }) => state === 'solved');
  await settled(page);
  await assert_everywhere(page, 'ticket-solved', language);
  await page.keyboard.press('u');
  await page.getByText(say('未解決のチケットはありません', 'Nothing open')).waitFor();
}, { clock: NOW, prepare: fill });

story('the inbox is narrowed, changed as a whole and back, and statuses have names of one’s own', async ({ page, program, say, language, given: { accounts } }) => {
  const names = ['A', 'B', 'C'];
  for (const name of names) await program.owner.post('/api/v1/tickets', { subject: `Question ${name}`, text: name, account_id: accounts[0].id, priority: name === 'A' ? 'urgent' : 'normal' });
  await page.goto('/inbox');
  await page.getByText('Question A').first().waitFor();
  await settled(page);
  await assert_everywhere(page, 'inbox', language);
  await page.getByRole('checkbox', { name: /Question B/ }).check();
  await page.getByRole('button', { name: say('変更…', 'Change…') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: say('優先度', 'Priority') }).or(dialog.getByRole('textbox', { name: say('優先度', 'Priority') })).click();
  await page.getByRole('option', { name: say('高', 'High'), exact: true }).click();
  await dialog.getByRole('button', { name: say('変更する', 'Change'), exact: true }).click();
  const priority = async () => (await program.owner.get('/api/v1/tickets')).items.find(({ subject }) => subject === 'Question B').priority;
  await eventually(priority, is => is === 'high');
  await page.getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await eventually(priority, is => is === 'normal');
  await page.goto(`/accounts/${accounts[0].id}`);
  await page.getByRole('link', { name: /Question C/ }).waitFor();
  await page.goto('/settings/statuses');
  await page.getByRole('button', { name: say('ステータスを追加', 'Add status') }).click();
  await dialog.getByRole('textbox', { name: say('名称(英語)', 'Name (English)') }).fill('With the vendor');
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: 'With the vendor' }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'ticket-statuses', language);
}, { clock: NOW, prepare: fill });
