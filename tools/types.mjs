#!/usr/bin/env node
// Generates TypeScript types from openapi.json: `banso openapi | node tools/types.mjs > web/src/api/types.ts`. Each schema
// becomes an interface of its name, lists of values become unions, what is told apart by a member becomes a union whose
// cases the compiler tells apart, and Routes maps "METHOD /path" to what it takes, asks and gives. No dependency, so that it runs wherever Node does.
import { readFileSync } from 'node:fs';

const WIDTH = 120;
const ALIASES = { id: 'Id', date: 'Day', 'date-time': 'Time' };

// Lists of values that have a name wherever they occur.
const NAMED = {
  Band: ['GOOD', 'NORMAL', 'BAD', 'UNKNOWN'],
  Circle: ['support', 'success', 'revenue'],
  Right: ['view', 'act', 'manage', 'admin', 'ingest'],
  Role: ['viewer', 'member', 'manager', 'admin'],
};

// What the API's description leaves open, because it nests in itself or its keys are the workspace's own. The grammar of
// conditions and definitions is that of the engine (features condition and health).
const GRAMMAR = `export type Op = "<" | "<=" | ">" | ">=" | "=" | "!=" | "in" | "contains" | "known" | "unknown";

export type FieldValue = string | number | boolean | null;

export type Condition =
  | { and: Condition[] }
  | { or: Condition[] }
  | { not: Condition }
  | { account: Condition }
  | { measure: MeasureRef; op: Op; value: number }
  | { attribute: string; op: Op; value: FieldValue | (string | number)[] };

export interface LevelRule { key: string; band: Band; name: string; when: Condition }

interface OfMeasure { key: string; name: string; measure: MeasureRef; weight: number }

export type MeasurePoints = OfMeasure & ({ low: number; high: number; scale?: "linear" | "log" } | { pieces: PointsPiece[] });

export interface ChoicePoints {
  key: string;
  name: string;
  attribute: string;
  choices: { value: string | boolean; share: number }[];
  weight: number;
}

export type PointsRule = MeasurePoints | ChoicePoints;

export interface Definition {
  rules: LevelRule[];
  points: PointsRule[];
  bad_below: number;
  good_from: number;
  unknown_below: number;
}`;
const OPEN = [
  [/\.fields$/, 'Record<string, FieldValue>'],
  [/\.(segment|filter|when|because|condition)$/, 'Condition | null'],
  [/\.(published|draft)$/, 'Definition | null'],
  [/\.definition$/, 'Definition'],
  [/^Feature\.(rules|entitled_plans)$/, 'string[]'],
  [/^Import\.preview$/, 'Record<string, string>[]'],
  [/^Import\.replaced$/, 'Record<string, Record<string, string>>'],
  [/^ImportChange\.replaced$/, 'Record<string, Record<string, string | null>> | null'],
  [/^ImportChange\.mapping$/, 'Record<string, string | null> | null'],
  [/\.(body|properties)$/, 'Record<string, unknown>'],
];
// Sent by both sides: an unset member is null from the server and may be left out by the page.
const BOTH_WAYS = new Set(['Problem', 'MeasureRef']);

const name_of = reference => reference.split('/').pop();
const key_of = name => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const unique = list => [...new Set(list)];

/** The TypeScript type of a schema. */
export function type_of(schema) {
  if (!schema || Object.keys(schema).length === 0) return 'unknown';
  if (schema.$ref) return name_of(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return unique(schema.anyOf.map(type_of)).join(' | ');
  if (schema.enum) return choice_of(schema.enum);
  const kinds = [schema.type].flat();
  return unique(kinds.map(kind => kind_of(kind, schema))).join(' | ');
}

function choice_of(values) {
  const found = Object.entries(NAMED).find(([, list]) => list.length === values.filter(value => value !== null).length && list.every(one => values.includes(one)));
  if (!found) return values.map(value => JSON.stringify(value)).join(' | ');
  return values.includes(null) ? `${found[0]} | null` : found[0];
}

function kind_of(kind, schema) {
  switch (kind) {
    case 'integer':
    case 'number':
      return ALIASES[schema.format] ?? 'number';
    case 'string':
      return ALIASES[schema.format] ?? 'string';
    case 'array':
      return list_of(schema.items);
    case 'object':
      return schema.properties ? object_of(schema) : 'Record<string, unknown>';
    default:
      return kind; // boolean, null
  }
}

function object_of(schema) {
  const lines = members(schema);
  return lines.length ? `{ ${lines.join('; ')} }` : 'Record<string, never>';
}

function list_of(items) {
  const type = type_of(items);
  return type.includes(' ') ? `(${type})[]` : `${type}[]`;
}

function member_type(owner, name, property) {
  const type = type_of(property);
  if (type !== 'unknown') return type;
  return OPEN.find(([pattern]) => pattern.test(`${owner}.${name}`))?.[1] ?? type;
}

function members(schema, optional_only_if_absent = true, owner = '') {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, property]) => {
    // What belongs to an area is left out for people without access to it.
    const mark = (optional_only_if_absent && !required.has(name)) || property['x-circle'] ? '?' : '';
    return `${key_of(name)}${mark}: ${member_type(owner, name, property)}`;
  });
}

