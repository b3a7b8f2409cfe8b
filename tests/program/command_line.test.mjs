// The command line: settings from three places, help, a server beside it or none, tokens.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '../kit/hung.mjs';
import { bothEngines, Program, SOURCE } from '../kit/program.mjs';

async function prepared(body, options) {
  const program = await Program.prepare(options);
  try {
    await body(program);
  } finally {
    await program.stop();
  }
}

const last_line = text => text.trimEnd().split('\n').at(-1);

test('every verb explains itself', () => prepared(program => {
  const all = program.must('--help');
  const verbs = ['serve', 'init', 'demo', 'user', 'key', 'import', 'mail', 'score', 'rebuild', 'backup', 'restore', 'doctor', 'openapi', 'manual', 'version'];
  for (const verb of verbs) {
    assert.match(all, new RegExp(`^ {2}${verb} `, 'm'));
    assert.match(program.must(verb, '--help'), new RegExp(`^banso ${verb} — `));
  }
  assert.match(program.must('version'), /^banso \d+\.\d+\.\d+\n$/);
}));

test('a misspelt verb, action or option is an error that names the nearest', () => prepared(program => {
  for (const [args, nearest] of [
    [['srve'], 'unknown command "srve"; did you mean "serve"?'], [['helo'], 'unknown command "helo"; did you mean "help"?'],
    [['key', 'creat'], 'unknown subcommand "creat"; did you mean "create"?'],
    [['serve', '--lissten', 'x'], 'unknown option "--lissten"; did you mean --listen?'],
    [['key', 'create', '--nmae', 'x'], 'unknown option "--nmae"; did you mean --name?'],
  ]) {
    const { status, err } = program.command(...args);
    assert.equal(status, 2, args.join(' '));
    assert.ok(err.includes(nearest), err);
  }
  for (const [args, says] of [
    [['key', 'create', '--rights', 'view'], 'missing required option --name; see banso key --help'],
    [['key', 'create', '--name'], '--name needs a value'], [['key'], 'missing subcommand: create, list, change or revoke'],
    [['key', 'revoke'], 'missing argument: ID; see banso key --help'], [['version', 'now'], 'unexpected argument "now"; see banso version --help'],
  ]) {
    const { status, err } = program.command(...args);
    assert.deepEqual([status, err], [2, `banso: ${says}\n`], args.join(' '));
  }
}));

test('an unknown key of the config file or the environment is an error that names the nearest', () => prepared(program => {
  const config = join(program.folder, 'banso.conf');
  writeFileSync(config, '# ours\nlisten = 127.0.0.1:0\npublic-uri = https://cs.example.com\n');
  let { status, err } = program.command('key', 'list', '--config', config);
  assert.equal(status, 2);
  assert.match(err, /banso\.conf:3: .*"public-url"/);
  program.options.env = { BANSO_LISTN: '127.0.0.1:0' };
  ({ status, err } = program.command('key', 'list'));
  assert.equal(status, 2);
  assert.match(err, /BANSO_LISTN: .*"listen"/);
}));

test('openapi needs no workspace', () => prepared(program => {
  const openapi = JSON.parse(program.must('openapi'));
  assert.match(openapi.openapi, /^3\.1/);
  assert.ok(openapi.paths['/api/v1/audit'].get);
}));

