// E-mail as programs write it: 99 messages that three mature parsers were asked about, and 32 replies whose new part people cut out by hand.
// Read through `banso mail show`, which needs no server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { new_folder } from '../kit/folder.mjs';
import { test } from '../kit/hung.mjs';
import { BANSO } from '../kit/program.mjs';
import { DATA } from './data.mjs';

const MAIL = join(DATA, 'mail');

/** What the program reads in files, by their paths. A mail that cannot be parsed gives 3, and is still printed. */
function shown(paths) {
  try {
    return execFileSync(BANSO, ['mail', 'show', '--json', ...paths], { maxBuffer: 1 << 28 }).toString().trim().split('\n').map(JSON.parse);
  } catch (error) {
    assert.equal(error.status, 3, error.stderr?.toString());
    return error.stdout.toString().trim().split('\n').map(JSON.parse);
  }
}

const plain = text => text.replace(/[\u200b-\u200f\u2060\ufeff]/g, '').replace(/\s+/g, ' ').trim();
const addresses = list => list.map(one => one.address.toLowerCase()).filter(Boolean).sort();

/**
 * Where we answer otherwise on purpose, and what is right: the bytes, or RFC 2822 for its own examples, decide it. These
 * answers count as equal only in the second figure.
 */
const FROGS = 'Die Hasen und die Frösche';
const JUDGED = {
  'zbateson__m0003.txt': { subject: `${FROGS} (Microsoft Outlook 00)` }, // a raw Latin-1 byte, which they lose
  'zbateson__m0009.txt': { subject: `${FROGS} (Microsoft Outlook 00)`, text: text => text.startsWith(FROGS) },
  'zbateson__m0023.txt': { subject: `${FROGS} (Microsoft Outlook 00)` },
  ...Object.fromEntries(['m2006', 'm2007', 'm2008', 'm2009', 'm2011'].map(name => [`zbateson__${name}.txt`, { subject: FROGS }])), // the same in a word
  'mikel__error_emails__content_transfer_encoding_7-bit.eml': { text: text => text.startsWith('DISCOVERÆ CARD') }, // UTF-8 labelled Latin-1
  'mikel__attachment_emails__attachment_pdf_non_ascii.eml': { text: text => text.endsWith('wrong here. Â') },
  'mikel__rfc2822__example04.eml': { to: ['c@a.test', 'jdoe@one.test', 'joe@where.test'] }, // a group
  'mikel__rfc2822__example10.eml': { from: ['pete@silly.test'], to: ['c@public.example', 'jdoe@one.test', 'joe@example.org'] }, // comments
  'mikel__rfc2822__example11.eml': { to: ['jdoe@test.example', 'mary@example.net'] }, // a route
  'mikel__rfc2822__example13.eml': { from: ['jdoe@machine.example'] },
  'mimekit__feedback-report.txt': { from: ['abusedesk@example.com'] }, // behind a byte order mark
  'mimekit__multipart-digest.txt': { attachments: 1 }, // the mail is another mail, and that is its file
  'zbateson__m4007.txt': { attachments: 1 },
  'zbateson__m1009.txt': { attachments: 3, text: text => text.endsWith('wins the race.') }, // a text with a file name is a file
};

function judged(name, field, ours) {
  const right = JUDGED[name]?.[field];
  return typeof right === 'function' ? right(ours) : right !== undefined && equal(field, ours, right);
}

/** As the three parsers answered: a text is the plain text alone; what is not text is a file. */
const AS_ASKED = {
  subject: mail => plain(mail.subject ?? ''),
  from: mail => addresses(mail.from),
  to: mail => addresses(mail.to),
  text: mail => (mail.text_from === 'html' ? '' : plain(mail.text)),
  attachments: mail => mail.files.length,
};

function equal(field, ours, theirs) {
  return JSON.stringify(field === 'text' || field === 'subject' ? plain(ours) : ours) === JSON.stringify(typeof theirs === 'string' ? plain(theirs) : theirs);
}

