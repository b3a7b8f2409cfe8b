// A CSV file from the hand to the accounts: columns, dry run, good rows in, bad rows out.
import assert from 'node:assert/strict';
import { assert_everywhere, story } from '../kit/browser.mjs';
import { STYLES, workbook } from '../kit/xlsx.mjs';

const bytes_of = async download => {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const FILE = ['顧客ID,会社名,国', 'c-1,株式会社いろは,JP', 'c-2,Alpha Foods Ltd,GB', ',Nameless Trading,GB', 'c-4,わかよ運輸,JP'].join('\r\n');

story('a file of accounts is checked and its good rows are imported', async ({ page, program, say, language }) => {
  await page.goto('/settings/imports');
  await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
  await page.waitForURL(/\/settings\/imports\/\d+/);
  await page.getByText(say('列の対応づけ', 'Columns'), { exact: true }).waitFor();
  await assert_everywhere(page, 'import-mapping', language);
  for (const [column, target] of [['顧客ID', say('外部ID', 'External id')], ['会社名', say('名称', 'Name')], ['国', say('国', 'Country')]]) {
    const box = page.getByRole('combobox', { name: new RegExp(`: ${column}$`) });
    if ((await box.inputValue()).startsWith(target)) continue;
    await box.click();
    await page.getByRole('option', { name: new RegExp(`^${target}`) }).first().click();
  }
  await page.getByRole('button', { name: say('取り込み前に検証', 'Validate') }).click();
  await page.getByRole('button', { name: say('エラー行をダウンロード', 'Download the bad rows') }).waitFor();
  await page.getByRole('cell', { name: say('値がありません。', 'A value is missing.') }).waitFor();
  await assert_everywhere(page, 'import-checked', language);
  assert.equal((await program.owner.get('/api/v1/accounts')).items.length, 0, 'the dry run wrote');
  await page.getByRole('button', { name: say('エラーのない3行を取り込む', 'Import 3 good rows') }).click();
  await page.getByText(say('完了', 'Done'), { exact: true }).first().waitFor();
  const { items } = await program.owner.get('/api/v1/accounts?sort=name');
  assert.deepEqual(items.map(account => account.external_id).sort(), ['c-1', 'c-2', 'c-4']);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: say('エラー行をダウンロード', 'Download the bad rows') }).click()]);
  const [head, row] = (await bytes_of(download)).split('\r\n');
  assert.equal(head, `\ufeff顧客ID,会社名,国,${say('行,項目,理由', 'Line,Field,What is wrong')}`);
  assert.equal(row, `,Nameless Trading,GB,4,${say('外部ID,値がありません。', 'External id,A value is missing.')}`);
});

const DIRTY = ['顧客一覧;;;;', '出力日;2026/11/30;;;', '', '顧客ID;会社名;業種;登録日;担当CSM', 'c-1;株式会社いろは;製造;03/04/2026;sato@example.test', 'c-2;わかよ運輸;運輸;05/04/2026;sato@example.test', 'c-3;Alpha Foods;食品;未定;', ';;;;', '合計;3社;;;'].join('\r\n');

story('a file with titles, totals, an open order of days and wrong cells comes in, with a field made of a column', async ({ page, program, say, language }) => {
  await page.goto('/settings/imports');
  await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(DIRTY) });
  await page.waitForURL(/\/settings\/imports\/\d+/);
  await page.getByText(say('取り込まない列が1つあります: 業種', '1 column is not imported: 業種')).waitFor();
  await page.getByText(say('除いた合計行: 1行(9行目) · 除いた空行: 1行', 'Totals left out: 1 (line 9) · Empty rows left out: 1')).waitFor();
  const check = page.getByRole('button', { name: say('取り込み前に検証', 'Validate') });
  assert.ok(await check.isDisabled(), 'the order of the days is asked first');
  await page.getByText(say('日と月を区別できません。選んでください', 'Nothing tells days from months: please choose')).waitFor();
  await assert_everywhere(page, 'import-dirty', language);
  const settled = () => page.waitForResponse(answer => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('combobox', { name: say('日付の順序', 'Order of dates') }).click();
  await Promise.all([settled(), page.getByRole('option', { name: say('日・月・年', 'Day, month, year') }).click()]);
  // The next change is made on the version that the page shows then.
  await page.getByText(say('日と月を区別できません。選んでください', 'Nothing tells days from months: please choose')).waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: /: 業種$/ }).click();
  await Promise.all([settled(), page.getByRole('option', { name: say('新しい項目: 業種', 'New field: 業種') }).click()]);
  await page.getByText(say('取り込まない列が1つあります: 業種', '1 column is not imported: 業種')).waitFor({ state: 'detached' });
  await check.click();
  await page.getByRole('button', { name: say('取り込む', 'Import'), exact: true }).waitFor();
  await page.getByRole('table', { name: say('複数行に共通のエラー', 'The same in several rows') }).getByRole('link', { name: say('招待する', 'Invite') }).waitFor();
  await assert_everywhere(page, 'import-dirty-checked', language);
  await page.getByRole('combobox', { name: say('sato@example.test の読み替え', 'Read instead of sato@example.test') }).click();
  await Promise.all([settled(), page.getByRole('option', { name: 'Owner One' }).click()]);
  await page.getByText(say(/^sato@example.test を .* と読み替え/, /^sato@example.test is read as /)).waitFor();
  await check.click();
  await page.getByRole('button', { name: say('取り込む', 'Import'), exact: true }).click();
  await page.getByRole('link', { name: say('次は先方担当者', 'Next: Contacts') }).waitFor();
  const { items } = await program.owner.get('/api/v1/accounts?sort=external_id');
  assert.deepEqual(items.map(one => [one.external_id, Object.values(one.fields)[0], one.owner]), [['c-1', '製造', 'Owner One'], ['c-2', '運輸', 'Owner One'], ['c-3', '食品', null]]);
  await page.getByRole('link', { name: say('顧客企業を見る', 'See accounts') }).click();
  await page.waitForURL(/\/accounts/);
});

