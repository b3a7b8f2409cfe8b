// Two tickets that are one, one that is two, and one that waits for another: each from the ticket's menu, each with its undo.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

async function opened(program, accounts) {
  const [account, other] = accounts;
  const person = await program.owner.post('/api/v1/contacts', { account_id: account.id, name: '田中一郎', email: 'tanaka@story.example' });
  const open = (subject, text, more = {}) => program.owner.post('/api/v1/tickets', { subject, text, requester_id: person.id, account_id: account.id, ...more });
  const first = await open('Invoice missing', 'The invoice for October did not come.');
  const second = await open('No invoice', 'Where is my invoice?');
  const elsewhere = await open('Export fails', 'The export stops halfway.', { account_id: other.id, requester_id: null, requester_name: 'Jo' });
  const read = ({ id }) => program.owner.get(`/api/v1/tickets/${id}`);
  return { first, second, elsewhere, read };
}

/** Chooses in the ⋯ menu of the page. */
async function choose(page, say, ja, en) {
  await page.getByRole('button', { name: say('その他', 'More') }).first().click();
  await page.getByRole('menuitem', { name: say(ja, en) }).click();
}

story('a ticket is merged by keyboard; its number leads to the other, and an undo brings it back', async ({ page, program, say, language, given: { accounts } }) => {
  const { first, second, elsewhere, read } = await opened(program, accounts);
  await page.goto(`/inbox/${second.id}`);
  await page.getByRole('heading', { name: 'No invoice' }).waitFor();
  await settled(page);
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  const option = dialog.getByRole('radio', { name: /Invoice missing/ });
  await option.waitFor();
  await option.focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('radio', { name: say(`#${first.number} を残す`, `#${first.number} stays`) }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'ticket-merge', language);
  await dialog.getByRole('button', { name: say('統合する', 'Merge'), exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'Invoice missing' }).waitFor();
  await page.getByText(say(`旧番号 #${second.number}`, `also #${second.number}`)).waitFor();
  await page.getByText('Where is my invoice?').waitFor();
  await page.getByText(say(`#${second.number} から`, `from #${second.number}`)).waitFor();
  await settled(page);
  await assert_everywhere(page, 'ticket-merged', language);
  await page.goto(`/inbox/${second.id}`);
  await page.getByRole('heading', { name: 'Invoice missing' }).waitFor();
  assert.ok(page.url().endsWith(`/inbox/${first.id}`));
  await page.getByRole('button', { name: say(`取り消す: #${second.number}`, `Undo: #${second.number}`) }).click();
  await eventually(() => read(second), ({ merged_into }) => merged_into === null);
  await page.getByText('Where is my invoice?').waitFor({ state: 'detached' });

  await choose(page, say, '統合…', 'Merge…');
  await dialog.getByRole('searchbox', { name: say('番号・件名・依頼者', 'Number, subject or requester') }).fill(`#${elsewhere.number}`);
  await dialog.getByRole('radio', { name: /Export fails/ }).check();
  const merge = dialog.getByRole('button', { name: say('統合する', 'Merge'), exact: true });
  await dialog.getByRole('checkbox', { name: say('確認のうえ統合する', 'Merge them anyway') }).waitFor();
  assert.ok(await merge.isDisabled(), 'two accounts are confirmed first');
  await settled(page);
  await assert_everywhere(page, 'ticket-merge-accounts', language);
  await dialog.getByRole('checkbox').check();
  await merge.click();
  await eventually(() => read(elsewhere), ({ merged_into }) => merged_into === first.id);
  await page.getByRole('button', { name: say('元に戻す', 'Undo'), exact: true }).click();
  await eventually(() => read(elsewhere), ({ merged_into }) => merged_into === null);
}, { clock: NOW, begins: FILLED });

story('messages become a ticket of their own, and a parent asks before it is solved', async ({ page, program, say, language, given: { accounts } }) => {
  const { first, second, read } = await opened(program, accounts);
  await program.owner.post(`/api/v1/tickets/${first.id}/messages`, { kind: 'customer', text: 'Also, how do I add a user?' });
  await page.goto(`/inbox/${first.id}`);
  await page.getByText('Also, how do I add a user?').waitFor();
  await settled(page);
  await choose(page, say, '分割…', 'Split…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /how do I add a user/ }).check();
  await dialog.getByRole('textbox', { name: say('件名', 'Subject') }).fill('Adding a user');
  await settled(page);
  await assert_everywhere(page, 'ticket-split', language);
  await dialog.getByRole('button', { name: say('問い合わせを作成', 'Create ticket') }).click();
  await page.getByRole('heading', { name: 'Adding a user' }).waitFor();
  await page.getByRole('link', { name: `#${first.number} Invoice missing` }).first().waitFor();
  await page.getByRole('button', { name: say('元に戻す', 'Undo'), exact: true }).click();
  await page.getByRole('heading', { name: 'Invoice missing' }).waitFor();
  await page.getByText('Also, how do I add a user?').waitFor();

  await choose(page, say, 'リンク…', 'Link…');
  await dialog.getByRole('radio', { name: /No invoice/ }).check();
  await dialog.getByRole('combobox', { name: say('相手の問い合わせ', 'The other ticket is') }).or(dialog.getByRole('textbox', { name: say('相手の問い合わせ', 'The other ticket is') })).click();
  await page.getByRole('option', { name: say('子(完了を待つ)', 'a child: this one waits for it') }).click();
  await settled(page);
  await assert_everywhere(page, 'ticket-link', language);
  await dialog.getByRole('button', { name: say('リンクする', 'Link'), exact: true }).click();
  await page.getByText(say('子1件の完了待ち', 'waits for 1 ticket')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'ticket-parent', language);
  await page.keyboard.press('s');
  await dialog.getByText(say('未解決の子の問い合わせが1件あります', '1 child ticket is still open')).waitFor();
  assert.equal((await read(first)).state, 'new');
  await dialog.getByRole('button', { name: say('解決する', 'Solve anyway') }).click();
  await eventually(() => read(first), ({ state }) => state === 'solved');
  assert.equal((await read(second)).state, 'new');
}, { clock: NOW, begins: FILLED });
