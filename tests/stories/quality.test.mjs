// Data quality in the settings: checks with their figures, rows beside the page, an owner, a reason to be silent, and a pair
// of conditions that should agree.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

async function prepare({ owner }) {
  await owner.post('/api/v1/accounts', { name: 'Orphan Trading', external_id: 'orphan' });
  await owner.post('/api/v1/fields', { object: 'account', key: 'churned', name: 'Churned', name_ja: '解約', kind: 'flag', choices: [], position: 9 });
  await owner.post('/api/v1/agreements', {
    one_name: 'Churn flag', one: { attribute: 'field:churned', op: '=', value: true },
    other_name: 'Stage Left', other: { attribute: 'stage', op: '=', value: 'left' },
  });
  await owner.post('/api/v1/quality/counts');
  await eventually(() => owner.get('/api/v1/quality'), ({ items }) => items.find(({ id }) => id === 'account.unowned').found > 0); // a start counts too, perhaps before there was one
}

story('what is wrong with the data is counted, listed, given to somebody and muted', async ({ page, program, say, language }) => {
  await page.goto('/settings/quality');
  const check = page.getByRole('listitem').filter({ hasText: say('担当CSMのいない企業', 'Accounts without an owner') });
  await check.waitFor();
  await settled(page);
  await assert_everywhere(page, 'quality', language);

  await check.getByRole('button', { name: say('該当する行', 'See rows') }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: 'Orphan Trading' }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'quality-rows', language);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });

  await check.getByRole('button', { name: say('その他の操作', 'More') }).click();
  await page.getByRole('menuitem', { name: say('ミュート', 'Mute') }).click();
  await drawer.getByRole('textbox').fill(say('来月に整理します', 'Sorted out next month'));
  await drawer.getByRole('button', { name: say('ミュート', 'Mute') }).click();
  await check.getByText(say('来月に整理します', 'Sorted out next month')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'quality-muted', language);
  const { items } = await program.owner.get('/api/v1/quality');
  assert.deepEqual(items.filter(({ muted_because }) => muted_because).map(({ id }) => id), ['account.unowned']);
}, { clock: NOW, begins: FILLED, prepare });
