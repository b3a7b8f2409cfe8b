// A team is made, somebody goes on holiday, and who stands in sees what is theirs meanwhile.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';

const NOW = '2026-11-18T03:00:00Z'; // noon in Tokyo, a Wednesday

async function filled(program) {
  const { owner } = program;
  const me = (await owner.get('/api/v1/session')).staff;
  const { staff: bea } = await owner.post('/api/v1/staff', { name: 'Bea Stone', email: 'bea@example.test', role: 'member', language: 'en' });
  const { staff: taro } = await owner.post('/api/v1/staff', { name: '田中 太郎', email: 'taro@example.test', role: 'member', language: 'ja' });
  const alpha = await owner.post('/api/v1/accounts', { name: 'Alpha Foods Ltd', owner_id: taro.id });
  await owner.post('/api/v1/accounts', { name: '株式会社いろは', owner_id: me.id });
  await owner.post('/api/v1/tasks', { title: 'Call about the renewal', due_on: '2026-11-18', account_id: alpha.id, owner_id: taro.id });
  await owner.post('/api/v1/tasks', { title: 'Send the review', due_on: '2026-11-25', owner_id: taro.id });
  return { me, bea, taro, alpha };
}

const open_titles = page => page.locator('tbody tr[aria-rowindex] button[class*=title]').allTextContents();

story('a team is made with members and a lead, and is not deleted while it has accounts', async ({ page, program, say, language, given: { alpha } }) => {
  const button = (ja, en) => page.getByRole('button', { name: say(ja, en), exact: true });
  await page.goto('/settings/teams');
  await page.getByText(say('チームがありません', 'No teams yet')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'teams-none', language);
  await button('チームを作成', 'New team').click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox', { name: say('名前', 'Name') }).fill(say('東日本チーム', 'East'));
  await drawer.getByRole('combobox', { name: say('メンバー', 'Members') }).click();
  await page.getByRole('option', { name: '田中 太郎' }).click();
  await page.getByRole('option', { name: 'Bea Stone' }).click();
  await page.keyboard.press('Escape');
  await drawer.getByRole('combobox', { name: say('リーダー', 'Lead') }).click();
  await page.getByRole('option', { name: 'Bea Stone' }).click();
  await settled(page);
  await assert_everywhere(page, 'teams-edit', language);
  await drawer.getByRole('button', { name: say('チームを作成', 'Create team') }).click();
  await page.getByRole('row', { name: say('東日本チーム', 'East') }).waitFor();
  const [team] = (await program.owner.get('/api/v1/teams')).items;
  assert.deepEqual([team.lead, team.members.map(one => one.name)], ['Bea Stone', ['Bea Stone', '田中 太郎']]);

  await program.owner.patch(`/api/v1/accounts/${alpha.id}`, { team_id: team.id });
  await page.getByText(say('顧客企業 1件', '1 account')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'teams', language);
  await page.getByRole('row', { name: say('東日本チーム', 'East') }).click();
  await drawer.getByText('Alpha Foods Ltd').waitFor();
  assert.equal(await drawer.getByRole('button', { name: say('チームを削除', 'Delete team') }).count(), 0);
  await settled(page);
  await assert_everywhere(page, 'teams-used', language);
}, { clock: NOW, prepare: filled });

story('an admin enters an absence, hands tasks over with undo, and the stand-in sees whose accounts are theirs meanwhile', async ({ page, program, say, language, given: { me, taro } }) => {
  await page.goto('/settings/staff');
  await page.getByRole('button', { name: say('田中 太郎さんへの操作', 'Actions for 田中 太郎') }).click();
  await page.getByRole('menuitem', { name: say('不在予定', 'Absences') }).click();
  const drawer = page.getByRole('dialog').first();
  await drawer.getByText(say('不在予定はありません。', 'No absences planned.')).waitFor();
  await drawer.getByRole('button', { name: say('不在予定を追加', 'Add absence') }).click();
  const form = page.getByRole('dialog', { name: say('不在予定を追加', 'Add absence') });
  await form.getByRole('combobox', { name: say('代理', 'Stand-in') }).click();
  await page.getByRole('option', { name: me.name }).click();
  await form.getByRole('textbox', { name: say('メモ', 'Note') }).fill(say('休暇', 'On leave'));
  await settled(page);
  await assert_everywhere(page, 'absence-edit', language);
  await form.getByRole('button', { name: say('保存', 'Save') }).click();
  await drawer.getByText(say('休暇', 'On leave')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'absences', language);

  await drawer.getByRole('button', { name: say('タスクを引き継ぐ', 'Hand over tasks') }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: say('引き継ぐ', 'Hand over'), exact: true }).click();
  await page.getByText(say('2件のタスクを引き継ぎました。', '2 tasks handed over.')).waitFor();
  await page.getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await eventually(() => program.owner.get(`/api/v1/tasks?owner_id=${taro.id}`), ({ items }) => items.length === 2);

  await page.goto('/tasks');
  await eventually(() => open_titles(page), shown => shown.join() === 'Call about the renewal,Send the review');
  await settled(page);
  await assert_everywhere(page, 'tasks-standing-in', language);
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await eventually(() => program.owner.get(`/api/v1/tasks?owner_id=${me.id}`), ({ items }) => items.length === 1);

  await page.goto('/accounts');
  await page.getByRole('button', { name: say('自分の担当', 'My accounts') }).click();
  await page.getByText(say('田中 太郎の代理', 'for 田中 太郎')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'accounts-standing-in', language);
  await page.getByRole('link', { name: 'Alpha Foods Ltd' }).click();
  await page.getByText(say('11月18日まで不在', 'away until 18 Nov')).first().waitFor();
  await settled(page);
  await assert_everywhere(page, 'account-standing-in', language);
}, { clock: NOW, prepare: filled });
