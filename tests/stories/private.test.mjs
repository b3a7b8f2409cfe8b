// Notes and calls that are not for everybody: chosen while writing, marked where they stand, opened and closed by their author.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES } from './company.mjs';

async function with_colleague(program) {
  const { given, owner } = program;
  const { link } = await owner.post('/api/v1/staff', { name: 'Sora Tanaka', email: 'sora@example.test', role: 'member', language: 'en', circles: ['success'] });
  const member = program.client();
  await member.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough password' });
  return { ...given, member };
}

const timeline = page => page.locator('section', { has: page.locator('h2', { hasText: /^(Timeline|タイムライン)$/ }) });

async function choose(page, box, option) {
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

story('a note for oneself and a call for an area, seen by whom they are for; the author opens and closes them', async ({ page, program, given: { silent, member }, say, language }) => {
  const at = `/accounts/${silent.id}`;
  const text = say('条件はまだ社外秘', 'Terms are still secret');
  await member.patch('/api/v1/me', { language });
  const theirs = await open_page({ url: program.url, language, client: member });
  await theirs.goto(at);
  await timeline(theirs).getByRole('listitem').first().waitFor();

  await page.goto(at);
  const open_note = () => page.getByRole('button', { name: say('メモ', 'Note'), exact: true }).first().click();
  const note = page.getByLabel(say('何があったか、何を話したか', 'What happened, what was said'));
  const sight = page.getByRole('combobox', { name: say('公開範囲', 'Visible to') });
  await open_note();
  assert.equal(await sight.inputValue(), say('全員に公開', 'Visible to everyone'));
  await choose(page, sight, say('自分のみ', 'Only me'));
  await note.fill(text);
  await assert_everywhere(page, 'private-note', language);
  /* The draft comes back with its choice: what was written for oneself never comes back for everybody. */
  await page.reload();
  await open_note();
  await eventually(async () => [await note.inputValue(), await sight.inputValue()].join(), shown => shown === [text, say('自分のみ', 'Only me')].join());
  await note.press('Control+Enter');
  const mine = timeline(page).getByRole('listitem').filter({ hasText: text });
  await mine.getByText(say('非公開:', 'Private:')).waitFor({ state: 'attached' });
  await mine.getByText(say('自分のみ', 'Only me'), { exact: true }).waitFor();
  await open_note();
  assert.equal(await sight.inputValue(), say('全員に公開', 'Visible to everyone'), 'the next one is for everybody again');
  await page.getByRole('button', { name: say('キャンセル', 'Cancel') }).click();

  await page.getByRole('button', { name: say('電話を記録', 'Log call') }).first().click();
  await page.getByLabel(say('話した内容', 'Notes')).fill(say('障害の報告', 'Reported an outage'));
  await choose(page, sight, say('「サポート」のみ', 'Area: Support'));
  await assert_everywhere(page, 'private-call', language);
  await page.locator('form').getByRole('button', { name: say('電話を記録', 'Log call') }).click();
  await timeline(page).getByRole('listitem').filter({ hasText: say('障害の報告', 'Reported an outage') }).getByText(say('「サポート」のみ', 'Area: Support')).waitFor();
  await assert_everywhere(page, 'private-timeline', language);

  await page.goto(`/search?q=${encodeURIComponent(text)}`);
  await page.getByRole('list', { name: say('検索結果', 'Hits') }).getByText(say('自分のみ', 'Only me'), { exact: true }).waitFor();
  await assert_everywhere(page, 'private-search', language);
  // What comes after them is for everybody: the colleague's page has heard of all three by then.
  await program.owner.post('/api/v1/notes', { account_id: silent.id, text: 'For all to read' });
  await timeline(theirs).getByText('For all to read').waitFor();
  assert.equal(await timeline(theirs).getByText(text).count(), 0);
  assert.equal(await timeline(theirs).getByText(say('障害の報告', 'Reported an outage')).count(), 0);

  /* Opened, it appears to the colleague by itself; closed again, it goes. */
  await page.goto(at);
  await mine.getByRole('button', { name: say('公開範囲…', 'Visible to…') }).click();
  await page.getByRole('menuitem', { name: say('全員に公開', 'Visible to everyone') }).click();
  await page.getByRole('status').getByText(say('公開範囲を変更しました。', 'Changed who sees this.')).waitFor();
  await timeline(theirs).getByText(text).waitFor();
  assert.equal(await timeline(theirs).getByRole('button', { name: say('公開範囲…', 'Visible to…') }).count(), 0, 'only the author may');
  await assert_everywhere(page, 'private-opened', language);
  await mine.getByRole('button', { name: say('公開範囲…', 'Visible to…') }).click();
  await page.getByRole('menuitem', { name: say('自分のみ', 'Only me') }).click();
  await timeline(theirs).getByText(text).waitFor({ state: 'detached' });
  await mine.getByText(say('自分のみ', 'Only me'), { exact: true }).waitFor();
  assert.deepEqual(theirs.errors, []);
  await theirs.context().close();
}, { begins: COMPANIES, prepare: with_colleague });
