// Search, as somebody does who remembers a word and not where it was written: the palette first, then the page of all hits.
import assert from 'node:assert/strict';
import { assert_accessible, assert_everywhere, press_until, story } from '../kit/browser.mjs';
import { until } from '../kit/hung.mjs';

const NOW = '2026-11-22T03:00:00Z';

async function prepare(program) {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '髙橋商事', reading: 'タカハシショウジ', domain: 'takahashi.example' });
  const other = await owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd' });
  const person = await owner.post('/api/v1/contacts', { account_id: account.id, name: '山﨑 太郎', reading: 'ヤマザキタロウ' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: '解約のご相談。Team planから変更したいとのこと' });
  await owner.post('/api/v1/calls', { account_id: other.id, at: '2026-11-01T03:00:00Z', text: '解約はしないとの回答' });
  await owner.post('/api/v1/calls', { account_id: account.id, contact_id: person.id, at: '2026-11-02T03:00:00Z', text: '更新時期の確認' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: '解約理由を聞く' });
  for (let i = 0; i < 60; i++) await owner.post('/api/v1/notes', { account_id: other.id, text: `定例の報告 ${i}` });
  return { account, other };
}

const marks = place => place.locator('mark').allTextContents();

story('a word is found wherever somebody wrote it', async ({ page, say, language, given }) => {
  await page.goto('/today');
  const palette = page.getByRole('dialog');
  await press_until(page, ['Control+k'], palette);
  const options = palette.getByRole('option');

  await palette.getByRole('combobox').fill('高橋');
  await options.filter({ hasText: '髙橋商事' }).first().waitFor();
  assert.deepEqual(await marks(options.first()), ['髙橋'], 'a variant letter is marked as it is written');

  await palette.getByRole('combobox').fill('解約');
  await options.filter({ hasText: '解約理由を聞く' }).waitFor();
  const groups = await palette.locator('[data-first]').evaluateAll(all => all.map(one => one.dataset.group));
  assert.deepEqual(groups.slice(0, 4), [say('タスク', 'Task'), say('メモ', 'Note'), say('電話', 'Call'), say('その他', 'More')]);
  await assert_everywhere(page, 'search-palette', language);

  await options.filter({ hasText: say('検索結果 3件を表示', 'Show all 3 hits') }).click();
  await page.waitForURL(/\/search\?q=/);
  const hits = page.getByRole('list', { name: say('検索結果', 'Hits') }).getByRole('listitem');
  await hits.first().waitFor();
  assert.equal(await hits.count(), 3);
  assert.deepEqual((await marks(page.getByRole('main'))).sort(), ['解約', '解約', '解約']);
  await page.getByText(say('3件', '3 hits'), { exact: true }).waitFor();
  await assert_everywhere(page, 'search-page', language);

  await page.getByRole('radiogroup', { name: say('並び順', 'Order') }).getByText(say('関連度順', 'Best first')).click();
  await page.waitForURL(/order=relevance/);
  await hits.first().filter({ hasText: '解約理由を聞く' }).waitFor();
  await page.getByRole('combobox', { name: say('種類', 'Kind') }).click();
  await page.getByRole('option', { name: say('電話', 'Call') }).click();
  await page.waitForURL(/kind=call/);
  await hits.first().filter({ hasText: '解約はしないとの回答' }).waitFor();
  assert.equal(await hits.count(), 1);
  await page.reload();
  await hits.first().waitFor();
  assert.equal(await hits.count(), 1, 'the address holds what was asked');
  await hits.getByRole('link', { name: 'Alpha Foods Ltd' }).click();
  await page.waitForURL(new RegExp(`/accounts/${given.other.id}\\?kinds=call`));
}, { clock: NOW, prepare });

