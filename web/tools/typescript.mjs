// Hooks of node's loader: imports without an ending find their .ts or .tsx, which lose their types; style sheets are names.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

const ENDINGS = ['.ts', '.tsx'];

export function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && context.parentURL) {
    const url = new URL(specifier, context.parentURL);
    for (const ending of ENDINGS) {
      if (existsSync(fileURLToPath(url) + ending)) return next(url.href + ending, context);
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (url.endsWith('.css'))
    return { format: 'module', source: 'export default new Proxy({}, { get: (_, name) => name });', shortCircuit: true };
  if (!ENDINGS.some((ending) => url.endsWith(ending))) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path);
  return { format: 'module', source: code, shortCircuit: true };
}
