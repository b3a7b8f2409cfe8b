// Files beside what is written down: chosen, dropped and pasted, seen on their way, refused with a reason, read again,
// removed and put back; and how much the workspace takes.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES } from './company.mjs';

const filled = { begins: COMPANIES };
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const told = (page, text) => page.getByRole('status').getByText(text).waitFor();
const timeline = page => page.locator('section', { has: page.locator('h2', { hasText: /^(Timeline|タイムライン)$/ }) });

async function write_note(page, given, say, text) {
  await page.goto(`/accounts/${given.silent.id}`);
  await page.getByRole('button', { name: say('メモ', 'Note'), exact: true }).first().click();
  const note = page.getByLabel(say('何があったか、何を話したか', 'What happened, what was said'));
  await note.fill(text);
  return { note, form: page.locator('form', { has: note }) };
}

/** What a browser does when files are dropped, or pasted, on what the locator finds. */
async function bring(locator, kind, files) {
  await locator.evaluate((target, [event, list]) => {
    const data = new DataTransfer();
    for (const { name, text, type } of list) data.items.add(new File([text], name, { type }));
    const bag = event === 'paste' ? { clipboardData: data } : { dataTransfer: data };
    const Kind = event === 'paste' ? ClipboardEvent : DragEvent;
    target.dispatchEvent(new Kind(event, { bubbles: true, cancelable: true, ...bag }));
  }, [kind, files]);
}

story('files go with a note, by button, drop and paste; one is removed and put back', async ({ page, given, say, language }) => {
  const text = say('新しい構成案を受け取った', 'They sent the new layout');
  const { note, form } = await write_note(page, given, say, text);
  await form.locator('input[type=file]').setInputFiles([{ name: '構成図.png', mimeType: 'image/png', buffer: PNG }, { name: 'meeting minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('minutes') }]);
  await bring(note, 'drop', [{ name: 'dropped.csv', text: 'a,b', type: 'text/csv' }]);
  await bring(note, 'paste', [{ name: 'pasted.webp', text: 'no picture', type: 'image/webp' }]);
  const going = form.getByRole('list', { name: say('ファイル', 'Files') }).getByRole('listitem');
  await eventually(() => going.count(), count => count === 4);
  await assert_everywhere(page, 'files-note', language);
  await form.getByRole('button', { name: say('pasted.webp を削除', 'Remove pasted.webp') }).click();
  await form.getByRole('button', { name: say('メモを保存', 'Save note') }).click();
  await told(page, say('メモを保存しました。', 'Note saved.'));

  const kept = timeline(page).getByRole('list', { name: say('ファイル', 'Files') }).getByRole('listitem');
  await eventually(() => kept.count(), count => count === 3);
  await assert_everywhere(page, 'files-timeline', language);
  const [download] = await Promise.all([page.waitForEvent('download'), kept.getByRole('link', { name: 'meeting minutes.txt' }).click()]);
  assert.equal(download.suggestedFilename(), 'meeting minutes.txt');

  await kept.getByRole('button', { name: say('dropped.csv を削除', 'Remove dropped.csv') }).click();
  await told(page, say('ファイルを削除しました。', 'File removed.'));
  await eventually(() => kept.count(), count => count === 2);
  await page.getByRole('status').getByText(say('ファイルを削除しました。', 'File removed.')).locator('..').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await eventually(() => kept.count(), count => count === 3);
}, filled);

story('files are attached to an entry that stands, and to a task without an account', async ({ page, program, given, say, language }) => {
  const text = say('先週の打ち合わせ', 'Last week’s meeting');
  const file = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('plan') };
  await program.owner.post('/api/v1/notes', { account_id: given.silent.id, text });
  await page.goto(`/accounts/${given.silent.id}`);
  await timeline(page).getByRole('button', { name: say(`ファイルを添付: ${text}`, `Attach files: ${text}`) }).click();
  await timeline(page).locator('input[type=file]').setInputFiles([file]);
  await told(page, say('ファイルを添付しました。', 'File attached.'));
  await timeline(page).getByRole('link', { name: 'plan.pdf' }).waitFor();
  await assert_everywhere(page, 'files-attach-later', language);

  const title = say('経費を精算する', 'File the expenses');
  await page.goto('/today');
  const quick = page.getByRole('textbox', { name: say('今日のタスクを追加', 'Add a task for today') });
  await quick.fill(title);
  await quick.press('Enter');
  await page.getByRole('button', { name: say(`ファイル: ${title}`, `Files: ${title}`) }).click();
  const task = page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });
  await task.locator('input[type=file]').setInputFiles([file]);
  await task.getByRole('link', { name: 'plan.pdf' }).waitFor();
  await assert_everywhere(page, 'files-task', language);
}, filled);

