// A workspace with one thing of each kind, in which every free text is the same word: an ordinary one, or what an
// attacker would write there.
export async function furnished(program, word = 'Ordinary') {
  const api = await program.with_key('admin');
  const ingest = await program.with_key('ingest');
  api.options.contract = false;
  const product = await api.post('/api/v1/products', { key: 'crm', name: word });
  const feature = await api.post('/api/v1/features', { product_id: product.id, key: 'reports', name: word, rules: ['Report*'] });
  const field = await api.post('/api/v1/fields', { object: 'account', key: 'note', name: word, kind: 'text', choices: [], position: 1 });
  await ingest.post('/v1/batch', { batch: [
    { type: 'identify', userId: 'u-1', traits: { name: word, title: word }, context: { groupId: 'acme' } },
    { type: 'track', userId: 'u-1', event: word, properties: { [word]: word }, context: { groupId: 'acme' } },
    { type: 'track', anonymousId: word, event: word },
    { type: 'track', event: word },
  ] });
  const { items: [account] } = await api.get('/api/v1/accounts');
  await api.patch(`/api/v1/accounts/${account.id}`, { name: word, domain: 'acme.example', fields: { note: word } });
  const { items: [contact] } = await api.get('/api/v1/contacts');
  const contract = await api.post('/api/v1/contracts', { account_id: account.id, lines: [{ from_on: '2026-01-01', product_id: product.id, plan: word, price: { amount: 100, currency: 'JPY' } }] });
  const task = await api.post('/api/v1/tasks', { account_id: account.id, title: word });
  const note = await api.post('/api/v1/notes', { account_id: account.id, text: word });
  const call = await api.post('/api/v1/calls', { account_id: account.id, contact_id: contact.id, direction: 'in', outcome: 'reached', text: word });
  const meeting = await api.post('/api/v1/activities', { account_id: account.id, kind: 'meeting', title: word, text: word, next_step: word, contact_ids: [contact.id] });
  const card = await api.post('/api/v1/scorecards', { name: word, purpose: 'retention', definition: { rules: [], points: [{ key: 'days', name: word, measure: { measure: 'active_days', days: 28 }, weight: 1, low: 0, high: 10 }], bad_below: 40, good_from: 70, unknown_below: 0.5 } });
  await api.post(`/api/v1/scorecards/${card.id}/publication`);
  const file = await api.call('POST', `/api/v1/imports?kind=accounts&file_name=${encodeURIComponent(`${word}.csv`)}`, `external_id,"${word.replaceAll('"', '""')}"\nx-1,"${word.replaceAll('"', '""')}"\n,bad\n`, { headers: { 'content-type': 'text/csv' } });
  const { staff } = await api.post('/api/v1/staff', { name: word, email: 'csm@example.test', role: 'viewer', language: 'en' });
  const { key } = await api.post('/api/v1/keys', { name: word, rights: 'view' });
  const ids = { accounts: account.id, contacts: contact.id, products: product.id, features: feature.id, fields: field.id, contracts: contract.id, lines: contract.lines[0].id, tasks: task.id, notes: note.id, calls: call.id, activities: meeting.id, scorecards: card.id, imports: file.id, staff: staff.id, keys: key.id };
  return { api, ingest, ids };
}
