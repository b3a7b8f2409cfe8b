// Set-up, signing in and out, an invitation, and a session that ends while somebody writes.
import assert from 'node:assert/strict';
import { assert_everywhere, press_until, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { OWNER } from '../kit/program.mjs';

async function sign_in(page, say, password = OWNER.password) {
  await page.getByLabel(say('メールアドレス', 'E-mail')).fill(OWNER.email);
  await page.getByLabel(say('パスワード', 'Password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: say('サインイン', 'Sign in') }).click();
}

story('the first person sets up the workspace by the printed link, once', async ({ page, program, say, language }) => {
  const token = /token=([\w-]+)/.exec(program.must('init'))[1];
  await page.goto(`/setup?token=${token}`);
  await assert_everywhere(page, 'setup', language);
  await page.getByLabel(say('会社・チーム名', 'Company or team')).fill(say('伴走商事', 'Running Mates'));
  await page.getByLabel(say('お名前', 'Your name')).fill(OWNER.name);
  await page.getByLabel(say('メールアドレス', 'E-mail')).fill(OWNER.email);
  await page.getByLabel(say('パスワード', 'Password')).first().fill('short');
  await page.getByRole('button', { name: say('ワークスペースを作成', 'Create workspace') }).click();
  await page.getByText(say('8文字以上にしてください。', 'Use at least 8 characters.'), { exact: true }).waitFor();
  await page.getByLabel(say('パスワード', 'Password')).first().fill(OWNER.password);
  await page.getByRole('button', { name: say('ワークスペースを作成', 'Create workspace') }).click();
  await page.getByRole('heading', { name: say('今日', 'Today'), level: 1 }).waitFor();

  await page.goto(`/setup?token=${token}`);
  await page.getByText(say('このワークスペースは設定済みです。', 'This workspace is set up already.')).waitFor();
}, { setup: false });

story('who is not signed in is asked at the address wanted, and a wrong password is told', async ({ page, say, language }) => {
  await page.goto('/settings/staff');
  await page.getByRole('heading', { name: say('サインイン', 'Sign in') }).waitFor();
  await assert_everywhere(page, 'sign-in', language);
  await sign_in(page, say, 'not this one');
  await page.getByText(say('メールアドレスまたはパスワードが違います。', 'Incorrect e-mail or password.')).waitFor();
  await sign_in(page, say);
  await page.getByRole('navigation', { name: say('場所', 'Places') }).waitFor();
  assert.match(page.url(), /\/settings\/staff$/);

  await page.getByRole('button', { name: OWNER.name }).click();
  await page.getByRole('menuitem', { name: say('サインアウト', 'Sign out') }).click();
  await page.getByRole('heading', { name: say('サインイン', 'Sign in') }).waitFor();
}, { signed_in: false });

story('an invited member chooses a password and is in', async ({ page, program, say, language }) => {
  const { link } = await program.owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'member', language });
  await page.goto(new URL(link, program.url).pathname + new URL(link, program.url).search);
  await page.getByText(say('CSM Oneさん、ようこそ', 'Welcome, CSM One')).waitFor();
  await assert_everywhere(page, 'invitation', language);
  await page.getByLabel(say('パスワード', 'Password')).first().fill('quite a long sentence');
  await page.getByRole('button', { name: say('参加する', 'Join') }).click();
  await page.getByRole('button', { name: 'CSM One' }).waitFor();
}, { signed_in: false });

story('a session that ends asks over the page, and what was written goes through', async ({ page, program, say }) => {
  await page.goto('/today');
  const box = page.getByRole('textbox', { name: say('今日のタスクを追加', 'Add a task for today') });
  await box.fill(say('解約の理由を聞く', 'Ask why they leave'));
  // While the task is on its way, so that it is the task that meets the end, and not the stream before Enter is pressed.
  await page.route('**/api/v1/tasks', async route => {
    await program.owner.delete('/api/v1/session');
    await route.continue();
  }, { times: 1 });
  await box.press('Enter');
  await page.getByRole('dialog').getByText(say('もう一度サインイン', 'Sign in again')).first().waitFor();
  await page.getByRole('dialog').getByLabel(say('パスワード', 'Password'), { exact: true }).fill(OWNER.password);
  await page.getByRole('dialog').getByRole('button', { name: say('サインイン', 'Sign in'), exact: true }).click();
  await page.getByRole('checkbox', { name: say('完了: 解約の理由を聞く', 'Done: Ask why they leave') }).waitFor();
  await eventually(() => box.inputValue(), text => text === ''); // the list may hear of the task before the box does
});

story('the language changes at once, without a reload', async ({ page, say, language }) => {
  await page.goto('/today');
  await page.getByRole('heading', { name: say('今日', 'Today'), level: 1 }).waitFor();
  await page.evaluate(() => { globalThis.not_reloaded = true; });
  await page.getByRole('button', { name: OWNER.name }).click();
  await page.getByRole('menuitem', { name: say('Switch to English', '日本語に切り替え') }).click();
  await page.getByRole('heading', { name: language === 'ja' ? 'Today' : '今日', level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.not_reloaded), true);
  await eventually(() => page.evaluate(() => document.documentElement.lang), lang => lang === (language === 'ja' ? 'en' : 'ja'));
});

story('Enter while an input method composes sends nothing', async ({ page, program, say }) => {
  await page.goto('/today');
  const box = page.getByRole('textbox', { name: say('今日のタスクを追加', 'Add a task for today') });
  await box.fill('かいやく');
  for (const event of [{ isComposing: true, keyCode: 13 }, { isComposing: false, keyCode: 229 }]) {
    await box.evaluate((element, how) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how })), event);
  }
  assert.equal(await box.inputValue(), 'かいやく');
  await box.press('Enter');
  await page.getByRole('checkbox', { name: say('完了: かいやく', 'Done: かいやく') }).waitFor();
  assert.equal((await program.owner.get('/api/v1/tasks')).items.length, 1, 'only the last Enter sent it');
});

story('keys go to places, are listed, and can be switched off', async ({ page, say }) => {
  await page.goto('/today');
  await page.getByRole('heading', { name: say('今日', 'Today'), level: 1 }).waitFor();
  // The second stroke must come soon after the first: to a page that is slow to hear both they are said again.
  await eventually(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    return page.url();
  }, url => url.endsWith('/accounts'));
  const palette = page.getByRole('combobox', { name: say('検索、または操作を入力', 'Search, or type a command') });
  await press_until(page, ['Control+k'], palette);
  await palette.fill(say('今日', 'Today'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/today');
  await press_until(page, ['?'], page.getByRole('dialog'));
  await page.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' }); // over it no key goes to a place
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await press_until(page, ['Control+k'], palette); // this one stays, and is heard after the others
  assert.match(page.url(), /\/today$/);
});