story('a file that was chosen before the limit was known is refused when it is', async ({ page, program, given, say }) => {
  await program.owner.patch('/api/v1/workspace', { file_max: 1 << 20 });
  let go;
  const gate = new Promise(done => { go = done; });
  await page.route('**/api/v1/file-room', async route => {
    await gate;
    await route.continue();
  });
  const { form } = await write_note(page, given, say, say('大きな資料', 'Large papers'));
  await form.locator('input[type=file]').setInputFiles([{ name: 'large.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc((1 << 20) + 1, 'x') }]);
  const chosen = form.getByRole('list', { name: say('ファイル', 'Files') });
  await chosen.getByText('large.pdf').waitFor();
  go();
  await chosen.getByText(say('ファイルが大きすぎます(上限 1 MB)。', 'The file is too large: at most 1 MB.')).waitFor();
}, filled);

story('a file that is refused says why; what is on its way shows how far, and can be cancelled', async ({ page, program, given, say, language }) => {
  await program.owner.patch('/api/v1/workspace', { file_max: 1 << 20 });
  const { form } = await write_note(page, given, say, say('大きな資料', 'Large papers'));
  const box = form.locator('input[type=file]');
  const file = (name, size) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 'x') });
  await box.setInputFiles([file('large.pdf', (1 << 20) + 1), file('small.pdf', 1 << 19)]);
  const going = form.getByRole('list', { name: say('ファイル', 'Files') });
  await going.getByText(say('ファイルが大きすぎます(上限 1 MB)。', 'The file is too large: at most 1 MB.')).waitFor();
  await assert_everywhere(page, 'files-refused', language);
  await going.getByRole('button', { name: say('large.pdf を削除', 'Remove large.pdf') }).click();

  // The server fails once: the note stands, the file waits, and saving again sends it alone.
  let fails = true;
  const held = [];
  await page.route('**/api/v1/files?*', async route => {
    if (fails) return route.fulfill({ status: 507, contentType: 'application/problem+json', body: JSON.stringify({ status: 507, code: 'full', title: 'Disk full' }) });
    return new Promise(go => held.push(() => go(route.continue())));
  });
  await form.getByRole('button', { name: say('メモを保存', 'Save note') }).click();
  await form.getByText(say(/^本文は保存しましたが/, /^The text is saved, but not all files/)).waitFor();
  await timeline(page).getByText(say('大きな資料', 'Large papers')).first().waitFor();
  await assert_everywhere(page, 'files-partly', language);
  fails = false;
  await box.setInputFiles(file('second.pdf', 1000));
  await form.getByRole('button', { name: say('メモを保存', 'Save note') }).click();
  await going.getByRole('progressbar', { name: say('small.pdf を送信中', 'Sending small.pdf') }).waitFor();
  // One that comes while others are on their way goes with them.
  await bring(box, 'drop', [{ name: 'third.csv', text: 'a,b', type: 'text/csv' }]);
  await going.getByText('third.csv').waitFor();
  await going.getByRole('button', { name: say('small.pdf を中止', 'Cancel small.pdf') }).click();
  for (let sent = 2; sent <= 3; sent++) {
    await eventually(() => held.length, count => count === sent);
    held[sent - 1]();
  }
  held[0]();
  await told(page, say('メモを保存しました。', 'Note saved.'));
  const { items } = await program.owner.get(`/api/v1/accounts/${given.silent.id}/timeline?kinds=note`);
  assert.deepEqual(items.map(item => item.files.map(({ name }) => name)), [['second.pdf', 'third.csv']], 'one note, with the files that were not cancelled');
}, filled);

