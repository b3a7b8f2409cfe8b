// Mailboxes in the settings, and a mail in its ticket: its quote is a click away, and its sender is doubted where one must.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { imap_server } from '../kit/imap.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

const mail = (from, head, text) =>
  [`From: ${from}`, 'To: support@banso.example', 'Subject: =?utf-8?B?6KaL56mN44KC44KK44Gu5Lu2?=', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', ...head, '', text].join('\r\n');

story('an admin adds a mailbox; a mail is read in its ticket, with its quote folded', async ({ page, program, say, language }) => {
  await page.goto('/settings/mailboxes');
  await page.getByText(say('メールボックスはまだありません', 'No mailboxes yet')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'mailboxes-empty', language);
  await page.getByRole('button', { name: say('メールボックスを追加', 'Add mailbox') }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill(say('サポート', 'Support'));
  await dialog.getByRole('textbox', { name: say('アドレス', 'Address'), exact: true }).fill('support@banso.example');
  await dialog.getByRole('textbox', { name: say('サーバー', 'Server') }).fill('imap.banso.example');
  await dialog.getByRole('textbox', { name: say('ユーザー名', 'User') }).fill('support');
  await assert_everywhere(page, 'mailbox-form', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByText('support@banso.example').waitFor();
  const [box] = (await program.owner.get('/api/v1/mailboxes')).items;
  assert.deepEqual([box.in_host, box.in_user, box.in_security, box.is_default], ['imap.banso.example', 'support', 'tls', true]);
  await settled(page);
  await assert_everywhere(page, 'mailboxes', language);

  const server = await imap_server();
  server.deliver('Subject: 1\r\n\r\nx\r\n');
  await program.owner.patch(`/api/v1/mailboxes/${box.id}`, { in_host: '127.0.0.1', in_port: server.port, in_security: 'plain', in_password: 'secret' });
  const test = async () => {
    await page.getByRole('button', { name: `${say('操作', 'Actions')}: ${say('サポート', 'Support')}` }).click();
    await page.getByRole('menuitem', { name: say('受信をテスト', 'Test incoming') }).click();
    return page.getByRole('dialog').getByRole('status');
  };
  const shown = await test();
  await shown.getByText(say('接続できました', 'Works'), { exact: true }).waitFor();
  await shown.getByText(say('フォルダーに1件', '1 e-mail in the folder'), { exact: true }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'mailbox-test', language);
  server.says = command => (command.startsWith('SELECT') ? 'NO no such folder' : undefined);
  await page.getByRole('dialog').getByRole('button', { name: say('もう一度テスト', 'Test again') }).click();
  await shown.getByText('NO no such folder').waitFor();
  await settled(page);
  await assert_everywhere(page, 'mailbox-test-failed', language);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const headers = { 'content-type': 'message/rfc822' };
  const text = '三つお願いします。\r\n\r\n2026年9月18日(金) 17:00 Banso <support@banso.example>:\r\n> いくつご入り用ですか。\r\n';
  const { ticket_id: id } = await program.owner.post('/api/v1/mail', mail('yamada@sakura.example', ['Message-ID: <a@sakura.example>'], text), { headers });
  await program.owner.post('/api/v1/mail', mail('owner@example.test', ['Message-ID: <b@evil.example>', 'In-Reply-To: <a@sakura.example>'], '返金してください。'), { headers });
  await page.goto(`/inbox/${id}`);
  await page.getByText('三つお願いします。').waitFor();
  assert.equal(await page.getByText('いくつご入り用ですか。').isVisible(), false);
  await page.getByText(say('送信元が社内メンバーのアドレスです', 'The sender gives the address of one of us')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'ticket-mail', language);
  await page.getByText(say('引用', 'Quoted text'), { exact: true }).click();
  await page.getByText('いくつご入り用ですか。').waitFor();
}, { clock: NOW, begins: FILLED, args: ['--outbound-networks', '127.0.0.1'] });
