// Health: from a template to a published scorecard, with what it would say before it is published.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { FILLED, NOW, SCORED } from '../kit/sample.mjs';

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
  await page.getByText(say('この内容での判定', 'Preview')).waitFor();
  await page.getByRole('button', { name: say('公開する', 'Publish') }).click();
  const sheet = page.getByRole('dialog', { name: say('第1版を公開', 'Publish version 1') });
  await sheet.getByRole('button', { name: say('公開する', 'Publish') }).click();
  await page.getByText(say('公開しました。スコアを計算し直しています。', 'Published. Recalculating…')).waitFor();
  const { items } = await program.owner.get('/api/v1/scorecards');
  assert.equal(items[0].published_version, 1);
}, { clock: NOW, begins: FILLED });

story('the editor shows who would move before anything is published', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  await page.getByText(say('判定が変わる企業はありません。', 'No changes.')).waitFor();
  await assert_everywhere(page, 'scorecard', language);

  await page.getByRole('button', { name: say('編集', 'Edit'), exact: true }).click();
  const rule = page.getByRole('group', { name: say('条件', 'When') });
  await rule.getByRole('textbox', { name: say('値', 'Value') }).fill('0');
  await page.getByRole('table', { name: say('判定が変わる企業', 'Accounts affected') }).getByText('Alpha Foods Ltd').waitFor();
  await assert_everywhere(page, 'scorecard-moves', language);
  await page.getByRole('button', { name: say('直近52週で確かめる', 'Check against the last 52 weeks') }).click();
  await page.getByRole('table', { name: say('解約を言い当てたか', 'Did it tell who would churn?') }).waitFor();
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const draft = await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`);
  assert.equal(draft.draft.rules[0].when.value, 0);
  assert.equal(draft.published.rules[0].when.value, 14);

  await page.getByRole('button', { name: say('破棄', 'Discard') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('破棄', 'Discard') }).click();
  await page.getByText(say('判定が変わる企業はありません。', 'No changes.')).waitFor();
  assert.equal((await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`)).draft, null);
}, { clock: NOW, begins: SCORED });

story('a threshold is raised, the sheet read and cancelled, the change published with its reason, and taken back', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const bad = page.getByRole('textbox', { name: 'BAD', exact: true });
  await bad.fill('65');
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  await page.getByRole('button', { name: say('公開する', 'Publish') }).click();
  const sheet = page.getByRole('dialog', { name: say('第2版を公開', 'Publish version 2') });
  const matrix = sheet.getByRole('table', { name: say('今日の判定', 'Bands today') });
  await matrix.getByRole('button', { name: 'NORMAL → BAD' }).click();
  await sheet.getByRole('list', { name: say('顧客企業', 'Accounts') }).getByRole('link').first().waitFor();
  await sheet.getByRole('table', { name: say('直近52週', 'The last 52 weeks') }).getByText(say('警報中に解約', 'Churned with an alarm')).waitFor();
  const told = sheet.getByRole('table', { name: say('解約を言い当てたか', 'Did it tell who would churn?') });
  await told.getByRole('row').filter({ hasText: say('BAD からの解約', 'Churned from BAD') }).waitFor();
  await assert_everywhere(page, 'scorecard-sheet', language);
  await sheet.getByRole('button', { name: say('キャンセル', 'Cancel') }).click();
  await sheet.waitFor({ state: 'detached' });
  assert.equal((await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`)).published_version, 1);

  await bad.fill('61');
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  await page.getByRole('button', { name: say('公開する', 'Publish') }).click();
  await sheet.getByRole('textbox', { name: say('この版にする理由', 'Why this version') }).fill('Seen too late');
  await sheet.getByRole('button', { name: say('公開する', 'Publish') }).click();
  await page.getByText(say('第2版を公開中', 'published 2')).waitFor();

  await page.getByRole('button', { name: say('版の一覧', 'Versions') }).click();
  const second = page.getByRole('listitem', { name: say('第2版', 'Version 2') });
  await second.getByText('Seen too late').waitFor();
  await second.getByRole('button', { name: say('変更点', 'What changed') }).click();
  await second.getByText(say('BAD: 40 → 61点未満', 'BAD under 40 → 61 points')).waitFor();
  await assert_everywhere(page, 'scorecard-versions', language);
  await page.getByRole('listitem', { name: say('第1版', 'Version 1') }).getByRole('button', { name: say('戻す', 'Restore') }).click();
  const back = page.getByRole('dialog', { name: say('第1版に戻す', 'Restore version 1') });
  await back.getByRole('textbox', { name: say('この版にする理由', 'Why this version') }).fill('Back');
  await back.getByRole('button', { name: say('戻す', 'Restore') }).click();
  await page.getByText(say('第3版を公開中', 'published 3')).waitFor();
  const { items } = await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}/versions`);
  assert.deepEqual(items.map(one => [one.number, one.reason, one.restores]), [[3, 'Back', 1], [2, 'Seen too late', null], [1, null, null]]);
  assert.equal(items[0].definition.bad_below, 40);
}, { clock: NOW, begins: SCORED });

