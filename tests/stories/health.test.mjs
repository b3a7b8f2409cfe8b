// Health: from a template to a published scorecard, with what it would say before it is published.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { fill, fill_scorecard, NOW } from '../kit/sample.mjs';

story('a scorecard is made from a template, changed and published', async ({ page, program, say, language }) => {
  await page.goto('/health');
  await page.getByText(say('スコアカードがまだありません', 'No scorecard yet')).waitFor();
  await assert_everywhere(page, 'health-empty', language);
  await page.getByRole('button', { name: say('スコアカードを作る', 'New scorecard') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: say('テンプレート', 'Start from') }).click();
  await page.getByRole('option').nth(1).click();
  await dialog.getByRole('group', { name: say('対象', 'Segment') }).getByRole('textbox', { name: say('値', 'Value') }).waitFor({ state: 'detached' });
  await dialog.getByRole('textbox', { name: say('名前', 'Name'), exact: false }).first().fill('Main');
  await dialog.getByRole('button', { name: say('作成', 'Create') }).click();
  await page.waitForURL(/\/health\/\d+/);
  await page.getByText(say('この内容での判定', 'What it would say')).waitFor();
  const publish = page.getByRole('button', { name: say('公開する', 'Publish') });
  await publish.click();
  await page.getByText(say('公開しました。スコアを計算し直しています。', 'Published. The scores are being computed anew.')).waitFor();
  const { items } = await program.owner.get('/api/v1/scorecards');
  assert.equal(items[0].published_version, 1);
}, { clock: NOW, prepare: fill });

story('the editor shows who would move before anything is published', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.id}`);
  await page.getByText(say('判定が変わる企業はありません。', 'Nobody would move.')).waitFor();
  await assert_everywhere(page, 'scorecard', language);

  await page.getByRole('button', { name: say('編集', 'Edit'), exact: true }).click();
  const rule = page.getByRole('group', { name: say('条件', 'When') });
  await rule.getByRole('textbox', { name: say('値', 'Value') }).fill('0');
  await page.getByRole('table', { name: say('判定が変わる企業', 'Who would move') }).getByText('Alpha Foods Ltd').waitFor();
  await assert_everywhere(page, 'scorecard-moves', language);
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const draft = await program.owner.get(`/api/v1/scorecards/${given.id}`);
  assert.equal(draft.draft.rules[0].when.value, 0);
  assert.equal(draft.published.rules[0].when.value, 14);

  await page.getByRole('button', { name: say('破棄', 'Discard') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('破棄', 'Discard') }).click();
  await page.getByText(say('判定が変わる企業はありません。', 'Nobody would move.')).waitFor();
  assert.equal((await program.owner.get(`/api/v1/scorecards/${given.id}`)).draft, null);
}, { clock: NOW, prepare: async program => { await fill(program); return fill_scorecard(program); } });
