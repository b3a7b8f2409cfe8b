// Business hours in the settings: a calendar with the usual week, a date that differs, a week from a day on, and a try.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

story('business hours are added, changed from a day on, and say when a request is due', async ({ page, program, say, language }) => {
  await program.owner.patch('/api/v1/calendar', { country: 'JP' });
  await page.goto('/settings/hours');
  await page.getByText(say('営業時間がありません', 'No business hours yet')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'hours-none', language);
  await page.getByRole('button', { name: say('カレンダーを追加', 'Add calendar') }).click();
  const dialog = page.getByRole('dialog');
  const saturday = dialog.getByRole('textbox', { name: say('土曜', 'Saturday') });
  await saturday.fill(say('10時から', 'ten'));
  await dialog.getByText(say('時刻として読めません。', 'Not readable as times.'), { exact: false }).waitFor();
  assert.equal(await dialog.getByRole('button', { name: say('保存', 'Save') }).isDisabled(), true);
  await saturday.fill('10-15');
  await assert_everywhere(page, 'hours-add', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByText('10:00–15:00').waitFor();
  await page.getByText('9:00–12:00, 13:00–18:00').waitFor();

  await page.getByRole('button', { name: say('日付を追加', 'Add date') }).click();
  await dialog.getByRole('textbox', { name: say('理由', 'Reason') }).fill(say('棚卸し', 'Stocktaking'));
  await assert_everywhere(page, 'hours-date', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('cell', { name: say('棚卸し', 'Stocktaking') }).waitFor();

  await page.getByRole('button', { name: say('営業時間を変更', 'Change week') }).click();
  await dialog.getByRole('textbox', { name: say('月曜', 'Monday') }).fill('9-17');
  await dialog.getByRole('button', { name: say('月曜の時間を火〜金にも使う', 'Monday’s hours for Tuesday to Friday') }).click();
  assert.equal(await dialog.getByRole('textbox', { name: say('金曜', 'Friday') }).inputValue(), '9-17');
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByText('9:00–17:00').waitFor();
  await page.getByText(say('期限', 'Due'), { exact: false }).first().waitFor();
  await settled(page);
  await assert_everywhere(page, 'hours', language);
  const { items: [made] } = await program.owner.get('/api/v1/hours');
  assert.equal(made.weeks.length, 2, 'what was measured before stays right');
  await page.getByRole('row', { name: say('棚卸し', 'Stocktaking') }).getByRole('button', { name: say('削除', 'Delete') }).click();
  await dialog.getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('cell', { name: say('棚卸し', 'Stocktaking') }).waitFor({ state: 'detached' });
}, { clock: NOW, begins: FILLED });
