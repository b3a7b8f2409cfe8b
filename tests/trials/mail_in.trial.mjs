// The 99 messages of real programs, handed in raw as a mail server would: none is lost, none is refused for what it holds.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './data.mjs';
import { trial } from './kit.mjs';

const headers = { 'content-type': 'message/rfc822' };

trial('mail', 'every message becomes one message of a ticket, with its source as it came', async ({ owner }) => {
  const folder = join(DATA, 'mail/messages');
  const names = readdirSync(folder).sort();
  const give = name => owner.ask('POST', '/api/v1/mail', readFileSync(join(folder, name)), { headers });
  const taken = [];
  for (const name of names) {
    const answer = await give(name);
    assert.ok([200, 201].includes(answer.status), `${name}: ${answer.status} ${answer.text}`);
    taken.push({ name, ...answer.body });
  }
  const held = taken.filter(one => one.state === 'held');
  const fresh = taken.filter(one => !one.known);
  console.log(`${names.length} handed in: ${fresh.length} taken, ${taken.length - fresh.length} the same as one before, ${held.length} held`);
  assert.deepEqual(held, []);
  for (const { name, message_id: id } of fresh) {
    const message = await owner.get(`/api/v1/ticket-messages/${id}`);
    assert.equal(message.channel, 'mail', name);
    const source = await owner.ask('GET', `/api/v1/ticket-messages/${id}/source`);
    assert.equal(Number(source.headers.get('content-length')), readFileSync(join(folder, name)).length, name);
  }
  for (const name of names) assert.equal((await give(name)).status, 200, `${name} is known`);
});
