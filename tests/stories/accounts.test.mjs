// The list of accounts, walked as a CSM and as CS Ops do.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const shown_names = page => page.locator('tbody tr[data-index] td a').allTextContents();
const shows = (page, ...names) => eventually(async () => (await shown_names(page)).sort().join(), shown => shown === names.sort().join());

story('the list finds, sorts and filters, and its address says so', async ({ page, say, language }) => {
  await page.goto('/accounts');
  await page.getByRole('link', { name: 'Alpha Foods Ltd' }).waitFor();
  await assert_everywhere(page, 'accounts', language);

  await page.getByRole('searchbox', { name: say('名前・読み・ドメイン・外部ID', 'Name, reading, domain or external id') }).fill('にほへ');
  await page.waitForURL(/q=/);
  await shows(page, '株式会社にほへ');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('link', { name: 'Alpha Foods Ltd' }).waitFor();

  await page.getByRole('button', { name: 'MRR' }).click();
  await page.waitForURL(/sort=-mrr/);
  await page.locator('tbody tr[data-index="0"]', { hasText: '¥480,000' }).waitFor();

  await page.getByRole('button', { name: say('絞り込み', 'Filter'), exact: true }).click();
  await page.getByRole('button', { name: say('14日間利用なし', 'No activity for 14 days') }).click();
  await page.waitForURL(/filter=/);
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社');
  await assert_everywhere(page, 'accounts-filter', language);
  const [high, room] = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
  assert.equal(high, room, 'beside the list the page itself scrolls too');

  await page.reload();
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社'); // the address keeps the filter
  await page.getByRole('link', { name: 'Bravo Trade Inc.' }).click();
  await page.waitForURL(/\/accounts\/\d+/);
  await page.goBack();
  await page.getByRole('link', { name: 'いろは商事株式会社' }).waitFor();
}, { clock: NOW, begins: SCORED });

story('a filter is read as chips, is changed where it stands, and its address is words', async ({ page, say, language }) => {
  const chip = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const count = (ja, en) => page.getByText(say(ja, en), { exact: true }).waitFor();
  await page.goto('/accounts');
  await count('12社', '12 accounts');
  await chip('担当なし', 'Unassigned').click();
  await page.waitForURL(/\?filter=owner_id:unknown$/);
  await chip('担当CSMが未割り当て', 'Owner is unassigned').waitFor();

  // A new condition asks first what it is about; until it is complete it narrows nothing.
  await page.getByRole('button', { name: say('条件を追加', 'Add condition') }).click();
  await page.getByRole('combobox', { name: say('対象', 'What') }).fill(say('国', 'Country'));
  await page.getByRole('option', { name: say('国', 'Country'), exact: true }).click();
  await chip('国 …', 'Country …').waitFor();
  await page.getByRole('combobox', { name: say('比べ方', 'Comparison') }).click();
  await page.getByRole('option', { name: say('値がない', 'is unknown'), exact: true }).click();
  await page.waitForURL(/\?filter=owner_id:unknown;country:unknown$/);
  await chip('国がない', 'Country is unknown').waitFor();
  await assert_everywhere(page, 'accounts-chips', language);
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: say('比べ方', 'Comparison') }).waitFor({ state: 'detached' });

  // Back takes the condition away again, forward brings it.
  await page.goBack();
  await page.waitForURL(/\?filter=owner_id:unknown$/);
  await chip('国がない', 'Country is unknown').waitFor({ state: 'detached' });
  await page.goForward();
  await chip('国がない', 'Country is unknown').waitFor();
  await page.getByRole('button', { name: say('絞り込みを外す: 国がない', 'Remove filter: Country is unknown') }).click();
  await page.waitForURL(/\?filter=owner_id:unknown$/);

  // An address of before, and one that nobody can read.
  await page.goto(`/accounts?filter=${encodeURIComponent('{"attribute":"band","op":"in","value":["BAD"]}')}`);
  await chip('ヘルスがBAD', 'Health is BAD').waitFor();
  await page.goto('/accounts?filter=whatever');
  await page.getByText(say('このアドレスの絞り込み条件を読み取れないため、すべて表示しています。', 'The filter in this address cannot be read, so everything is listed.')).waitFor();
  await count('12社', '12 accounts');
}, { clock: NOW, begins: SCORED });

story('what is selected stays with the list it was selected in', async ({ page, say }) => {
  const selected = page.getByText(say('1社を選択中', '1 selected'), { exact: true });
  await page.goto('/accounts');
  await page.getByRole('checkbox', { name: say('Alpha Foods Ltdを選択', 'Select Alpha Foods Ltd') }).check();
  await selected.waitFor();
  await page.getByRole('button', { name: say('14日間利用なし', 'No activity for 14 days') }).click();
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社');
  await selected.waitFor({ state: 'detached' });
  await page.goBack();
  await selected.waitFor();
}, { clock: NOW, begins: SCORED });

