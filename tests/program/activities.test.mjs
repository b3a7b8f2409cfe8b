// Meetings and mails over the API of the real program: logged, changed, found, told, hidden, exported and erased.
import assert from 'node:assert/strict';
import { Customers, refused } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const PATH = '/api/v1/activities';

async function company(owner) {
  const account = await owner.post('/api/v1/accounts', { name: 'Customer' });
  const [aoi, ken] = [await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Aoi Mori' }), await owner.post('/api/v1/contacts', { account_id: account.id, name: 'Ken Abe' })];
  return { account, aoi, ken, me: (await owner.get('/api/v1/staff')).items[0] };
}

const timeline = async (client, account, kinds) => (await client.get(`/api/v1/accounts/${account.id}/timeline${kinds ? `?kinds=${kinds}` : ''}`)).items;
const held = (account, people, more) => ({ account_id: account.id, kind: 'meeting', at: '2026-11-20T03:00:00Z', minutes: 45, outcome: 'held', title: 'Quarterly review', text: 'They grow', next_step: 'Send the offer', contact_ids: people.map(one => one.id), ...more });

bothEngines('a meeting and a mail stand in the timeline with who took part, when they were', async program => {
  const { owner } = program;
  const { account, aoi, ken, me } = await company(owner);
  const meeting = await owner.post(PATH, held(account, [aoi, ken, aoi], { staff_ids: [me.id] }));
  assert.deepEqual([meeting.contact_ids, meeting.staff_ids, meeting.author_id], [[aoi.id, ken.id].sort((a, b) => a - b), [me.id], me.id]);
  const mail = await owner.post(PATH, { account_id: account.id, kind: 'mail', at: '2026-11-21T03:00:00Z', direction: 'out', title: 'Offer', text: 'As agreed', contact_ids: [ken.id] });
  const [first, second] = await timeline(owner, account, 'meeting,mail');
  assert.deepEqual([first.kind, first.title, first.text, first.at], ['mail.logged', 'Offer · Ken Abe', 'As agreed', '2026-11-21T03:00:00.000Z']);
  assert.deepEqual([second.kind, second.text, second.body], ['meeting.logged', 'They grow\n→ Send the offer', { outcome: 'held', minutes: 45 }]);
  const theirs = [aoi, ken].sort((one, other) => one.id - other.id).map(one => one.name);
  assert.equal(second.title, `Quarterly review · ${[...theirs, me.name].join(', ')}`, 'theirs first, then ours, each in the order of their ids');
  assert.deepEqual((await timeline(owner, account, 'mail')).map(one => one.kind), ['mail.logged']);
  assert.deepEqual((await owner.get('/api/v1/search?q=offer')).items.map(one => one.kind).sort(), ['mail', 'meeting']);
  const changed = await owner.patch(`${PATH}/${meeting.id}`, { contact_ids: [ken.id], minutes: 30 }, meeting.version);
  assert.deepEqual([changed.contact_ids, changed.staff_ids, changed.minutes], [[ken.id], [me.id], 30]);
  const told = (await owner.get('/api/v1/audit?kind=meeting.changed')).items;
  assert.deepEqual(told[0].body.changed.map(one => one.field).sort(), ['contact_ids', 'minutes']);
  await owner.patch(`${PATH}/${meeting.id}`, { minutes: 30 });
  assert.equal((await owner.get('/api/v1/audit?kind=meeting.changed')).items.length, 1, 'the same again is no change');
  await refused(owner.patch(`${PATH}/${meeting.id}`, { minutes: 1 }, meeting.version), 412);
  await owner.delete(`${PATH}/${mail.id}`);
  await refused(owner.get(`${PATH}/${mail.id}`), 404);
  assert.deepEqual((await owner.get('/api/v1/search?q=offer')).items.map(one => one.kind), ['meeting']);
  await owner.delete(`/api/v1/accounts/${account.id}`);
  assert.equal(program.query('SELECT (SELECT COUNT(*) FROM activity) + (SELECT COUNT(*) FROM activity_contact) + (SELECT COUNT(*) FROM activity_staff)'), '0');
}, { clock: CLOCK });

bothEngines('what is no meeting and no mail is refused, with the box that is wrong', async program => {
  const { owner } = program;
  const { account, aoi } = await company(owner);
  const mail = { account_id: account.id, kind: 'mail', title: 'Offer' };
  await refused(owner.post(PATH, { ...mail, title: ' ' }), 400, 'title');
  await refused(owner.post(PATH, { ...mail, minutes: 5 }), 400, 'minutes');
  await refused(owner.post(PATH, { ...mail, outcome: 'held' }), 400, 'outcome');
  await refused(owner.post(PATH, held(account, [], { direction: 'in' })), 400, 'direction');
  await refused(owner.post(PATH, held(account, [], { at: '2027-01-01T00:00:00Z' })), 400, 'at');
  await refused(owner.post(PATH, held(account, [aoi, { id: 4711 }])), 400, 'contact_ids');
  await refused(owner.post(PATH, held(account, [aoi], { staff_ids: [4711] })), 400, 'staff_ids');
  await refused(owner.post(PATH, held({ id: 4711 }, [])), 400, 'account_id');
  await refused(owner.post(PATH, { ...mail, kind: 'letter' }), 400, 'kind');
  const made = await owner.post(PATH, mail);
  await refused(owner.patch(`${PATH}/${made.id}`, { title: null }), 400, 'title');
}, { clock: CLOCK });

bothEngines('either moves the row of Today to done, and its deletion brings the row back', async program => {
  const customers = await Customers.in(program, '2026-11-22');
  const { api } = customers;
  const bad = await customers.company('Bad', { days: [22, 23, 24, 25, 26, 27], people: 4 });
  await customers.scorecard();
  const shown = async () => (await api.get('/api/v1/today?owner_id=all')).items.map(item => [item.account, item.done]);
  const waits = await shown();
  assert.equal(waits[0][1], null);
  for (const kind of ['meeting', 'mail']) {
    const { id } = await api.post(PATH, { account_id: bad.id, kind, title: 'They are back' });
    assert.deepEqual(await shown(), [['Bad', `${kind}.logged`]]);
    assert.equal((await api.ask('POST', `/api/v1/files?subject=${kind}:${id}&name=a.txt`, Buffer.from('x'))).status, 201);
    assert.equal((await api.ask('POST', `/api/v1/files?subject=${kind === 'mail' ? 'meeting' : 'mail'}:${id}&name=a.txt`, Buffer.from('x'))).status, 404);
    await api.delete(`${PATH}/${id}`);
    assert.deepEqual(await shown(), waits);
  }
}, { clock: CLOCK });

bothEngines('one that its author keeps is nobody else\'s to read, to find or to change', async program => {
  const { owner } = program;
  const { account, aoi } = await company(owner);
  const { staff, link } = await owner.post('/api/v1/staff', { name: 'Mate', email: 'mate@example.test', role: 'admin', language: 'en', circles: ['support', 'success', 'revenue'] });
  const mate = program.client();
  await mate.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: 'a long enough one' });
  const made = await owner.post(PATH, held(account, [aoi], { visible_to: 'me', text: 'zqsecret', title: 'zqsecret', staff_ids: [staff.id] }));
  const meets = async () => [(await timeline(mate, account, 'meeting')).length, (await mate.get('/api/v1/search?q=zqsecret')).items.length, (await mate.get(`/api/v1/contacts/${aoi.id}/export`)).activity.activities.length];
  assert.deepEqual(await meets(), [0, 0, 0]);
  assert.deepEqual((await mate.get(`/api/v1/contacts/${aoi.id}/export`)).activity.activities_kept_back, [{ count: 1 }]);
  await refused(mate.get(`${PATH}/${made.id}`), 404);
  await refused(mate.patch(`${PATH}/${made.id}`, { text: 'x' }), 404);
  await refused(mate.delete(`${PATH}/${made.id}`), 404);
  await owner.patch(`${PATH}/${made.id}`, { visible_to: null });
  assert.deepEqual(await meets(), [2, 1, 1], 'the meeting, and that it was opened');
  assert.equal((await refused(mate.patch(`${PATH}/${made.id}`, { visible_to: 'me' }), 403, 'visible_to')).reason, 'not_author');
}, { clock: CLOCK });

