// A desk with a customer: opening tickets, writing on them, colleagues who see what they may.
export async function desk(program) {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: '株式会社さくら', external_id: 'sakura' });
  const contact = await owner.post('/api/v1/contacts', { account_id: account.id, name: '山田太郎', email: 'yamada@sakura.example' });
  const me = (await owner.get('/api/v1/session')).staff;
  const statuses = (await owner.get('/api/v1/ticket-statuses')).items;
  const status = state => statuses.find(one => one.state === state).id;
  const open = (more = {}) => owner.post('/api/v1/tickets', { subject: 'ログインできない', requester_id: contact.id, text: 'パスワードを忘れました', ...more });
  const say = (ticket, message) => owner.post(`/api/v1/tickets/${ticket.id}/messages`, message);
  const read = ticket => owner.get(`/api/v1/tickets/${ticket.id}`);
  const talk = async ticket => (await owner.get(`/api/v1/tickets/${ticket.id}/messages`)).items;
  return { owner, account, contact, me, status, open, say, read, talk };
}

export async function colleague(program, email, circles = ['support', 'success', 'revenue'], role = 'member') {
  const { staff, link } = await program.owner.post('/api/v1/staff', { name: email.split('@')[0], email, role, language: 'en', circles });
  const client = program.client();
  await client.post('/api/v1/invitation', { token: new URL(link).searchParams.get('token'), password: `${email} long enough` });
  return { id: staff.id, client };
}