story('a measure is chosen before it is added, and bounds that cannot be are said and not saved', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const points = page.getByRole('table', { name: say('点数', 'Points') });
  await points.getByRole('button', { name: 'Trend', exact: true }).waitFor();
  await page.getByRole('button', { name: say('指標を追加', 'Add measure') }).click();
  await page.getByRole('combobox', { name: say('追加する指標', 'Which measure?') }).click();
  await page.getByRole('option', { name: say('利用日数', 'Active days') }).first().click();
  await points.getByText(say('すでに使用している指標です', 'Already in this scorecard'), { exact: false }).waitFor();
  const added = page.getByRole('group', { name: say(/利用日数.*を編集/, /Edit Active days/) });
  await added.getByRole('combobox', { name: say('期間', 'Window') }).click();
  await page.getByRole('option', { name: say('14日間', '14 days') }).click();
  await added.getByRole('textbox', { name: say('上限', 'High'), exact: false }).fill('30');
  await points.getByText(say('値は0日〜14日', 'the values must be from 0 days to 14 days'), { exact: false }).waitFor();
  await assert_everywhere(page, 'scorecard-bounds', language);
  await added.getByRole('textbox', { name: say('上限', 'High'), exact: false }).fill('9');
  await added.getByRole('textbox', { name: say('下限', 'Low'), exact: false }).fill('2');
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const { draft } = await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`);
  assert.deepEqual(draft.points.map(point => [point.measure.measure, point.measure.days, point.high]), [['active_days', 28, 20], ['trend', 28, 0], ['active_days', 14, 9]]);
}, { clock: NOW, begins: SCORED });

story('a measure stands over the accounts it is for, with the bounds that they propose', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const points = page.getByRole('table', { name: say('点数', 'Points') });
  await points.getByRole('button', { name: 'Trend', exact: true }).waitFor();
  await page.getByRole('button', { name: say('指標を追加', 'Add measure') }).click();
  await page.getByRole('combobox', { name: say('追加する指標', 'Which measure?') }).click();
  await page.getByRole('option', { name: say('利用人数', 'Active people'), exact: true }).first().click();
  const added = page.getByRole('group', { name: say(/利用人数.*を編集/, /Edit People active/) });
  await added.getByText(say('10・90パーセンタイルです', '10th and the 90th percentile'), { exact: false }).waitFor();
  const asked = { scorecard_id: given.scorecard.id, purpose: 'retention', segment: given.scorecard.segment, measure: { measure: 'people', days: 28 } };
  const found = await program.owner.post('/api/v1/scorecards/distribution', asked);
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const { draft } = await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`);
  assert.deepEqual([draft.points[2].low, draft.points[2].high], [found.low, found.high]);
  await assert_everywhere(page, 'scorecard-distribution', language);

  await added.getByRole('textbox', { name: say('下限', 'Low'), exact: false }).fill('0');
  await added.getByRole('button', { name: say('パーセンタイルを使う', 'Use the 10th'), exact: false }).waitFor();
  await added.getByRole('button', { name: say(/表$/, /Table$/) }).click();
  const table = added.getByRole('table', { name: say('分布', 'Distribution'), exact: false });
  await table.getByRole('row').nth(found.bars.length).waitFor();
  await added.getByRole('button', { name: say('パーセンタイルを使う', 'Use the 10th'), exact: false }).click();
  await added.getByText(say('10・90パーセンタイルです', '10th and the 90th percentile'), { exact: false }).waitFor();
}, { clock: NOW, begins: SCORED });

