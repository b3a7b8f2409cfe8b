// CS Ops saves a condition once, sees how many accounts it is while writing it, and uses it in a list and a scorecard;
// walked in both languages.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const PATH = '/api/v1/segments';
const HIGH = { attribute: 'touch', op: 'in', value: ['high'] };

const listed = page => page.locator('tbody tr[data-index] td a').allTextContents();

/** Adds a condition in the dialog: what is asked, and one of its choices. */
async function add_condition(page, say, what, choice) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say('+ 条件を追加', '+ Add condition'), exact: true }).click();
  await dialog.getByRole('combobox', { name: say('対象', 'What'), exact: true }).last().fill(what);
  await page.getByRole('option', { name: what, exact: true }).click();
  await dialog.getByRole('combobox', { name: say('値', 'Value'), exact: true }).last().press('ArrowDown');
  await page.getByRole('option', { name: choice, exact: true }).click();
  await dialog.getByRole('textbox').first().click();
  await page.getByRole('option').first().waitFor({ state: 'detached' });
}

story('CS Ops saves a segment with its size in sight, opens it as a list, and finds who uses it', async ({ page, program, say, language, given }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const dialog = page.getByRole('dialog');
  await page.goto('/settings/segments');
  await page.getByText(say('セグメントはまだありません', 'No segments yet')).waitFor();
  await button('セグメントを作成', 'New segment').click();
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('Key accounts');
  await dialog.getByRole('textbox', { name: say('説明', 'Description') }).fill('For the weekly round');
  await dialog.getByText(say('条件を追加してください。', 'Add a condition.')).waitFor();
  await add_condition(page, say, say('タッチモデル', 'Touch model'), say('ハイタッチ', 'High touch'));
  await dialog.getByText(say('12社中 4社', '4 of 12 accounts')).waitFor();
  await assert_everywhere(page, 'segment-new', language);
  await dialog.getByRole('button', { name: say('作成', 'Create segment'), exact: true }).click();
  await page.waitForURL(/\/settings\/segments\/\d+$/);
  await page.getByRole('heading', { name: 'Key accounts' }).waitFor();
  await page.getByText(say('タッチモデルがハイタッチ', 'Touch model is High touch'), { exact: true }).waitFor();
  await page.getByText(say('過去の週も、次の項目は現在の値で数えています: タッチモデル', 'Past weeks count by today’s values of: Touch model.')).waitFor();

  // The list of it shows as many, and says by name what it is filtered by.
  await page.getByRole('link', { name: say('一覧で開く', 'Open as list'), exact: true }).click();
  await page.waitForURL(/\/accounts\?filter=segment:in:\d+&show=all$/);
  await button('セグメントがKey accounts', 'Segment is Key accounts').waitFor();
  await eventually(() => listed(page), names => names.length === 4);
  await page.goBack();
  await page.getByRole('heading', { name: 'Key accounts' }).waitFor();

  // A scorecard asks for it; then it changes for both, and cannot go.
  const [{ id }] = (await program.owner.get(PATH)).items;
  await page.goto(`/health/${given.scorecard.id}`);
  await button('その他', 'More').click();
  await page.getByRole('menuitem', { name: say('名前・対象・プロダクト', 'Name, segment, product') }).click();
  await add_condition(page, say, say('セグメント', 'Segment'), 'Key accounts');
  await dialog.getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await eventually(async () => (await program.owner.get(`${PATH}/${id}`)).used_by.length, count => count === 1);
  await program.owner.post(PATH, { name: 'Steady key accounts', condition: { and: [{ attribute: 'segment', op: 'in', value: [id] }, { measure: { measure: 'active_days', days: 28 }, op: '>=', value: 10 }] } });
  await page.goto(`/settings/segments/${id}`);
  await page.getByRole('list', { name: say('使用箇所', 'Used by') }).getByRole('link', { name: 'Steady key accounts' }).waitFor();
  assert.equal(await button('削除', 'Delete').count(), 0, 'what is used cannot be deleted');
  await settled(page);
  await assert_everywhere(page, 'segment', language);
  await button('編集', 'Edit').click();
  await dialog.getByText(say('このセグメントは2か所で使われています。変更はそのすべてに反映されます。', '2 things use this segment. They change with it.')).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.goto('/settings/segments');
  await page.getByText('Steady key accounts', { exact: true }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'segments', language);
}, { clock: NOW, begins: SCORED });

story('a segment that nothing uses is deleted', async ({ page, program, say }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const { id } = await program.owner.post(PATH, { name: 'High', condition: HIGH });
  await page.goto(`/settings/segments/${id}`);
  await button('削除', 'Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete'), exact: true }).click();
  await page.waitForURL(/\/settings\/segments$/);
  await page.getByText(say('セグメントはまだありません', 'No segments yet')).waitFor();
}, { clock: NOW, begins: SCORED });

story('a new name leaves the condition as it was given, however the builder writes it', async ({ page, program, say }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const dialog = page.getByRole('dialog');
  const given = await program.owner.post(PATH, { name: 'High', condition: { and: [HIGH] } });
  await page.goto(`/settings/segments/${given.id}`);
  await button('編集', 'Edit').click();
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('High touch');
  await dialog.getByRole('button', { name: say('保存', 'Save segment'), exact: true }).click();
  await page.getByRole('heading', { name: 'High touch' }).waitFor();
  assert.deepEqual((await program.owner.get(`${PATH}/${given.id}`)).condition, given.condition);
}, { clock: NOW, begins: SCORED });