story('beside an entry that stands a refused file keeps no other back, and one that is cancelled is not said to be there', async ({ page, program, given, say, language }) => {
  await program.owner.patch('/api/v1/workspace', { file_max: 1 << 20 });
  const text = say('見積もりの相談', 'Asked for an offer');
  const file = (name, size) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 'x') });
  await program.owner.post('/api/v1/notes', { account_id: given.silent.id, text });
  await page.goto(`/accounts/${given.silent.id}`);
  const place = timeline(page);
  await place.getByRole('button', { name: say(`ファイルを添付: ${text}`, `Attach files: ${text}`) }).click();
  // A word at the lower edge goes by itself: each that comes is kept.
  const attached = say('ファイルを添付しました。', 'File attached.');
  await page.evaluate(text => {
    window.told = 0;
    const count = ({ addedNodes }) => [...addedNodes].filter(node => node.textContent.includes(text)).length;
    new MutationObserver(changes => {
      for (const change of changes) window.told += count(change);
    }).observe(document.body, { childList: true, subtree: true });
  }, attached);

  // The only one on its way is cancelled: nothing is there, and nothing says so.
  await page.route('**/api/v1/files?*', () => {});
  await place.locator('input[type=file]').setInputFiles([file('held.pdf', 1000)]);
  await place.getByRole('button', { name: say('held.pdf を中止', 'Cancel held.pdf') }).click();
  await place.getByText('held.pdf').waitFor({ state: 'detached' });
  await page.unroute('**/api/v1/files?*');

  const refused = say('ファイルが大きすぎます(上限 1 MB)。', 'The file is too large: at most 1 MB.');
  await place.locator('input[type=file]').setInputFiles([file('large.pdf', (1 << 20) + 1), file('small.pdf', 1000)]);
  await place.getByText(refused).waitFor();
  await place.getByRole('link', { name: 'small.pdf' }).waitFor();
  const { answer } = await eventually(() => page.evaluate(() => window.told), times => times > 0); // the list may be first
  assert.equal(answer, 1, 'said once, for the file that arrived');
  // Another one goes, too, while the refused one is still listed.
  await place.locator('input[type=file]').setInputFiles([file('more.pdf', 1000)]);
  await place.getByRole('link', { name: 'more.pdf' }).waitFor();
  await place.getByText(refused).waitFor();
  await eventually(() => page.evaluate(() => window.told), times => times === 2);
  await assert_everywhere(page, 'files-attach-refused', language);
}, filled);

story('an admin says how large files may be', async ({ page, program, say, language }) => {
  await page.goto('/settings/workspace');
  const card = page.locator('section', { has: page.getByRole('heading', { level: 2, name: say('ファイル', 'Files'), exact: true }) });
  await card.getByLabel(say('1ファイルの上限(MB)', 'Largest file (MB)')).fill('50');
  await card.getByLabel(say('合計の上限(GB)', 'All files together (GB)')).fill('3');
  await card.getByRole('button', { name: say('上限を設定', 'Set limits') }).click();
  await told(page, say('上限を保存しました。', 'Limits saved.'));
  const { file_max: file, files_max: files } = await program.owner.get('/api/v1/workspace');
  assert.deepEqual([file, files], [50 * 2 ** 20, 3 * 2 ** 30]);
  // What is shown rounded stays as it is where only the other one changes.
  await program.owner.patch('/api/v1/workspace', { file_max: 2000 });
  await page.reload();
  await card.getByLabel(say('合計の上限(GB)', 'All files together (GB)')).fill('4');
  await card.getByRole('button', { name: say('上限を設定', 'Set limits') }).click();
  await told(page, say('上限を保存しました。', 'Limits saved.'));
  const after = await program.owner.get('/api/v1/workspace');
  assert.deepEqual([after.file_max, after.files_max], [2000, 4 * 2 ** 30]);
  await assert_everywhere(page, 'files-settings', language);
}, filled);
