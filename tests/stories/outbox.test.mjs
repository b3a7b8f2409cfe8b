// A reply leaves: its recipients stand there before, its file goes with it however slow it is, it is undone within ten seconds with all
// that it was, sent again, and seen as sent. What is typed and not confirmed counts or is refused; a note never becomes a part of a reply.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';
import { mail_server, mailbox } from '../kit/smtp.mjs';

const OPTIONS = { clock: NOW, begins: FILLED, args: ['--outbound-networks', '127.0.0.1'] };

/** A ticket of somebody who wrote with a carrier in Cc, open in the page. */
async function ticket_of({ page, program, say, given: { accounts } }) {
  const sink = await mail_server();
  await mailbox(program, sink);
  const contact = await program.owner.post('/api/v1/contacts', { account_id: accounts[0].id, name: '山田太郎', email: 'yamada@sakura.example' });
  await program.owner.post('/api/v1/contacts', { account_id: accounts[0].id, name: '鈴木花子', email: 'suzuki@sakura.example' });
  const write = more => program.owner.post('/api/v1/ticket-messages', {
    channel: 'mail', contact_id: contact.id, account_id: accounts[0].id, sender_name: '山田太郎', sender_address: 'yamada@sakura.example',
    recipients: [{ role: 'to', address: 'help@us.example' }, { role: 'cc', address: 'carrier@third.example' }], ...more,
  });
  const { ticket_id } = await write({ subject: say('請求書が届きません', 'No invoice'), text: say('先月分です。', 'Last month’s.') });
  await page.goto(`/inbox/${ticket_id}`);
  const chips = page.getByRole('list', { name: say('宛先', 'Recipients') });
  await chips.getByText('carrier@third.example').waitFor();
  const box = page.getByRole('textbox', { name: say('メッセージ', 'Message'), exact: true });
  return {
    sink, ticket_id, chips, box, write,
    form: page.locator('form', { has: box }),
    send: page.getByRole('button', { name: say('送信', 'Send'), exact: true }),
    article: page.getByRole('article', { name: say('返信', 'Reply'), exact: false }),
    outside: chips.getByText(say('社外', 'Outside')),
    undo: say('元に戻す', 'Undo'),
    messages: async () => (await program.owner.get(`/api/v1/tickets/${ticket_id}/messages`)).items,
  };
}

const focused = page => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);

story('a reply waits for its file, is undone with all that it was, sent again and seen as sent', async told => {
  const { page, program, say, language } = told;
  const { sink, chips, box, form, send, article, outside, undo, messages } = await ticket_of(told);
  await outside.waitFor();
  const text = say('本日再度お送りしました', 'It is on its way again');
  await box.fill(text);
  let go;
  const gate = new Promise(done => { go = done; });
  await page.route(/\/api\/v1\/files\?/, async route => {
    await gate;
    await route.continue();
  });
  const begun = page.waitForRequest(/\/api\/v1\/files\?/);
  await form.locator('input[type=file]').setInputFiles([{ name: 'guide.txt', mimeType: 'text/plain', buffer: Buffer.from('the guide') }]);
  await begun;
  await send.click();
  assert.deepEqual((await messages()).map(one => one.kind), ['customer'], 'nothing is sent before its file is there');
  go();
  await article.getByText('guide.txt').waitFor();
  await article.getByRole('button', { name: undo }).click();
  await article.waitFor({ state: 'detached' });
  await eventually(() => box.inputValue(), value => value === text);
  await form.getByRole('link', { name: 'guide.txt' }).waitFor();
  await outside.waitFor();
  await page.reload();
  await eventually(() => box.inputValue(), value => value === text);
  await form.getByRole('link', { name: 'guide.txt' }).waitFor();
  await outside.waitFor();
  await settled(page);
  await assert_everywhere(page, 'outbox-answer', language);

  await chips.getByRole('button', { name: say('carrier@third.exampleを外す', 'Remove carrier@third.example') }).click();
  await eventually(() => focused(page), name => name === say('山田太郎を外す', 'Remove 山田太郎'));
  await send.click();
  await article.waitFor();
  assert.deepEqual((await messages())[0].files.map(one => one.name), ['guide.txt']);
  program.clock(Date.parse(NOW) + 60_000);
  const [mail] = await sink.has(1);
  assert.deepEqual(mail.to, ['yamada@sakura.example']);
  assert.ok(mail.raw.includes('guide.txt'));
  await article.locator('[data-delivery]').getByText(say('送信済み', 'Sent'), { exact: false }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'outbox-sent', language);
}, OPTIONS);

story('an address that is only typed counts, or is refused; a newer message is taken by hand; a note stays out of a reply', async told => {
  const { page, say, language } = told;
  const { chips, box, send, article, write, undo, messages, ticket_id } = await ticket_of(told);
  await box.fill(say('確認します', 'Let me check'));
  await chips.getByRole('button', { name: say('宛先を追加', 'Add recipient') }).click();
  const address = page.getByRole('textbox', { name: say('メールアドレス', 'E-mail address') });
  await address.fill('suz');
  await page.getByRole('button', { name: '鈴木花子 (suzuki@sakura.example)' }).click();
  await chips.getByText('suzuki@sakura.example').waitFor();
  await address.fill('half@');
  await send.click();
  await page.getByRole('alert').getByText(say('宛先', 'Recipients'), { exact: false }).waitFor();
  assert.deepEqual((await messages()).map(one => one.kind), ['customer']);
  await address.fill('new@other.example');
  await page.getByRole('button', { name: say('完了', 'Done') }).click();
  await eventually(() => focused(page), name => name === say('宛先を追加', 'Add recipient'));

  await write({ ticket_id, text: say('急ぎます', 'It is urgent') });
  await page.getByText(say('新しいメッセージが届いています。', 'There is a newer message.')).waitFor();
  await chips.getByText('new@other.example').waitFor();
  await settled(page);
  await assert_everywhere(page, 'outbox-newer', language);
  await page.getByRole('button', { name: say('新しいメッセージに返信', 'Answer that one') }).click();
  await chips.getByText('new@other.example').waitFor({ state: 'detached' });

  await send.click();
  await article.waitFor();
  await page.locator('section[data-kind]').getByText(say('社内メモ', 'Internal note'), { exact: true }).click();
  const note = say('社内だけの話', 'Between us');
  await box.fill(note);
  await article.getByRole('button', { name: undo }).click();
  await page.getByRole('status').getByText(say('別の下書き', 'something else'), { exact: false }).waitFor();
  assert.equal(await box.inputValue(), note);
  await eventually(messages, list => list.length === 3);
}, OPTIONS);
