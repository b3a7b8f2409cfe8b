// Accounts that look the same: what is proposed and why, what was dismissed, what a merge and an erasure leave of it.
import assert from 'node:assert/strict';
import { until_changed } from '../kit/client.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-20T12:00:00Z';

const listed = async (owner, query = '') =>
  (await owner.get(`/api/v1/duplicates${query}`)).items.map(one => [one.first.name, one.second.name, one.reasons.map(reason => (reason.value ? `${reason.kind} ${reason.value}` : reason.kind)).join(', ')]);
const becomes = (owner, expected, query) => eventually(() => listed(owner, query), found => JSON.stringify(found) === JSON.stringify(expected));

bothEngines('accounts that look the same are proposed with the reasons, and what is not the same stays so', async ({ owner }) => {
  const account = body => owner.post('/api/v1/accounts', body);
  const person = (account_id, email, phone) => owner.post('/api/v1/contacts', { account_id, email, phone });
  const one = await account({ name: '株式会社アクメ', external_id: 'A-001' });
  const other = await account({ name: '(株)ｱｸﾒ', external_id: 'a1' });
  const third = await account({ name: '極', reading: 'あくめ' });
  const north = await account({ name: 'North' }), south = await account({ name: 'South' });
  const group = await account({ name: 'Group', domain: 'group.test' });
  await account({ name: 'Group East', domain: 'group.test', parent_id: group.id });
  await person(north.id, 'a@north.test', '+81 3-1234-5678');
  await person(south.id, 'b@NORTH.test', '03（1234）5678');
  await person(one.id, 'x@gmail.com'), await person(north.id, 'y@gmail.com');
  const all = [
    ['株式会社アクメ', '(株)ｱｸﾒ', 'id, name'],
    ['(株)ｱｸﾒ', '極', 'reading'],
    ['株式会社アクメ', '極', 'reading'],
    ['North', 'South', 'phone, domain north.test'],
  ];
  const sorted = async () => (await listed(owner)).map(String).sort();
  await eventually(sorted, found => JSON.stringify(found) === JSON.stringify(all.map(String).sort()));
  assert.deepEqual((await listed(owner))[0], all[0], 'the most alike first');
  assert.deepEqual((await owner.get('/api/v1/duplicates/count')), { accounts: 4, dismissed: 0 });
  const [pair] = (await owner.get(`/api/v1/duplicates?account_id=${north.id}`)).items;
  const dismissed = await owner.post(`/api/v1/duplicates/${pair.id}/dismiss`);
  assert.equal(dismissed.state, 'dismissed');
  await owner.patch(`/api/v1/accounts/${north.id}`, { stage: 'renewal' });
  await owner.patch(`/api/v1/accounts/${third.id}`, { reading: 'きわみ' });
  await becomes(owner, [all[0]]);
  assert.deepEqual(await listed(owner, '?state=dismissed'), [all[3]]);
  await owner.post(`/api/v1/duplicates/${pair.id}/reopen`);
  await becomes(owner, [all[0], all[3]]);
  await owner.post(`/api/v1/duplicates/${pair.id}/dismiss`);
  await owner.patch(`/api/v1/accounts/${south.id}`, { name: 'North Ltd' });
  await becomes(owner, [all[0], ['North', 'North Ltd', 'name, phone, domain north.test']]);
  const done = await owner.post(`/api/v1/accounts/${one.id}/merge`, { account_id: other.id });
  await becomes(owner, [['North', 'North Ltd', 'name, phone, domain north.test']]);
  await owner.post(`/api/v1/account-merges/${done.id}/undo`);
  await becomes(owner, [all[0], ['North', 'North Ltd', 'name, phone, domain north.test']]);
}, { clock: CLOCK });

bothEngines('who looks at the list hears that a comparison found something', async ({ owner }) => {
  const stream = await owner.stream();
  for (const name of ['North', 'North Ltd']) await owner.post('/api/v1/accounts', { name });
  await until_changed(stream, keys => keys.includes('duplicates'));
  stream.close();
  assert.deepEqual(await listed(owner), [['North', 'North Ltd', 'name']]);
}, { clock: CLOCK });

bothEngines('an erased person leaves nothing of a proposal', async ({ owner }) => {
  const account = name => owner.post('/api/v1/accounts', { name });
  const [north, south] = [await account('North'), await account('South')];
  await owner.post('/api/v1/contacts', { account_id: north.id, email: 'a@one.test', phone: '0312345678' });
  const person = await owner.post('/api/v1/contacts', { account_id: south.id, email: 'b@two.test', phone: '0312345678' });
  await becomes(owner, [['North', 'South', 'phone']]);
  await owner.delete(`/api/v1/contacts/${person.id}`);
  await becomes(owner, []);
}, { clock: CLOCK });
