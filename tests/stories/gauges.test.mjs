// Gauges: declared in the settings, charted on the account's page with their table, and asked by a scorecard.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { day_before, FILLED, NOW } from '../kit/sample.mjs';

async function with_numbers(program) {
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/batch', {
    batch: [70, 56, 42, 28, 21, 14, 7, 1].map((ago, at) => ({
      type: 'track', event: 'Seats counted', userId: 'company-1-user-0', context: { groupId: 'company-1' }, properties: { seats: 20 - at },
      timestamp: `${day_before(ago)}T01:00:00Z`, messageId: `seats-${ago}`,
    })),
  });
}

story('a gauge is declared from an event that came, and the account shows its numbers', async ({ page, program, say, language }) => {
  await page.goto('/settings/products');
  await page.getByRole('button', { name: say('数値指標を追加', 'Add gauge') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name'), exact: false }).first().fill('Licences in use');
  await dialog.getByRole('textbox', { name: say('日本語の名前', 'Japanese name') }).fill('使用ライセンス数');
  await dialog.getByRole('combobox', { name: say('イベント名', 'Event name') }).click();
  await page.getByRole('option', { name: 'Seats counted' }).click();
  await dialog.getByRole('textbox', { name: say('プロパティ', 'Property'), exact: false }).fill('seats');
  await dialog.getByRole('textbox', { name: say('単位', 'Unit'), exact: false }).fill(say('席', 'seats'));
  await assert_everywhere(page, 'gauge-dialog', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('table', { name: say('数値指標', 'Gauges') }).getByText('Seats counted').waitFor();
  await assert_everywhere(page, 'gauges', language);

  const { items } = await program.owner.get('/api/v1/accounts?q=いろは');
  await eventually(() => program.owner.get(`/api/v1/accounts/${items[0].id}/gauges`), found => found.items.length === 1);
  await page.goto(`/accounts/${items[0].id}`);
  const name = say('使用ライセンス数', 'Licences in use');
  await page.getByRole('button', { name: `${name}: ${say('13席', '13 seats')}`, exact: false }).waitFor();
  await assert_everywhere(page, 'account-gauge', language);
  await page.getByRole('button', { name: `${name}: ${say('表', 'Table')}` }).click();
  assert.equal(await page.getByRole('table', { name }).getByRole('row').count(), 9);
  await page.getByRole('button', { name: `${name}: ${say('13席', '13 seats')}`, exact: false }).click();
  const drawer = page.getByRole('dialog', { name: say('使用ライセンス数(28日間の最新値)', 'Licences in use, latest of 28 days'), exact: false });
  await drawer.getByRole('definition').getByText(say('13席', '13 seats'), { exact: true }).waitFor();
  const events = drawer.getByRole('listitem');
  await events.first().waitFor();
  assert.deepEqual((await events.allInnerTexts()).filter(text => !text.includes('Seats counted')), [], 'the events that carry the number, and no others');
}, { clock: NOW, begins: FILLED, prepare: with_numbers });
