// Areas: an admin takes revenue from a member, who then meets no amount on any page.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, settled, story } from '../kit/browser.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

async function with_member(program) {
  const { accounts } = program.given;
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: 'Sora Tanaka', email: 'sora@example.test', role: 'manager', language: 'en' });
  const member = program.client();
  await member.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough password' });
  await program.owner.patch(`/api/v1/accounts/${accounts[0].id}`, { owner_id: staff.id });
  await program.owner.post('/api/v1/keys', { name: 'Nightly export', rights: 'view', circles: ['support'] });
  return { account: accounts[0], member, staff };
}

const MONEY = /[¥$€£￥]\s?\d|MRR/;

story('a member without revenue works with everything but amounts', async ({ page, program, say, language, given: { account, member, staff } }) => {
  await page.goto('/settings/staff');
  const all = say('すべて', 'All');
  const areas = say('Sora Tanakaさんの閲覧範囲', 'Areas of Sora Tanaka');
  await page.getByRole('button', { name: `${areas}: ${all}` }).click();
  const dialog = page.getByRole('dialog', { name: areas });
  await dialog.getByText(say('契約・為替レート・MRR', 'contracts, currency rates, MRR'), { exact: false }).waitFor();
  await assert_everywhere(page, 'areas-of-member', language);
  await dialog.getByRole('combobox', { name: say('閲覧範囲', 'Areas') }).press('Backspace'); // the last one: revenue
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('button', { name: `${areas}: ${say('サポート・カスタマーサクセス', 'Support, Success')}` }).waitFor();
  assert.deepEqual((await program.owner.get('/api/v1/staff')).items.find(one => one.id === staff.id).circles, ['support', 'success']);
  await assert_everywhere(page, 'staff-areas', language);
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: say('キー「Nightly export」の閲覧範囲: サポート', 'Areas of Nightly export: Support') }).waitFor();
  await assert_everywhere(page, 'keys-areas', language);

  await member.patch('/api/v1/me', { language });
  const theirs = await open_page({ url: program.url, language, client: member });
  const without_amounts = async (path, name) => {
    await theirs.goto(path);
    await theirs.getByRole('heading').first().waitFor();
    await settled(theirs);
    assert.doesNotMatch(await theirs.locator('body').innerText(), MONEY, path);
    await assert_everywhere(theirs, `without-revenue-${name}`, language);
  };
  await without_amounts('/today', 'today');
  await without_amounts('/overview', 'overview');
  await without_amounts('/accounts', 'accounts');
  await without_amounts(`/accounts/${account.id}`, 'account');
  await theirs.getByText(say('更新', 'Renewal'), { exact: false }).first().waitFor();
  await without_amounts('/settings/imports', 'imports');
  assert.equal(await theirs.getByRole('link', { name: say('為替レート', 'Currency rates') }).count(), 0);
  await theirs.goto('/settings/rates');
  await theirs.getByText(say('閲覧範囲に「売上・契約」が含まれていません。管理者に依頼してください。', 'You do not have access to the area “Revenue”. An administrator can give it.')).first().waitFor();
  await assert_everywhere(theirs, 'without-revenue-rates', language);
  await theirs.goto('/accounts?sort=-mrr');
  await theirs.getByText(say('閲覧範囲に「売上・契約」が含まれていません', 'You do not have access to the area “Revenue”'), { exact: false }).first().waitFor();
  await theirs.context().close();
}, { clock: NOW, begins: SCORED, prepare: with_member });
