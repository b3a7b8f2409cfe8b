// Which file may import which, links that lead somewhere, properties that are set, and the one way to hear Enter. Fails with file and line.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const source = resolve(import.meta.dirname, '../src');
/* Layers from the inside out: a file imports from its own layer and from those before it. */
const LAYERS = ['lib', 'api', 'ui', 'features', 'app'];
/* lib reads the shapes of the API, nothing else of it. */
const SHAPES = 'api/types';
const found = [];

function layer(path) {
  return path.split('/')[0];
}

function check_import(file, line, word) {
  if (/^@mantine\//.test(word) && layer(file) !== 'ui') found.push(`${file}:${line}: only ui/ imports Mantine`);
  if (!word.startsWith('.')) return;
  const target = relative(source, resolve(source, dirname(file), word));
  if (target === SHAPES) return;
  if (LAYERS.indexOf(layer(target)) > LAYERS.indexOf(layer(file))) found.push(`${file}:${line}: ${layer(file)}/ does not import ${target}`);
  const [, mine] = file.split('/');
  const [, theirs] = target.split('/');
  if (layer(file) === 'features' && layer(target) === 'features' && mine !== theirs)
    found.push(`${file}:${line}: features do not import features (${target})`);
}

function check_line(file, line, text) {
  const imported = /(?:from|import)\s*\(?\s*'([^']+)'/.exec(text);
  if (imported) check_import(file, line, imported[1]);
  check_link(file, line, text);
  if (/['"]Enter['"]|keyCode|isComposing/.test(text) && file !== 'lib/enter.ts') {
    found.push(`${file}:${line}: Enter is heard through lib/enter, which knows input methods`);
  }
}

/* Addresses are said by features, so the compiler does not know them: a link to none of them is found here. */
function addresses() {
  const found = new Set(['/', '.', '..']);
  for (const name of readdirSync(join(source, 'features'))) {
    const record = join(source, 'features', name, 'feature.ts');
    if (!existsSync(record)) continue;
    for (const [, at, path] of readFileSync(record, 'utf8').matchAll(/at: '(\w+)',\s*path: '([^']+)'/g)) {
      found.add(at === 'settings' ? `/settings/${path}` : path);
      if (at === 'settings') found.add('/settings');
    }
  }
  return found;
}
const known = addresses();

function check_link(file, line, text) {
  for (const [, to] of text.matchAll(/\bto(?:=|: )["']([^"']*)["']/g)) {
    if (/^[/.]/.test(to) && !known.has(to)) found.push(`${file}:${line}: no feature has the address ${to}`);
  }
}

/* A property that nothing sets is no error for a browser: what it was to colour stays as it is. */
function check_properties() {
  const sheets = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.css'));
  const texts = sheets.map((name) => [name, readFileSync(join(source, name), 'utf8')]);
  const set = new Set(texts.flatMap(([, text]) => [...text.matchAll(/(--[a-z0-9-]+)\s*:/g)].map(([, name]) => name)));
  for (const [file, text] of texts) {
    text.split('\n').forEach((line, at) => {
      for (const [, name] of line.matchAll(/var\((--[a-z0-9-]+)\)/g)) {
        if (!set.has(name) && !/^--(mantine|button)-/.test(name)) found.push(`${file}:${at + 1}: nothing sets ${name}`);
      }
    });
  }
}
check_properties();

const files = readdirSync(source, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
for (const file of files) {
  readFileSync(join(source, file), 'utf8')
    .split('\n')
    .forEach((text, index) => {
      check_line(file, index + 1, text);
    });
}
if (found.length > 0) {
  console.error(found.join('\n'));
  process.exit(1);
}
