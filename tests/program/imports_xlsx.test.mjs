// Excel workbooks from outside: the same guesses, questions and errors as text, rows by their number in the sheet.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, test } from '../kit/hung.mjs';
import { bothEngines, with_program } from '../kit/program.mjs';
import { STYLES, workbook, zip } from '../kit/xlsx.mjs';

const CLOCK = '2026-11-20T12:00:00Z';
const send = (owner, kind, bytes, how = 'post') =>
  how === 'post' ? owner.post(`/api/v1/imports?kind=${kind}&file_name=${kind}.xlsx`, bytes, { headers: { 'content-type': 'application/octet-stream' } })
    : owner.ask('POST', `/api/v1/imports?kind=${kind}&file_name=${kind}.xlsx`, bytes, { headers: { 'content-type': 'application/octet-stream' } });
async function step(owner, id, what) {
  await owner.post(`/api/v1/imports/${id}/${what}`);
  return (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running', 'undoing'].includes(state))).answer;
}

bothEngines('a workbook comes in as a file of text does: titles, sheets, days by their style, ids with zeros, errors by the row of the sheet', async ({ owner }) => {
  const made = await send(owner, 'accounts', workbook({
    '表紙': [],
    '顧客': {
      1: ['顧客一覧', null, null, null, null],
      2: [null, null, { v: 46356, s: STYLES.day }],
      4: ['顧客ID', '会社名', '登録日', '国', '備考'],
      6: [{ v: 42, s: STYLES.zeros }, '株式会社いろは', { v: 46113, s: STYLES.day }, 'JP', 'a, "b"'],
      7: [7, { inline: 'Alpha\nFoods' }, { v: 46113.4375, s: STYLES.moment }, '日本', true],
      9: [null, 'Nameless', { v: 46113, s: STYLES.era }, 'JP'],
      10: ['c-4', 'Wrong day', 'yesterday', 'JP', { error: '#N/A' }],
      12: ['合計', { v: 4, s: 0 }],
      1000: [null, ''],
    },
    'メモ': [['hidden']],
  }, { hidden: ['メモ'] }));
  assert.deepEqual([made.sheets, made.options.sheet, made.options.encoding, made.asks], [['表紙', '顧客'], 2, 'xlsx', []], 'the first sheet with something in it');
  assert.deepEqual([made.options.heading, made.rows, made.total_rows, made.total_line, made.empty_rows], [4, 4, 1, 12, 3]);
  assert.deepEqual(made.columns.map(({ name, target, samples }) => [name, target, samples.slice(0, 2)]), [
    ['顧客ID', 'external_id', ['00042', '7']], ['会社名', 'name', ['株式会社いろは', 'Alpha Foods']],
    ['登録日', 'created_on', ['2026-04-01', '2026-04-01 10:30:00']], ['国', 'country', ['JP', '日本']], ['備考', null, ['a, "b"', 'TRUE']],
  ]);
  const done = await step(owner, made.id, 'run');
  assert.deepEqual([done.state, done.good, done.bad, done.partly], ['done', 3, 1, 1]);
  assert.deepEqual(done.errors.map(({ line, field, reason }) => [line, field, reason]), [[9, 'external_id', 'missing'], [10, 'created_on', 'no_date']]);
  const { items } = await owner.get('/api/v1/accounts?sort=external_id');
  assert.deepEqual(items.map(({ external_id, country }) => [external_id, country]), [['00042', 'JP'], ['7', 'JP'], ['c-4', 'JP']]);
  assert.match((await owner.ask('GET', `/api/v1/imports/${made.id}/bad.csv`)).text, /^,Nameless,2026-04-01,JP,,9,external_id,missing,/m);
  assert.equal((await step(owner, done.id, 'undo')).undone, 3, 'and goes as any other');
}, { clock: CLOCK });

test('the first sheet with rows is found behind many empty ones; long names of sheets are cut between characters', t => with_program({ clock: CLOCK }, async ({ owner }) => {
  const empty = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`E${at}`, []]));
  const made = await send(owner, 'accounts', workbook({ ...empty, ['表'.repeat(300)]: [['id', 'name'], ['a', 'A']] }));
  assert.deepEqual([made.options.sheet, made.rows, made.sheets.length, made.sheets[60]], [61, 1, 61, '表'.repeat(85)]);
  const none = await send(owner, 'accounts', workbook(empty), 'ask');
  assert.deepEqual([none.status, none.body.field], [400, 'file']);
}, t));

