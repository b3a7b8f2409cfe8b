// A list that comes every month is mapped once: the same headings get what was settled for them last.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';
import { workbook } from '../kit/xlsx.mjs';

const upload = (owner, kind, bytes) => owner.post(`/api/v1/imports?kind=${kind}&file_name=f`, bytes, { headers: { 'content-type': 'text/csv' } });
async function step(owner, id, what) {
  await owner.post(`/api/v1/imports/${id}/${what}`);
  return (await eventually(() => owner.get(`/api/v1/imports/${id}`), ({ state }) => !['checking', 'running', 'undoing'].includes(state))).answer;
}
const targets = one => one.columns.map(column => column.target);

bothEngines('a file with the headings of an earlier one is mapped as that one was, until that is undone', async program => {
  const { owner } = program;
  await step(owner, (await upload(owner, 'accounts', 'id,name\na,A\n')).id, 'run');
  const product = await owner.post('/api/v1/products', { key: 'app', name: 'App' });
  const head = 'who,plan,begins,until,monthly\n';
  const first = await upload(owner, 'contracts', `${head}a,basic,01/04/2026,01/04/2027,100\n`);
  assert.equal(first.mapped_as, null);
  await owner.patch(`/api/v1/imports/${first.id}`, {
    mapping: { 0: 'account', 1: null, 2: 'from_on', 3: 'until_on', 4: 'mrr' },
    options: { ends: 'inclusive', date_order: 'dmy', bad_cells: 'skip_row', currency: 'EUR', product_id: product.id },
  });
  assert.equal((await upload(owner, 'contracts', `${head}a,basic,01/04/2026,01/04/2027,100\n`)).mapped_as, null, 'what was only tried is not kept');
  const done = await step(owner, first.id, 'run');
  assert.deepEqual([done.state, done.added], ['done', 1]);

  const next = await upload(owner, 'contracts', `${head}a,other,01/05/2027,01/05/2028,100\n`);
  assert.equal(next.mapped_as, '2026-11-20T12:00:00.000Z');
  assert.deepEqual(targets(next), ['account', null, 'from_on', 'until_on', 'mrr']);
  assert.deepEqual([next.asks, next.options.ends, next.options.bad_cells, next.options.currency, next.options.product_id], [[], 'inclusive', 'skip_row', 'EUR', product.id]);
  const told = await upload(owner, 'contracts', `${head.trim()},line,field,reason,arg_1,arg_2,text\na,basic,2026-04-01,2027-03-31,x,2,mrr,no_number,x,,\n`);
  assert.deepEqual(targets(told), ['account', null, 'from_on', 'until_on', 'mrr', null, null, null, null, null, null], 'its file of bad rows, too');
  const mended = await upload(owner, 'contracts', `${head.trim()},line,field,reason,arg_1,arg_2,text\na,basic,2028-05-01,2029-04-30,90,2,mrr,no_number,x,,\n`);
  const mended_run = await step(owner, mended.id, 'run');
  assert.equal(mended_run.state, 'done');
  const later = await upload(owner, 'contracts', `${head}a,other,01/05/2030,01/05/2031,100\n`);
  assert.deepEqual([later.asks, later.options.date_order], [[], 'dmy'], 'what its bad rows do not ask stays answered');
  assert.equal((await upload(owner, 'contracts', 'who,plan,begins,monthly,until\na,b,c,d,e\n')).mapped_as, null, 'in another order they are other headings');
  assert.equal((await upload(owner, 'accounts', `${head}a,b,c,d,e\n`)).mapped_as, null, 'and of another kind');

  await step(owner, done.id, 'undo');
  assert.equal((await upload(owner, 'contracts', `${head}a,basic,01/04/2026,01/04/2027,100\n`)).mapped_as, null, 'it may have been the mistake');
}, { clock: '2026-11-20T12:00:00Z' });

bothEngines('rows of totals that are taken again are counted among the rows', async program => {
  const { owner } = program;
  const csv = 'id,name\na,A\nTotal,1\n';
  const first = await upload(owner, 'accounts', csv);
  assert.deepEqual([first.rows, first.total_rows], [1, 1]);
  const taken = await owner.patch(`/api/v1/imports/${first.id}`, { options: { totals: 'take' } });
  await step(owner, first.id, 'run');
  const next = await upload(owner, 'accounts', csv);
  assert.deepEqual([next.options.totals, next.rows, next.total_rows], ['take', taken.rows, taken.total_rows]);
  assert.equal(taken.rows, 2);
  const file = join(program.folder, 'f.csv');
  writeFileSync(file, csv);
  assert.match(program.must('import', 'accounts', file), /^columns as on 2026-11-20\n1 row of totals taken/, 'said without a dry run, too');
}, { clock: '2026-11-20T12:00:00Z' });

bothEngines('a workbook and a file of text with one head are mapped alike; a field or product that is gone is left out', async program => {
  const { owner } = program;
  const field = await owner.post('/api/v1/fields', { object: 'account', key: 'industry', name: 'Industry', kind: 'text' });
  const first = await upload(owner, 'accounts', workbook({ S: [['number', 'title', 'branch'], ['a', 'A', 'mining']] }));
  await owner.patch(`/api/v1/imports/${first.id}`, { mapping: { 0: 'external_id', 1: 'name', 2: 'field:industry' } });
  await step(owner, first.id, 'run');
  const file = join(program.folder, 'f.csv');
  writeFileSync(file, 'number,title,branch\nb,B,baking\n');
  const out = program.must('import', 'accounts', file, '--dry-run');
  assert.match(out, /^columns as on 2026-11-20$/m);
  assert.match(out, /^branch → field:industry$/m);
  await owner.delete(`/api/v1/fields/${field.id}`);
  assert.deepEqual(targets(await upload(owner, 'accounts', 'number,title,branch\nb,B,baking\n')), ['external_id', 'name', null]);
}, { clock: '2026-11-20T12:00:00Z' });
