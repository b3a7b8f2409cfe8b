// From a list along its accounts and back: the place is kept, whatever happens to the list meanwhile.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';

const NOW = '2026-11-18T03:00:00Z';
const MANY = 60; // more than a page of a list

async function filled(program) {
  const { owner } = program;
  const made = [];
  for (let n = 1; n <= MANY; n++) made.push(await owner.post('/api/v1/accounts', { name: `Company ${String(n).padStart(2, '0')}`, stage: n % 2 ? 'adoption' : 'renewal' }));
  return made;
}

const named = (page, n) => page.getByRole('heading', { name: `Company ${String(n).padStart(2, '0')}`, exact: true }).waitFor();

story('next and previous go along the list as it was, and back leads to the same place', async ({ page, program, say, language, given }) => {
  const { owner } = program;
  const bar = page.getByRole('navigation', { name: say('一覧での位置', 'Place in the list') });
  const place = (at, of) => bar.getByText(say(`${at} / ${of}`, `${at} of ${of}`), { exact: true }).waitFor();
  const next = page.getByRole('button', { name: say('次の企業', 'Next account') });
  const back = bar.getByRole('link', { name: say('顧客企業', 'Accounts') });
  await page.goto('/accounts?filter=stage:in:adoption');
  await page.getByRole('link', { name: 'Company 03', exact: true }).click();
  await named(page, 3);
  await place(2, 30);
  assert.equal(new URL(page.url()).search, '', 'the address says nothing of it');
  const { height } = await page.locator('header', { has: page.getByRole('heading', { level: 1 }) }).last().boundingBox();
  assert.ok(height <= 46, `the head takes ${height} px`);
  await assert_everywhere(page, 'way-back', language);
  await next.click();
  await named(page, 5);
  await place(3, 30);
  await settled(page);
  await page.keyboard.press(']');
  await named(page, 7);
  await settled(page);
  await page.keyboard.press('[');
  await named(page, 5);

  // What is open falls out of the list, and another account is gone: one goes on as the list was.
  await owner.patch(`/api/v1/accounts/${given[4].id}`, { stage: 'renewal' });
  await owner.delete(`/api/v1/accounts/${given[6].id}`);
  await page.reload();
  await place(3, 30);
  await next.click();
  await place(4, 30);
  await next.click();
  await named(page, 9);
  await back.click();
  await page.waitForURL(/\/accounts\?filter=stage:in:adoption$/);
  await page.locator('tr[data-marked]', { hasText: 'Company 09' }).waitFor();

  // A tab of its own has shown no list: it goes along the last one that has the account.
  const other = await page.context().newPage();
  await other.goto(`/accounts/${given[10].id}`);
  await other.getByText(say('4 / 28', '4 of 28'), { exact: true }).waitFor();
  await other.close();
}, { clock: NOW, prepare: filled });

story('the list goes on where it was not read yet, and a row far below is in sight again', async ({ page, say, given }) => {
  const bar = page.getByRole('navigation', { name: say('一覧での位置', 'Place in the list') });
  await page.goto('/accounts');
  await page.getByRole('link', { name: 'Company 01', exact: true }).waitFor();
  await page.goto(`/accounts/${given[49].id}`);
  await named(page, 50);
  await page.getByRole('button', { name: say('次の企業', 'Next account') }).click();
  await named(page, 51);
  await bar.getByText(say(`51 / ${MANY}`, `51 of ${MANY}`), { exact: true }).waitFor();
  await page.reload();
  await named(page, 51);
  await bar.getByRole('link', { name: say('顧客企業', 'Accounts') }).click();
  const row = page.locator('tr[data-marked]', { hasText: 'Company 51' });
  await row.waitFor();
  await eventually(() => row.evaluate(one => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }), seen => seen);
}, { clock: NOW, prepare: filled, languages: ['en'] });

story('tasks and people lead along their accounts, too', async ({ page, program, say }) => {
  const { owner } = program;
  const bar = page.getByRole('navigation', { name: say('一覧での位置', 'Place in the list') });
  const me = (await owner.get('/api/v1/session')).staff.id;
  for (const n of [1, 2]) {
    const account = await owner.post('/api/v1/accounts', { name: `Company 0${n}` });
    await owner.post('/api/v1/tasks', { title: `Task ${n}`, account_id: account.id, owner_id: me, due_on: `2026-11-2${n}` });
    await owner.post('/api/v1/contacts', { name: `Person ${n}`, account_id: account.id });
  }
  for (const [path, name] of [['/tasks', say('タスク', 'Tasks')], ['/people', say('先方担当者', 'People')]]) {
    await page.goto(path);
    await page.getByRole('link', { name: 'Company 01', exact: true }).click();
    await named(page, 1);
    await bar.getByText(say('1 / 2', '1 of 2'), { exact: true }).waitFor();
    await page.keyboard.press(']');
    await named(page, 2);
    await bar.getByRole('link', { name }).click();
    await page.waitForURL(`**${path}`);
    await page.locator('tr[data-marked]', { hasText: 'Company 02' }).waitFor();
  }
}, { clock: NOW });