story('a choice earns points, is said on the account, and what changed is listed', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const points = page.getByRole('table', { name: say('点数', 'Points') });
  await points.getByRole('button', { name: 'Trend', exact: true }).waitFor();
  await page.getByRole('button', { name: say('指標を追加', 'Add measure') }).click();
  await page.getByRole('combobox', { name: say('追加する指標', 'Which measure?') }).click();
  await page.getByRole('option', { name: say('ランク', 'Tier'), exact: true }).click();
  const added = page.getByRole('group', { name: say('「ランク」を編集', 'Edit Tier') });
  const table = added.getByRole('table', { name: say('選択肢', 'Choices') });
  await table.getByRole('row').filter({ hasText: say('20点中10点', '10 of 20') }).getByText('4', { exact: true }).waitFor();
  await table.getByRole('textbox', { name: say('Bの割合', 'Share for B') }).fill('25');
  await points.getByText('A 0% · B 25% · C 100%').waitFor();
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  await assert_everywhere(page, 'scorecard-choices', language);
  await page.getByRole('button', { name: say('公開する', 'Publish') }).click();
  const sheet = page.getByRole('dialog', { name: say('第2版を公開', 'Publish version 2') });
  await sheet.getByText(say('ランク', 'Tier'), { exact: false }).first().waitFor();
  await sheet.getByRole('button', { name: say('公開する', 'Publish') }).click();
  await page.getByText(say('第2版を公開中', 'published 2')).waitFor();
  await page.getByRole('button', { name: say('版の一覧', 'Versions') }).click();
  const second = page.getByRole('listitem', { name: say('第2版', 'Version 2') });
  await second.getByRole('button', { name: say('変更点', 'What changed') }).click();
  await second.getByText(say('選択肢を追加: ランク、配点20、A 0% · B 25% · C 100%', 'Choices added: Tier, weight 20, A 0% · B 25% · C 100%')).waitFor();
  const { items } = await program.owner.get('/api/v1/accounts?q=Alpha');
  await page.goto(`/accounts/${items[0].id}`);
  await page.getByText(say('ランク: B', 'Tier: B')).waitFor();
  await page.getByText('5 / 20').first().waitFor();
  await assert_everywhere(page, 'scorecard-choice-said', language);
}, { clock: NOW, begins: SCORED });

story('a measure is scored in pieces with its curve over the accounts, and on a log scale', async ({ page, program, say, language, given }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const points = page.getByRole('table', { name: say('点数', 'Points') });
  await points.getByRole('button', { name: 'Trend', exact: true }).waitFor();
  await page.getByRole('button', { name: say('指標を追加', 'Add measure') }).click();
  await page.getByRole('combobox', { name: say('追加する指標', 'Which measure?') }).click();
  await page.getByRole('option', { name: say('イベント数', 'Events'), exact: true }).first().click();
  const added = page.getByRole('group', { name: say(/利用回数.*を編集/, /Edit Events/) });
  await added.getByText(say('折れ線', 'Pieces'), { exact: true }).click();
  const pieces = added.getByRole('table', { name: say('折れ線', 'Pieces') });
  await added.getByRole('button', { name: say('行を追加', 'Add row') }).click();
  for (const [row, [at, share]] of [[2, 0], [10, 100], [50, 40]].entries()) {
    await pieces.getByRole('textbox', { name: say(`値${row + 1}`, `Value ${row + 1}`) }).fill(String(at));
    await pieces.getByRole('textbox', { name: say(`割合${row + 1}`, `Share ${row + 1}`) }).fill(String(share));
  }
  await pieces.getByText(say('20点中8点', '8 of 20')).waitFor();
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const saved = async () => (await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`)).draft.points[2];
  assert.deepEqual((await saved()).pieces, [{ at: 2, share: 0 }, { at: 10, share: 1 }, { at: 50, share: 0.4 }]);
  await assert_everywhere(page, 'scorecard-pieces', language);

  await pieces.getByRole('textbox', { name: say('値2', 'Value 2') }).fill('1');
  await points.getByText(say('値は前の行より大きくしてください', 'each value must be above the one before it'), { exact: false }).waitFor();
  await added.getByText(say('対数', 'Log'), { exact: true }).click();
  await added.getByRole('textbox', { name: say('下限', 'Low'), exact: false }).fill('1');
  await added.getByRole('textbox', { name: say('上限', 'High'), exact: false }).fill('64');
  await points.getByText(say('(対数)', '(log)'), { exact: false }).waitFor();
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  const log = await saved();
  assert.deepEqual([log.scale, log.low, log.high, log.pieces], ['log', 1, 64, undefined]);
}, { clock: NOW, begins: SCORED });
