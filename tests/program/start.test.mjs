// The program from outside: it starts, says who it is, is set up once, and ends in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothEngines, OWNER, Program } from '../kit/program.mjs';

bothEngines('a new workspace is set up by its link, once', async program => {
  const me = await program.owner.get('/api/v1/session');
  assert.equal(me.staff.email, OWNER.email);
  assert.equal(me.workspace.name, 'Test workspace');
  assert.deepEqual([...me.rights].sort(), ['act', 'admin', 'ingest', 'manage', 'view'].filter(right => me.rights.includes(right)));
  const again = await program.client().ask('GET', '/api/v1/setup?token=abc');
  assert.equal(again.body.needed, false);
});

bothEngines('it says that it lives and that it is ready, and keeps its data over a restart', async program => {
  assert.equal((await program.client().ask('GET', '/healthz')).status, 200);
  assert.equal((await program.client().ask('GET', '/readyz')).status, 200);
  await program.owner.post('/api/v1/accounts', { name: '株式会社つくし', external_id: 'tsukushi' });
  await program.restart();
  const { items } = await program.owner.get('/api/v1/accounts');
  assert.deepEqual(items.map(account => account.name), ['株式会社つくし']);
});

test('each command tells its options', async () => {
  const program = await Program.prepare();
  try {
    const { status, out } = program.command('--help');
    assert.equal(status, 0);
    for (const verb of ['serve', 'init', 'demo', 'user', 'key', 'import', 'score', 'rebuild', 'backup', 'restore', 'doctor', 'openapi', 'version']) {
      assert.match(out, new RegExp(`\\b${verb}\\b`), `--help does not name ${verb}`);
      assert.equal(program.command(verb, '--help').status, 0, `${verb} --help`);
    }
  } finally {
    await program.stop();
  }
});

test('an unknown setting is refused with the nearest known one', async () => {
  const program = await Program.prepare();
  try {
    const { status, err } = program.command('serve', '--lisen', '127.0.0.1:0');
    assert.notEqual(status, 0);
    assert.match(err, /listen/);
  } finally {
    await program.stop();
  }
});
