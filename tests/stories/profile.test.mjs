// One's own page: name, password, the second step of signing in, and where one is signed in.
import assert from 'node:assert/strict';
import { assert_everywhere, open_page, story } from '../kit/browser.mjs';
import { OWNER } from '../kit/program.mjs';
import { code_at } from '../kit/totp.mjs';

const NOON = '2026-11-20T03:00:00Z';

async function open_profile(page, say) {
  await page.goto('/today');
  await page.getByRole('button', { name: OWNER.name }).click();
  await page.getByRole('menuitem', { name: say('プロフィール', 'Profile') }).click();
  await page.getByRole('textbox', { name: say('名前', 'Name'), exact: true }).waitFor();
}

async function password_and_button(page, say, button) {
  await page.getByLabel(say('メールアドレス', 'E-mail')).fill(OWNER.email);
  await page.getByLabel(say('パスワード', 'Password'), { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: button }).click();
}

story('a member sets up two-step sign-in, saves the recovery codes, and signs in with a code', async ({ page, program, say, language }) => {
  await open_profile(page, say);
  await page.getByRole('button', { name: say('2段階認証を設定', 'Set up two-step sign-in') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('現在のパスワード', 'Current password')).fill('not this one');
  await dialog.getByRole('button', { name: say('次へ', 'Continue') }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel(say('現在のパスワード', 'Current password')).fill(OWNER.password);
  await dialog.getByRole('button', { name: say('次へ', 'Continue') }).click();
  await dialog.getByRole('img', { name: say('認証アプリ用のQRコード', 'QR code for the authenticator app') }).waitFor();
  await assert_everywhere(page, 'two-step-scan', language);
  const secret = (await dialog.locator('code').textContent()).trim();
  const code = dialog.getByRole('textbox', { name: say('認証コード', 'Code') });
  await code.fill('no code');
  await dialog.getByRole('button', { name: say('有効にする', 'Turn on') }).click();
  await dialog.getByText(say('コードが違うか、期限切れか、使用済みです。次のコードをお試しください。', 'This code is wrong, too old, or was used before. Wait for the next one.'), { exact: true }).first().waitFor();
  await code.fill(code_at(secret, NOON, -1));
  await dialog.getByRole('button', { name: say('有効にする', 'Turn on') }).click();
  await page.getByRole('dialog', { name: say('リカバリーコードを保存してください', 'Save your recovery codes') }).waitFor();
  await assert_everywhere(page, 'recovery-codes', language);
  const [recovery] = (await dialog.locator('code').textContent()).trim().split('\n');
  await dialog.getByRole('button', { name: say('保存しました', 'I have saved them') }).click();
  await page.getByText(say('リカバリーコード 残り10個', '10 recovery codes left')).waitFor();
  await assert_everywhere(page, 'profile', language);

  // Signed out, the server's page asks for the code on a page of its own.
  const other = await open_page({ url: program.url, language, scripts: false });
  await other.goto('/tasks');
  await password_and_button(other, say, say('サインイン', 'Sign in'));
  await other.getByRole('heading', { name: say('認証コードを入力', 'Enter your code') }).waitFor();
  await assert_everywhere_without_scripts(other, program, language);
  await other.keyboard.type(code_at(secret, NOON));
  await other.keyboard.press('Enter');
  await other.waitForURL('**/tasks');
  await other.context().close();

  // The other session is seen and ended; a session that ends under somebody's hands asks for the code as well.
  await page.reload();
  await page.getByRole('button', { name: say('ほかをすべてサインアウト', 'Sign out all others') }).click();
  await page.getByText(say('サインアウトしました。', 'Signed out there.')).waitFor();
  assert.equal((await program.owner.get('/api/v1/me/sessions')).items.length, 1);
  await program.owner.delete('/api/v1/session');
  await page.getByRole('textbox', { name: say('名前', 'Name'), exact: true }).fill('Renamed');
  await page.getByRole('button', { name: say('名前を保存', 'Save name') }).click();
  const over = page.getByRole('dialog');
  await over.getByLabel(say('パスワード', 'Password'), { exact: true }).fill(OWNER.password);
  await over.getByRole('button', { name: say('サインイン', 'Sign in'), exact: true }).click();
  await over.getByLabel(say('認証コード', 'Code')).fill(recovery);
  await over.getByRole('button', { name: say('サインイン', 'Sign in'), exact: true }).click();
  await page.getByRole('button', { name: 'Renamed' }).waitFor();
});

/** axe-core needs scripts, so the same page is looked at with them. */
async function assert_everywhere_without_scripts(other, program, language) {
  const seen = await open_page({ url: program.url, language });
  await seen.goto('/sign-in');
  await password_and_button(seen, (ja, en) => (language === 'ja' ? ja : en), language === 'ja' ? 'サインイン' : 'Sign in');
  await seen.getByRole('heading', { name: language === 'ja' ? '認証コードを入力' : 'Enter your code' }).waitFor();
  await assert_everywhere(seen, 'sign-in-code', language);
  await seen.context().close();
  await other.bringToFront();
}

story('a password is changed with the one before, and other sessions end', async ({ page, program, say }) => {
  const elsewhere = program.client();
  await elsewhere.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  await open_profile(page, say);
  await page.getByLabel(say('現在のパスワード', 'Current password')).fill(OWNER.password);
  await page.getByLabel(say('新しいパスワード', 'New password')).fill('short');
  await page.getByRole('button', { name: say('パスワードを変更', 'Change password') }).click();
  await page.getByText(say('8文字以上にしてください。', 'Use at least 8 characters.'), { exact: true }).waitFor();
  await page.getByLabel(say('新しいパスワード', 'New password')).fill('another good passphrase');
  await page.getByRole('button', { name: say('パスワードを変更', 'Change password') }).click();
  await page.getByText(say('パスワードを変更し、ほかのセッションを終了しました。', 'Password changed. Other sessions have ended.')).waitFor();
  assert.equal((await elsewhere.ask('GET', '/api/v1/session')).status, 401);
  assert.equal((await elsewhere.ask('POST', '/api/v1/session', { email: OWNER.email, password: 'another good passphrase' })).status, 200);
});

story('an admin helps a member back in: a link for a new password, and no more codes', async ({ page, program, say, language }) => {
  const { link } = await program.owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'member', language });
  const csm = program.client();
  const token_of = text => new URL(text).searchParams.get('token');
  await csm.post('/api/v1/invitation', { token: token_of(link), password: 'quite a long sentence' });
  const { secret } = await csm.post('/api/v1/me/two_step', { current: 'quite a long sentence' });
  await csm.post('/api/v1/me/two_step/confirm', { code: code_at(secret, NOON) });
  await page.goto('/settings/staff');
  const menu = page.getByRole('button', { name: say('CSM Oneさんへの操作', 'Actions for CSM One') });
  await menu.waitFor();
  await assert_everywhere(page, 'staff-acts', language);
  await menu.click();
  await page.getByRole('menuitem', { name: say('2段階認証を解除', 'Turn off two-step sign-in') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('2段階認証を解除', 'Turn off two-step sign-in') }).click();
  await page.getByText(say('保存しました。', 'Saved.')).waitFor();
  await menu.click();
  await page.getByRole('menuitem', { name: say('パスワード再設定リンク', 'Password link') }).click();
  const shown = (await page.getByRole('dialog').locator('code').textContent()).trim();
  const again = program.client();
  const me = await again.post('/api/v1/invitation', { token: token_of(shown), password: 'a better sentence' });
  assert.equal(me.staff.email, 'csm@example.test');
});

story('both sign-in pages say what to do about a forgotten password', async ({ page, program, say, language }) => {
  await page.goto('/sign-in');
  await page.getByText(say('パスワードを忘れたとき', 'Forgot your password?')).click();
  await page.getByText('banso user link ADDRESS').waitFor();
  await assert_everywhere(page, 'forgot', language);
  await password_and_button(page, say, say('サインイン', 'Sign in'));
  await page.getByRole('heading', { name: say('今日', 'Today'), level: 1 }).waitFor();
  await page.context().clearCookies({ name: 'banso_session' });
  await page.getByRole('textbox', { name: say('今日のタスクを追加', 'Add a task for today') }).fill('x');
  await page.keyboard.press('Enter');
  const over = page.getByRole('dialog');
  await over.getByText(say('パスワードを忘れたとき', 'Forgot your password?')).click();
  await over.getByText('banso user link ADDRESS').waitFor();
}, { signed_in: false });
