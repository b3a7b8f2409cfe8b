// The shapes that the web UI believes in are those that the program tells of itself: openapi.json → types → compared.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BANSO, SOURCE } from '../kit/program.mjs';

// JSON of no shape is unknown to openapi.json, lists of words tell no choices, and null is as good as absent; beyond that,
// each member has to fit.
const FITS = `
type Plain<T> = Exclude<T, null | undefined>;
type Empty<T> = undefined extends T ? true : null extends T ? true : false;
type Emptiness<A, B> = Empty<A> extends true ? Empty<B> : true;
type Members<A, B> = { [K in keyof B]-?: K extends keyof A ? Fits<A[K], B[K]> : K }[keyof B];
type Inside<A, B> = A extends B ? true
  : A extends string[] ? (B extends string[] ? true : false)
  : A extends readonly (infer X)[] ? (B extends readonly (infer Y)[] ? Fits<X, Y> : false)
  : A extends object ? (B extends object ? ([Exclude<Members<A, B>, true>] extends [never] ? true : Exclude<Members<A, B>, true>) : false)
  : false;
export type Fits<A, B> = unknown extends A ? true : [Emptiness<A, B>] extends [true] ? Inside<Plain<A>, Plain<B>> : false;
`;

const names = text => new Set([...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(match => match[1]));

/** What the compiler says of the UI's types beside those made of openapi.json. */
function compared(used) {
  const folder = mkdtempSync(join(tmpdir(), 'banso-types-'));
  try {
    const made = execFileSync(process.execPath, [join(SOURCE, 'tools/types.mjs')],
      { input: execFileSync(BANSO, ['openapi'], { maxBuffer: 1 << 26 }), encoding: 'utf8', maxBuffer: 1 << 26 });
    const shared = [...names(used)].filter(name => names(made).has(name));
    writeFileSync(join(folder, 'made.ts'), made);
    writeFileSync(join(folder, 'used.ts'), used);
    writeFileSync(join(folder, 'compare.ts'), `import type * as Made from './made';\nimport type * as Used from './used';\n${FITS}` +
      shared.map(name => `export const ${name}: Fits<Made.${name}, Used.${name}> = true;`).join('\n'));
    const run = spawnSync(join(SOURCE, 'web/node_modules/.bin/tsc'),
      ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--types', '', '--module', 'esnext', '--moduleResolution', 'bundler', 'compare.ts'],
      { cwd: folder, encoding: 'utf8' });
    const lines = readFileSync(join(folder, 'compare.ts'), 'utf8').split('\n');
    const said = (run.stdout + run.stderr).replace(/^compare\.ts\((\d+),.*?: /gm, (found, line) => `${lines[line - 1].split(':')[0]}: `);
    return { shared, status: run.status, said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const USED = readFileSync(join(SOURCE, 'web/src/api/types.ts'), 'utf8');

test('the types of the web UI fit what the program says of its API', () => {
  const { shared, status, said } = compared(USED);
  assert.ok(shared.length > 20, `only ${shared.length} types are told by both`);
  assert.equal(status, 0, said);
});

test('a member that the program does not give, or gives as something else, is noticed', () => {
  const absent = compared(USED.replace('export interface Judgement {', 'export interface Judgement { mood: string;'));
  assert.match(absent.said, /Judgement/);
  const other = compared(USED.replace('export interface Task { id: Id;', 'export interface Task { id: string;'));
  assert.notEqual(other.status, 0);
});
