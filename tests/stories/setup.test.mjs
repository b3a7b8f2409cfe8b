// Setting up: from nothing to events. The snippet of the page runs as it is in a page of another origin, with Segment's own
// browser client, and the set-up page sees the first event by itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assert_everywhere, open_page, settled, story } from '../kit/browser.mjs';
import { at_end, eventually } from '../kit/hung.mjs';

const CLIENT = join(dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')), 'dist/umd');

/** A customer's own site: its page, and the client's files as the package has them. */
function shop() {
  const server = createServer((request, response) => {
    const [, file] = request.url.match(/^\/client\/([\w.-]+\.js)$/) ?? [];
    response.setHeader('content-type', file ? 'text/javascript' : 'text/html');
    response.end(file ? readFileSync(join(CLIENT, file)) : '<!doctype html><title>Shop</title><script src="/client/index.js"></script>');
  });
  at_end(() => new Promise(done => { server.closeAllConnections(); server.close(done); }));
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)));
}

/** The snippet as it stands, with the import of a bundler in the words of a page without one. */
const without_bundler = text => text.replace(/^import \{ AnalyticsBrowser \} from '@segment\/analytics-next';$/m, 'const { AnalyticsBrowser } = window.AnalyticsNext;');

story('the snippet of the set-up page runs as it is, the first event is seen live, and its name becomes a feature', async ({ page, program, say, language }) => {
  await page.goto('/settings/start');
  await page.getByText(say('最初のイベントを待っています…', 'Waiting for the first event…')).waitFor();
  await page.getByText(say('トラッキング用のキーを作成', 'Create a tracking key')).first().waitFor();
  await settled(page);
  await assert_everywhere(page, 'setup-begin', language);

  const url = await shop();
  await page.getByRole('textbox', { name: say('プロダクトのアドレス', 'Address of your product') }).fill(url);
  await page.getByRole('button', { name: say('キーを作成して埋め込む', 'Create key and fill it in') }).click();
  const code = page.locator('code').filter({ hasText: 'bnso_' });
  await code.waitFor();
  const snippet = without_bundler(await code.textContent());
  assert.doesNotMatch(snippet, /^import/m);

  const site = await open_page({ url });
  await site.goto('/');
  await site.evaluate(snippet);
  await page.getByText(say('イベントが届いています', 'Events are arriving')).waitFor();
  const names = (await eventually(() => program.owner.get('/api/v1/event-names'), ({ items }) => items.length > 0)).answer.items;
  assert.deepEqual(names.map(({ name, count }) => [name, count]), [['Invoice sent', 1]]);
  assert.deepEqual((await program.owner.get('/api/v1/accounts')).items.map(account => account.external_id), ['company-1']);
  assert.deepEqual(site.errors, []);

  await page.getByRole('button', { name: say('機能にする: Invoice sent', 'Add feature: Invoice sent') }).click();
  await page.getByText(say('届いたイベント名は、すべて機能に割り当て済みです。', 'All event names that have come belong to a feature.')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'setup-events', language);
  const [product] = (await program.owner.get('/api/v1/products')).items;
  assert.deepEqual(product.features.map(({ key, rules }) => [key, rules]), [['invoice_sent', ['Invoice sent']]]);
});
