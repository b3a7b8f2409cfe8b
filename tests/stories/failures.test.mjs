// What every page shows when the server fails or cannot be reached, and that nothing written is lost by it.
import assert from 'node:assert/strict';
import { assert_accessible, story, try_again } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const options = { clock: NOW, begins: SCORED, prepare: async ({ owner, given }) => {
  const made = await owner.post('/api/v1/imports?kind=accounts&file_name=a.csv', 'id,name\n1,One\n', { headers: { 'content-type': 'text/csv' } });
  const [account] = (await owner.get('/api/v1/accounts')).items;
  return { ...given, account, made };
} };

/** Every page that reads something before it shows anything. */
const PAGES = ({ account, scorecard, made }) => ['/today', '/accounts', `/accounts/${account.id}`, '/health', `/health/${scorecard.id}`, '/settings/products',
  '/settings/fields', '/settings/imports', `/settings/imports/${made.id}`, '/settings/events', '/settings/staff', '/settings/keys', '/settings/audit'];

const problem = JSON.stringify({ status: 500, code: 'internal', request: 'abc123' });
const FAILS = route => route.fulfill({ status: 500, contentType: 'application/problem+json', body: problem });
const LOST = route => route.abort('connectionfailed');
/* Who is signed in, and the stream, are answered; all else is not. */
const REST = url => url.pathname.startsWith('/api/v1/') && !/\/(session|stream)$/.test(url.pathname);

story('on every page a failing server is told, with a way to try again that works', async ({ page, given, say, language }) => {
  for (const path of PAGES(given)) {
    await page.route(REST, FAILS);
    await page.goto(path);
    const told = page.getByRole('alert').filter({ hasText: say('サーバーで問題が起きました。記録済みです。', 'Something went wrong on the server. It has been logged.') });
    await told.first().waitFor();
    const again = page.getByRole('button', { name: say('もう一度試す', 'Try again') });
    await again.first().waitFor(); // a page that hears the stream in between reads once more
    await assert_accessible(page, `${path} while the server fails`);
    await page.unroute(REST);
    /* A part that comes back may bring others with it. */
    await eventually(async () => {
      await again.evaluateAll(buttons => buttons[0]?.click()); // it may go at any moment, so nobody waits for it
      return told.count();
    }, count => count === 0);
    assert.equal(await page.getByText(say('この画面で問題が起きました。', 'Something went wrong.')).count(), 0, `${path} broke (${language})`);
  }
}, options);

story('a lost connection is told as such, and the page comes back', async ({ page, given, say }) => {
  for (const path of ['/accounts', `/accounts/${given.account.id}`]) {
    await page.route(REST, LOST);
    await page.goto(path);
    await page.getByRole('alert').filter({ hasText: say('サーバーに接続できません。', 'The server cannot be reached.') }).first().waitFor(); // it is tried twice more first
    await page.unroute(REST);
    await try_again(page, say, page.getByText(given.account.name).first());
  }
}, options);

/** What is written in a box stays while sending fails, and goes through when the same button is pressed again. */
async function survives(page, say, { path, open, box, text, send, sent }) {
  await page.goto(path);
  await open?.();
  await box().fill(text);
  await page.route(REST, route => (route.request().method() === 'GET' ? route.fallback() : FAILS(route)));
  await send();
  await page.getByText(say('サーバーで問題が起きました。記録済みです。', 'Something went wrong on the server. It has been logged.')).first().waitFor();
  assert.equal(await box().inputValue(), text, `${path}: what was written is gone`);
  await page.unroute(REST);
  await send();
  await sent();
}

