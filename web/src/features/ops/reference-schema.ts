/* What openapi.json says, as far as the reference shows it, and a schema as a few lines that people read. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: Schema; description?: string }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

export interface Document {
  info: { description: string; version: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

export function operationsOf(document: Document): Listed[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** All words must be there, wherever. */
export function fits({ method, path, operation }: Listed, words: string): boolean {
  const all = [method, path, operation.summary, ...operation.parameters.map(({ name }) => name)].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function mediaOf(content: Record<string, Media> | undefined): Media | undefined {
  return Object.values(content ?? {})[0];
}

function nameOf(reference: string): string {
  return reference.split('/').pop() ?? reference;
}

/** In one line: "integer id", "Money", "text: low | high", "[Task]". */
export function typeText(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map(typeText).join(' | ');
  if (schema.items) return `[${typeText(schema.items)}]`;
  if (schema.properties) return 'object';
  const kinds = [schema.type ?? 'any'].flat().join(' | ');
  return schema.format ? `${kinds} (${schema.format})` : kinds;
}

/** An object member by member, objects inside it as far as `depth`. */
export function schemaText(document: Document, schema: Schema | undefined, depth = 2, indent = ''): string {
  if (!schema) return '';
  const meant = schema.$ref ? document.components.schemas[nameOf(schema.$ref)] : schema;
  if (meant?.items) return `[${schemaText(document, meant.items, depth, indent)}]`;
  if (!meant?.properties || depth === 0) return typeText(schema);
  const lines = Object.entries(meant.properties).map(([name, member]) => {
    const mark = meant.required?.includes(name) ? '' : '?';
    const note = member.description ? `  // ${member.description}` : '';
    return `${indent}  ${name}${mark}: ${schemaText(document, member, depth - 1, `${indent}  `)}${note}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}
