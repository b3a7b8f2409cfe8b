// Several servers over one PostgreSQL: what one of them does, the others know.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until_changed } from '../kit/client.mjs';
import { OWNER, Program } from '../kit/program.mjs';

async function two(body) {
  const first = await Program.start({ engine: 'postgres' });
  try {
    const second = await Program.start({ database: first.database, setup: false });
    try {
      second.owner = second.client();
      await second.owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
      await body(first, second);
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
  }
}

test('a browser on one server hears of a change on the other', () => two(async (first, second) => {
  const stream = await second.owner.stream();
  const heard = until_changed(stream, keys => keys.includes('accounts'));
  const account = await first.owner.post('/api/v1/accounts', { name: 'Kept Elsewhere' });
  const keys = await heard;
  assert.ok(keys.includes(`account:${account.id}`), keys.join(' '));
  stream.close();
}));

test('a backup asked of one server is made once, and only one of them makes it', () => two(async (first, second) => {
  const [one, other] = await Promise.all([first.owner.post('/api/v1/backups'), second.owner.post('/api/v1/backups')]);
  for (const [program, backup] of [[first, one], [second, other]]) {
    for (let state = 'waiting'; state !== 'done'; ({ state } = await program.owner.get(`/api/v1/backups/${backup.id}`))) assert.notEqual(state, 'failed');
  }
  const made = [...await first.owner.all('/api/v1/backups'), ...await second.owner.all('/api/v1/backups')].map(file => file.file);
  assert.deepEqual(made.sort(), [one.file, other.file].sort());
}));
