// Webhooks in the settings: added with a secret that is shown once, tested, sent again, paused and resumed.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { at_end, until } from '../kit/hung.mjs';

// The receiver holds the time of a signature against its own clock.
const ALLOWED = { args: ['--outbound-networks', '127.0.0.1'], clock: undefined };

async function new_sink() {
  const sink = { taken: [], status: 204 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', piece => (body += piece)).on('end', () => {
      sink.taken.push({ headers: request.headers, body });
      response.writeHead(sink.status).end();
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  at_end(() => new Promise(done => {
    server.close(done);
    server.closeAllConnections();
  }));
  sink.url = `http://127.0.0.1:${server.address().port}/hook`;
  return sink;
}

story('an admin adds a webhook, keeps its secret, tests it and reads its log', async ({ page, say, language }) => {
  const sink = await new_sink();
  await page.goto('/settings/webhooks');
  await page.getByText(say('Webhookはまだありません', 'No webhooks yet')).waitFor();
  await assert_everywhere(page, 'webhooks-empty', language);
  await page.getByRole('button', { name: say('Webhookを追加', 'Add webhook') }).click();
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: say('Webhookを作成', 'Create webhook') });
  // What the server refuses is said at its box.
  await dialog.getByRole('textbox', { name: 'URL' }).fill('http://10.0.0.1/hook');
  await send.click();
  await dialog.getByText(say('「10.0.0.1」は公開されたアドレスではありません', '“10.0.0.1” is not on the public internet')).first().waitFor();
  await dialog.getByRole('textbox', { name: 'URL' }).fill(sink.url);
  await dialog.getByRole('textbox', { name: say('説明', 'Description') }).fill('Data warehouse');
  const events = dialog.getByRole('combobox', { name: say('イベント', 'Events') });
  await events.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: say('顧客企業を登録', 'Account created') }).first().click();
  await page.keyboard.press('Escape');
  await assert_everywhere(page, 'webhook-form', language);
  await send.click();
  await page.getByRole('dialog', { name: say('署名シークレット', 'Signing secret') }).waitFor();
  await page.getByRole('row', { name: 'Data warehouse' }).getByText(say('すべて', 'All'), { exact: true }).waitFor({ state: 'attached' });
  await assert_everywhere(page, 'webhook-once', language);
  const secret = (await page.getByRole('dialog').locator('code').textContent()).trim();
  await page.getByRole('button', { name: say('コピーしました', 'I have copied it') }).click();
  await page.getByRole('button', { name: say('送信履歴', 'Deliveries') }).click();
  await page.getByText(say('30日以内の送信はありません', 'Nothing sent within 30 days')).waitFor();
  await page.getByRole('button', { name: say('テストを送信', 'Send test') }).click();
  await page.getByRole('cell', { name: 'HTTP 204' }).waitFor();
  await assert_everywhere(page, 'webhook-log', language);
  assert.equal(new Webhook(secret).verify(sink.taken[0].body, sink.taken[0].headers).type, 'webhook.test');
  await page.getByRole('button', { name: say('再送', 'Send again'), exact: true }).click();
  await until('the same arrives again', () => sink.taken.length === 2);
  assert.equal(sink.taken[1].headers['webhook-id'], sink.taken[0].headers['webhook-id']);
}, ALLOWED);

story('a webhook whose receiver is gone is paused; the day begins with saying so, and it is resumed', async ({ page, program, say, language }) => {
  const sink = await new_sink();
  sink.status = 410;
  const { webhook } = await program.owner.post('/api/v1/webhooks', { url: sink.url, description: 'Old receiver', kinds: ['account.created'] });
  await program.owner.post(`/api/v1/webhooks/${webhook.id}/test`);
  await until('it is paused', async () => (await program.owner.get(`/api/v1/webhooks/${webhook.id}`)).paused_at);
  await page.goto('/today');
  await page.getByText(say('1件のWebhookが停止中です。', 'A webhook is paused and sends nothing.')).waitFor();
  await assert_everywhere(page, 'webhook-notice', language);
  await page.getByRole('link', { name: say('Webhookを開く', 'Open webhooks') }).click();
  await page.getByText(say('停止中', 'Paused'), { exact: true }).waitFor();
  await assert_everywhere(page, 'webhook-paused', language);
  sink.status = 204;
  await page.getByRole('button', { name: say('操作: Old receiver', 'Actions: Old receiver') }).click();
  await page.getByRole('menuitem', { name: say('再開', 'Resume') }).click();
  await page.getByText(say('有効', 'On'), { exact: true }).waitFor();
  await page.getByRole('button', { name: say('操作: Old receiver', 'Actions: Old receiver') }).click();
  await page.getByRole('menuitem', { name: say('シークレットを更新', 'Replace secret') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('シークレットを更新', 'Replace secret') }).click();
  await page.getByRole('dialog', { name: say('署名シークレット', 'Signing secret') }).waitFor();
  await page.getByRole('button', { name: say('コピーしました', 'I have copied it') }).click();
  await page.getByText(say('以前のシークレットでも署名します', 'The old secret also signs')).waitFor();
  await page.getByRole('button', { name: say('操作: Old receiver', 'Actions: Old receiver') }).click();
  await page.getByRole('menuitem', { name: say('削除', 'Delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByText(say('Webhookはまだありません', 'No webhooks yet')).waitFor();
}, ALLOWED);