const LINES = ['会社ID;開始日;終了日;月額', 'c-1;01/04/2026;31/03/2027;20000', 'c-9;01/04/2026;31/03/2027;20000'].join('\r\n');

story('a file of contracts is read as it is said to be: ends, dates, currency, separator', async ({ page, program, say, language }) => {
  await program.owner.post('/api/v1/accounts', { name: '株式会社いろは', external_id: 'c-1' });
  await page.goto('/settings/imports');
  await page.getByText(say('契約', 'Contracts'), { exact: true }).first().click();
  await page.locator('input[type=file]').setInputFiles({ name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(LINES) });
  await page.waitForURL(/\/settings\/imports\/\d+/);
  const id = Number(page.url().split('/').pop());
  const check = page.getByRole('button', { name: say('取り込み前に検証', 'Validate') });
  await check.waitFor();
  assert.ok(await check.isDisabled(), 'whether ends are inclusive is asked first');
  const choose = async (label, option, saved) => {
    await page.getByRole('combobox', { name: label }).click();
    await Promise.all([
      page.waitForResponse(answer => answer.request().method() === 'PATCH' && answer.ok()),
      page.getByRole('option', { name: option }).click(),
    ]);
    const { options } = await program.owner.get(`/api/v1/imports/${id}`);
    for (const [key, value] of Object.entries(saved)) assert.equal(options[key], value, key);
  };
  await choose(say('区切り', 'Separator'), say('カンマ', 'Comma'), { delimiter: 'comma' });
  await choose(say('区切り', 'Separator'), say('セミコロン', 'Semicolon'), { delimiter: 'semicolon' });
  await choose(say('日付の順序', 'Order of dates'), say('年・月・日', 'Year, month, day'), { date_order: 'ymd' });
  await choose(say('日付の順序', 'Order of dates'), say('日・月・年', 'Day, month, year'), { date_order: 'dmy' });
  await choose(say('通貨', 'Currency'), 'EUR', { currency: 'EUR' });
  await choose(say('契約の終了日', 'Ends of contracts'), say(/^はい/, /^Yes/), { ends: 'inclusive', delimiter: 'semicolon', currency: 'EUR' });
  await check.click();
  await page.getByRole('button', { name: say('エラーのない1行を取り込む', 'Import 1 good rows') }).click();
  await page.getByText(say('完了', 'Done'), { exact: true }).first().waitFor();
  const { items: [account] } = await program.owner.get('/api/v1/accounts');
  const { items: [contract] } = await program.owner.get(`/api/v1/contracts?account_id=${account.id}`);
  const [line] = contract.lines;
  assert.deepEqual([line.from_on, line.until_on, line.price.currency], ['2026-04-01', '2027-04-01', 'EUR']);
  await assert_everywhere(page, 'import-contracts', language);
});

story('ten thousand bad rows are all in the file of bad rows', async ({ page, program }) => {
  const rows = Array.from({ length: 10_000 }, (_, at) => `,"Nameless, ""No. ${at}""\n株式会社",GB`);
  const made = await program.owner.post('/api/v1/imports?kind=accounts&file_name=many.csv', ['id,name,country', ...rows].join('\n'), { headers: { 'content-type': 'text/csv' } });
  await page.goto(`/settings/imports/${made.id}`);
  await page.getByRole('button', { name: '取り込み前に検証' }).click();
  const button = page.getByRole('button', { name: 'エラー行をダウンロード' });
  await button.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const [, ...told] = (await bytes_of(download)).split('\r\n');
  assert.equal(told.length, 10_000);
  for (const at of [0, 4_999, 9_999]) assert.equal(told[at], `,"Nameless, ""No. ${at}""\n株式会社",GB,${2 + 2 * at},外部ID,値がありません。`);
}, { languages: ['ja'] });