story('one change reaches the whole filter, and is undone but for what somebody changed since', async ({ page, program, say, language }) => {
  await page.goto('/accounts');
  await page.getByRole('checkbox', { name: say('Alpha Foods Ltdを選択', 'Select Alpha Foods Ltd') }).check();
  await page.getByRole('button', { name: say('条件に合う12社すべてを選ぶ', 'Select all 12') }).click();
  await page.getByRole('button', { name: say('まとめて変更…', 'Change…') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: say('ステージ', 'Stage') }).click();
  await page.getByRole('option', { name: say('拡大', 'Expansion') }).click();
  await dialog.getByText(say('12社すべてが変わります。', 'All 12 change.')).waitFor();
  await assert_everywhere(page, 'account-bulk', language);
  await dialog.getByRole('button', { name: say('変更する', 'Change') }).click();
  await page.getByText(say('12社を変更しました。', '12 accounts changed.')).waitFor();
  const { items } = await program.owner.get('/api/v1/accounts');
  assert.deepEqual([...new Set(items.map(account => account.stage))], ['expansion']);
  await program.owner.patch(`/api/v1/accounts/${items[0].id}`, { stage: 'adoption' });
  const { link } = await program.owner.post('/api/v1/staff', { name: 'Vera Viewer', email: 'vera@example.test', role: 'viewer', language });
  const viewer = program.client();
  await viewer.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough password' });
  const theirs = await open_page({ url: program.url, language, client: viewer });
  await theirs.goto(page.url());
  await theirs.getByText(say('12社を変更しました。', '12 accounts changed.')).waitFor();
  assert.equal(await theirs.getByRole('button', { name: say('元に戻す', 'Undo'), exact: true }).count(), 0, 'a viewer undoes nothing');
  await page.reload();
  await page.getByRole('button', { name: say('元に戻す', 'Undo'), exact: true }).click();
  await page.getByText(say('11社を元に戻しました。', 'Change undone: 11 accounts as before.')).waitFor();
  await page.getByText(say(`その後に変更された1社はそのままです: ${items[0].name}`, `1 changed since and stayed: ${items[0].name}`)).waitFor();
  await assert_everywhere(page, 'account-bulk-undone', language);
  await page.getByRole('button', { name: say('閉じる', 'Close'), exact: true }).click();
  await page.getByText(say('11社を元に戻しました。', 'Change undone: 11 accounts as before.')).waitFor({ state: 'hidden' });
}, { clock: NOW, begins: SCORED });

story('who left is not among the living: they have a status of their own, in the list and on their page', async ({ page, program, say, language }) => {
  const { owner } = program;
  const make = async (name, line) => owner.post('/api/v1/contracts', { account_id: (await owner.post('/api/v1/accounts', { name })).id, cancelled_on: line.until_on ?? null, lines: [line] });
  const price = { amount: 100_000, currency: 'JPY' };
  await make('Gone Ltd', { from_on: '2025-01-01', until_on: '2026-01-01', price });
  await page.goto('/accounts');
  await page.getByText(say('現在の顧客はいません', 'No active accounts')).waitFor();
  await page.getByRole('button', { name: say('すべての企業を表示', 'Show all accounts') }).click();
  await shows(page, 'Gone Ltd');
  await make('Here Ltd', { from_on: '2025-01-01', price });
  await page.goto('/accounts');
  await shows(page, 'Here Ltd');
  await page.getByText(say('解約済み', 'Churned'), { exact: true }).click();
  await shows(page, 'Gone Ltd');
  await page.locator('tbody').getByText(say('解約済み', 'Churned'), { exact: true }).waitFor();
  assert.equal(await page.locator('tbody').getByText('UNKNOWN').count(), 0);
  await assert_everywhere(page, 'accounts-left', language);
  await page.getByRole('link', { name: 'Gone Ltd' }).click();
  await page.getByRole('heading', { name: 'Gone Ltd' }).waitFor();
  await page.locator('[data-band="LEFT"]').waitFor();
  await page.goto('/accounts?show=all');
  await shows(page, 'Gone Ltd', 'Here Ltd');
}, { clock: NOW });

story('where nobody has left, the list says so, and not that there are no accounts', async ({ page, program, say }) => {
  await program.owner.post('/api/v1/accounts', { name: 'Here Ltd' });
  await page.goto('/accounts?show=left');
  await page.getByText(say('解約した企業はありません', 'No churned accounts')).waitFor();
  await page.getByRole('button', { name: say('現在の顧客を表示', 'Show active accounts') }).click();
  await shows(page, 'Here Ltd');
});

story('an empty list offers the way to fill it, and a new account opens', async ({ page, program, say, language }) => {
  await page.goto('/accounts');
  await page.getByText(say('顧客企業がまだありません', 'No accounts yet')).waitFor();
  await assert_everywhere(page, 'accounts-empty', language);
  await page.getByRole('button', { name: say('企業を追加', 'New account') }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('あおぞら商会');
  await dialog.getByRole('button', { name: say('追加', 'Create') }).click();
  await page.waitForURL(/\/accounts\/\d+/);
  const { items } = await program.owner.get('/api/v1/accounts');
  assert.deepEqual(items.map(account => account.name), ['あおぞら商会']);
});

story('columns are chosen, kept, and go into the CSV', async ({ page, say }) => {
  await page.goto('/accounts');
  await page.getByRole('button', { name: say('列', 'Columns') }).click();
  await page.getByRole('checkbox', { name: say('外部ID', 'External id') }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('cell', { name: 'company-1', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('cell', { name: 'company-1', exact: true }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('CSVで書き出す', 'Export CSV') }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  assert.match(text, /いろは商事株式会社/);
  assert.match(text, /company-1\b/);
  assert.match(text.split('\r\n')[0], say(/^\uFEFF外部ID,名称,ヘルス,MRR,通貨,/, /^\uFEFF"External id",Name,Health,MRR,Currency,/), 'headings are in the language of the page');
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('Excelで書き出す', 'Export Excel') }).click()]);
  assert.equal(book.suggestedFilename(), 'accounts.xlsx');
}, { clock: NOW, begins: SCORED });