bothEngines('an erasure takes what was said with the person, a merge keeps one place, other texts lose the address', async program => {
  const { owner } = program;
  const { account, aoi, ken } = await company(owner);
  await owner.patch(`/api/v1/contacts/${aoi.id}`, { email: 'aoi@goes.test' });
  const met = await owner.post(PATH, held(account, [aoi, ken], { text: 'zqsaid' }), { headers: { 'idempotency-key': 'met' } });
  const other = await owner.post(PATH, { account_id: account.id, kind: 'mail', title: 'To aoi@goes.test', text: 'aoi@goes.test asked', next_step: 'ask aoi@goes.test' });
  assert.equal((await owner.get(`/api/v1/contacts/${aoi.id}/export`)).activity.activities[0].text, 'zqsaid');
  await owner.delete(`/api/v1/contacts/${aoi.id}`);
  const left = await owner.get(`${PATH}/${met.id}`);
  assert.deepEqual([left.text, left.title, left.next_step, left.contact_ids], [null, null, null, [ken.id]]);
  const mail = await owner.get(`${PATH}/${other.id}`);
  assert.deepEqual([mail.title, mail.text, mail.next_step], ['To […]', '[…] asked', 'ask […]']);
  assert.deepEqual((await owner.get('/api/v1/search?q=zqsaid')).items, []);
  assert.deepEqual((await owner.get('/api/v1/search?q=aoi%40goes.test')).items, []);
  assert.equal(program.query("SELECT COUNT(*) FROM idempotency WHERE body LIKE '%zqsaid%'"), '0');
}, { clock: CLOCK });

