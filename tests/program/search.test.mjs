// The search over everything, from outside: what it finds, on both engines alike, held against a plain reading of all texts by
// the rules of docs/en/metrics.md ("Search").
import assert from 'node:assert/strict';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

const find = (api, q, more = '') => api.get(`/api/v1/search?q=${encodeURIComponent(q)}${more}`);
const shown = ({ items }) => items.map(({ kind, title, text_pieces }) => [kind, title ?? text_pieces.map(piece => piece.text).join('')]);
const marked = pieces => pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');

async function refused(promise, status, field) {
  const error = await promise.then(() => assert.fail('it was taken'), error => error);
  assert.equal(error.status, status, error.message);
  if (field) assert.equal(error.body.field, field);
}

bothEngines('accounts, contacts, notes, calls, tasks and contracts are found, in all writings of a name', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '髙橋商事', reading: 'タカハシショウジ', external_id: 'acc-77', domain: 'takahashi.example' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: '山﨑 太郎', reading: 'ヤマザキタロウ', email: 'taro@takahashi.example', phone: '03-1234-5678' });
  await owner.post('/api/v1/notes', { account_id: account.id, text: '解約のご相談。ＡＢＣ Ｐｌａｎから変更したいとのこと' });
  await owner.post('/api/v1/calls', { account_id: account.id, contact_id: contact.id, text: '更新時期の確認' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: '見積を送る', text: '渡邊様へ' });
  const line = { from_on: '2026-01-01', plan: 'Team', price: { amount: 1000, currency: 'JPY' } };
  await owner.post('/api/v1/contracts', { account_id: account.id, name: '基本契約2026', external_id: 'K-0042', lines: [line] });
  const cases = [
    ['高橋', 'account'], ['髙橋商事', 'account'], ['たかはし', 'account'], ['ﾀｶﾊｼ', 'account'], ['ACC-77', 'account'],
    ['山崎', 'contact'], ['山﨑太郎', 'contact'], ['太郎　山崎', 'contact'], ['やまざき', 'contact'], ['03-1234', 'contact'],
    ['解約', 'note'], ['約', 'note contract'], ['abc', 'note'], ['pla', 'note'], ['plan 解約', 'note'], ['ＰＬＡＮ', 'note'],
    ['更新', 'call'], ['見積', 'task'], ['渡辺様', 'task'], ['基本契約', 'contract'], ['k-0042', 'contract'],
    ['約解', ''], ['解更', ''], ['lan', ''], ['解約 更新', ''], ['takahashi', 'account contact'], ['%', ''], ['_', ''],
  ];
  for (const [q, kinds] of cases)
    assert.deepEqual((await find(owner, q)).items.map(item => item.kind).toSorted(), kinds.split(' ').filter(Boolean).toSorted(), q);
  const [note] = (await find(owner, '解約 plan')).items;
  assert.equal(note.subtitle, '髙橋商事');
  assert.equal(note.account_id, account.id);
  assert.equal(marked(note.text_pieces), '[解約]のご相談。ＡＢＣ [Ｐｌａｎ]から変更したいとのこと');
  const [person] = (await find(owner, '山崎')).items;
  assert.equal(marked(person.title_pieces), '[山﨑] 太郎');
  assert.equal(person.account_id, account.id);
  assert.deepEqual((await find(owner, 'takahashi', '&kind=contact')).items.map(item => item.kind), ['contact']);
  await refused(find(owner, 'x', '&kind=nothing'), 400, 'kind');
  await refused(find(owner, 'a b c d e f g h i j k'), 400, 'q');
  await refused(find(owner, 'x', '&cursor=abc'), 400, 'cursor');
}, { clock: CLOCK });

