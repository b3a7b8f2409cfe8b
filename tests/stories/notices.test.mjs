// Notices: somebody is mentioned with "@" while a note is written, hears of it in the open page, and goes where it leads.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, press_until, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES } from './company.mjs';

async function with_colleague(program) {
  const { given, owner } = program;
  const { staff, link } = await owner.post('/api/v1/staff', { name: 'Sora Tanaka', email: 'sora@example.test', role: 'member', language: 'en', circles: ['success'] });
  const member = program.client();
  await member.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough password' });
  return { ...given, staff, member };
}

story('who is mentioned with @ is told at once, reads it and goes there; the writer reads who cannot see it', async ({ page, program, given: { silent, member, staff }, say, language }) => {
  await member.patch('/api/v1/me', { language });
  const theirs = await open_page({ url: program.url, language, client: member });
  await theirs.goto('/notices');
  await theirs.getByText(say('お知らせはまだありません。', 'No notices yet.')).waitFor();
  await assert_everywhere(theirs, 'notices-none', language);

  await page.goto(`/accounts/${silent.id}`);
  await page.getByRole('button', { name: say('メモ', 'Note'), exact: true }).first().click();
  const note = page.getByLabel(say('何があったか、何を話したか', 'What happened, what was said'));
  const offered = page.getByRole('listbox', { name: say('言及するメンバー', 'People to mention') });
  await note.pressSequentially('@so');
  await offered.getByRole('option', { name: 'Sora Tanaka' }).waitFor();
  await assert_everywhere(page, 'mention', language);
  /* The Enter that ends a conversion chooses nobody, and sends nothing. */
  await note.dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229 });
  assert.equal(await note.inputValue(), '@so');
  await note.press('Enter');
  await eventually(() => note.inputValue(), text => text === '@Sora Tanaka ');
  await offered.waitFor({ state: 'detached' });
  await note.pressSequentially(say('契約を見てください', 'please look at the contract'));
  const sight = page.getByRole('combobox', { name: say('公開範囲', 'Visible to') });
  const choose = async option => {
    await sight.click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose(say('自分のみ', 'Only me'));
  await page.getByText(say('閲覧できないため、通知されません: Sora Tanaka', 'Not told, as they cannot see this: Sora Tanaka')).waitFor();
  await assert_everywhere(page, 'mention-unseen', language);
  await choose(say('全員に公開', 'Visible to everyone'));
  await page.getByText(say('閲覧できないため', 'Not told')).waitFor({ state: 'detached' });
  await note.press('Control+Enter');

  const told = theirs.getByRole('link', { name: say('Owner Oneさんがあなたに言及しました', 'Owner One mentioned you') });
  await told.waitFor();
  await theirs.getByRole('navigation').getByRole('link', { name: say('お知らせ', 'Notices') }).getByText('1').waitFor();
  await program.owner.post('/api/v1/tasks', { account_id: silent.id, title: say('研修を案内する', 'Invite them to the training'), owner_id: staff.id });
  await theirs.getByRole('link', { name: say('Owner Oneさんからタスクを任されました', 'Owner One assigned you a task') }).waitFor();
  await assert_everywhere(theirs, 'notices', language);
  await told.click();
  await theirs.waitForURL(`**/accounts/${silent.id}?kinds=note`);
  await theirs.getByText(say('契約を見てください', 'please look at the contract')).first().waitFor();
  await theirs.getByRole('navigation').getByRole('link', { name: say('お知らせ', 'Notices') }).getByText('1').waitFor();
  await theirs.goto('/notices');
  await theirs.getByRole('button', { name: say('すべて既読にする', 'Mark all as read') }).click();
  await eventually(async () => (await member.get('/api/v1/me/notices/count')).unread, unread => unread === 0);
  await theirs.getByRole('img', { name: say('未読', 'Unread') }).first().waitFor({ state: 'detached' });
  await theirs.getByRole('switch', { name: say('タスクを任されたとき', 'A task is assigned to me') }).press('Space');
  await eventually(async () => (await member.get('/api/v1/me/notice-kinds')).items.find(one => one.kind === 'task.assigned').on, on => !on);
  await press_until(theirs, 'j', theirs.locator('[data-marked]'));
  await theirs.keyboard.press('o');
  await theirs.waitForURL(`**/accounts/${silent.id}**`);
}, { begins: COMPANIES, prepare: with_colleague });