/** How many answers were equal, by field and by how many parsers agreed. */
function compared(mails, consensus) {
  const counts = {};
  for (const [name, answers] of Object.entries(consensus)) {
    for (const field of Object.keys(AS_ASKED)) {
      const { agree, v } = answers[field] ?? {};
      if (!agree) continue;
      const ours = AS_ASKED[field](mails[name]);
      const count = ((counts[agree] ??= {})[field] ??= { of: 0, equal: 0, right: 0 });
      count.of++;
      const same = equal(field, ours, v);
      count.equal += same;
      count.right += same || judged(name, field, ours);
      if (!same) console.log(`${agree} parsers: ${field} of ${name}\n  ours   ${JSON.stringify(ours).slice(0, 160)}\n  theirs ${JSON.stringify(v).slice(0, 160)}`);
    }
  }
  return counts;
}

function share(counts, fields) {
  const of = fields.reduce((sum, field) => sum + (counts[field]?.of ?? 0), 0);
  const [same, right] = ['equal', 'right'].map(key => fields.reduce((sum, field) => sum + (counts[field]?.[key] ?? 0), 0));
  const percent = part => `${part} of ${of} (${((100 * part) / of).toFixed(1)} %)`;
  console.log(`  ${fields.join(', ')}: equal ${percent(same)}; with those judged by the bytes ${percent(right)}`);
  return { same: same / of, right: right / of };
}

test('mail: 99 messages are read as three parsers read them', () => {
  assert.ok(existsSync(MAIL), `needs ${MAIL}`);
  const consensus = JSON.parse(readFileSync(join(MAIL, 'consensus.json')));
  const names = Object.keys(consensus);
  const read = shown(names.map(name => join(MAIL, 'messages', name)));
  assert.equal(read.length, 99, 'none is lost');
  const mails = Object.fromEntries(read.map((one, index) => [names[index], one.mail]));
  console.log(`${read.filter(one => one.mail.broken).length} of 99 could not be parsed`);
  const counts = compared(mails, consensus);
  for (const agree of [3, 2]) {
    console.log(`where ${agree} parsers agree:`);
    for (const field of Object.keys(AS_ASKED)) share(counts[agree], [field]);
    const head = share(counts[agree], ['subject', 'from', 'to']);
    const body = share(counts[agree], ['text', 'attachments']);
    assert.ok(agree === 3 ? head.same >= 0.98 : head.right >= 0.92, 'subject, from and to');
    assert.ok(agree === 3 ? body.same >= 0.95 : body.right >= 0.92, 'text and number of attachments');
  }
});

test('mail: 32 replies are cut where people cut them', () => {
  const folder = new_folder('banso-mail-');
  const names = readdirSync(join(MAIL, 'reply/emails'));
  const text = (kind, name) => readFileSync(join(MAIL, 'reply', kind, name));
  const paths = names.map(name => join(folder, name));
  for (const [index, name] of names.entries()) {
    writeFileSync(paths[index], Buffer.concat([Buffer.from('From: a@example.com\nContent-Type: text/plain; charset=utf-8\n\n'), text('emails', name)]));
  }
  const read = shown(paths);
  const wrong = names.filter((name, index) => plain(read[index].mail.own) !== plain(text('trimmed', name).toString()));
  for (const name of wrong) {
    console.log(`${name}\n  ours   ${JSON.stringify(plain(read[names.indexOf(name)].mail.own)).slice(0, 300)}\n  theirs ${JSON.stringify(plain(text('trimmed', name).toString())).slice(0, 300)}`);
  }
  console.log(`${names.length - wrong.length} of ${names.length} replies cut exactly`);
  const empty = names.filter((name, index) => read[index].mail.own === '');
  assert.deepEqual(empty, ['spam_1.txt'], 'none is emptied but the one that is nothing but quotes');
  assert.ok(names.length - wrong.length >= 26);
});
