// `banso mail show`: mails as programs write them, against two other implementations of the charsets, and what it prints.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Encoding from 'encoding-japanese';
import { new_folder } from '../kit/folder.mjs';
import { test } from '../kit/hung.mjs';
import { BANSO, outside } from '../kit/program.mjs';

const folder = new_folder('banso-mail-');
let files = 0;

function file_of(bytes) {
  const path = join(folder, `${++files}.eml`);
  writeFileSync(path, bytes);
  return path;
}

const run = (...args) => spawnSync(BANSO, ['mail', 'show', ...args], { encoding: 'utf8', env: outside() });

function read(bytes, ...args) {
  const out = execFileSync(BANSO, ['mail', 'show', '--json', ...args, file_of(bytes)], { maxBuffer: 1 << 26, env: outside() });
  return JSON.parse(out).mail;
}

const LABELS = { JIS: 'iso-2022-jp', SJIS: 'shift_jis', EUCJP: 'euc-jp', UTF8: 'utf-8' };
const TEXT = '日本語のメールです。①㈱髙ｶﾀｶﾅ、〜－∥¢£¬ 表示・ソース能力\n二行目: 髙島屋';

function bytes_in(charset, text) {
  return Buffer.from(Encoding.convert(Encoding.stringToCode(text), { to: charset, from: 'UNICODE', type: 'array' }));
}

function mail_in(charset, label, text) {
  return Buffer.concat([Buffer.from(`From: a@example.com\nContent-Type: text/plain${label ? `; charset=${label}` : ''}\n\n`), bytes_in(charset, text)]);
}

test('what encoding-japanese writes and TextDecoder reads is read the same, with the right label, a wrong one and none', () => {
  for (const [charset, label] of Object.entries(LABELS)) {
    const bytes = bytes_in(charset, TEXT);
    const expected = new TextDecoder(label).decode(bytes);
    for (const said of [label, 'us-ascii', 'utf-8', null]) {
      assert.equal(read(mail_in(charset, said, TEXT)).text, expected, `${charset} labelled ${said}`);
    }
  }
});

test('each character of the three Japanese charsets is read as TextDecoder reads it', () => {
  const cells = [];
  for (let row = 0x21; row <= 0x7e; row++) for (let cell = 0x21; cell <= 0x7e; cell++) cells.push([row, cell]);
  const lines = {
    'iso-2022-jp': ([row, cell]) => [0x1b, 0x24, 0x42, row, cell, 0x1b, 0x28, 0x42],
    'euc-jp': ([row, cell]) => [row | 0x80, cell | 0x80],
    shift_jis: ([row, cell]) => [((row + 1) >> 1) + (row < 0x5f ? 0x70 : 0xb0), row % 2 ? cell + (cell < 0x60 ? 0x1f : 0x20) : cell + 0x7e],
  };
  for (const [label, bytes_of] of Object.entries(lines)) {
    const known = cells.filter(cell => !new TextDecoder(label).decode(Uint8Array.from(bytes_of(cell))).includes('\ufffd'));
    assert.ok(known.length > 6800, label);
    const body = Buffer.from(known.flatMap(cell => [...bytes_of(cell), 10]));
    const { text } = read(Buffer.concat([Buffer.from(`From: a@example.com\nContent-Type: text/plain; charset=${label}\n\n`), body]));
    assert.equal(text, new TextDecoder(label).decode(body), label);
  }
});

test('a subject in raw bytes and one in words cut anywhere are the same text', () => {
  const subject = '【重要】ご契約内容の変更について①';
  for (const [charset, label] of Object.entries(LABELS)) {
    const raw = Buffer.concat([Buffer.from('Subject: '), bytes_in(charset, subject), Buffer.from('\n\nx')]);
    assert.equal(read(raw).subject, subject, charset);
    const bytes = bytes_in(charset, subject);
    for (let cut = 1; cut < bytes.length && charset !== 'JIS'; cut++) {
      const words = [bytes.subarray(0, cut), bytes.subarray(cut)].map(part => `=?${label}?B?${part.toString('base64')}?=`);
      if (cut % 5 === 0) assert.equal(read(`Subject: ${words.join('\n ')}\n\nx`).subject, subject, `${charset} cut at ${cut}`);
    }
  }
});