story('what was written stays when the server fails, and goes through the second time', async ({ page, program, given, say }) => {
  const dialog = page.getByRole('dialog');
  const press = (scope, ja, en) => () => scope.getByRole('button', { name: say(ja, en), exact: true }).last().click();
  const box = (ja, en, scope = dialog) => () => scope.getByRole('textbox', { name: say(ja, en) }).first();
  const at = `/accounts/${given.account.id}`;
  const composer = kind => ({ path: at, open: () => page.getByRole('button', { name: kind, exact: true }).first().click() });
  const listed = (path, is) => eventually(async () => (await program.owner.get(path)).items, items => items.some(is));
  const quick = box('今日のタスクを追加', 'Add a task for today', page);
  await survives(page, say, { path: '/today', box: quick, text: 'Call them', send: () => quick().press('Enter'), sent: () => listed('/api/v1/tasks', task => task.title === 'Call them') });
  await survives(page, say, { ...composer(say('メモ', 'Note')), box: box('何があったか、何を話したか', 'What happened, what was said', page), text: 'A long note', send: press(page, 'メモを保存', 'Save note'), sent: () => listed(`/api/v1${at}/timeline?kinds=note`, note => note.text === 'A long note') });
  await survives(page, say, { ...composer(say('タスク', 'Task')), box: box('やること', 'Task', page), text: 'Ask again', send: press(page, 'タスクを追加', 'Add task'), sent: () => listed('/api/v1/tasks', task => task.title === 'Ask again') });
  await survives(page, say, { ...composer(say('電話を記録', 'Log call')), box: box('話した内容', 'Notes', page), text: 'They were busy', send: press(page, '電話を記録', 'Log call'), sent: () => listed(`/api/v1${at}/timeline?kinds=call`, call => call.text === 'They were busy') });
  await survives(page, say, { path: '/accounts', open: press(page, '企業を追加', 'New account'), box: box('名前', 'Name'), text: 'New Company', send: press(dialog, '追加', 'Create'), sent: () => listed('/api/v1/accounts', account => account.name === 'New Company') });
  await survives(page, say, { path: '/health?make=new', box: box('名前', 'Name'), text: 'Second card', send: press(dialog, '作成', 'Create'), sent: () => listed('/api/v1/scorecards', card => card.name === 'Second card') });
  await survives(page, say, { path: '/settings/keys', open: press(page, 'キーを作る', 'New key'), box: box('名前', 'Name'), text: 'server', send: press(dialog, 'キーを作る', 'Create key'), sent: () => listed('/api/v1/keys', key => key.name === 'server') });
  await survives(page, say, { path: '/settings/workspace', box: box('名前', 'Name', page), text: 'Renamed', send: press(page, '保存', 'Save'), sent: () => eventually(() => program.owner.get('/api/v1/session'), me => me.workspace.name === 'Renamed') });
}, options);

story('a scorecard draft that could not be saved says so, and is saved by one press', async ({ page, program, given, say }) => {
  await page.goto(`/health/${given.scorecard.id}`);
  const bound = page.getByRole('textbox', { name: 'GOOD' });
  await bound.waitFor();
  await page.route('**/api/v1/scorecards/*/draft', FAILS);
  await bound.fill('77');
  await page.getByText(say('下書きを保存できていません', 'Draft not saved')).waitFor();
  assert.ok(await page.getByRole('button', { name: say('公開する', 'Publish') }).isDisabled(), 'nothing unsaved is published');
  await page.unroute('**/api/v1/scorecards/*/draft');
  await page.getByRole('button', { name: say('もう一度試す', 'Try again') }).click();
  await page.getByText(say('下書きを保存済み', 'Draft saved')).waitFor();
  assert.equal((await program.owner.get(`/api/v1/scorecards/${given.scorecard.id}`)).draft.good_from, 77);
}, options);

story('a day of an address that is none, or not yet, is today: no page speaks of a day that cannot be', async ({ page, given }) => {
  for (const day of ['garbage', '2026-02-30', '2999-01-01', '0001-01-01', '1e3']) {
    for (const path of ['/today', '/accounts', `/accounts/${given.account.id}`]) {
      const reads = request => new URL(request.url()).pathname === `/api/v1${path}`;
      const [request] = await Promise.all([page.waitForRequest(reads), page.goto(`${path}?as_of=${day}`)]);
      assert.equal(new URL(request.url()).searchParams.get('as_of'), null, `${path} as of ${day}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.doesNotMatch(await page.locator('body').innerText(), /NaN|undefined|Invalid/, `${path} as of ${day}`);
    }
  }
}, options);
