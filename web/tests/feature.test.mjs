import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { featuresSet, slots } from '../src/ui/feature.ts';
import { hitsAll } from '../src/ui/hits.ts';

const FEATURES = new URL('../src/features/', import.meta.url);

test('the parts of all features go together: no key is brought twice, no place for one part by two', async () => {
  const names = readdirSync(FEATURES);
  const records = await Promise.all(names.map((name) => import(new URL(`${name}/feature.ts`, FEATURES).href)));
  featuresSet(records.map(({ feature }) => feature));
  const loaded = await Promise.all(Object.values(slots).map((slot) => slot.load()));
  assert.equal(loaded.length, Object.keys(slots).length);
  assert.ok(hitsAll().length > 0);
  const { rows, standing, heads } = await slots.today.load();
  assert.ok(standing && rows.health && heads.length > 0);
});