bothEngines('what was just changed is found as it is now, and what is gone is not found', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Alpha' });
  const other = await owner.post('/api/v1/accounts', { name: 'Beta' });
  const note = await owner.post('/api/v1/notes', { account_id: account.id, text: '最初の文' });
  const changed = await owner.patch(`/api/v1/notes/${note.id}`, { text: '次の文' });
  assert.deepEqual(shown(await find(owner, '最初')), []);
  assert.deepEqual(shown(await find(owner, '次の')), [['note', '次の文']]);
  await owner.delete(`/api/v1/notes/${note.id}`, changed.version);
  assert.deepEqual(shown(await find(owner, '次の')), []);
  await owner.patch(`/api/v1/accounts/${account.id}`, { name: 'ガンマ' });
  assert.deepEqual(shown(await find(owner, 'alpha')), []);
  assert.deepEqual(shown(await find(owner, 'がんま')), [['account', 'ガンマ']]);
  const person = await owner.post('/api/v1/contacts', { account_id: account.id, name: '消える人' });
  await owner.post('/api/v1/calls', { account_id: account.id, contact_id: person.id, text: '消える言葉' });
  await owner.post('/api/v1/notes', { account_id: other.id, text: '残る消える' });
  assert.equal((await find(owner, '消える')).items.length, 3);
  program.must('rebuild', 'search'); // so that all of them are filed
  assert.equal((await find(owner, '消える')).items.length, 3);
  await owner.delete(`/api/v1/contacts/${person.id}`);
  assert.deepEqual(shown(await find(owner, '消える')), [['note', '残る消える']]);
  const task = await owner.post('/api/v1/tasks', { account_id: account.id, title: '課題' });
  await owner.post('/api/v1/tasks', { title: '自分の課題' });
  await owner.post(`/api/v1/tasks/${task.id}/completion`);
  assert.equal((await find(owner, '課題')).items.length, 2, 'done or not');
  await owner.delete(`/api/v1/accounts/${account.id}`);
  assert.deepEqual(shown(await find(owner, '課題')), [['task', '自分の課題']]);
  assert.deepEqual(shown(await find(owner, 'がんま')), []);
  assert.deepEqual(shown(await find(owner, 'beta')), [['account', 'Beta']]);
}, { clock: CLOCK });

/* The rules of the reference, written a second time. */
const VARIANTS = { 髙: '高', 﨑: '崎', 嵜: '崎', 邉: '辺', 邊: '辺', 齋: '斎', 齊: '斎', 斉: '斎', 國: '国', 澤: '沢', 濵: '浜', ゖ: 'け', ゐ: 'い' };
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const sort_of = letter => (letter === undefined ? 'none' : DENSE.test(letter) ? 'dense' : WORD.test(letter) ? 'word' : 'none');

function normal(text) {
  let made = '';
  let gap = '';
  for (let letter of text.normalize('NFKC').toLowerCase()) {
    if (letter >= 'ァ' && letter <= 'ヶ') letter = String.fromCodePoint(letter.codePointAt(0) - 0x60);
    if (letter <= 'ɏ') letter = letter.normalize('NFD')[0];
    letter = VARIANTS[letter] ?? letter;
    if (sort_of(letter) === 'none' || letter === '・') {
      if (gap !== '\n') gap = letter === '\n' ? '\n' : gap === '!' || !(letter === ' ' || letter === '・') ? '!' : ' ';
      continue;
    }
    const joined = gap === ' ' && sort_of([...made].at(-1)) === 'dense' && sort_of(letter) === 'dense';
    made += (made && gap && !joined ? (gap === '\n' ? '\n' : ' ') : '') + letter;
    gap = '';
  }
  return made;
}

function has(text, term) {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
    if (sort_of([...term][0]) !== 'word' || sort_of([...text.slice(0, at)].at(-1)) !== 'word') return true;
  return false;
}

function matches(text, q) {
  const terms = q.split(/\s+/).map(normal).filter(Boolean);
  return terms.length > 0 && terms.every(term => has(normal(text), term));
}

const PARTS = [...'解約更新予高髙﨑崎邊辺齋斉國国ヤマダやまだﾔﾏﾀﾞゐいヶけー'.normalize('NFC')].concat(['ABC', 'ａｂ', 'plan', 'Plano', 'é', '12', '123', ' ', '　', '、', '。', '・', '-', '\n', 'x', 'ﾀﾞ', '東京', 'サーバー', '한국']);