bothEngines('another sheet is another table, in the API and on the command line', async program => {
  const { owner } = program;
  const bytes = workbook({ First: [['account_id', 'account_name'], ['a', 'A']], 'Q1; "2026"': [['id', 'name', 'country'], ['b', 'B', 'GB'], ['c', 'C; D', 'GB']] });
  const made = await send(owner, 'accounts', bytes);
  assert.deepEqual(made.columns.map(one => one.name), ['account_id', 'account_name']);
  const other = await owner.patch(`/api/v1/imports/${made.id}`, { options: { sheet: 2 } });
  assert.deepEqual([other.columns.map(one => one.name), other.rows, other.options.delimiter], [['id', 'name', 'country'], 2, 'comma']);
  const none = await owner.ask('PATCH', `/api/v1/imports/${made.id}`, { options: { sheet: 3 } });
  assert.deepEqual([none.status, none.body.field], [400, 'sheet']);
  const turned = await send(owner, 'accounts', workbook({ A: [['id', 'name'], ['a', 'A']], B: [['Our customers'], [], ['name', 'id'], ['A', 'a'], ['B', 'b']] }));
  const anew = await owner.patch(`/api/v1/imports/${turned.id}`, { options: { sheet: 2, totals: 'take' } });
  assert.deepEqual([anew.options.heading, anew.columns.map(({ name, target }) => [name, target])], [3, [['name', 'name'], ['id', 'external_id']]], 'whatever becomes of totals');
  const text = await send(owner, 'accounts', 'id,name\na,A\n');
  const no_book = await owner.ask('PATCH', `/api/v1/imports/${text.id}`, { options: { sheet: 1 } });
  assert.deepEqual([no_book.status, no_book.body.field, no_book.body.reason, no_book.body.args], [400, 'sheet', 'out_of_range', ['0', '0']]);
  const file = join(program.folder, 'book.xlsx');
  writeFileSync(file, bytes);
  assert.match(program.must('import', 'accounts', file, '--dry-run'), /encoding: xlsx.*sheet: 1\naccount_id → external_id/);
  assert.match(program.must('import', 'accounts', file, '--sheet', 'Q1; "2026"'), /2 added/);
  assert.match(program.must('import', 'accounts', file, '--sheet', '2'), /2 unchanged/);
  assert.equal(program.command('import', 'accounts', file, '--sheet', 'Q2').status, 2);
  const plain = join(program.folder, 'plain.csv');
  writeFileSync(plain, 'id,name\nb,B\n');
  for (const sheet of ['Q2', '1']) assert.equal(program.command('import', 'accounts', plain, '--sheet', sheet).status, 2, `a file of text has no sheet ${sheet}`);
  assert.deepEqual((await owner.get('/api/v1/accounts?sort=external_id')).items.map(one => one.name), ['B', 'C; D']);
}, { clock: CLOCK });

test('days of both date systems, and amounts in exact figures, are what the sheet shows', t => with_program({ clock: CLOCK }, async ({ owner }) => {
  const samples = async (rows, options) => (await send(owner, 'accounts', workbook({ S: [['id', 'x'], ...rows.map((cell, at) => [`i-${at}`, cell])] }, options))).columns[1].samples;
  const days = [{ v: 1, s: STYLES.day }, { v: 59, s: STYLES.day }, { v: 61, s: STYLES.day }];
  assert.deepEqual(await samples(days), ['1900-01-01', '1900-02-28', '1900-03-01']);
  assert.deepEqual(await samples([{ v: 0, s: STYLES.day }, { v: 44651, s: STYLES.era }, { v: 44651.99999999, s: STYLES.moment }], { from_1904: true }), ['1904-01-01', '2026-04-01', '2026-04-02']);
  assert.deepEqual(await samples([0.1 + 0.2, 1234567890123, { v: '1E-7', s: 0 }]), ['0.3', '1234567890123', '0.0000001']);
  assert.deepEqual(await samples([{ v: 0.5, s: STYLES.time }, { v: -1200, s: STYLES.yen }, '0042']), ['12:00:00', '-1200', '0042']);
}, t));

