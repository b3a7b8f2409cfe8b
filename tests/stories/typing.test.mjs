// Japanese is typed through an input method, whose Enter chooses a conversion. Here every text box of every page and dialog is typed
// into as an input method does it (a composition, then a trusted Enter): nothing may be sent, chosen, closed or left by that Enter.
import assert from 'node:assert/strict';
import { open_page, press_until, settled, story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const BOX = 'input:not([inputmode=numeric]):not([inputmode=decimal]):not([type=checkbox]):not([type=radio]):not([type=file]):not([type=hidden]):not([type=time]):not([readonly]):not([disabled]), textarea:not([readonly]):not([disabled]):not([aria-hidden=true])';

async function prepare(program) {
  const { owner, given: { scorecard } } = program;
  const { items } = await owner.get('/api/v1/accounts?sort=name');
  const account = items.find(one => one.mrr !== null);
  await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Buyer', email: 'buyer@example.test', roles: ['champion'] });
  const upload = (kind, text) => owner.post(`/api/v1/imports?kind=${kind}&file_name=a.csv`, text, { headers: { 'content-type': 'text/csv' } });
  const events = await upload('events', 'account,event,at\na,b,2026-11-18\n');
  const sender = await program.with_key('ingest');
  await program.client({ key: sender.options.token, contract: false }).post('/v1/track', { userId: 'lost-1', event: 'Invoice sent' });
  const { link } = await owner.post('/api/v1/staff', { name: 'CSM One', email: 'csm@example.test', role: 'member', language: 'ja' });
  return { scorecard, account, events, invitation: new URL(link).pathname + new URL(link).search };
}

const button = (name, exact = true) => page => page.getByRole('button', { name, exact }).first().click();
const from_menu = (opener, name) => async page => {
  await opener(page);
  await page.getByRole('menuitem', { name }).click();
};
/** Several in a row: what a press opens holds the next one. */
const then = (...presses) => async page => {
  for (const press of presses) await press(page);
};
const in_dialog = name => page => page.getByRole('dialog').getByRole('button', { name, exact: true }).first().click();
const choice = name => page => page.locator('form, [class*=composer]').getByText(name, { exact: true }).first().click();
const kind = (label, option) => async page => {
  await page.getByRole('dialog').getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

/** Where text boxes are: an address, and what is pressed there one after the other. Each brings a box that was not there before,
 * and the boxes are walked after each. */
function places({ scorecard, account, events }) {
  const at = `/accounts/${account.id}`;
  const composer = [choice('電話'), choice('打ち合わせ'), choice('メール'), choice('スヌーズ'), choice('タスク'), choice('メモ')];
  return [
    ['/today', []],
    ['/today?owner=all', [from_menu(button(/その他の操作$/, false), 'メモを書く'), ...composer]],
    ['/today', [page => press_until(page, ['Control+k'], page.getByRole('dialog'))]],
    ['/search?q=Buyer', []],
    ['/accounts', [then(button('絞り込み'), button('+ 条件を追加')), button('14日間利用なし')]],
    ['/accounts', [button('企業を追加')]],
    ['/accounts', [then(page => page.getByRole('checkbox', { name: '表示中をすべて選択' }).click(), button('まとめて変更…'))]],
    [at, [button('メモ'), ...composer]],
    [at, [button('顧客企業を編集')]],
    [at, [button('評価を加える')]],
    [at, [button('先方担当者を追加')]],
    [at, [button('Buyer 様')]],
    [at, [then(button('明細と変更'), in_dialog('契約を追加'))]],
    ...['変更', '訂正', 'プロダクトを追加', '契約を編集', '解約の申し出を記録'].map(name => [at, [then(button('明細と変更'), in_dialog(name))]]),
    ['/health', [button('スコアカードを作る'), button('+ 条件を追加')]],
    [`/health/${scorecard.id}`, [button('編集'), button('Active days')]],
    [`/health/${scorecard.id}`, [from_menu(button('その他'), '名前・対象・プロダクト')]],
    ['/settings/segments', [button('セグメントを作成'), button('+ 条件を追加')]],
    ['/settings/workspace', []],
    ['/settings/products', [button('プロダクトを追加')]],
    ['/settings/products', [button('機能を追加')]],
    ['/settings/fields', [button('項目を追加'), kind('種類', '選択肢')]],
    ['/settings/staff', [button('招待する')]],
    ['/settings/keys', [button('キーを作る'), kind('用途', 'ブラウザーからイベントを送る')]],
    ['/settings/events', [button(/割り当て先/, false)]],
    ['/settings/audit', []],
    [`/settings/imports/${events.id}`, []],
  ];
}

const standing = page => page.evaluate(() => ({ address: location.pathname, dialogs: document.querySelectorAll('[role=dialog]').length, options: document.querySelectorAll('[aria-expanded=true]').length }));

/** Begins a composition in the box. A form that opens late takes the focus, and with it the composition: then once more. */
async function begin_composing(cdp, box) {
  await eventually(async () => {
    await box.focus();
    await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    return box.evaluate(element => new Promise(done => {
      requestAnimationFrame(() => requestAnimationFrame(() => done(document.activeElement === element)));
    }));
  }, focused => focused);
}

/** Types into one box and presses the conversion's Enter; gives what changed by it. */
async function enter_while_composing(page, cdp, box, name) {
  await begin_composing(cdp, box);
  const before = await standing(page);
  const text = await box.evaluate(element => element.value);
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 };
  await page.evaluate(() => {
    globalThis.key_seen = null;
    addEventListener('keydown', event => { globalThis.key_seen = [event.isComposing, event.isTrusted]; }, { once: true, capture: true });
  });
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await cdp.send('Input.dispatchKeyEvent', { type: 'char', text: '\r', unmodifiedText: '\r', ...enter });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  assert.deepEqual(await page.evaluate(() => globalThis.key_seen), [true, true], `${name}: the browser was composing, and the key was a real one`);
  /* Safari ends the composition before the key: there only its code tells. */
  const prevented = await box.evaluate(element => !element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })));
  const within = await box.evaluate(element => element.tagName === 'INPUT' && element.form !== null);
  const after = await standing(page);
  const now = await box.evaluate(element => (element.isConnected ? element.value.replaceAll('\n', '') : null)).catch(() => null);
  await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  return { before, after, text, now, safari: prevented || !within };
}