/** One case a line: `{ kind: "task.done"; body: … }`. */
function union_lines(name, schema, schemas) {
  const cases = schema.oneOf.map(one => `  | ${type_of(schemas[name_of(one.$ref)])}`);
  return `export type ${name} =\n${cases.join('\n')};`;
}

/** Its own members, and those of the union. */
function joined_lines(name, schema) {
  const [own, ...others] = schema.allOf;
  const lines = members(own, false, name);
  return `export type ${name} = {\n${lines.map(line => `  ${line};`).join('\n')}\n} & ${others.map(type_of).join(' & ')};`;
}

// Condition is in GRAMMAR.
const is_case = name => name.includes('.');

/** What the server sends holds every member (an unset one is null); what it takes may leave out the optional ones. */
function schema_lines(name, schema, is_taken, schemas) {
  if (schema.oneOf) return union_lines(name, schema, schemas);
  if (schema.allOf) return joined_lines(name, schema);
  const lines = members(schema, is_taken || BOTH_WAYS.has(name), name);
  const short = `export interface ${name} { ${lines.join('; ')} }`;
  return short.length <= WIDTH ? short : `export interface ${name} {\n${lines.map(line => `  ${line};`).join('\n')}\n}`;
}

function reached(schema, schemas, found) {
  if (!schema || typeof schema !== 'object') return;
  if (schema.$ref && !found.has(name_of(schema.$ref))) {
    found.add(name_of(schema.$ref));
    reached(schemas[name_of(schema.$ref)], schemas, found);
  }
  Object.values(schema).forEach(part => reached(part, schemas, found));
}

function operations(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

const json_of = content => content?.['application/json']?.schema;

function route_line({ path, method, operation }) {
  const asks = operation.parameters.filter(parameter => parameter.in === 'query');
  const takes = json_of(operation.requestBody?.content);
  const gives = json_of(operation.responses['2XX']?.content);
  const query = asks.map(({ name, required, schema }) => `${key_of(name)}${required ? '' : '?'}: ${type_of(schema)}`);
  const parts = [
    `asks: ${query.length ? `{ ${query.join('; ')} }` : 'undefined'}`,
    `takes: ${takes ? type_of(takes) : 'undefined'}`,
    `gives: ${gives ? type_of(gives) : 'undefined'}`,
  ];
  return `  /** ${operation.summary} */\n  ${JSON.stringify(`${method} ${path}`)}: { ${parts.join('; ')} };`;
}

/** The whole file. */
export function types_of(document) {
  const { schemas } = document.components;
  const taken = new Set();
  operations(document).forEach(({ operation }) => reached(json_of(operation.requestBody?.content), schemas, taken));
  // In the cases of a union, unset members are left out, as in inputs.
  Object.values(schemas).forEach(schema => schema.oneOf?.forEach(one => reached(one, schemas, taken)));
  const names = Object.entries(NAMED).map(([name, values]) => `export type ${name} = ${values.map(value => JSON.stringify(value)).join(' | ')};`);
  return [
    '/* Made from openapi.json by tools/types.mjs; not to be edited. */',
    'export type Id = number;\nexport type Day = string;\nexport type Time = string;',
    names.join('\n'),
    GRAMMAR,
    ...Object.entries(schemas).filter(([name]) => !is_case(name) && name !== 'Condition').map(([name, schema]) => schema_lines(name, schema, taken.has(name), schemas)),
    `export interface Routes {\n${operations(document).map(route_line).join('\n')}\n}\n`,
  ].join('\n\n');
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  process.stdout.write(types_of(JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'))));
