// An account's page: why it stands where it stands, down to the events; what is written down, and taken back; people,
// contracts and master data, changed through the forms; the past.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { COMPANIES, day } from './company.mjs';

const filled = { begins: COMPANIES };
const at = account => `/accounts/${account.id}`;
const timeline = page => page.locator('section', { has: page.locator('h2', { hasText: /^(Timeline|タイムライン)$/ }) });
const card = (page, name) => page.locator('section', { has: page.getByRole('heading', { level: 2, name, exact: true }) });
const told = (page, text) => page.getByRole('status').getByText(text).waitFor();

/** With all of its cards: one that comes later moves what lies below it from under the mouse. */
async function open(page, account) {
  await page.goto(at(account));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
}

async function choose(page, box, option) {
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function from_menu(page, say, item) {
  await page.getByRole('button', { name: say('その他', 'More'), exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

story('from Today to an account: why, what would lift it, and where a number comes from', async ({ page, given, say, language }) => {
  await page.goto('/today');
  await page.locator(`li[data-account="${given.silent.id}"]`).getByRole('link', { name: '株式会社ミナト物流' }).click();
  await page.waitForURL(`**${at(given.silent)}`);
  await page.getByRole('heading', { level: 1, name: '株式会社ミナト物流' }).waitFor();
  const why = card(page, say('BAD の理由', 'Why BAD'));
  await why.getByText(say('BAD', 'The core stopped')).first().waitFor();
  await why.getByText(say(/への条件:/, /To reach (NORMAL|GOOD):/)).waitFor();
  await why.getByRole('listitem').filter({ hasText: say(/^請求承認を14日以内に利用\(今は24日\)$/, /^Approve invoice used within 14 days \(now 24 days\)$/) }).waitFor();
  await why.getByRole('listitem').filter({ hasText: say(/^請求クラウド: /, /^Billing Cloud: /) }).waitFor();
  await card(page, say('契約', 'Contracts')).getByText('¥480,000', { exact: true }).waitFor();
  await card(page, say('先方担当者', 'Contacts')).getByText(say('大野 恵 様', '大野 恵'), { exact: true }).waitFor();
  await assert_everywhere(page, 'account', language);

  await why.getByRole('button', { name: say(/請求承認が\d+日間使われていません/, /Approve invoice not used for \d+ days/) }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Invoice Approved').first().waitFor();
  await assert_everywhere(page, 'account-evidence', language);
  await drawer.getByRole('button', { name: say('その日を見る', 'Show that day') }).click();
  await eventually(() => drawer.getByText('Invoice Approved').count(), count => count === 6);
  assert.equal(await drawer.getByText('minato-u2').count(), 1, 'six people on the last day, each once');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await page.goBack();
  await page.waitForURL('**/today');
}, filled);

story('what fits on one screen: why, contract, people and use without scrolling', async ({ page, given, say }) => {
  await open(page, given.silent);
  await card(page, say('先方担当者', 'Contacts')).getByText('大野 恵').waitFor();
  await page.getByText(say('請求書作成', 'Create invoice'), { exact: true }).waitFor();
  const parts = [say('契約', 'Contracts'), say('先方担当者', 'Contacts'), say('タイムライン', 'Timeline'), say('利用者', 'People')];
  for (const part of parts) {
    const { y } = await page.getByRole('heading', { level: 2, name: part, exact: true }).boundingBox();
    assert.ok(y < 760, `${part} begins at ${y} px`);
  }
  const { height } = await page.locator('header', { has: page.getByRole('heading', { level: 1 }) }).last().boundingBox();
  assert.ok(height <= 66, `the head takes ${height} px`);
}, filled);

story('a note, a task and a call are written down; the timeline tells them, and can be narrowed', async ({ page, program, given, say, language }) => {
  await open(page, given.silent);
  await page.getByRole('button', { name: say('メモ', 'Note'), exact: true }).first().click();
  const note = page.getByLabel(say('何があったか、何を話したか', 'What happened, what was said'));
  await note.fill(say('新しい承認者を探している', 'They look for a new approver'));
  await assert_everywhere(page, 'account-note', language);
  await note.press('Control+Enter');
  await told(page, say('メモを保存しました。', 'Note saved.'));
  await timeline(page).getByText(say('新しい承認者を探している', 'They look for a new approver')).waitFor();

  await page.getByRole('button', { name: say('タスク', 'Task'), exact: true }).first().click();
  await page.getByRole('textbox', { name: say('やること', 'Task') }).fill(say('設定を見直す', 'Review the set-up'));
  await page.getByRole('button', { name: say('タスクを追加', 'Add task') }).click();
  const box = page.getByRole('checkbox', { name: say('完了: 設定を見直す', 'Done: Review the set-up') });
  await box.click();
  await told(page, say('タスクを完了しました。', 'Task done.'));
  await box.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText(say('タスクを完了しました。', 'Task done.')).locator('..').getByRole('button', { name: say('元に戻す', 'Undo') }).click();
  await box.waitFor();
  assert.ok(!(await box.isChecked()));

  await page.getByRole('button', { name: say('電話を記録', 'Log call') }).first().click();
  const form = page.locator('form');
  await choose(page, form.getByRole('combobox', { name: say('相手', 'With') }), '大野 恵');
  await choose(page, form.getByRole('combobox', { name: say('結果', 'Outcome') }), say('伝言を残した', 'Left a message'));
  await form.getByLabel(say('話した内容', 'Notes')).fill(say('来月から再開する', 'They start again next month'));
  await assert_everywhere(page, 'account-call', language);
  await form.getByRole('button', { name: say('電話を記録', 'Log call') }).click();
  await told(page, say('電話を記録しました。', 'Call logged.'));
  await timeline(page).getByText(say('来月から再開する', 'They start again next month')).waitFor();
  const { items } = await program.owner.get(`/api/v1/accounts/${given.silent.id}/timeline?kinds=call`);
  assert.equal(items[0].body.outcome, 'left_message');

  await timeline(page).getByRole('button', { name: say('電話', 'Calls'), exact: true }).click();
  await page.waitForURL('**kinds=call**');
  await timeline(page).getByText(say('新しい承認者を探している', 'They look for a new approver')).waitFor({ state: 'detached' });
  await eventually(() => timeline(page).locator('ol > li').count(), count => count === 1);
  await page.reload();
  await timeline(page).getByText(say('来月から再開する', 'They start again next month')).waitFor();
  assert.equal(await timeline(page).locator('ol > li').count(), 1, 'the address keeps the filter');
  await timeline(page).getByRole('button', { name: say('すべて', 'All'), exact: true }).click();
  await timeline(page).getByText(say('新しい承認者を探している', 'They look for a new approver')).waitFor();
}, filled);

story('a CSM adds a judgement of their own', async ({ page, program, given, say, language }) => {
  await open(page, given.silent);
  await from_menu(page, say, say('評価を加える', 'Add assessment'));
  const drawer = page.getByRole('dialog');
  await choose(page, drawer.getByRole('combobox', { name: say('どう見ているか', 'Your rating') }), 'NORMAL');
  await drawer.getByLabel(say('理由', 'Why')).fill(say('後任が来週決まる', 'A successor is named next week'));
  await assert_everywhere(page, 'account-judgement', language);
  await drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await told(page, say('評価を保存しました。', 'Assessment saved.'));
  const history = card(page, say('ヘルスの推移', 'Health over time'));
  await history.getByText(say('後任が来週決まる', 'A successor is named next week')).waitFor();
  await history.getByText(say('スコアと異なる', 'differs from the score')).waitFor();
  const { judgement, account } = await program.owner.get(`/api/v1/accounts/${given.silent.id}/health`);
  assert.equal(judgement.band, 'NORMAL');
  assert.equal(account.band, 'BAD', 'a judgement never changes the score');
}, filled);

story('a contact is added, changed, and forgotten after one question', async ({ page, program, given, say, language }) => {
  await open(page, given.silent);
  const people = card(page, say('先方担当者', 'Contacts'));
  await people.getByRole('button', { name: say('先方担当者を追加', 'Add a contact') }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(say('名前', 'Name')).fill('CSM Contact');
  await drawer.getByLabel(say('メールアドレス', 'E-mail')).fill('not an address');
  await drawer.getByRole('combobox', { name: say('役割', 'Roles') }).click({ force: true }); // its frame takes the click
  await page.getByRole('option', { name: say('決裁者', 'Decision maker') }).click();
  await page.keyboard.press('Tab');
  await drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await drawer.getByRole('alert').waitFor();
  await drawer.getByLabel(say('メールアドレス', 'E-mail')).fill('contact@minato.example');
  await assert_everywhere(page, 'account-contact', language);
  await drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await told(page, say('先方担当者を追加しました。', 'Contact added.'));
  await people.getByText(say('決裁者', 'Decision maker')).waitFor();

  await people.getByRole('button', { name: /CSM Contact/ }).click();
  await drawer.getByLabel(say('役職', 'Position')).fill(say('経理課長', 'Head of accounts'));
  await drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await people.getByText(say('経理課長', 'Head of accounts')).waitFor();

  const wrote = name => program.owner.post('/api/v1/notes', { account_id: given.silent.id, text: say(`${name}さんに連絡: contact@minato.example`, `Wrote to ${name}: contact@minato.example`) });
  for (let at = 0; at < 2; at++) await wrote('CSM Contact');
  await program.owner.post('/api/v1/tasks', { account_id: given.silent.id, title: say('CSM Contactさんに電話', 'Call CSM Contact') });
  await people.getByRole('button', { name: /CSM Contact/ }).click();
  await drawer.getByRole('button', { name: say('この人の情報を消去', 'Erase personal data') }).click();
  const question = page.getByRole('dialog', { name: say('CSM Contact様の情報を消去しますか?', 'Forget CSM Contact?') });
  await question.waitFor();
  await question.getByText(say('「CSM Contact」という名前は、書かれた場所に残ります。', 'The name “CSM Contact” stays where somebody wrote it.')).waitFor();
  await question.getByRole('link', { name: say('タスク: 1件', 'Task: 1') }).waitFor();
  const link = question.getByRole('link', { name: say('メモ: 2件', 'Note: 2') });
  const [found] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await found.waitForURL(/\/search\?q=CSM\+Contact&kind=note/);
  await found.getByText(say('2件', '2 hits')).first().waitFor();
  await found.close();
  await assert_everywhere(page, 'account-forget', language);
  await question.getByRole('button', { name: say('この人の情報を消去', 'Erase personal data') }).click();
  await told(page, say('個人情報を消去しました。', 'The person is forgotten.'));
  await people.getByText('CSM Contact').waitFor({ state: 'detached' });
  await timeline(page).getByText(say('CSM Contactさんに連絡: […]', 'Wrote to CSM Contact: […]')).first().waitFor();
  const { items } = await program.owner.get(`/api/v1/contacts?account_id=${given.silent.id}&limit=200`);
  assert.ok(!items.some(one => one.name === 'CSM Contact'));
}, filled);

story('a contract is added, a line changed from a day on, a line corrected, and the contract cancelled', async ({ page, program, given, say, language }) => {
  await open(page, given.good);
  const contracts = card(page, say('契約', 'Contracts'));
  await contracts.getByText('¥150,000', { exact: true }).waitFor();
  await from_menu(page, say, say('契約を追加', 'Add a contract'));
  const drawer = page.getByRole('dialog');
  const save = () => drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await drawer.getByLabel(say('名称または番号', 'Name or number')).fill('harbor-2');
  await choose(page, drawer.getByRole('combobox', { name: say('プロダクト', 'Product') }), say('請求クラウド', 'Billing Cloud'));
  await drawer.getByLabel(say('プラン', 'Plan'), { exact: true }).fill('addon');
  await drawer.getByLabel(say('ライセンス数', 'Seats')).fill('4');
  await drawer.getByLabel(say('期間あたりの価格(税別)', 'Price per term, excl. tax')).fill('240000');
  await assert_everywhere(page, 'account-contract', language);
  await save();
  await told(page, say('契約を追加しました。', 'Contract added.'));
  await contracts.getByText('¥20,000', { exact: true }).waitFor();
  await contracts.getByText(say('¥170,000/月', '¥170,000/mo')).waitFor();

  const whole = drawer.locator('section', { has: page.getByRole('heading', { level: 3, name: /^harbor-1/ }) });
  await contracts.getByRole('button', { name: say('明細と変更', 'Details and changes') }).click();
  await whole.waitFor();
  await assert_everywhere(page, 'account-contracts', language);
  await whole.getByRole('button', { name: say('変更', 'Change'), exact: true }).click();
  await drawer.getByLabel(say('ライセンス数', 'Seats')).fill('10');
  await drawer.getByLabel(say('期間あたりの価格(税別)', 'Price per term, excl. tax')).fill('2400000');
  await save();
  await told(page, say('契約を変更しました。', 'Contract changed.'));
  await contracts.getByText('¥200,000', { exact: true }).waitFor();

  const read = async () => (await program.owner.get(`/api/v1/contracts?account_id=${given.good.id}&limit=200`)).items.find(one => one.name === 'harbor-1');
  const changed = await read();
  assert.equal(changed.lines.length, 2, 'a change is a line of its own');
  await timeline(page).getByText(say('ライセンス数 8 → 10 · 期間あたりの価格(税別) ¥1,800,000 → ¥2,400,000', 'Seats 8 → 10 · Price per term, excl. tax ¥1,800,000 → ¥2,400,000')).waitFor();
  assert.equal(changed.lines.find(line => line.until_on !== null)?.until_on, given.today);

  await contracts.getByRole('button', { name: say('明細と変更', 'Details and changes') }).click();
  await whole.getByRole('button', { name: say('訂正', 'Correct'), exact: true }).first().click();
  await drawer.getByText(say(/初めからそうだったものとして/, /as if it had always been so/)).waitFor();
  await drawer.getByLabel(say('ライセンス数', 'Seats')).fill('9');
  await save();
  await told(page, say('明細を訂正しました。', 'Line corrected.'));
  await contracts.getByText(say('訂正あり', 'corrected')).waitFor();
  const corrected = await read();
  assert.equal(corrected.lines.length, 2, 'a correction makes no line');
  await timeline(page).getByText(say('ライセンス数 10 → 9', 'Seats 10 → 9')).waitFor();
  assert.deepEqual(corrected.lines.map(line => line.seats).sort(), [8, 9]);

  await contracts.getByRole('button', { name: say('明細と変更', 'Details and changes') }).click();
  await whole.getByRole('button', { name: say('解約の申し出を記録', 'Record a cancellation') }).click();
  await drawer.getByLabel(say('申し出の日', 'Cancelled on')).waitFor();
  await assert_everywhere(page, 'account-cancel', language);
  await drawer.getByRole('button', { name: say('解約の申し出を記録', 'Record a cancellation') }).click();
  await told(page, say('解約の申し出を記録しました。', 'Cancellation recorded.'));
  await contracts.getByText(say(/に解約の申し出/, /cancelled/)).waitFor();
  assert.equal((await read()).cancelled_on, given.today);
  assert.equal((await read()).ends_on, day(given.today, 200));
}, filled);

story('the account itself is edited; what is wrong is said at its box', async ({ page, program, given, say, language }) => {
  await program.owner.post('/api/v1/fields', { object: 'account', key: 'tier', name: 'Tier', name_ja: 'ランク', kind: 'choice', choices: ['A', 'B'], position: 1 });
  await open(page, given.good);
  const details = card(page, say('基本情報', 'Details'));
  await details.getByRole('button', { name: say('顧客企業を編集', 'Edit account') }).click();
  const drawer = page.getByRole('dialog');
  const save = () => drawer.getByRole('button', { name: say('保存', 'Save') }).click();
  await drawer.getByLabel(say('名前', 'Name')).fill('');
  await save();
  await drawer.getByRole('alert').waitFor();
  await assert_everywhere(page, 'account-edit-refused', language);
  await choose(page, drawer.getByRole('combobox', { name: say('国', 'Country') }), say('イギリス (GB)', 'United Kingdom (GB)'));
  await drawer.getByLabel(say('名前', 'Name')).fill('Harbor & Vale Group');
  await drawer.getByLabel(say('ドメイン', 'Domain')).fill('harbor.example');
  await choose(page, drawer.getByRole('combobox', { name: say('タッチモデル', 'Touch model') }), say('ロータッチ', 'Low touch'));
  await choose(page, drawer.getByRole('combobox', { name: say('ランク', 'Tier') }), 'A');
  await save();
  await told(page, say('保存しました。', 'Saved.'));
  await page.getByRole('heading', { level: 1, name: 'Harbor & Vale Group' }).waitFor();
  await page.getByText(say('ロータッチ', 'Low touch'), { exact: true }).waitFor();
  await details.getByText('harbor.example').waitFor();
  const account = await program.owner.get(`/api/v1/accounts/${given.good.id}`);
  assert.equal(account.country, 'GB');
  assert.deepEqual(account.fields, { tier: 'A' });
  await timeline(page).getByText(say('顧客企業を変更', 'Account changed')).waitFor();
  await timeline(page).getByText(say('タッチモデル ハイタッチ → ロータッチ · ランク なし → A', 'Touch model High touch → Low touch · Tier none → A')).waitFor();
}, filled);

story('as of a past day the page says so, shows that day, and nothing can be written', async ({ page, given, say, language }) => {
  await page.goto(`${at(given.silent)}?as_of=${day(given.today, -60)}`);
  await page.getByText(say(/時点の状態です/, /^Viewing /)).waitFor();
  await page.getByRole('heading', { level: 1, name: '株式会社ミナト物流' }).waitFor();
  await card(page, say('利用者', 'People')).waitFor();
  await settled(page);
  assert.equal(await page.getByText(say('BAD の理由', 'Why BAD')).count(), 0, 'sixty days ago it was not BAD');
  assert.equal(await page.locator('header').getByText(/^BAD/).count(), 0, 'the head shows the band of that day');
  const writing = [say('メモ', 'Note'), say('タスク', 'Task'), say('電話を記録', 'Log call'), say('その他', 'More'), say('先方担当者を追加', 'Add a contact'),
    say('顧客企業を編集', 'Edit account'), say('評価を加える', 'Add assessment')];
  const buttons = page.getByRole('main').getByRole('button');
  for (const name of writing) {
    const kinds = page.locator('fieldset').getByRole('button', { name, exact: true });
    assert.equal(await buttons.filter({ hasText: new RegExp(`^${name}$`) }).count(), await kinds.count(), `${name} is offered`);
  }
  await assert_everywhere(page, 'account-past', language);
  await card(page, say('契約', 'Contracts')).getByRole('button', { name: say('明細と変更', 'Details and changes') }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('heading', { level: 3, name: /^minato-1/ }).waitFor();
  assert.equal(await drawer.getByRole('button', { name: say('訂正', 'Correct'), exact: true }).count(), 0, 'a line could be corrected');
  assert.equal(await drawer.getByRole('button', { name: say('契約を追加', 'Add a contract') }).count(), 0, 'a contract could be added');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' }); // behind it nothing has a role
  await card(page, say('先方担当者', 'Contacts')).getByText('大野 恵').waitFor();
  assert.equal(await card(page, say('先方担当者', 'Contacts')).getByRole('button').count(), 0, 'a contact could be changed');
  await page.getByRole('button', { name: say('今日に戻る', 'Back to today') }).click();
  await page.getByRole('button', { name: say('電話を記録', 'Log call') }).waitFor();
}, filled);

story('who has left is not judged: the page says since when, and leads to the last day of service', async ({ page, program, given, say, language }) => {
  const gone = await program.owner.post('/api/v1/accounts', { name: 'Left Behind Ltd', external_id: 'gone', country: 'GB' });
  await program.owner.post('/api/v1/contracts', {
    account_id: gone.id, notice_days: 0, grace_days: 0, auto_renews: false,
    lines: [{ from_on: day(given.today, -375), until_on: day(given.today, -10), product_id: given.products.billing.id, plan: 'standard', seats: 3, price: { amount: 120_000, currency: 'JPY' }, term_months: 12, discount: 0, kind: 'paid' }],
  });
  await open(page, gone);
  await page.getByText(say(/に解約$/, /^Churned on /)).waitFor();
  await assert_everywhere(page, 'account-left', language);
  const history = card(page, say('ヘルスの推移', 'Health over time'));
  await history.getByRole('button', { name: say('ヘルスの推移: 表', 'Health over time: Table') }).click();
  const told_until = async () => (await history.getByRole('row').last().getByRole('cell').allTextContents())[1];
  await eventually(told_until, last => last === day(given.today, -11)); // the history ends with the last day of service
  await page.getByRole('button', { name: say('契約最終日の状態を見る', 'See the last day of service') }).click();
  await page.waitForURL(`**${at(gone)}?as_of=${day(given.today, -11)}`);
  await page.getByText(say(/時点の状態です/, /^Viewing /)).waitFor();
  await card(page, say('契約', 'Contracts')).getByText('¥10,000', { exact: true }).waitFor();
}, filled);

story('what came in a heap is counted only once all of it is on the page', async ({ page, program, say }) => {
  const many = await program.owner.post('/api/v1/accounts', { name: 'Many People Ltd', external_id: 'many' });
  for (let i = 0; i < 35; i++) await program.owner.post('/api/v1/contacts', { account_id: many.id, name: `Person ${i}`, external_id: `p-${i}` });
  await open(page, many);
  const added = timeline(page).getByText(say(/^先方担当者を追加/, /^Contact added/));
  await timeline(page).getByText(say(/Person \d+ ほか$/, /Person \d+ and more$/)).waitFor();
  assert.equal(await added.innerText(), say('先方担当者を追加', 'Contact added'), 'a part was counted as the whole');
  await timeline(page).getByRole('button', { name: say('さらに表示', 'Show more') }).click();
  await timeline(page).getByText(say('先方担当者を追加(35件)', 'Contact added (35)')).waitFor();
}, filled);