story('a file that an erasure deleted says so on its page, while somebody looks at it, and only its line is left', async ({ page, program, say, language }) => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '株式会社いろは', external_id: 'c-1' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: '田中 一郎', email: 'tanaka@iroha.example' });
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=customers.csv', FILE, { headers: { 'content-type': 'text/csv' } });
  await page.goto(`/settings/imports/${made.id}`);
  await page.getByText(say('列の対応づけ', 'Columns'), { exact: true }).waitFor();
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  await page.getByText(say('個人情報の消去に伴い、ファイルを削除しました。もう一度アップロードしてください。', 'The file was deleted because a person was erased. Upload it again.')).waitFor();
  await page.getByText(say('列の対応づけ', 'Columns'), { exact: true }).waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('button', { name: say('取り込み前に検証', 'Validate') }).count(), 0);
  await assert_everywhere(page, 'import-erased', language);
  const gone = say('ファイル削除済み', 'File deleted');
  await page.getByText(gone, { exact: true }).waitFor();
  await page.goto('/settings/imports');
  await page.getByRole('row', { name: 'customers.csv' }).getByText(gone, { exact: true }).waitFor();
});

story('a wrong file that came in is undone from its page, and what somebody used since stays there with its reason', async ({ page, program, say, language }) => {
  const { owner } = program;
  await owner.post('/api/v1/accounts', { name: '株式会社いろは', external_id: 'c-1', country: 'JP' });
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=wrong.csv', 'id,name\nc-1,Wrong name\nc-2,Wrong company\nc-3,Used company\n', { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  await page.goto(`/settings/imports/${made.id}`);
  const button = page.getByRole('button', { name: say('取り込みを取り消す', 'Undo import'), exact: true });
  await button.waitFor();
  const used = (await owner.get('/api/v1/accounts')).items.find(one => one.external_id === 'c-3');
  await owner.post('/api/v1/notes', { account_id: used.id, text: 'They called.' });
  await assert_everywhere(page, 'import-done', language);
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say(/全3件/, /3 in all/)).waitFor();
  await dialog.getByRole('button', { name: say('取り込みを取り消す', 'Undo import') }).click();
  await page.getByText(say('取り消し済み', 'Undone'), { exact: true }).first().waitFor();
  const kept = page.getByRole('table', { name: say('残したもの', 'Kept as they are') });
  await kept.getByRole('cell', { name: say('メモがすでにあります。', 'It has notes by now.') }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await assert_everywhere(page, 'import-undone', language);
  const { items } = await owner.get('/api/v1/accounts?sort=external_id');
  assert.deepEqual(items.map(one => [one.external_id, one.name]), [['c-1', '株式会社いろは'], ['c-3', 'Used company']]);
  await kept.getByRole('link', { name: 'Used company' }).click();
  await page.waitForURL(new RegExp(`/accounts/${used.id}`));
});

story('after a wrong file was undone, the right Excel workbook comes in from the sheet that is chosen', async ({ page, program, say, language }) => {
  const { owner } = program;
  const wrong = await owner.post('/api/v1/imports?kind=accounts&file_name=wrong.csv', 'id,name\nx-1,Wrong company\n', { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${wrong.id}/run`);
  await page.goto(`/settings/imports/${wrong.id}`);
  await page.getByRole('button', { name: say('取り込みを取り消す', 'Undo import'), exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('取り込みを取り消す', 'Undo import') }).click();
  await page.getByText(say('取り消し済み', 'Undone'), { exact: true }).first().waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: say('← 取り込み一覧', '← All imports') }).click();
  const buffer = workbook({ '旧': [['顧客ID', '会社名'], ['old', 'Old']], '2026年度': [['顧客一覧'], [null], ['顧客ID', '会社名', '登録日'], [{ v: 7, s: STYLES.zeros }, '株式会社いろは', { v: 46113, s: STYLES.era }]] });
  await page.locator('input[type=file]').setInputFiles({ name: 'right.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer });
  await page.getByText('right.xlsx', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: say('シート', 'Sheet'), exact: true }).click();
  await page.getByRole('option', { name: '2026年度' }).click();
  await page.getByText('2026-04-01').first().waitFor();
  await assert_everywhere(page, 'import-workbook', language);
  await page.getByRole('button', { name: say('取り込み前に検証', 'Validate') }).click();
  await page.getByRole('button', { name: say('取り込む', 'Import'), exact: true }).click();
  await page.getByRole('link', { name: say('次は先方担当者', 'Next: Contacts') }).waitFor();
  assert.deepEqual((await owner.get('/api/v1/accounts')).items.map(one => [one.external_id, one.name]), [['00007', '株式会社いろは']]);
});

story('a file of events says before it runs that it cannot be undone', async ({ page, program, say, language }) => {
  const made = await program.owner.post('/api/v1/imports?kind=events&file_name=events.csv', 'account,event,at\nacme,sync,2026-11-18 04:25:41\n', { headers: { 'content-type': 'text/csv' } });
  await page.goto(`/settings/imports/${made.id}`);
  await page.getByText(say(/この種類の取り込みは取り消せません/, /This kind of import cannot be undone/)).waitFor();
  await assert_everywhere(page, 'import-events', language);
});
