// The description of the API: it passes the linter that others hold it to, its examples are true, and refusals say what to do.
import assert from 'node:assert/strict';
import core from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import Ajv from 'ajv/dist/2020.js';
import { eventually, test } from '../kit/hung.mjs';
import { Program, bothEngines } from '../kit/program.mjs';

async function described() {
  const program = await Program.prepare();
  return program.must('openapi');
}
const operations = document => Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })));

test('spectral finds nothing in openapi.json (spectral:oas)', async () => {
  const spectral = new core.Spectral();
  spectral.setRuleset({ extends: [[rulesets.oas, 'recommended']] });
  const found = await spectral.run(new core.Document(await described(), parsers.Json, 'openapi.json'));
  assert.deepEqual(found.map(({ code, message, path }) => `${code}: ${message} (${path.join('/')})`).slice(0, 20), []);
});

test('each operation has a name of its own, a group, and an example of its body that its schema takes', async () => {
  const document = JSON.parse(await described());
  const all = operations(document);
  assert.equal(new Set(all.map(({ operation }) => operation.operationId)).size, all.length);
  const groups = document.tags.map(({ name }) => name);
  for (const { operation } of all) assert.ok(operation.tags.length === 1 && groups.includes(operation.tags[0]), operation.operationId);

  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'api');
  const wrong = [];
  for (const { method, path, operation } of all) {
    for (const [type, { schema, example }] of Object.entries(operation.requestBody?.content ?? {})) {
      if (type === '*/*') continue;
      const valid = ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : schema);
      if (example === undefined || !valid(example)) wrong.push(`${method} ${path}: ${JSON.stringify(example)} ${ajv.errorsText(valid.errors)}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.match(document.components.schemas.Money.properties.amount.description, /minor units/);
  const filter = document.paths['/api/v1/accounts'].get.parameters.find(({ name }) => name === 'filter');
  const condition = ajv.getSchema('api#/components/schemas/Condition');
  assert.ok(condition(JSON.parse(filter.example)), 'the example of a filter is a condition');
});

bothEngines('what is given as an example of the tracking API is taken', async program => {
  const document = JSON.parse(program.must('openapi'));
  const sender = await program.with_key('ingest');
  let sent = 0;
  for (const { method, path, operation } of operations(document).filter(({ operation }) => operation['x-right'] === 'ingest')) {
    const [{ example }] = Object.values(operation.requestBody.content);
    // As the clients of the protocol do: what is refused as busy is sent again.
    const { answer } = await eventually(() => sender.ask(method, path, example), ({ status }) => status !== 429);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    sent++;
  }
  assert.ok(sent >= 15, `${sent} routes`);
  const { items } = await program.owner.get('/api/v1/events/rejected');
  assert.deepEqual(items.map(({ reason }) => reason), []);
});

/** One that never runs here: its URL is nobody's. */
async function import_schedule(owner) {
  const file = await owner.post('/api/v1/imports?kind=accounts&file_name=a.csv', 'external_id,name\na,A\n', { headers: { 'content-type': 'text/csv' } });
  await owner.post(`/api/v1/imports/${file.id}/run`);
  await eventually(() => owner.get(`/api/v1/imports/${file.id}`), ({ state }) => state === 'done');
  return owner.post('/api/v1/import-schedules', { name: 'Nightly', import_id: file.id, every_hours: 6, source: 'https', place: 'https://example.com/a.csv' });
}

bothEngines('every example of a parameter is taken, and lists have one of their filter and their order', async program => {
  const document = JSON.parse(program.must('openapi'));
  const account = await program.owner.post('/api/v1/accounts', { name: 'Acme' });
  await program.owner.post('/api/v1/webhooks', { url: 'https://example.com/hook' });
  const [webhook] = (await program.owner.get('/api/v1/webhooks')).items;
  const segment = await program.owner.post('/api/v1/segments', { name: 'All', condition: { attribute: 'name', op: 'known' } });
  const ticket = await program.owner.post('/api/v1/tickets', { subject: 'Question', text: 'How?' });
  const schedule = await import_schedule(program.owner);
  const ids = {
    accounts: account.id, segments: segment.id, webhooks: webhook.id, quality: 'account.unowned', tickets: ticket.id,
    'import-schedules': schedule.id,
  };
  const needed = { ref: '{"measure":"events","days":28}', from: 'BAD', to: 'BAD', what: 'calls' };
  const refused = [];
  const sent = [];
  for (const { method, path, operation } of operations(document)) {
    const given = operation.parameters.filter(({ in: where, example }) => where === 'query' && example !== undefined);
    const required = operation.parameters.filter(({ in: where, required }) => where === 'query' && required);
    for (const { name, example } of given) {
      const query = new URLSearchParams(required.map(one => [one.name, one.example ?? needed[one.name]]));
      query.set(name, example);
      const { status, text } = await program.owner.ask(method, `${path.replace('{id}', ids[operation.tags[0]])}?${query}`);
      if (status !== 200) refused.push(`${method} ${path} ${name}=${example}: ${status} ${text}`);
      sent.push(`${path} ${name}`);
    }
  }
  assert.deepEqual(refused, []);
  for (const list of ['accounts', 'contacts', 'tasks'])
    for (const name of ['filter', 'sort']) assert.ok(sent.includes(`/api/v1/${list} ${name}`), `${list} ${name} of ${sent.length}`);
}, { clock: '2026-11-22T03:00:00Z' });

bothEngines('a refusal says what to do: a wrong key, an unknown type, a method that is not there', async program => {
  const event = { userId: 'u', event: 'E' };
  for (const options of [{}, { key: 'bnso_wrong' }, { token: 'bnso_wrong' }]) {
    const { status, body } = await program.client(options).ask('POST', '/v1/track', event);
    assert.deepEqual([status, /ingest key under Settings → Keys/.test(body.detail)], [401, true], body.detail);
  }
  assert.match((await program.client({ token: 'bnso_wrong' }).ask('GET', '/api/v1/accounts')).body.detail, /token is wrong or was revoked/);
  assert.match((await program.client().ask('GET', '/api/v1/accounts')).body.detail, /sign in, or send a token/);

  const sender = await program.with_key('ingest');
  const refused = async one => {
    await sender.ask('POST', '/v1/batch', { batch: [one] });
    const [last] = (await program.owner.get('/api/v1/events/rejected')).items;
    return last.reason;
  };
  assert.equal(await refused({ userId: 'u', event: 'E' }), 'type_missing');
  assert.equal(await refused({ type: 'trak', userId: 'u', event: 'E' }), 'type_unknown');

  const { status, headers, body } = await program.owner.ask('PUT', '/api/v1/accounts', {});
  assert.deepEqual([status, body.title, headers.get('allow')], [405, 'Method not allowed', 'GET, POST']);
});