const REPLY = `From: =?UTF-8?B?5bGx55Sw?= <taro@example.com>
To: support@example.com
Subject: Re: =?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=
Message-ID: <2@example.com>
In-Reply-To: <1@example.com>
Date: Fri, 18 Sep 2026 17:00:00 +0900
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

承知しました。

2026年9月18日(金) 16:00 Support <support@example.com>:
> 請求書をお送りします。
> ご確認ください。

-- 
山田太郎
--b
Content-Type: application/pdf; name="=?UTF-8?B?6KuL5rGCLnBkZg==?="
Content-Transfer-Encoding: base64

aGVsbG8=
--b--
`;

test('a mail is shown in both languages, with quotes folded or beside a bar', () => {
  const path = file_of(REPLY);
  const english = run('--language', 'en', path).stdout;
  assert.match(english, /^Subject: Re: 請求書\nFrom: 山田 <taro@example\.com>\nTo: support@example\.com\nDate: 2026-09-18T08:00:00\.000Z\nMessage-ID: <2@example\.com>$/m);
  assert.match(english, /^Attachments: 1\n {2}請求\.pdf {2}application\/pdf {2}5 bytes$/m);
  assert.match(english, /承知しました。\n\n\[quote, lines: 3\]\n\[signature, lines: 2\]/);
  assert.doesNotMatch(english, /ご確認ください/);
  const japanese = run('--language', 'ja', '--whole', path).stdout;
  assert.match(japanese, /^件名: Re: 請求書\n差出人: 山田 <taro@example\.com>$/m);
  assert.match(japanese, /^\| > ご確認ください。$/m);
  assert.match(japanese, /^添付ファイル: 1$/m);
});

test('JSON holds all of it, and folds are places in the text', () => {
  const mail = read(REPLY);
  assert.deepEqual(mail.in_reply_to, ['1@example.com']);
  assert.deepEqual(mail.files.map(file => [file.name, file.type, file.size]), [['請求.pdf', 'application/pdf', 5]]);
  const text = Buffer.from(mail.text);
  const folds = mail.folds.map(fold => [fold.kind, text.subarray(fold.from, fold.from + fold.size).toString()]);
  assert.deepEqual(folds.map(([kind]) => kind), ['own', 'quote', 'signature']);
  assert.equal(folds.map(([, part]) => part).join(''), mail.text);
  assert.equal(mail.own, '承知しました。');
});

test('several files, standard input, a mail that cannot be parsed', () => {
  const two = run('--json', file_of(REPLY), file_of('no mail'));
  assert.equal(two.status, 3);
  const [, broken] = two.stdout.trim().split('\n').map(JSON.parse);
  assert.deepEqual([broken.mail.broken, broken.mail.files.length, broken.mail.files[0].size], [true, 1, 7]);
  const piped = spawnSync(BANSO, ['mail', 'show', '--json', '-'], { input: REPLY, encoding: 'utf8', env: outside() });
  assert.equal(JSON.parse(piped.stdout).mail.message_id, '2@example.com');
});

test('a wrong call says what is wrong', () => {
  for (const [args, says] of [
    [['/nowhere.eml'], /cannot read \/nowhere\.eml: No such file/], [['--charset', 'klingon', 'x'], /--charset: unknown charset "klingon"/],
    [['--language', 'fr', 'x'], /--language must be ja or en/], [[], /missing argument: FILE/],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, says);
  }
});

test('nothing in a mail reaches the terminal as a control', () => {
  const { stdout } = run(file_of('Subject: =?utf-8?Q?a=1B]0;evil=07=0Ab?=\nFrom: a@example.com\n\nx\u001b[2Jy'));
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f]/u);
  assert.match(stdout, /^Subject: a\?\]0;evil\? b$/m);
});
