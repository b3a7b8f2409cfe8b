// A day's work by the list of tasks: what is overdue, what is moved, handed over and ticked off; and on a phone.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';

const NOW = '2026-11-18T03:00:00Z'; // noon in Tokyo, a Wednesday

async function filled(program) {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff;
  const { staff: bea } = await owner.post('/api/v1/staff', { name: 'Bea Stone', email: 'bea@example.test', role: 'member', language: 'en' });
  const alpha = await owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd', owner_id: me.id });
  const beta = await owner.post('/api/v1/accounts', { name: '株式会社いろは' });
  const add = (title, due_on, more) => owner.post('/api/v1/tasks', { title, due_on, owner_id: me.id, ...more });
  await add('Call about the renewal', '2026-11-16', { account_id: alpha.id });
  await add('Send the review', '2026-11-18', { account_id: beta.id });
  await add('Invite to training', '2026-11-20', { account_id: alpha.id });
  await add('Plan the quarter', '2026-12-10', {});
  await add('Ask for a reference', null, { account_id: beta.id });
  await add('Bea’s own', '2026-11-17', { owner_id: bea.id, account_id: alpha.id });
  return { me, bea, alpha, beta };
}

const rows = page => page.locator('tbody tr[aria-rowindex] button[class*=title]').allTextContents();
const lists = (page, ...titles) => eventually(() => rows(page), shown => shown.join() === titles.join());
const heads = page => page.locator('tbody th').allTextContents();

