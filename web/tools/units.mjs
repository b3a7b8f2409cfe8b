// node --import ./tools/units.mjs --test tests/: reads the TypeScript of src/ as it stands, and gives the little of a browser
// that lib/ asks for when it is loaded.
import { register } from 'node:module';

const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, String(value)),
  removeItem: (key) => void kept.delete(key),
};
globalThis.document = { documentElement: {}, cookie: '' };
globalThis.window = { addEventListener() {} };
if (!globalThis.navigator) globalThis.navigator = { language: 'en' };

register('./typescript.mjs', import.meta.url);
