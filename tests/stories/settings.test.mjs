// Settings: each part opens in both languages, and what it is for is done once.
import assert from 'node:assert/strict';
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

const PARTS = ['profile', 'workspace', 'rates', 'products', 'fields', 'imports', 'staff', 'keys', 'events', 'audit'];

story('every part of an empty workspace stands on its feet', async ({ page, language }) => {
  for (const part of PARTS) {
    await page.goto(`/settings/${part}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    await assert_everywhere(page, `settings-${part}-empty`, language);
  }
});

story('every part of a filled workspace does too', async ({ page, language }) => {
  for (const part of PARTS) {
    await page.goto(`/settings/${part}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    await assert_everywhere(page, `settings-${part}`, language);
  }
}, { clock: NOW, begins: FILLED });

story('parts stand in groups; on a phone they unfold from the one that is open', async ({ page, say, language }) => {
  await page.goto('/settings/holidays');
  const nav = page.getByRole('navigation', { name: say('設定', 'Settings') });
  const group = nav.getByRole('region', { name: say('ワークスペース', 'Workspace') });
  await group.getByRole('link', { name: say('営業時間', 'Business hours') }).waitFor();
  assert.equal(await nav.getByRole('region').count(), 6);
  await page.setViewportSize({ width: 360, height: 800 });
  const fold = nav.getByRole('button', { name: say('休日', 'Holidays') });
  await fold.waitFor();
  assert.equal(await group.isVisible(), false);
  await fold.click();
  await assert_everywhere(page, 'settings-unfolded', language);
  await group.getByRole('link', { name: say('営業時間', 'Business hours') }).click();
  await nav.getByRole('button', { name: say('営業時間', 'Business hours'), expanded: false }).waitFor();
  assert.equal(await group.isVisible(), false);
});

story('an event name that nothing counts is given to a feature', async ({ page, program, say }) => {
  await page.goto('/settings/products');
  await page.getByRole('combobox', { name: `${say('数える機能', 'Count for')}: Report opened` }).click();
  await page.getByRole('option', { name: say('承認', 'Approvals') }).click();
  await page.getByText(say('届いたイベント名はすべて、いずれかの機能で数えています。', 'Every event name that has come in is counted by a feature.')).waitFor();
  const { items } = await program.owner.get('/api/v1/products');
  assert.deepEqual(items[0].features.find(feature => feature.key === 'approvals').rules, ['Approval *', 'Report opened']);
}, { clock: NOW, begins: FILLED });

story('a key is shown once and works, then is revoked', async ({ page, program, say, language }) => {
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: say('キーを作る', 'New key') }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: say('名前', 'Name') }).fill('Billing server');
  await page.getByRole('dialog').getByRole('button', { name: say('キーを作る', 'Create key') }).click();
  await page.getByRole('dialog', { name: say('新しいキー', 'Your new key') }).waitFor();
  await assert_everywhere(page, 'key-once', language);
  const token = (await page.getByRole('dialog').locator('code').first().textContent()).trim();
  const sender = program.client({ key: token, contract: false });
  const event = { userId: 'user-1', event: 'Invoice sent' };
  assert.equal((await sender.ask('POST', '/v1/track', event)).status, 200);
  await page.getByRole('button', { name: say('コピーしました', 'I have copied it') }).click();
  await page.getByRole('button', { name: say('取り消す', 'Revoke') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('取り消す', 'Revoke') }).click();
  await page.getByText(say('取り消し済み', 'Revoked')).first().waitFor();
  assert.equal((await sender.ask('POST', '/v1/track', event)).status, 401);
});

story('a member is invited by a link and signs in with it', async ({ page, program, say }) => {
  await page.goto('/settings/staff');
  await page.getByRole('button', { name: say('招待する', 'Invite') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('名前', 'Name') }).fill('CSM One');
  await dialog.getByRole('textbox', { name: say('メールアドレス', 'E-mail') }).fill('csm@example.test');
  await dialog.getByRole('button', { name: say('招待リンクを作る', 'Create invite link') }).click();
  const shown = page.getByRole('dialog', { name: say('このリンクを送ってください', 'Send this link') });
  const link = (await shown.locator('code').textContent()).trim();
  const token = new URL(link).searchParams.get('token');
  const guest = program.client();
  const me = await guest.post('/api/v1/invitation', { token, password: 'a long enough password' });
  assert.equal(me.staff.email, 'csm@example.test');
  assert.equal(me.staff.role, 'member');
});