const name_of = box => box.evaluate(element => element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.placeholder);
const names_of = page => page.locator(BOX).evaluateAll(boxes => boxes.filter(box => box.checkVisibility({ visibilityProperty: true }))
  .map(box => box.getAttribute('aria-label') ?? box.labels?.[0]?.textContent ?? box.placeholder));

async function walk(page, cdp, where, walked, sent, root = page) {
  const boxes = await root.locator(BOX).all();
  for (const box of boxes) {
    if (!(await box.isVisible())) continue;
    const name = `${where}: ${await name_of(box)}`;
    if (walked.has(name)) continue;
    const { before, after, text, now, safari } = await enter_while_composing(page, cdp, box, name);
    assert.deepEqual(sent, [], `${name}: the conversion's Enter sent something`);
    assert.deepEqual(after, before, `${name}: the conversion's Enter went somewhere`);
    assert.equal(now, text, `${name}: the conversion's Enter changed what was written`);
    assert.ok(safari, `${name}: an Enter with key code 229 would send the form`);
    walked.add(name);
  }
}

async function walk_all(page, sent, all, walked) {
  const cdp = await page.context().newCDPSession(page);
  for (const [path, presses] of all) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    await walk(page, cdp, path, walked, sent);
    for (const [at, press] of presses.entries()) {
      const before = await names_of(page);
      await press(page);
      await eventually(() => names_of(page), names => names.some(name => !before.includes(name)));
      await settled(page);
      await walk(page, cdp, `${path} ${at + 1}`, walked, sent);
    }
  }
}

/** What the page sends that changes anything. A preview and a distribution only read; a scorecard's draft saves itself, whatever is pressed. */
function watched(page) {
  const sent = [];
  page.on('request', request => {
    if (request.method() !== 'GET' && !/(preview|draft|distribution)$/.test(request.url())) sent.push(`${request.method()} ${request.url()}`);
  });
  return sent;
}

story('the Enter that chooses a conversion does nothing else, in any text box', async ({ page, program, given, t }) => {
  const walked = new Set();
  await walk_all(page, watched(page), places(given), walked);
  await page.goto('/today');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.context().clearCookies();
  /* The page may find out before the link is pressed: then the dialog lies over it. */
  await page.locator('a[href="/accounts"]').first().dispatchEvent('click');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('もう一度サインイン').first().waitFor();
  await walk(page, await page.context().newCDPSession(page), 'signed out', walked, watched(page), dialog);
  /* Not the server's sign-in page: it has no script, and a browser sends its form for a key press, which the Enter of a composition
   * never becomes. What is played here is one all the same. */
  const outside = await open_page({ url: program.url, language: 'ja' });
  await walk_all(outside, watched(outside), [[given.invitation, []]], walked);
  await outside.context().close();
  t.diagnostic(`${walked.size} text boxes`);
  assert.ok(walked.size > 100, `only ${walked.size} text boxes were found`);
}, { clock: NOW, begins: SCORED, prepare, languages: ['ja'] });

story('the box that makes the first admin waits for the conversion too', async ({ page, program }) => {
  const token = /token=([\w-]+)/.exec(program.must('init'))[1];
  const walked = new Set();
  await walk_all(page, watched(page), [[`/setup?token=${token}`, []]], walked);
  assert.ok(walked.size >= 5, [...walked].join());
}, { setup: false, signed_in: false, languages: ['ja'] });

/** Composes a text as an input method does, and settles it. */
async function compose(page, cdp, box, text) {
  await box.focus();
  await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await cdp.send('Input.insertText', { text });
}

story('a number box takes what an input method writes', async ({ page, given }) => {
  const cdp = await page.context().newCDPSession(page);
  await page.goto(`/health/${given.scorecard.id}`);
  const bound = page.getByRole('textbox', { name: 'GOOD' });
  await bound.waitFor();
  await compose(page, cdp, bound, '８２');
  assert.equal(await bound.inputValue(), '82');
  await bound.press('ArrowUp');
  assert.equal(await bound.inputValue(), '83');
  await bound.blur();
  assert.equal(await bound.inputValue(), '83点以上');
  await page.getByText('下書きを保存済み').waitFor();

  await page.goto(`/accounts/${given.account.id}`);
  await page.getByRole('button', { name: '明細と変更' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'プロダクトを追加' }).first().click();
  const price = page.getByRole('textbox', { name: /期間あたりの価格/ });
  await compose(page, cdp, price, '１，２００。５');
  await price.blur();
  assert.equal(await price.inputValue(), '1,200.5');
  await price.focus();
  await page.keyboard.type('34x5'); // what stood there was chosen on entering
  await price.blur();
  assert.equal(await price.inputValue(), '345');
  await compose(page, cdp, price, 'ー３');
  assert.equal(await price.inputValue(), '-3');
  await price.blur();
  assert.equal(await price.inputValue(), '0', 'a price is never below nothing');
}, { clock: NOW, begins: SCORED, prepare, languages: ['ja'] });