/** The groups of the timeline that the web UI's features have words for. */
function groups_with_words() {
  const features = join(SOURCE, 'web/src/features');
  const facts = readdirSync(features, { recursive: true }).filter(path => /\/facts\.tsx?$/.test(path));
  const group = /(\w+): \{ order: \d+, name: \{ en:/g;
  return facts.flatMap(path => [...readFileSync(join(features, path), 'utf8').matchAll(group)].map(match => match[1]));
}

test('openapi tells facts apart by their kind, and names the groups of the timeline', () => prepared(program => {
  const { paths, components: { schemas } } = JSON.parse(program.must('openapi'));
  const { mapping } = schemas.Fact.discriminator;
  assert.deepEqual(schemas.Fact.oneOf.map(one => one.$ref), Object.values(mapping));
  const [of, properties] = schemas.TimelineItem.allOf.toReversed();
  assert.equal(of.$ref, '#/components/schemas/Fact');
  assert.ok(!('kind' in properties.properties) && !('body' in properties.properties));
  const logged = schemas[mapping['call.logged'].split('/').pop()].properties;
  assert.deepEqual([logged.kind.const, logged.body.$ref], ['call.logged', '#/components/schemas/CallLogged']);
  assert.deepEqual(schemas[mapping['note.added'].split('/').pop()].properties.body.properties, {}, 'says nothing more');
  const kinds = paths['/api/v1/accounts/{id}/timeline'].get.parameters.find(one => one.name === 'kinds').schema.items.enum;
  assert.ok(kinds.includes('task'));
  assert.deepEqual(kinds.toSorted(), groups_with_words().toSorted());
}));

test('without a workspace a verb says what to do', () => prepared(program => {
  const { status, err } = program.command('key', 'list');
  assert.equal(status, 1);
  assert.match(err, /banso init/);
}));

test('init says how to start the server that its link leads to', () => prepared(async program => {
  const said = program.must('init', '--listen', '127.0.0.1:9123');
  assert.match(said, /^Start the server: banso serve --data '\S+' --listen 127\.0\.0\.1:9123$/m);
  assert.match(said, /^\(Give serve all settings that you gave init: --database, --config, --public-url …\)$/m);
  assert.match(last_line(said), /^http:\/\/127\.0\.0\.1:9123\/setup\?token=/);
}));

test('init asks nothing, and its link counts once', () => prepared(async program => {
  const first = last_line(program.must('init'));
  const second = last_line(program.must('init'));
  assert.match(second, /^http:\/\/\S+\/setup\?token=[\w-]{40,}$/);
  assert.notEqual(first, second);
  await program.serve();
  const valid = async link => (await program.client().get(`/api/v1/setup?token=${new URL(link).searchParams.get('token')}`)).valid;
  assert.equal(await valid(first), false);
  assert.equal(await valid(second), true);
}, {}));

bothEngines('a key made beside the server works at once, and ends at once', async program => {
  const printed = program.must('key', 'create', '--name', 'Reports', '--rights', 'view');
  const client = program.client({ token: last_line(printed) });
  assert.ok((await client.get('/api/v1/staff')).items.length >= 1);
  const row = program.must('key', 'list').split('\n').find(line => line.includes('Reports'));
  assert.ok(row && !row.includes(last_line(printed)), 'a list shows no token');
  program.must('key', 'revoke', row.split('\t')[0]);
  assert.equal((await client.ask('GET', '/api/v1/staff')).status, 401);
});

test('a key made without a server works once it runs', () => prepared(async program => {
  program.must('init');
  const token = last_line(program.must('key', 'create', '--name', 'Before', '--rights', 'view'));
  await program.serve();
  assert.deepEqual((await program.client({ token }).get('/api/v1/staff')).items, []);
}));

bothEngines('a user is invited, listed, disabled', async program => {
  const link = last_line(program.must('user', 'create', '--name', 'CSM One', '--email', 'csm@example.test', '--role', 'member'));
  assert.match(link, /^http:\/\/\S+token=/);
  assert.match(program.must('user', 'list'), /csm@example\.test\tmember\ttrue/);
  program.must('user', 'disable', 'csm@example.test');
  assert.match(program.must('user', 'list'), /csm@example\.test\tmember\tfalse/);
  const { status, err } = program.command('user', 'disable', 'nobody@example.test');
  assert.equal(status, 1);
  assert.match(err, /nobody@example\.test/);
});

bothEngines('what the command line did stands in the audit', async program => {
  program.must('key', 'create', '--name', 'Reports', '--rights', 'view');
  const made = (await program.owner.all('/api/v1/audit?kind=key')).find(entry => entry.kind === 'key.created');
  assert.equal(made.actor, 'system');
  const mine = await program.owner.all('/api/v1/audit?kind=session.opened');
  for (const entry of mine) assert.equal(entry.actor_name, 'Owner One');
  const all = await program.owner.all('/api/v1/audit?limit=1');
  assert.ok(all.length >= 2);
  assert.deepEqual([...all].sort((a, b) => (b.at < a.at ? -1 : b.at > a.at ? 1 : b.id - a.id)).map(e => e.id), all.map(e => e.id), 'newest first');
  const csv = await program.owner.get('/api/v1/audit.csv');
  assert.equal(csv.trim().split(/\r?\n/).length, (await program.owner.all('/api/v1/audit')).length + 1);
  assert.equal((await program.owner.ask('GET', '/api/v1/audit?cursor=x')).status, 400);
});

bothEngines('a file is imported from the command line: columns shown, errors by line, bad rows kept, the same again nothing', async program => {
  const file = join(program.folder, 'companies.csv'), bad = join(program.folder, 'bad.csv');
  writeFileSync(file, 'Company ID,Company name,Remark\nc-1,Alpha,a.example\n,Nameless,b.example\nc-2,株式会社いろは,c.example\n');
  const dry = program.command('import', 'accounts', file, '--dry-run');
  assert.equal(dry.status, 3, 'there are bad rows');
  assert.equal(dry.out, ['encoding: utf-8, delimiter: comma, heading: line 1', 'Company ID → external_id', 'Company name → name', 'Remark → (skipped)',
    'other targets: reading domain country time_zone language parent_external_id owner_email team stand_in_email touch stage created_on', '3 rows: 2 good, 1 bad', ''].join('\n'));
  assert.match(dry.err, /^line 3: external_id: is required$/m);
  assert.deepEqual((await program.owner.get('/api/v1/accounts')).items, [], 'a dry run writes nothing');
  assert.deepEqual((await program.owner.get('/api/v1/imports')).items, [], 'and leaves nothing in the list');
  const taken = program.command('import', 'accounts', file, '--bad', bad, '--map', 'Remark=domain');
  assert.equal(taken.status, 3);
  assert.match(taken.out, /^3 rows: 2 good, 1 bad; 2 added, 0 changed, 0 unchanged\nundo it with: banso import undo \d+\n$/);
  assert.match(readFileSync(bad, 'utf8'), /^,Nameless,b\.example,3,external_id,missing,/m);
  const { items } = await program.owner.get('/api/v1/accounts?sort=external_id');
  assert.deepEqual(items.map(({ name, domain }) => [name, domain]), [['Alpha', 'a.example'], ['株式会社いろは', 'c.example']]);
  assert.match(program.command('import', 'accounts', file, '--map', 'Remark=domain').out, /0 added, 0 changed, 2 unchanged/);
  const contracts = join(program.folder, 'contracts.csv');
  writeFileSync(contracts, 'account,product,from,to,mrr\nc-1,App,2026-01-01,2026-12-31,100\n');
  const unsaid = program.command('import', 'contracts', contracts);
  assert.equal(unsaid.status, 2);
  assert.match(unsaid.err, /inclusive/);
  const odd = join(program.folder, 'odd.csv');
  writeFileSync(odd, 'account;begins;mrr\nc-1;03/04/2026;1.000\nc-1;03/05/2026;2.000\nTotal;;3.000\n');
  const unmapped = program.command('import', 'contracts', odd);
  assert.equal(unmapped.status, 2);
  assert.match(unmapped.err, /map a column to "First day" \(from_on\)/);
  assert.match(unmapped.err, /^other targets: external_id contract_name from_on until_on /m);
  const asked = program.command('import', 'contracts', odd, '--map', 'begins=from_on');
  assert.match(asked.err, /--date-order.*"begins".*dmy or mdy/);
  assert.match(program.command('import', 'contracts', odd, '--map', 'begins=from_on', '--date-order', 'dmy').err, /--decimal-mark.*"mrr".*point or comma/);
  const named = program.must('import', 'contracts', odd, '--map', 'begins=from_on', '--date-order', 'dmy', '--decimal-mark', 'comma', '--dry-run');
  assert.match(named, /^begins → from_on \(days: dmy\)$/m);
  assert.match(named, /^1 row of totals left out \(line 4\)$/m);
  assert.equal((await program.owner.get('/api/v1/imports')).items.length, 2, 'what was only tried leaves nothing in the list');
  assert.match(program.must('import', 'contracts', contracts, '--ends', 'inclusive'), /1 added/);
  assert.equal((await program.owner.get('/api/v1/contracts')).items[0].lines[0].until_on, '2027-01-01');
}, { clock: '2026-11-20T12:00:00Z' });

bothEngines('custom fields are made of columns in place, once, and similar ids are told in a dry run', async program => {
  const { owner } = program;
  const file = join(program.folder, 'fields.csv');
  writeFileSync(file, 'external_id,業種,Size of staff,joined\nC-01,製造,12,2026-04-01\nc1,小売,3,\n');
  const asked = ['import', 'accounts', file, '--field', '業種=text', '--field', 'Size of staff', '--field', 'joined=date'];
  const dry = program.must(...asked, '--dry-run');
  assert.match(dry, /^業種 → a new field \(text\)\nSize of staff → a new field \(number\)\njoined → a new field \(date\)\n/);
  assert.deepEqual((await owner.get('/api/v1/fields')).items, [], 'a dry run adds none');
  assert.match(program.command(...asked, '--dry-run').err, /1 id looks like another in a different writing:\nline 3: external_id "c1" is like "C-01" in line 2\n/);
  assert.match(program.must(...asked), /2 rows: 2 good/);
  const fields = async () => (await owner.get('/api/v1/fields')).items.map(({ object, key, name, kind }) => [object, key, name, kind]);
  const made = [['account', 'column_2', '業種', 'text'], ['account', 'size_of_staff', 'Size of staff', 'number'], ['account', 'joined', 'joined', 'date']];
  assert.deepEqual((await fields()).sort(), made.sort());
  assert.match(program.must(...asked), /0 added, 0 changed, 2 unchanged/);
  assert.equal((await fields()).length, 3, 'the second time they are there');
  const { items } = await owner.get('/api/v1/accounts?sort=external_id');
  assert.deepEqual(items.find(one => one.external_id === 'C-01').fields, { column_2: '製造', size_of_staff: 12, joined: '2026-04-01' });
  assert.match(program.command('import', 'accounts', file, '--field', '業種=number').err, /the field "業種" holds text, not number/);
  assert.match(program.command('import', 'accounts', file, '--field', 'Land=text').err, /no column "Land" in the file/);
  assert.match(program.command('import', 'accounts', file, '--field', '業種=txt').err, /KIND text, number, date or flag/);
  assert.match(program.command('import', 'rates', file, '--field', '業種').err, /rates have no custom fields/);
});

test('an import that is asked for wrongly says what is wrong', () => prepared(program => {
  program.must('init');
  const file = join(program.folder, 'companies.csv');
  writeFileSync(file, 'Company ID,Company name\nc-1,Alpha\n');
  for (const [args, says] of [
    [['companies', file], /unknown kind of import "companies"/], [['accounts', join(program.folder, 'none.csv')], /No such file/],
    [['accounts', file, '--map', 'Firm=name'], /no column "Firm"/], [['accounts', file, '--map', 'Company name=nam'], /unknown target "nam"; did you mean "name"\?/],
    [['accounts', file, '--map', 'name'], /COLUMN=TARGET/], [['accounts', file, '--date-order', 'dym'], /--date-order: "dym" is not one of: ymd, dmy, mdy/],
  ]) {
    const { status, err } = program.command('import', ...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(err, says);
  }
}));

bothEngines('what cannot be scored is said, and nothing is printed before', program => {
  for (const args of [['--as-of', '2026-13-01'], ['--account', 'c-1'], ['--format', 'xml']])
    assert.deepEqual([program.command('score', ...args).status, program.command('score', ...args).out], [2, ''], args.join(' '));
  assert.equal(program.command('score', '--as-of', 'yesterday').err, 'banso: --as-of: not a date: "yesterday" (use YYYY-MM-DD)\n');
  assert.equal(program.command('score', '--as-of', '2999-01-01').err, 'banso: --as-of cannot be in the future\n');
  assert.match(program.must('score'), /^id\texternal_id\t[\w\t]+\n$/);
});

test('two servers never share a data directory', () => prepared(async program => {
  await program.serve();
  const { status, err } = program.command('serve', '--listen', '127.0.0.1:0');
  assert.equal(status, 1);
  assert.match(err, /is in use; is the server running\?/);
}));

bothEngines('SIGTERM ends the server in good order, and it starts again', async program => {
  await program.restart();
  assert.equal((await program.client().ask('GET', '/readyz')).status, 200);
});
