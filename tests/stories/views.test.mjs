// A CSM keeps a list as a view, reads in the rail how many are in it, and shares it; walked in both languages.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const shown_names = page => page.locator('tbody tr[data-index] td a').allTextContents();
const shows = (page, ...names) => eventually(async () => (await shown_names(page)).sort().join(), shown => shown === names.sort().join());

/** Opens a menu and chooses in it. */
async function choose(page, menu, item) {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** A colleague with a page of their own, signed in. */
async function colleague(program, language, circles) {
  const { link } = await program.owner.post('/api/v1/staff', { name: 'Bea', email: 'bea@example.test', role: 'member', language, circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  return open_page({ url: program.url, language, client });
}

story('a CSM filters, saves a view, sees its count in the rail, comes back to it and shares it', async ({ page, program, say, language }) => {
  const rail = page.getByRole('navigation', { name: say('場所', 'Places') });
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  const views = say('ビュー', 'Views');
  const acts = name => say(`ビュー: ${name}`, `View: ${name}`);
  await page.goto('/accounts');
  await button('14日間利用なし', 'No activity for 14 days').click();
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社');
  await button('ビューとして保存', 'Save as view').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('Silent ones');
  await dialog.getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const link = rail.getByRole('link', { name: 'Silent ones 2', exact: true });
  await link.waitFor();
  await page.waitForURL(/view=\d+&filter=days_since\(\):atleast:14;status:isnot:left/);
  await assert_everywhere(page, 'views', language);

  // The next day: from the rail, with everything as it was. What is changed is saved or taken back.
  await page.goto('/today');
  await link.click();
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社');
  await button('契約状態が解約済み以外', 'Status is not Churned').waitFor();
  await page.getByRole('searchbox').fill('bravo');
  await shows(page, 'Bravo Trade Inc.');
  await button('変更を取り消す', 'Reset').click();
  await shows(page, 'Bravo Trade Inc.', 'いろは商事株式会社');
  await page.getByRole('searchbox').fill('bravo');
  await button('変更を保存', 'Save changes').click();
  await rail.getByRole('link', { name: 'Silent ones 1', exact: true }).waitFor();
  await button('変更を保存', 'Save changes').waitFor({ state: 'detached' });

  // A second one; their order, a new name.
  await choose(page, acts('Silent ones'), say('複製', 'Duplicate'));
  const copy = say('Silent onesのコピー', 'Copy of Silent ones');
  await choose(page, acts(copy), say('名前を変更…', 'Rename…'));
  await page.getByRole('dialog').getByRole('textbox').fill('Second');
  await page.getByRole('dialog').getByRole('button', { name: say('保存', 'Save'), exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await choose(page, acts('Second'), say('上へ移動', 'Move up'));
  const listed = () => rail.getByRole('region').getByRole('link').allTextContents();
  await eventually(listed, names => names.map(name => name.trim()).join() === 'Second 1,Silent ones 1');

  // Deleted, and back where it was.
  await choose(page, acts('Second'), say('ビューを削除', 'Delete view'));
  await eventually(listed, names => names.length === 1);
  await button('元に戻す', 'Undo').click();
  await eventually(listed, names => names.map(name => name.trim()).join() === 'Second 1,Silent ones 1');

  // Shared: a colleague finds it, and changes a copy alone.
  await choose(page, views, 'Silent ones (1)');
  await choose(page, acts('Silent ones'), say('全員と共有', 'Share with everybody'));
  const other = await colleague(program, language);
  await other.goto('/accounts');
  await other.getByRole('navigation', { name: say('場所', 'Places') }).getByRole('link', { name: 'Silent ones 1', exact: true }).click();
  await shows(other, 'Bravo Trade Inc.');
  await other.getByText(say('共有: Owner One', 'Shared by Owner One')).waitFor();
  await choose(other, acts('Silent ones'), say('複製', 'Duplicate'));
  await other.getByRole('button', { name: acts(copy), exact: true }).waitFor();
  assert.deepEqual(other.errors, []);
}, { clock: NOW, begins: SCORED });

story('on a phone the list itself has the views', async ({ page, program, say, language }) => {
  const filter = { attribute: 'role', op: 'in', value: ['champion'] };
  await program.owner.post('/api/v1/views', { subject: 'contact', name: 'Champions', filter });
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto('/people');
  const places = page.getByRole('navigation', { name: say('場所', 'Places') }).getByRole('link');
  await places.last().waitFor();
  for (const place of await places.all()) {
    const { x, width } = await place.boundingBox();
    assert.ok(x >= 0 && x + width <= 320, `${await place.innerText()} stands from ${x} to ${x + width}`);
  }
  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('button', { name: say('ビュー', 'Views'), exact: true }).click();
  await page.getByRole('menuitem', { name: /^Champions \(\d+\)$/ }).click();
  await page.getByRole('button', { name: say('役割が推進役', 'Role is Champion'), exact: true }).waitFor();
  await assert_everywhere(page, 'views-people', language);
}, { clock: NOW, begins: SCORED });

story('a view that asks for what the reader does not see says so', async ({ program, say, language }) => {
  const made = await program.owner.post('/api/v1/views', { subject: 'account', name: 'Rich', filter: { measure: { measure: 'mrr' }, op: '>=', value: 1 } });
  await program.owner.post(`/api/v1/views/${made.id}/share`);
  const other = await colleague(program, language, ['support', 'success']);
  await other.goto('/accounts');
  await other.getByRole('navigation', { name: say('場所', 'Places') }).getByRole('link', { name: 'Rich', exact: true }).click();
  await other.getByText(say('閲覧範囲外の', 'which you cannot see')).waitFor();
  assert.deepEqual(other.errors, []);
}, { clock: NOW, begins: SCORED });
