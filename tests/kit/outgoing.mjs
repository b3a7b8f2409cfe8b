// A desk whose replies leave: a mail server of ours on loopback, which the operator's setting allows, and a mailbox that sends through it.
import { eventually } from './customers.mjs';
import { desk } from './desk.mjs';
import { mail_server, mailbox } from './smtp.mjs';

export const CLOCK = '2026-11-22T03:00:00Z';
export const T0 = Date.parse(CLOCK);
export const OPTIONS = { clock: CLOCK, args: ['--outbound-networks', '127.0.0.1'] };

export const to = (...addresses) => addresses.map(address => ({ role: 'to', address }));

export async function outgoing(program, more) {
  const sink = await mail_server();
  const box = await mailbox(program, sink, more);
  const all = await desk(program);
  const { owner } = all;
  const arrives = (ticket, body) => owner.post('/api/v1/ticket-messages', { ticket_id: ticket?.id, channel: 'mail', subject: 'ログインできない', text: '入れません', sender_name: '山田太郎', sender_address: 'yamada@sakura.example', ...body });
  const proposal = (id, query = '') => owner.get(`/api/v1/tickets/${id}/recipients${query}`);
  const proposed = async (id, query) => (await proposal(id, query)).recipients.map(one => `${one.role}:${one.address}${one.outside ? '!' : ''}`);
  const delivery = message => owner.get(`/api/v1/ticket-messages/${message.id}/delivery`);
  const becomes = async (message, state) => (await eventually(() => delivery(message), one => one.state === state)).answer;
  const write = (ticket, draft) => owner.put(`/api/v1/tickets/${ticket.id}/draft`, draft);
  const attach = ({ id }, name, content = 'content') => owner.call('POST', `/api/v1/files?subject=message:${id}&name=${name}`, content, { headers: { 'content-type': 'application/octet-stream' } });
  const undo = message => owner.delete(`/api/v1/ticket-messages/${message.id}/delivery`);
  const told = kind => Number(program.query(`SELECT COUNT(*) FROM fact WHERE kind = '${kind}'`));
  return { sink, box, arrives, proposal, proposed, delivery, becomes, write, attach, undo, told, ...all };
}