story('Enter in the palette opens what the words found, not what the words before found; what fails says why', async ({ page, say, given }) => {
  await page.goto('/today');
  const palette = page.getByRole('dialog');
  await press_until(page, ['Control+k'], palette);
  const box = palette.getByRole('combobox');
  await box.fill('高橋');
  await palette.getByRole('option').filter({ hasText: '髙橋商事' }).first().waitFor();
  let late = true;
  const held = [];
  await page.route(/\/api\/v1\/search\?/, route => (late ? new Promise(go => held.push(() => go(route.continue()))) : route.continue()));
  await box.fill('Alpha');
  await box.press('Enter');
  await until('the new words are asked for', () => held.length > 0);
  await box.press('Enter');
  await palette.getByRole('option').filter({ hasText: '髙橋商事' }).first().waitFor();
  late = false;
  held.forEach(go => go());
  await palette.getByRole('option').filter({ hasText: 'Alpha Foods Ltd' }).first().waitFor();
  await box.fill('a b c d e f g h i j k');
  await palette.getByRole('alert').filter({ hasText: say('検索語', 'Words') }).waitFor();
  assert.equal(await palette.getByText(say('見つかりません', 'Nothing found')).count(), 0);
  await assert_accessible(page);
  await box.fill('Alpha');
  await palette.locator('[data-first]').filter({ hasText: 'Alpha Foods Ltd' }).waitFor();
  await box.press('Enter');
  await page.waitForURL(new RegExp(`/accounts/${given.other.id}`));
}, { clock: NOW, prepare });

story('all hits come page by page, and none says what to try', async ({ page, say }) => {
  await page.goto(`/search?q=${encodeURIComponent('報告')}`);
  const hits = page.getByRole('list', { name: say('検索結果', 'Hits') }).getByRole('listitem');
  await hits.nth(49).waitFor();
  assert.equal(await hits.count(), 50);
  await page.getByRole('button', { name: say('さらに表示', 'Show more') }).click();
  await hits.nth(59).waitFor();
  assert.equal(await hits.count(), 60);

  const box = page.getByRole('searchbox');
  await box.fill('約解');
  await page.getByText(say('見つかりません', 'Nothing found'), { exact: true }).waitFor();
  await assert_accessible(page);
  await box.fill('');
  await page.getByText(say('言葉を入力してください', 'Type a word'), { exact: true }).waitFor();
  await assert_accessible(page);
  await box.fill('やまざき');
  await hits.first().filter({ hasText: '山﨑 太郎' }).waitFor();
}, { clock: NOW, prepare });

story('the palette reaches settings, what is created, what can be done here, and where somebody was', async ({ page, say, language, given }) => {
  await page.goto(`/accounts/${given.other.id}`);
  await page.getByRole('heading', { name: 'Alpha Foods Ltd' }).waitFor();
  const palette = page.getByRole('dialog', { name: say('検索と操作', 'Search and commands') });
  const run = async (text, name) => {
    await press_until(page, ['Control+k'], palette);
    await palette.getByRole('combobox').fill(text);
    await palette.getByRole('option').filter({ has: page.getByText(name, { exact: true }) }).click();
    await palette.waitFor({ state: 'detached' });
  };
  await run(say('メモ', 'note'), `${say('メモを書く', 'Add note')} · Alpha Foods Ltd`);
  await page.getByRole('button', { name: say('メモを保存', 'Save note') }).waitFor();

  await run(say('キー', 'keys'), say('キー', 'Keys'));
  await page.waitForURL(/\/settings\/keys$/);
  await page.waitForFunction(title => document.title === title, `${say('キー', 'Keys')} · ${say('設定', 'Settings')} · Banso`);

  await run(say('企業', 'account'), say('企業を追加', 'New account'));
  const form = page.getByRole('dialog', { name: say('企業を追加', 'New account') });
  await form.waitFor();
  assert.equal(new URL(page.url()).search, '?make=new', 'the address shows everybody the same');
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await page.waitForURL(url => url.pathname === '/accounts' && url.search === '');

  await press_until(page, ['Control+k'], palette);
  await assert_everywhere(page, 'palette', language);
  await palette.locator(`[data-group="${say('最近開いた画面', 'Recent')}"]`).filter({ hasText: 'Alpha Foods Ltd' }).click();
  await page.waitForURL(`**/accounts/${given.other.id}`);
}, { clock: NOW, prepare });
