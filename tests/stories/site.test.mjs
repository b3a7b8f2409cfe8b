// The pages that the server writes itself: signing in without JavaScript, and what stands there when something is wrong.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, story } from '../kit/browser.mjs';
import { OWNER } from '../kit/program.mjs';

story('who has no JavaScript signs in by keyboard, and the address typed is kept when the password was wrong', async ({ program, say, language }) => {
  const page = await open_page({ url: program.url, language, scripts: false });
  await page.goto('/tasks?view=done');
  /* The page is there before the browser has put the focus: what is typed in between goes nowhere. */
  const focused = label => page.getByLabel(label).and(page.locator(':focus')).waitFor();
  await page.getByRole('heading', { name: say('サインイン', 'Sign in') }).waitFor();
  await focused(say('メールアドレス', 'E-mail'));
  await page.keyboard.type(OWNER.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not this one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(say('メールアドレスまたはパスワードが違います。', 'Incorrect e-mail or password.')).waitFor();
  assert.equal(await page.getByLabel(say('メールアドレス', 'E-mail')).inputValue(), OWNER.email);
  await focused(say('パスワード', 'Password'));
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tasks?view=done');
  assert.deepEqual((await page.context().cookies()).map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]), [['banso_session', true, 'Lax']]);
  await page.context().close();
}, { signed_in: false });

story('the language chosen before signing in is that of the pages behind it, and the look is the one chosen there', async ({ page, say, language }) => {
  await page.goto('/sign-in?to=/today');
  await page.getByRole('link', { name: say('English', '日本語') }).click();
  const other = (ja, en) => say(en, ja);
  await page.getByRole('heading', { name: other('サインイン', 'Sign in') }).waitFor();
  await page.getByLabel(other('メールアドレス', 'E-mail')).fill(OWNER.email);
  await page.getByLabel(other('パスワード', 'Password')).fill('wrong');
  await page.getByRole('button', { name: other('サインイン', 'Sign in') }).click();
  await page.getByRole('alert').waitFor();
  await assert_everywhere(page, 'sign-in-refused', language);
  await page.getByLabel(other('パスワード', 'Password')).fill(OWNER.password);
  await page.getByRole('button', { name: other('サインイン', 'Sign in') }).click();
  await page.getByRole('heading', { name: other('今日', 'Today'), level: 1 }).waitFor();
  await page.getByRole('button', { name: OWNER.name }).click();
  await page.getByRole('menuitem', { name: other('ダーク', 'Dark') }).click();
  await page.getByRole('button', { name: OWNER.name }).click();
  await page.getByRole('menuitem', { name: other('サインアウト', 'Sign out') }).click();
  await page.getByRole('heading', { name: other('サインイン', 'Sign in') }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), 'dark');
}, { signed_in: false });

story('what is wrong is said on a page, with what to do', async ({ page, say, language }) => {
  await page.goto('/nothing.php');
  await page.getByRole('heading', { name: say('ページが見つかりません', 'Page not found') }).waitFor();
  await assert_everywhere(page, 'problem', language);
  await page.getByRole('link', { name: say('最初のページへ', 'Go to the start page') }).click();
  await page.getByRole('heading', { name: say('今日', 'Today'), level: 1 }).waitFor();
});

story('before the workspace is set up, the page says how', async ({ page, say, language }) => {
  await page.goto('/today');
  await page.getByText(say('このワークスペースはまだ設定されていません。', 'This workspace is not set up yet.')).waitFor();
  await assert_everywhere(page, 'not-set-up', language);
}, { setup: false });