story('my tasks stand by the day they are due, and are moved, handed over and ticked off with undo', async ({ page, program, say, language }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  await page.goto('/today');
  await page.getByRole('link', { name: '2', exact: true }).click();
  await page.waitForURL(/\/tasks\?filter=due_on:under:2026-11-19;or\(snoozed_until:unknown;snoozed_until:under:2026-11-19\)$/);
  await lists(page, 'Call about the renewal', 'Send the review');
  await page.getByRole('navigation', { name: say('場所', 'Places') }).getByRole('link', { name: say('タスク', 'Tasks'), exact: true }).click();
  await page.waitForURL('**/tasks');
  await lists(page, 'Call about the renewal', 'Send the review', 'Invite to training', 'Plan the quarter', 'Ask for a reference');
  assert.deepEqual(await heads(page), say(['期限超過 1', '今日 1', '今週 1', '来週以降 1', '期限なし 1'], ['Overdue 1', 'Today 1', 'This week 1', 'Later 1', 'No date 1']));
  await settled(page);
  await assert_everywhere(page, 'tasks', language);

  // By keys: the second row to next week, and back.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.locator('tr[data-marked]', { hasText: 'Send the review' }).waitFor();
  await page.keyboard.press('w');
  await page.getByText(say('期限を11月25日にしました。', 'Task moved to 25 Nov.')).waitFor();
  await lists(page, 'Call about the renewal', 'Invite to training', 'Send the review', 'Plan the quarter', 'Ask for a reference');
  await button('元に戻す', 'Undo').click();
  await lists(page, 'Call about the renewal', 'Send the review', 'Invite to training', 'Plan the quarter', 'Ask for a reference');

  // Ticked off, and open again.
  await page.getByRole('checkbox', { name: say('完了: Call about the renewal', 'Done: Call about the renewal') }).click();
  await lists(page, 'Send the review', 'Invite to training', 'Plan the quarter', 'Ask for a reference');
  await page.getByText(say('完了', 'Done'), { exact: true }).first().click();
  await page.waitForURL(/show=done/);
  await lists(page, 'Call about the renewal');
  await page.getByRole('cell', { name: say(/11月18日 .+/, /18 Nov by .+/) }).waitFor();
  await button('元に戻す', 'Undo').click();
  await page.getByText(say('完了したタスクはまだありません', 'Nothing done yet')).waitFor();
  await page.getByText(say('未完了', 'Open'), { exact: true }).click();
  await lists(page, 'Call about the renewal', 'Send the review', 'Invite to training', 'Plan the quarter', 'Ask for a reference');

  // Two at once to somebody else, who is told; then everybody's, by a filter in words.
  for (const title of ['Send the review', 'Plan the quarter'])
    await page.getByRole('checkbox', { name: say(`${title}を選択`, `Select ${title}`) }).check();
  await page.getByText(say('2件を選択中', '2 selected')).waitFor();
  await button('変更…', 'Change…').click();
  const dialog = page.getByRole('dialog');
  await settled(page);
  await dialog.getByRole('combobox', { name: say('担当CSM', 'Owner') }).click();
  await page.getByRole('option', { name: 'Bea Stone' }).click();
  await dialog.getByRole('button', { name: say('変更', 'Change'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await lists(page, 'Call about the renewal', 'Invite to training', 'Ask for a reference');
  await page.getByText(say('全員', 'Everybody’s'), { exact: true }).click();
  await page.waitForURL(/whose=all/);
  await lists(page, 'Call about the renewal', 'Bea’s own', 'Send the review', 'Invite to training', 'Plan the quarter', 'Ask for a reference');
  await button('自分の担当企業', 'At my accounts').click();
  await page.waitForURL(/filter=account\(or\(owner_id:in:\d+;standing_in_id:in:\d+\)\)/);
  assert.equal((await program.owner.get('/api/v1/tasks?owner_id=me')).items.length, 3);
}, { clock: NOW, prepare: filled });

story('all that the list shows is changed, also without any condition; what leaves the list is selected no more', async ({ page, program, say }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const tick = title => page.getByRole('checkbox', { name: say(`${title}を選択`, `Select ${title}`) }).check();
  const selected = n => page.getByText(say(`${n}件を選択中`, `${n} selected`), { exact: true });
  await page.goto('/tasks');
  await tick('Send the review');
  await tick('Invite to training');
  await selected(2).waitFor();
  await page.getByRole('checkbox', { name: say('完了: Send the review', 'Done: Send the review') }).click();
  await selected(1).waitFor();
  await button('完了にする', 'Mark as done').click();
  await selected(1).waitFor({ state: 'detached' });
  await lists(page, 'Call about the renewal', 'Plan the quarter', 'Ask for a reference');

  await page.goto('/tasks?whose=all&show=all');
  await tick('Plan the quarter');
  await button('条件に合う6件すべてを選ぶ', 'Select all 6').click();
  await page.getByText(say('条件に合う6件すべてを選択中', 'All 6 selected'), { exact: true }).waitFor();
  await page.keyboard.press('d');
  await button('変更…', 'Change…').click();
  const dialog = page.getByRole('dialog');
  await settled(page);
  await dialog.getByRole('combobox', { name: say('状態', 'State') }).click();
  await page.getByRole('option', { name: say('完了', 'Done'), exact: true }).click();
  await dialog.getByRole('button', { name: say('変更', 'Change'), exact: true }).click();
  await page.getByText(say('4件を変更しました。', '4 tasks changed.')).waitFor();
  assert.equal((await program.owner.get('/api/v1/tasks')).items.length, 0);
}, { clock: NOW, prepare: filled });

story('a task is added with a mention, edited, kept in a view, and what is left says so', async ({ page, program, say, language }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  await program.owner.post('/api/v1/staff', { name: 'Bea Stone', email: 'bea@example.test', role: 'member', language: 'en' });
  await program.owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd' });
  await page.goto('/tasks');
  await page.getByText(say('やることはありません', 'Nothing to do')).waitFor();
  await assert_everywhere(page, 'tasks-empty', language);
  await button('タスクを追加', 'New task').first().click();
  const dialog = page.getByRole('dialog');
  await settled(page);
  const title = dialog.getByRole('textbox', { name: say('タスク', 'Task'), exact: true });
  await title.pressSequentially('Ask @be');
  await page.getByRole('option', { name: /Bea Stone/ }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(() => title.inputValue(), value => value === 'Ask @Bea Stone ');
  await dialog.getByRole('textbox', { name: say('顧客企業', 'Account') }).fill('alpha');
  await dialog.getByRole('button', { name: 'Alpha Foods Ltd' }).click();
  await assert_everywhere(page, 'tasks-new', language);
  await dialog.getByRole('button', { name: say('タスクを追加', 'New task'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await lists(page, 'Ask @Bea Stone');
  const [made] = (await program.owner.get('/api/v1/tasks')).items;
  assert.deepEqual([made.account, made.author_id === made.owner_id], ['Alpha Foods Ltd', true]);

  await page.locator('tbody button', { hasText: 'Ask @Bea Stone' }).click();
  await title.fill('Ask them');
  await dialog.getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  await lists(page, 'Ask them');

  await button('期限なし', 'No date').click();
  await button('ビューとして保存', 'Save as view').click();
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('Undated');
  await dialog.getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  const link = page.getByRole('link', { name: 'Undated 1', exact: true });
  await link.waitFor();
  await page.goto('/tasks');
  await lists(page, 'Ask them');
  await link.click();
  await page.waitForURL(/view=\d+&filter=due_on:unknown;or\(owner_id:in:\d+;standing_in_id:in:\d+\);done:is:false/);
  await lists(page, 'Ask them');
}, { clock: NOW });
