// Macros over the API: whose they are, what they fill in, and what they set.
import assert from 'node:assert/strict';
import { refused } from '../kit/customers.mjs';
import { colleague, desk } from '../kit/desk.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const names = async client => (await client.get('/api/v1/macros')).items.map(macro => macro.name);
const use = (client, macro, ticket, language) => client.post(`/api/v1/macros/${macro.id}/use`, { ticket_id: ticket.id, language });

bothEngines('a macro is its owner’s alone until it is shared, and only its owner changes it', async program => {
  const { client: ann } = await colleague(program, 'ann@example.test');
  const { client: bob } = await colleague(program, 'bob@example.test');
  const { client: outside } = await colleague(program, 'eve@example.test', ['success']);
  const macro = await ann.post('/api/v1/macros', { name: 'Reset', text: 'Hello' });
  assert.deepEqual([macro.shared, macro.owner, macro.kind, macro.used, macro.tags], [false, 'ann', 'reply', 0, []]);
  const path = `/api/v1/macros/${macro.id}`;
  assert.deepEqual([await names(ann), await names(bob), await names(program.owner)], [['Reset'], [], []]);
  await refused(bob.patch(path, { name: 'Mine' }), 404);
  await refused(program.owner.post(`${path}/owner`), 404);
  await refused(outside.get('/api/v1/macros'), 403);

  const shared = await ann.post(`${path}/share`);
  assert.deepEqual([shared.shared, await names(bob)], [true, ['Reset']]);
  await refused(bob.patch(path, { name: 'Mine' }), 403);
  await refused(bob.delete(path), 403);
  await refused(bob.post(`${path}/owner`), 403);
  await refused(ann.patch(path, { name: 'X' }, macro.version), 412);
  assert.equal((await ann.patch(path, { name_ja: '再設定' }, shared.version)).name_ja, '再設定');

  assert.equal((await program.owner.post(`${path}/owner`)).owner, (await program.owner.get('/api/v1/session')).staff.name);
  await refused(ann.delete(path), 403);
  await program.owner.delete(`${path}/share`);
  assert.deepEqual(await names(ann), []);
  await program.owner.delete(path);
  assert.deepEqual(await names(program.owner), []);
  const told = (await program.owner.get('/api/v1/audit')).items.map(one => one.kind).filter(kind => kind.startsWith('macro.'));
  assert.deepEqual(told, ['macro.unshared', 'macro.taken', 'macro.changed', 'macro.shared'], 'what concerned nobody else is not told');
}, { clock: CLOCK });

bothEngines('a text is filled with the ticket in the language that is asked for, and nothing is written', async program => {
  const { owner, me, open, talk } = await desk(program);
  const ticket = await open();
  const macro = await owner.post('/api/v1/macros', {
    name: 'Thanks', text: 'Dear {{requester}} ({{account}}), #{{number}} {{subject}}: {{agent}}', text_ja: '{{#account}}{{account}}\n{{/account}}{{requester}}様',
  });
  assert.equal((await use(owner, macro, ticket)).text, `Dear 山田太郎 (株式会社さくら), #1001 ログインできない: ${me.name}`);
  assert.equal((await use(owner, macro, ticket, 'ja')).text, '株式会社さくら\n山田太郎様');
  assert.equal((await talk(ticket)).length, 1);
  const [{ used, used_at }] = (await owner.get('/api/v1/macros')).items;
  assert.deepEqual([used, used_at], [2, '2026-11-22T03:00:00.000Z']);
  const seen = await owner.get(`/api/v1/macros/${macro.id}/preview?ticket_id=${ticket.id}&language=ja`);
  assert.deepEqual(seen, { text: '株式会社さくら\n山田太郎様', missing: [] });
  assert.equal((await owner.get('/api/v1/macros')).items[0].used, 2, 'a look is no use');

  const stranger = await open({ requester_id: null, requester_address: 'jo@example.test' });
  const { text, missing } = await use(owner, macro, stranger);
  assert.deepEqual([text, missing], [`Dear  (), #1002 ログインできない: ${me.name}`, ['requester', 'account']]);
  const one = await owner.post('/api/v1/macros', { name: 'One language', text_ja: 'こんにちは' });
  assert.equal((await use(owner, one, ticket, 'en')).text, 'こんにちは');
  await refused(use(owner, macro, { id: 1 }), 400, 'ticket_id');
}, { clock: CLOCK });

bothEngines('what a macro sets is given back as a ticket takes it, and a status that is deleted is none', async program => {
  const { owner, open, read } = await desk(program);
  const ticket = await open();
  const mine = await owner.post('/api/v1/ticket-statuses', { name: 'At the bank', state: 'on_hold', clock: 'pauses' });
  const macro = await owner.post('/api/v1/macros', { name: 'Refund', kind: 'note', type: 'refund', priority: 'high', takes: true, tags: [' bank ', 'bank'], status_id: mine.id });
  assert.deepEqual(macro.tags, ['bank']);
  const used = await use(owner, macro, ticket);
  assert.deepEqual(used, { kind: 'note', text: null, status_id: mine.id, type: 'refund', priority: 'high', takes: true, tags: ['bank'], missing: [] });
  const { type, priority, tags } = used;
  await owner.post('/api/v1/tickets/changes', { ids: [ticket.id], set: { type, priority, add_tags: tags } });
  const after = await read(ticket);
  assert.deepEqual([after.type, after.priority, after.tags], ['refund', 'high', ['bank']]);
  await owner.delete(`/api/v1/ticket-statuses/${mine.id}`);
  assert.equal((await use(owner, macro, ticket)).status_id, null);
}, { clock: CLOCK });

bothEngines('what no macro can be is refused with its reason, and nothing is saved', async program => {
  const { owner } = await desk(program);
  const make = more => owner.post('/api/v1/macros', { name: 'X', ...more });
  assert.equal((await refused(make({}), 400, 'text')).reason, 'macro_empty');
  const unknown = await refused(make({ text: 'Dear {{customer}}' }), 400, 'text');
  assert.deepEqual([unknown.reason, unknown.args[0]], ['no_placeholder', '{{customer}}']);
  assert.equal((await refused(make({ text_ja: '{{#account}}' }), 400, 'text_ja')).reason, 'placeholder_open');
  for (const text of ['{{{requester}}}', '{{&requester}}', '{{>requester}}', '{{=<% %>=}}']) assert.equal((await refused(make({ text }), 400, 'text')).reason, 'no_placeholder');
  await refused(make({ text: 'x', status_id: 99999 }), 400, 'status_id');
  await refused(make({ text: 'x', name: ' ' }), 400, 'name');
  assert.deepEqual(await names(owner), []);
  const preview = text => owner.post('/api/v1/macros/preview', { text, language: 'ja' });
  assert.equal((await preview('{{requester}}様 <b>&amp;</b>')).text, '山田太郎様 <b>&amp;</b>');
  await refused(preview('{{nobody}}'), 400, 'text');
}, { clock: CLOCK });

bothEngines('an erasure replaces the address of the person in macros, too', async program => {
  const { owner, contact } = await desk(program);
  await owner.post('/api/v1/macros', { name: 'For yamada@sakura.example', text: 'Write to yamada@sakura.example' });
  await owner.delete(`/api/v1/contacts/${contact.id}`);
  const [macro] = (await owner.get('/api/v1/macros')).items;
  assert.ok(!JSON.stringify(macro).includes('yamada@'), JSON.stringify(macro));
}, { clock: CLOCK });
