// Macros: written once with a look at them, and used on a ticket with two keys.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

async function prepare({ owner, given: { accounts: [account] } }) {
  const person = await owner.post('/api/v1/contacts', { account_id: account.id, name: '田中一郎', email: 'tanaka@story.example' });
  const ticket = await owner.post('/api/v1/tickets', { subject: 'Invoice missing', text: 'Where is it?', requester_id: person.id, account_id: account.id });
  return { ticket, account };
}

const STATUS = { ja: '顧客の返信待ち', en: 'Waiting for customer' };

story('a macro is written in the settings with its preview, shared, and listed', async ({ page, program, say, language }) => {
  await page.goto('/settings/macros');
  await page.getByText(say('マクロがありません', 'No macros yet')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'macros-empty', language);
  await page.getByRole('button', { name: say('マクロを追加', 'Add macro') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name'), exact: true }).fill('Invoice sent');
  const body = dialog.getByRole('textbox', { name: say('英語の本文', 'Text in English') });
  await body.fill('Dear ');
  await dialog.getByRole('button', { name: say('英語の本文: 依頼者', 'Text in English: Requester') }).click();
  await eventually(() => body.inputValue(), value => value === 'Dear {{requester}}');
  await dialog.getByText('Dear Taro Yamada').waitFor();
  await body.fill('Dear {{nobody}}');
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await dialog.getByText(say('{{nobody}} という差し込み項目はありません', '{{nobody}} is no placeholder')).first().waitFor();
  await body.fill('Dear {{requester}},\n\nthe invoice for {{account}} is on its way.');
  await dialog.getByRole('textbox', { name: say('タグ（カンマ区切り）', 'Tags, with commas between') }).fill('invoice, sent');
  await dialog.getByText('the invoice for Sakura Trading is on its way').waitFor();
  await settled(page);
  await assert_everywhere(page, 'macro-form', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await dialog.waitFor({ state: 'detached' });
  const acts = page.getByRole('button', { name: say('Invoice sentの操作', 'Actions for Invoice sent') });
  await acts.click();
  await page.getByRole('menuitem', { name: say('共有する', 'Share') }).click();
  await page.getByText(say('サポート全員', 'Everybody at the desk'), { exact: true }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'macros', language);
  const [macro] = (await program.owner.get('/api/v1/macros')).items;
  assert.deepEqual([macro.shared, macro.tags], [true, ['invoice', 'sent']]);
}, { clock: NOW, begins: FILLED });

story('a macro fills the box, sets the ticket, and its status goes with the message', async ({ page, program, say, language, given: { ticket, account } }) => {
  const { owner } = program;
  const waiting = (await owner.get('/api/v1/ticket-statuses')).items.find(one => one.state === 'waiting');
  await owner.post('/api/v1/macros', { name: 'Invoice sent', text: 'Dear {{requester}} of {{account}}', text_ja: '{{account}} {{requester}}様', tags: ['invoice'], priority: 'high', status_id: waiting.id });
  await owner.post('/api/v1/macros', { name: 'Something else', text: 'Else' });
  await page.goto(`/inbox/${ticket.id}`);
  await page.getByRole('heading', { name: 'Invoice missing' }).waitFor();
  await settled(page);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  const text = say(`${account.name} 田中一郎様`, `Dear 田中一郎 of ${account.name}`);
  await dialog.getByRole('searchbox').fill('invoice');
  await dialog.getByText(text).waitFor();
  await settled(page);
  await assert_everywhere(page, 'macro-use', language);
  await dialog.getByRole('searchbox').press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const box = page.getByRole('textbox', { name: say('メッセージ', 'Message') });
  await eventually(() => box.inputValue(), value => value === text);
  await page.getByText(say(`送信後: ${STATUS.ja}`, `Then: ${STATUS.en}`)).waitFor();
  await settled(page);
  await assert_everywhere(page, 'macro-used', language);
  const read = () => owner.get(`/api/v1/tickets/${ticket.id}`);
  await eventually(read, ({ tags, priority, state }) => tags.includes('invoice') && priority === 'high' && state === 'new');
  await page.getByRole('button', { name: say('返信を記録', 'Record reply') }).click();
  await eventually(read, ({ state }) => state === 'waiting');
  const [said] = (await owner.get(`/api/v1/tickets/${ticket.id}/messages`)).items;
  assert.deepEqual([said.kind, said.text], ['reply', text]);
}, { clock: NOW, begins: FILLED, prepare });