/* The same numbers in each run. */
function numbers(seed) {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

bothEngines('a search finds what reading all texts finds, before and after a rebuild', async program => {
  const { owner } = program;
  const below = numbers(20261122);
  const words = count => Array.from({ length: count }, () => PARTS[below(PARTS.length)]).join('');
  const account = await owner.post('/api/v1/accounts', { name: 'q' });
  const texts = new Map();
  for (let i = 0; i < 160; i++) {
    const text = words(1 + below(14));
    if (!text.trim()) continue;
    texts.set((await owner.post('/api/v1/notes', { account_id: account.id, text })).id, text);
  }
  const searches = Array.from({ length: 120 }, () => words(1 + below(3)));
  searches.push('解約', '約解', 'やまだ', 'ヤマダ', '高', '崎', 'plan', 'pla', '12', '国', '解 約', 'けー');
  let found = 0;
  const ask = async () => {
    const answers = [];
    for (const q of searches) {
      const { items, total, next } = await find(owner, q, '&kind=note&limit=200');
      const expected = [...texts].filter(([, text]) => matches(text, q)).map(([id]) => id);
      assert.deepEqual(items.map(item => item.id).toSorted(), expected.toSorted(), JSON.stringify(q));
      assert.deepEqual([total, next], [expected.length, null]);
      found += expected.length;
      answers.push(items.map(item => item.id));
    }
    return answers;
  };
  const before = await ask();
  assert.ok(found > 200, `the searches find something: ${found}`);
  program.must('rebuild', 'search');
  assert.deepEqual(await ask(), before);
}, { clock: CLOCK });

bothEngines('the newest come page by page; the best are those whose title says it', async program => {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '契約管理' });
  for (let day = 1; day <= 5; day++)
    await owner.post('/api/v1/calls', { account_id: account.id, at: `2026-11-0${day}T00:00:00Z`, text: `契約 ${day}` });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: '新しい契約' });
  await owner.post('/api/v1/tasks', { account_id: account.id, title: '契約' });
  const pages = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await find(owner, '契約', `&kind=call&limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(page.items.map(item => marked(item.text_pieces)));
    cursor = page.next;
  }
  assert.deepEqual(pages, [['[契約] 5', '[契約] 4'], ['[契約] 3', '[契約] 2'], ['[契約] 1']]);
  const best = await find(owner, '契約', '&order=relevance');
  assert.deepEqual(best.items.slice(0, 3).map(item => item.title), ['契約', '契約管理', '新しい契約']);
  assert.deepEqual([best.total, best.ranked_newest, best.next], [8, false, null]);
  const second = await find(owner, '契約', `&order=relevance&limit=2&cursor=${(await find(owner, '契約', '&order=relevance&limit=2')).next}`);
  assert.deepEqual(second.items.map(item => item.id), best.items.slice(2, 4).map(item => item.id));
}, { clock: CLOCK });

bothEngines('imports and identify calls are found at once', async program => {
  const ingest = await program.with_key('ingest');
  await ingest.post('/v1/batch', { batch: [
    { type: 'group', userId: 'u-1', groupId: 'acme', traits: { name: 'アクメ商会' } },
    { type: 'identify', userId: 'u-1', traits: { name: '佐藤 花子' }, context: { groupId: 'acme' } },
  ] });
  assert.deepEqual(shown(await find(program.owner, 'あくめ')), [['account', 'アクメ商会']]);
  assert.deepEqual(shown(await find(program.owner, '佐藤花子')), [['contact', '佐藤 花子']]);
  assert.deepEqual(shown(await find(program.owner, 'u-1')), [['contact', '佐藤 花子']]);
  const csv = 'name,external_id\n渡邉製作所,watanabe\n';
  const made = await program.owner.post('/api/v1/imports?kind=accounts&file_name=accounts.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await program.owner.post(`/api/v1/imports/${made.id}/run`);
  await eventually(() => program.owner.get(`/api/v1/imports/${made.id}`), now => now.state === 'done');
  assert.deepEqual(shown(await find(program.owner, '渡辺')), [['account', '渡邉製作所']]);
}, { clock: CLOCK });
