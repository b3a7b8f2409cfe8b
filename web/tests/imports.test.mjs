import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { kindGuess } from '../src/features/import/kinds.ts';
import { featuresSet, slots } from '../src/ui/feature.ts';

const FEATURES = new URL('../src/features/', import.meta.url);

async function kinds() {
  const records = await Promise.all(readdirSync(FEATURES).map((name) => import(new URL(`${name}/feature.ts`, FEATURES).href)));
  featuresSet(records.map(({ feature }) => feature));
  return slots.imports.load();
}

const seen = (all) => Object.keys(all).map((value) => ({ value }));

test('the name of a file says what is in it, whichever feature that belongs to', async () => {
  const all = await kinds();
  const told = {
    'customer contracts 2026.csv': 'contracts',
    'fx_rates.csv': 'rates',
    'customer_contacts.csv': 'contacts',
    'user_events.csv': 'contacts',
    'usage.csv': 'events',
    '顧客企業一覧.csv': 'accounts',
    'list.csv': null,
  };
  for (const [name, kind] of Object.entries(told)) assert.equal(kindGuess(all, seen(all), name), kind, name);
});

test('a kind that one may not import is not guessed', async () => {
  const all = await kinds();
  const { contracts: _, ...offered } = all;
  assert.equal(kindGuess(all, seen(offered), 'contracts.csv'), null);
});