bothEngines('a mail that an erasure left without a subject can still be changed and hidden, and a new one needs a subject', async program => {
  const { owner } = program;
  const { account, aoi, ken } = await company(owner);
  const mail = await owner.post(PATH, { account_id: account.id, kind: 'mail', title: 'Offer', text: 'zqsaid', contact_ids: [aoi.id, ken.id] });
  await owner.delete(`/api/v1/contacts/${aoi.id}`);
  assert.equal((await owner.get(`${PATH}/${mail.id}`)).title, null);
  assert.equal((await owner.patch(`${PATH}/${mail.id}`, { visible_to: 'me' })).visible_to, 'me');
  assert.equal((await owner.patch(`${PATH}/${mail.id}`, { next_step: 'ask' })).next_step, 'ask');
  assert.equal((await owner.patch(`${PATH}/${mail.id}`, { title: 'Offer' })).title, 'Offer');
  await refused(owner.patch(`${PATH}/${mail.id}`, { title: null }), 400, 'title');
}, { clock: CLOCK });

bothEngines('when two contacts turn out to be one, the meeting of both has them once, and that of one is the other\'s', async program => {
  const { owner } = program;
  const ingest = await program.with_key('ingest');
  for (const userId of ['a', 'b']) await ingest.post('/v1/track', { userId, event: 'x', messageId: userId, context: { groupId: 'acme' } });
  const { items: [account] } = await owner.get('/api/v1/accounts');
  const people = (await owner.get('/api/v1/contacts')).items;
  const both = await owner.post(PATH, held(account, people));
  const alone = await Promise.all(people.map(one => owner.post(PATH, held(account, [one]))));
  await ingest.post('/v1/alias', { previousId: 'a', userId: 'b' });
  const { items: [stays, ...rest] } = await owner.get('/api/v1/contacts');
  assert.deepEqual(rest, []);
  for (const { id } of [both, ...alone]) assert.deepEqual((await owner.get(`${PATH}/${id}`)).contact_ids, [stays.id]);
}, { clock: CLOCK });