story('a person without an account is assigned to one', async ({ page, program, say }) => {
  const sender = await program.with_key('ingest');
  await program.client({ key: sender.options.token, contract: false }).post('/v1/track', { userId: 'lost-1', event: 'Invoice sent' });
  await page.goto('/settings/events');
  await page.getByRole('cell', { name: 'lost-1' }).waitFor();
  await page.getByRole('button', { name: new RegExp(say('割り当て先', 'Assign to')) }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('Alpha');
  await page.getByRole('dialog').getByRole('button', { name: 'Alpha Foods Ltd' }).click();
  await page.getByText(say('イベントを送った人はすべて、いずれかの企業に属しています。', 'Everybody who has sent events belongs to an account.')).waitFor();
}, { clock: NOW, begins: FILLED });

/** One of each kind that the tracking API refuses. */
const LONG = 'x'.repeat(600);
const REFUSED = [
  7, {}, { type: 'trak', userId: 'u' }, { type: 'track', userId: 'u' }, { type: 'track', event: 'e' }, { type: 'group', userId: 'u' }, { type: 'alias', userId: 'u' },
  { properties: 5 }, { timestamp: 'noon' }, { event: 'a\u0000' }, { event: 'cut \ud83d' }, { properties: { text: 'x'.repeat(33_000) } },
  { messageId: LONG }, { userId: LONG }, { event: LONG }, { context: { groupId: LONG } }, { type: 'alias', previousId: LONG },
].map(one => (typeof one === 'number' || 'type' in one || Object.keys(one).length === 0 ? (one.previousId ? { userId: 'u', ...one } : one) : { type: 'track', userId: 'u', event: 'e', ...one }));

story('why an event was refused is said in the language of the reader', async ({ page, program, language, say }) => {
  const sender = await program.with_key('ingest');
  await program.client({ key: sender.options.token, contract: false }).post('/v1/batch', { batch: REFUSED });
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.equal(new Set(items.map(item => item.reason)).size, REFUSED.length, items.map(item => item.reason).join('; '));
  await page.goto('/settings/events');
  const table = page.getByRole('table', { name: say('拒否したイベント', 'Refused events') });
  await table.getByRole('row').nth(REFUSED.length).waitFor();
  const reasons = await table.locator('tbody tr td:nth-child(2)').allTextContents();
  assert.equal(reasons.length, REFUSED.length);
  for (const reason of reasons) assert.equal(/[ぁ-んァ-ヶ一-龠]/.test(reason), language === 'ja', reason);
  await assert_everywhere(page, 'events-refused', language);
}, { clock: NOW, begins: FILLED });

story('a custom field is added, renamed and deleted, and the audit tells who did it', async ({ page, program, say, language }) => {
  await page.goto('/settings/fields');
  const dialog = page.getByRole('dialog');
  const save = () => dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('button', { name: say('項目を追加', 'Add field') }).click();
  await dialog.getByLabel(say('名前', 'Name'), { exact: false }).first().fill('Sector');
  await dialog.getByLabel(say('日本語の名前', 'Japanese name')).fill('業種');
  await dialog.getByRole('combobox', { name: say('種類', 'Kind') }).click();
  await page.getByRole('option', { name: say('選択肢', 'Choice') }).click();
  await dialog.getByLabel(say('キー', 'Key'), { exact: false }).first().fill('sector');
  const choices = dialog.getByRole('combobox', { name: say('選択肢', 'Choices') }).or(dialog.getByRole('textbox', { name: say('選択肢', 'Choices') }));
  for (const one of ['Trade', 'Care']) {
    await choices.fill(one);
    await choices.press('Enter');
  }
  await assert_everywhere(page, 'field-new', language);
  await save();
  const row = page.getByRole('row').filter({ hasText: 'sector' });
  await row.getByText(say('選択肢: Trade, Care', 'Choice: Trade, Care')).waitFor();
  const made = (await program.owner.get('/api/v1/fields')).items.find(one => one.key === 'sector');
  assert.deepEqual([made.object, made.kind, made.name, made.name_ja, made.choices], ['account', 'choice', 'Sector', '業種', ['Trade', 'Care']]);
  await row.getByRole('button', { name: say('編集', 'Edit') }).click();
  await dialog.getByLabel(say('日本語の名前', 'Japanese name')).fill('業界');
  await dialog.getByLabel(say('名前', 'Name'), { exact: false }).first().fill('Industry');
  await save();
  await row.getByText(say('業界', 'Industry')).waitFor();
  await row.getByRole('button', { name: say('削除', 'Delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('削除', 'Delete') }).click();
  await row.waitFor({ state: 'detached' });
  assert.ok(!(await program.owner.get('/api/v1/fields')).items.some(one => one.key === 'sector'));
  await page.goto('/settings/audit');
  for (const did of [say('カスタム項目を削除', 'Custom field deleted'), say('カスタム項目を変更', 'Custom field changed'), say('カスタム項目を追加', 'Custom field added')])
    await page.getByRole('row').filter({ hasText: did }).filter({ hasText: 'Owner One' }).first().waitFor();
}, { clock: NOW, begins: FILLED });

story('the workspace is renamed', async ({ page, program, say }) => {
  await page.goto('/settings/workspace');
  const name = page.getByRole('textbox', { name: say('名前', 'Name') });
  await name.fill('改名した会社');
  await page.locator('form').filter({ has: name }).getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByText(say('保存しました。', 'Saved.')).waitFor();
  assert.equal((await program.owner.get('/api/v1/session')).workspace.name, '改名した会社');
});

story('the reference of the API is read and searched, without anything from elsewhere', async ({ page, program, say, language }) => {
  const foreign = [];
  page.on('request', request => { if (!request.url().startsWith(program.url) && !request.url().startsWith('data:')) foreign.push(request.url()); });
  await page.goto('/settings/keys');
  await page.getByRole('link', { name: say('APIリファレンス', 'API reference') }).last().click();
  await page.getByText('Filters', { exact: true }).waitFor();
  await assert_everywhere(page, 'api-reference', language);
  const search = page.getByRole('searchbox');
  await search.fill('track ');
  await page.getByText('Filters', { exact: true }).waitFor({ state: 'hidden' }); // found so far; a second word follows
  await search.pressSequentially('person');
  await page.waitForURL(/person/);
  assert.equal(await search.inputValue(), 'track person');
  await search.fill('/v1/track');
  await page.waitForURL(/[?&]q=[^&]*v1/);
  const route = page.locator('summary').filter({ hasText: 'Track what a person did' }).first();
  await route.click();
  await page.getByText('"event": "Invoice sent"').first().waitFor();
  await assert_everywhere(page, 'api-route', language);
  assert.deepEqual(foreign, []);
});
