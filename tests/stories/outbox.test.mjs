// A reply leaves: its recipients stand there before, it is undone within ten seconds, sent again, and seen as sent.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { fill, NOW } from '../kit/sample.mjs';
import { mail_server, mailbox } from '../kit/smtp.mjs';

story('a reply is sent, undone, sent again and seen as sent', async ({ page, program, say, language, given: { accounts } }) => {
  const sink = await mail_server();
  await mailbox(program, sink);
  const contact = await program.owner.post('/api/v1/contacts', { account_id: accounts[0].id, name: '山田太郎', email: 'yamada@sakura.example' });
  const received = await program.owner.post('/api/v1/ticket-messages', {
    channel: 'mail', subject: say('請求書が届きません', 'No invoice'), text: say('先月分です。', 'Last month’s.'), contact_id: contact.id, account_id: accounts[0].id,
    sender_name: '山田太郎', sender_address: 'yamada@sakura.example',
    recipients: [{ role: 'to', address: 'help@us.example' }, { role: 'cc', address: 'carrier@third.example' }],
  });
  await page.goto(`/inbox/${received.ticket_id}`);
  const chips = page.getByRole('list', { name: say('宛先', 'Recipients') });
  await chips.getByText('carrier@third.example').waitFor();
  await chips.getByText(say('社外', 'Outside')).waitFor();
  const box = page.getByRole('textbox', { name: say('メッセージ', 'Message'), exact: true });
  await box.fill(say('本日再送しました', 'Sent again today'));
  await chips.getByRole('button', { name: say('carrier@third.exampleを外す', 'Remove carrier@third.example') }).click();
  await settled(page);
  await assert_everywhere(page, 'outbox-answer', language);
  const send = page.getByRole('button', { name: say('送信', 'Send'), exact: true });
  await send.click();
  const article = page.getByRole('article', { name: say('返信', 'Reply'), exact: false });
  await article.getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await eventually(() => box.inputValue(), text => text === say('本日再送しました', 'Sent again today'));
  assert.equal(await article.count(), 0);
  assert.equal(await chips.getByText('carrier@third.example').count(), 0);
  await send.click();
  await article.waitFor();
  program.clock(Date.parse(NOW) + 60_000);
  const [mail] = await sink.has(1);
  assert.deepEqual(mail.to, ['yamada@sakura.example']);
  await article.getByText(say('送信済み', 'Sent'), { exact: false }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'outbox-sent', language);
}, { clock: NOW, prepare: fill, args: ['--outbound-networks', '127.0.0.1'] });
