// Today: who comes first and why, down to the events; what is to be done, written in place; the past; nothing yet.
import assert from 'node:assert/strict';
import { assert_everywhere, press_until, story, try_again } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES, day } from './company.mjs';

const filled = { begins: COMPANIES };
const row = (page, account) => page.locator(`li[data-account="${account.id}"]`);
const first_rows = page => page.locator('ol > li[data-account]').evaluateAll(list => list.map(item => Number(item.dataset.account)));

story('the silent company comes first, with its reasons, and a reason opens the very events', async ({ page, given, say, language }) => {
  await page.goto('/today');
  await row(page, given.silent).waitFor();
  assert.equal((await first_rows(page))[0], given.silent.id);
  assert.deepEqual(await first_rows(page), [given.silent.id, given.unknown.id], 'what nothing asks for is folded');
  await row(page, given.silent).getByRole('img', { name: say(/^12週間のスコア: \d+ → \d+$/, /^Points over 12 weeks: \d+ to \d+$/) }).waitFor();
  assert.equal(await row(page, given.unknown).getByRole('img').count(), 0, 'without points there is no line');
  await row(page, given.unknown).getByText(say(/まだ一度も利用がありません/, /Nothing used in the \d+ days since the contract began/)).waitFor();
  await assert_everywhere(page, 'today', language);

  await row(page, given.silent).getByRole('button', { name: say(/請求承認が\d+日間使われていません/, /Approve invoice not used for \d+ days/) }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Invoice Approved').first().waitFor();
  await assert_everywhere(page, 'today-evidence', language);
  await drawer.getByRole('button', { name: say('その日を見る', 'Show that day') }).click();
  await eventually(() => drawer.getByText('Invoice Approved').count(), count => count === 6);
  assert.equal(await drawer.getByText('minato-u2').count(), 1, 'six people on the last day, each once');
}, filled);

story('groups say what they may cost, a row how its expected loss comes about, by keyboard too', async ({ page, program, given, say, language }) => {
  await page.goto('/today');
  const risk = page.getByRole('region', { name: say('要対応', 'At risk'), exact: true });
  const { items } = await program.owner.get('/api/v1/today?group=risk');
  const loss = `¥${items[0].expected_loss.amount.toLocaleString('en')}`;
  await risk.getByText(say(`見込み損失 ${loss}/月`, `Expected loss ${loss}/month`)).waitFor();
  const button = row(page, given.silent).getByRole('button', { name: say(`見込み損失 ${loss}/月`, `Expected loss ${loss}/month`) });
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await button.press('Enter');
  const two = value => Number(value.toFixed(2));
  await row(page, given.silent).getByText(`¥480,000 × ${two(items[0].risk)} × ${two(items[0].nearness)}`).waitFor();
  await row(page, given.silent).getByText(say('MRR × リスク × 近さ', 'MRR × risk × nearness')).waitFor();
  await row(page, given.silent).getByText(say('解約通知まで6日', 'notice in 6 days')).waitFor();
  await row(page, given.unknown).getByText(say('解約通知期限は経過(自動更新)', 'notice date passed · auto-renews')).waitFor();
  await assert_everywhere(page, 'today-loss', language);
  assert.equal(await row(page, given.good).count(), 0);
  await page.getByText(say('安定', 'Steady')).click();
  await row(page, given.good).waitFor();
}, filled);

story('a task is written in the row, undone, and a call is logged', async ({ page, program, given, say, language }) => {
  await page.goto('/today');
  const silent = row(page, given.silent);
  await silent.getByRole('button', { name: say('株式会社ミナト物流のその他の操作', 'Other things to do for 株式会社ミナト物流') }).click();
  await page.getByRole('menuitem', { name: say('タスクにする', 'Add task') }).click();
  await silent.getByRole('textbox', { name: say('やること', 'Task') }).fill(say('承認者を確かめる', 'Find the approver'));
  await assert_everywhere(page, 'today-task', language);
  await silent.getByRole('button', { name: say('タスクを追加', 'Add task') }).click();
  await page.locator('dl > div').filter({ hasText: say('今日の対応', 'Done today') }).getByText(say('1 / 2', '1 of 2')).waitFor();
  await silent.waitFor({ state: 'detached' });
  await page.getByRole('status').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await silent.waitFor();

  await silent.getByRole('button', { name: say('電話を記録', 'Log call') }).first().click();
  await silent.getByLabel(say('話した内容', 'Notes')).fill(say('承認者が異動した', 'The approver has moved on'));
  await silent.getByLabel(say('話した内容', 'Notes')).press('Control+Enter');
  await silent.waitFor({ state: 'detached' });
  await page.locator('summary').getByText(say('今日の対応 1/2件', 'Done today 1 of 2')).click();
  await silent.getByText(say('電話済み 12:00', 'Called 12:00')).waitFor();
  await silent.getByRole('button', { name: say('株式会社ミナト物流の詳しい状況', 'More about 株式会社ミナト物流') }).click();
  await silent.getByText(say('最後の接点 今日', 'last contact today')).waitFor();
  await assert_everywhere(page, 'today-done', language);
  const { items } = await program.owner.get(`/api/v1/accounts/${given.silent.id}/timeline?kinds=call`);
  assert.equal(items[0].text, say('承認者が異動した', 'The approver has moved on'));
}, filled);

story('the key d moves the marked row to what is done today, and it is brought back', async ({ page, program, given, say }) => {
  await program.owner.post('/api/v1/notes', { account_id: given.silent.id, text: 'Their fiscal year ends in March' });
  const { items: [contact] } = await program.owner.get(`/api/v1/contacts?account_id=${given.silent.id}`);
  await program.owner.patch(`/api/v1/contacts/${contact.id}`, { phone: '+81 3 1234 5678' }, contact.version);
  await program.owner.delete(`/api/v1/today/done/${given.silent.id}`);
  await page.goto('/today');
  await row(page, given.silent).getByRole('button', { name: say('株式会社ミナト物流の詳しい状況', 'More about 株式会社ミナト物流') }).click();
  await row(page, given.silent).getByText('Their fiscal year ends in March').waitFor();
  assert.equal(await row(page, given.silent).getByRole('link', { name: say('大野 恵に電話', 'Call 大野 恵') }).getAttribute('href'), 'tel:+81312345678');
  await page.keyboard.press('j');
  await page.keyboard.press('d');
  await row(page, given.silent).waitFor({ state: 'detached' });
  await page.getByRole('status').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await row(page, given.silent).waitFor();
  await page.keyboard.press('d');
  await row(page, given.silent).waitFor({ state: 'detached' });
  await page.locator('summary').getByText(say('今日の対応 1/2件', 'Done today 1 of 2')).click();
  await row(page, given.silent).getByRole('button', { name: say('株式会社ミナト物流のその他の操作', 'Other things to do for 株式会社ミナト物流') }).click();
  await page.getByRole('menuitem', { name: say('一覧に戻す', 'Bring back to the list') }).click();
  await page.getByRole('region', { name: say('要対応', 'At risk'), exact: true }).getByText('株式会社ミナト物流').first().waitFor();
  await page.goto('/settings/workspace');
  await page.getByLabel(say('対応済みの企業が一覧に戻るまでの日数', 'Days until a done account comes back')).fill('3');
  await page.getByRole('button', { name: say('日数を保存', 'Save days') }).click();
  await eventually(() => program.owner.get('/api/v1/today/settings'), settings => settings.rest_days === 3);
}, filled);

story('a company is put off with a reason, and brought back', async ({ page, given, say }) => {
  await page.goto('/today');
  await row(page, given.silent).waitFor();
  const reason = row(page, given.silent).getByRole('textbox', { name: say('理由', 'Reason') });
  await press_until(page, ['k', 'e'], reason); // to the first row, however often
  await reason.fill(say('来週会う', 'We meet next week'));
  await row(page, given.silent).getByRole('button', { name: say('スヌーズ', 'Snooze'), exact: true }).click();
  await page.getByText(say('スヌーズ中(1)', 'Snoozed (1)')).click();
  await page.locator('details').getByText('株式会社ミナト物流').waitFor();
  await page.locator('details').getByText(say('来週会う', 'We meet next week')).waitFor();
  await page.locator('details').getByRole('button', { name: say('株式会社ミナト物流のその他の操作', 'Other things to do for 株式会社ミナト物流') }).click();
  await page.getByRole('menuitem', { name: say('スヌーズを終える', 'End snooze') }).click();
  await page.getByText(say('スヌーズ中(1)', 'Snoozed (1)')).waitFor({ state: 'detached' });
  await eventually(async () => (await first_rows(page))[0], first => first === given.silent.id);
}, filled);

story('tasks of the day are ticked off, with undo, and appear by themselves', async ({ page, program, given, say }) => {
  await page.goto('/today');
  await row(page, given.silent).waitFor();
  await program.owner.post('/api/v1/tasks', { title: 'QBR', due_on: given.today, owner_id: (await program.owner.get('/api/v1/session')).staff.id });
  const box = page.getByRole('checkbox', { name: say('完了: QBR', 'Done: QBR') });
  await box.click();
  const due = page.locator('dl > div').filter({ hasText: say('本日期限のタスク', 'Tasks due') });
  await due.getByText(say('未完了 0件', '0 open')).waitFor();
  await eventually(() => box.isChecked(), is => is); // what was ticked off today stays in sight
  await page.getByRole('status').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await due.getByText(say('未完了 1件', '1 open')).waitFor();
  await eventually(() => box.isChecked(), is => !is);
}, filled);

story('more tasks than are shown are counted below the list, and shown on request', async ({ page, program, given, say }) => {
  const { staff } = await program.owner.get('/api/v1/session');
  for (let n = 0; n < 52; n++) await program.owner.post('/api/v1/tasks', { title: `QBR ${n}`, due_on: given.today, owner_id: staff.id });
  await page.goto('/today');
  await page.getByText(say('全52件のうち50件を表示しています。', '50 of 52 shown.')).waitFor();
  await page.getByRole('button', { name: say('さらに表示', 'Show more') }).click();
  await eventually(() => page.getByRole('checkbox', { name: /QBR/ }).count(), count => count === 52);
  assert.equal(await page.getByRole('button', { name: say('さらに表示', 'Show more') }).count(), 0);
}, filled);

story('Today can be asked as of a day, and says so', async ({ page, given, say, language }) => {
  await page.goto(`/today?as_of=${day(given.today, -60)}`);
  await page.getByText(say('今日に戻る', 'Back to today')).waitFor();
  await row(page, given.silent).waitFor();
  assert.equal(await page.getByRole('button', { name: say('電話を記録', 'Log call') }).count(), 0);
  assert.equal(await row(page, given.silent).getByText('BAD').count(), 0, 'sixty days ago it was not BAD');
  await assert_everywhere(page, 'today-past', language);
  await page.getByRole('button', { name: say('今日に戻る', 'Back to today') }).click();
  await row(page, given.silent).getByText('BAD').waitFor();
}, filled);

story('without any data Today says what belongs here and leads to the imports', async ({ page, say, language }) => {
  await page.goto('/today');
  await page.getByText(say('優先して対応する顧客と、その理由がここに並びます', 'Here you will see who needs attention, and why')).waitFor();
  await assert_everywhere(page, 'today-empty', language);
  await page.getByRole('link', { name: say('CSVを取り込む', 'Import CSV'), exact: true }).first().click();
  await page.waitForURL('**/settings/imports');
});

story('the first steps are ticked off one by one, down to the scorecard', async ({ page, program, say, language }) => {
  const step = name => page.getByRole('listitem').filter({ hasText: name });
  const [accounts, events, scorecard] = [say('顧客企業と契約を取り込む', 'Bring in your companies'), say('利用イベントを送る', 'Send usage events'), say('スコアカードを公開する', 'Publish a scorecard')];
  const ticked = async () => Promise.all([accounts, events, scorecard].map(async name => (await step(name).getAttribute('data-done')) !== null));
  await page.goto('/today');
  await step(accounts).waitFor();
  assert.deepEqual(await ticked(), [false, false, false]);
  await program.owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd', external_id: 'a' });
  await eventually(ticked, now => now[0]);
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/track', { userId: 'u', event: 'Opened', context: { groupId: 'a' } });
  await eventually(ticked, now => now[1]);
  await assert_everywhere(page, 'today-steps', language);
  await step(scorecard).getByRole('link', { name: say('スコアカードを作る', 'Make a scorecard') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say('作成', 'Create') }).click();
  await page.getByRole('button', { name: say('公開する', 'Publish') }).click();
  const sheet = page.getByRole('dialog', { name: say('第1版を公開', 'Publish version 1') });
  await sheet.getByRole('button', { name: say('公開する', 'Publish') }).click();
  await page.getByText(say('公開しました。スコアを計算し直しています。', 'Published. Recalculating…')).waitFor();
  await page.getByRole('link', { name: say('今日', 'Today') }).click();
  await page.getByText(say('担当する顧客企業がありません', 'No account is yours')).waitFor();
  await page.getByRole('button', { name: say('全体を表示', 'Show all accounts') }).click();
  await page.locator('li[data-account]').getByText('Alpha Foods Ltd').waitFor();
});

story('a server that fails is told with the request id, and tried again', async ({ page, program, say, language }) => {
  const ids = ['abc123', 'def456'];
  await page.route('**/api/v1/today?*', route => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ status: 500, code: 'internal', request: ids[0] }) }));
  await page.goto('/today');
  await page.getByText(say('サーバーで問題が起きました。記録済みです。', 'Something went wrong on the server. It has been logged.')).waitFor();
  await page.getByText(say('詳細', 'Details')).click();
  await page.getByText(ids.shift()).waitFor();
  await program.owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd', external_id: 'a' }); // open pages read again
  await page.getByText(ids[0]).waitFor(); // and what was opened is still open
  await assert_everywhere(page, 'today-failed', language);
  await page.unroute('**/api/v1/today?*');
  await try_again(page, say, page.getByText(say('顧客企業と契約を取り込む', 'Bring in your companies')));
});
