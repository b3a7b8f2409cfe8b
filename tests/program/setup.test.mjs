// The steps of setting up over the API of the real program: each has its state out of the data, and goes back with it.
import assert from 'node:assert/strict';
import { DEFINITION, eventually } from '../kit/customers.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';

const steps = async owner => (await owner.get('/api/v1/setup-steps')).items;
const done = async owner => (await steps(owner)).filter(step => step.done).map(step => step.id);

bothEngines('each step is done by what came in, and to be done again once that is gone', async program => {
  const { owner } = program;
  assert.deepEqual((await steps(owner)).map(step => step.id), [
    'track.key', 'event.first', 'account.first', 'event.people', 'event.features', 'contract.first', 'account.owners', 'health.scorecard',
  ]);
  assert.deepEqual(await done(owner), []);
  const { key, token } = await owner.post('/api/v1/keys', { name: 'server', rights: 'ingest' });
  const ingest = program.client({ token });
  assert.deepEqual(await done(owner), ['track.key']);

  await ingest.post('/v1/batch', { batch: [
    { type: 'track', event: 'Invoice sent', userId: 'u-1', messageId: '1', context: { groupId: 'alpha' } },
    { type: 'track', event: 'Invoice sent', userId: 'u-2', messageId: '2' },
  ] });
  assert.deepEqual(await done(owner), ['track.key', 'event.first', 'account.first'], 'the event made its account');
  const people = (await steps(owner)).find(step => step.id === 'event.people');
  assert.deepEqual([people.have, people.want], [1, 2]);
  const [alpha] = (await owner.get('/api/v1/accounts')).items;
  await owner.post('/api/v1/events/unassigned/binding', { user_id: 'u-2', account_id: alpha.id });
  const product = await owner.post('/api/v1/products', { key: 'app', name: 'App' });
  await owner.post('/api/v1/features', { product_id: product.id, key: 'invoices', name: 'Invoices', rules: ['Invoice*'] });
  await eventually(() => done(owner), ids => ids.slice(3).join() === 'event.people,event.features'); // past events are counted for it

  await owner.post('/api/v1/contracts', { account_id: alpha.id, lines: [{ from_on: '2026-01-01', price: { amount: 100_000, currency: 'JPY' } }] });
  await owner.patch(`/api/v1/accounts/${alpha.id}`, { owner_id: (await owner.get('/api/v1/session')).staff.id });
  const card = await owner.post('/api/v1/scorecards', { name: 'Use', purpose: 'retention', definition: DEFINITION });
  assert.equal((await done(owner)).length, 7, 'a draft scores nobody');
  await owner.post(`/api/v1/scorecards/${card.id}/publication`);
  assert.equal((await done(owner)).length, 8);

  await owner.delete(`/api/v1/keys/${key.id}`);
  await owner.post('/api/v1/accounts', { name: 'Beta', external_id: 'beta' });
  const open = (await steps(owner)).filter(step => !step.done).map(({ id, have, want }) => [id, have, want]);
  assert.deepEqual(open, [['track.key', 0, 1], ['contract.first', 1, 2], ['account.owners', 1, 2]]);
}, { clock: CLOCK });
