// Times of tickets that come late, are set back, or come from a file.
import assert from 'node:assert/strict';
import { colleague, desk } from '../kit/desk.mjs';
import { eventually } from '../kit/hung.mjs';
import { bothEngines } from '../kit/program.mjs';

const CLOCK = '2026-11-22T03:00:00Z';
const at = time => `2026-11-22T${time}:00.000Z`;
const TIMES = ['state', 'waiting_since', 'first_answered_at', 'solved_at', 'closed_at', 'reopened'];
const timesOf = ticket => TIMES.map(name => ticket[name]);

bothEngines('a message written before the solving that comes after it opens the ticket, and reopens nothing', async program => {
  const { owner, status, open, read } = await desk(program);
  const ticket = await open();
  program.clock(at('03:20'));
  await owner.patch(`/api/v1/tickets/${ticket.id}`, { status_id: status('solved') });
  program.clock(at('03:40'));
  await owner.post('/api/v1/ticket-messages', { ticket_id: ticket.id, text: 'Late', at: at('03:10') });
  assert.deepEqual(timesOf(await read(ticket)), ['open', at('03:10'), null, null, null, 0]);
  const spans = (await owner.get(`/api/v1/tickets/${ticket.id}/history`)).items;
  assert.deepEqual(spans.map(one => [one.state, one.began_at, one.ended_at]), [['new', at('03:00'), at('03:20')], ['solved', at('03:20'), at('03:20')], ['open', at('03:20'), null]]);
}, { clock: CLOCK });

bothEngines('an undo gives back the times; what cannot be set back keeps no other from it', async program => {
  const { owner, me, status, open, say, read } = await desk(program);
  const one = await colleague(program, 'one@example.test');
  const change = (ids, set) => owner.post('/api/v1/tickets/changes', { ids, set });
  const undo = async ({ id }) => { const { changed, kept } = await owner.delete(`/api/v1/tickets/changes/${id}`); return [changed, kept]; };
  const waits = await open();
  const solved = await open();
  program.clock(at('03:10'));
  await say(solved, { text: 'Done', status_id: status('solved') });
  const before = [await read(waits), await read(solved)].map(timesOf);
  program.clock(at('03:20'));
  const solving = await change([waits.id], { status_id: status('solved') });
  const opening = await change([solved.id], { status_id: status('open') });
  assert.equal((await read(waits)).waiting_since, null);
  program.clock(at('03:30'));
  assert.deepEqual([await undo(solving), await undo(opening)], [[1, 0], [1, 0]]);
  assert.deepEqual([await read(waits), await read(solved)].map(timesOf), before);

  const answered = await change([waits.id], { status_id: status('open') });
  await say(waits, { text: 'Answered since' });
  assert.deepEqual(await undo(answered), [0, 1]);
  const low = await change([waits.id], { priority: 'low' });
  await say(waits, { kind: 'customer', text: 'And I?' });
  assert.deepEqual(await undo(low), [1, 0], 'a message is no change of the priority');

  await owner.patch(`/api/v1/tickets/${waits.id}`, { assignee_id: one.id });
  const given = await change([waits.id, solved.id], { assignee_id: me.id, priority: 'urgent' });
  await owner.patch(`/api/v1/staff/${one.id}`, { active: false });
  assert.deepEqual(await undo(given), [1, 1]);
  assert.deepEqual([(await read(waits)).priority, (await read(solved)).priority], ['urgent', 'normal']);
}, { clock: CLOCK });

async function brought(owner, csv) {
  const made = await owner.post('/api/v1/imports?kind=tickets&file_name=tickets.csv', csv, { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${made.id}/run`);
  return (await eventually(() => owner.get(`/api/v1/imports/${made.id}`), ({ state }) => !['checking', 'running'].includes(state))).answer;
}

bothEngines('a file that says less than we would like makes nothing up: waits, solving, requesters', async program => {
  const { owner } = program;
  const head = 'ticketId,createdAt,status,requester,first_answered_at,resolvedAt\n';
  const rows = ['T-1,2026-11-20 09:00,pending,,,', 'T-2,2026-11-20 09:00,on hold,,,', 'T-3,2026-11-20 09:00,closed,,,', 'T-4,2026-11-20 09:00,open,,,', 'T-5,2026-11-20 09:00,open,u-77,,'];
  const done = await brought(owner, head + rows.join('\n'));
  assert.deepEqual([done.added, done.errors.map(one => [one.field, one.reason, one.taken])], [5, [['requester', 'no_contact', true]]]);
  const read = async () => Object.fromEntries((await owner.get('/api/v1/tickets?state=all')).items.map(one => [one.external_id, timesOf(one)]));
  const opened = '2026-11-20T00:00:00.000Z';
  assert.deepEqual(await read(), {
    'T-1': ['waiting', null, null, null, null, 0],
    'T-2': ['on_hold', null, null, null, null, 0],
    'T-3': ['closed', null, null, null, null, 0],
    'T-4': ['open', opened, null, null, null, 0],
    'T-5': ['open', opened, null, null, null, 0],
  });
  const again = await brought(owner, head + 'T-4,2026-11-20 09:00,open,,2026-11-20 10:00,');
  assert.equal(again.changed, 1);
  assert.deepEqual((await read())['T-4'], ['open', null, '2026-11-20T01:00:00.000Z', null, null, 0]);
  await owner.post(`/api/v1/imports/${again.id}/undo`);
  await eventually(read, all => all['T-4'][1] === opened && all['T-4'][2] === null);
}, { clock: CLOCK });