test('a workbook that is damaged, or unpacks to far more than it is, is refused with its reason and leaves nothing', t => with_program({ clock: CLOCK }, async ({ owner }) => {
  const good = workbook({ S: [['id', 'name'], ['a', 'A']] });
  const sheet = xml => workbook({ S: [['id', 'name'], ['a', 'A']] }, { parts: { 'xl/worksheets/sheet1.xml': xml } });
  const reason = async bytes => {
    const answer = await send(owner, 'accounts', bytes, 'ask');
    return [answer.status, answer.body.reason];
  };
  const bomb = Buffer.alloc(40 * 1024 * 1024, ' ');
  const cases = {
    bad_workbook: [
      good.subarray(0, good.length - 30), zip({ 'a.txt': 'no workbook' }), workbook({}),
      sheet('<worksheet><sheetData><row><c><v>1</v>'),
      sheet('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'),
      sheet('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet><sheetData/></worksheet>'),
      sheet(`<worksheet>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</worksheet>`),
    ],
    large_workbook: [
      sheet(Buffer.concat([Buffer.from('<worksheet><sheetData>'), bomb, Buffer.from('</sheetData></worksheet>')])),
      sheet({ bytes: Buffer.concat([Buffer.from('<worksheet><sheetData>'), bomb, Buffer.from('</sheetData></worksheet>')]), says: 100 }),
      sheet(`<worksheet><sheetData x="${Array.from({ length: 1_000_000 }, (_, at) => (at * 7919).toString(36)).join('')}"/></worksheet>`),
      zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, '']))),
      workbook({ S: [['id', 'name'], ['a', 'A']] }, { parts: { 'xl/styles.xml': `<styleSheet>${Array.from({ length: 1_300_000 }, (_, at) => (at * 7919).toString(36).padEnd(14)).join('')}</styleSheet>` } }),
    ],
  };
  for (const [word, files] of Object.entries(cases))
    for (const [at, bytes] of files.entries()) assert.deepEqual(await reason(bytes), [400, word], `${word}, file ${at}`);
  assert.deepEqual((await owner.get('/api/v1/imports')).items, []);
  const wide = await send(owner, 'accounts', sheet('<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>name</v></c></row><row r="1048576"><c r="A1048576" t="str"><v>a</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'));
  const done = await step(owner, wide.id, 'run');
  assert.deepEqual(done.errors.map(({ line, reason }) => [line, reason]), [[1048576, 'many_columns']], 'the last cell of the largest sheet');
  const row = (line, id, name) => `<row r="${line}"><c t="str"><v>${id}</v></c><c t="str"><v>${name}</v></c></row>`;
  const long = 'x'.repeat(5000), head = row(1, 'id', 'name'), last = row(9, 'a', 'A');
  const misplaced = {
    'a value outside of any cell': `<worksheet><sheetData>${head}<row r="2"><c t="str"><v>${long}</v></c></row><row r="3"><v>payload</v></row>${last}</sheetData></worksheet>`,
    'a row inside of a cell': `<worksheet><sheetData>${head}<row r="2"><c t="str"><v>${long}</v><row r="3"/></c></row>${last}</sheetData></worksheet>`,
  };
  for (const [what, xml] of Object.entries(misplaced))
    assert.deepEqual((await send(owner, 'accounts', sheet(xml))).columns.map(one => one.name), ['id', 'name'], what);
}, t));
