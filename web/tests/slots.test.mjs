import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featuresSet, slots } from '../src/ui/feature.ts';

const brings = (name, part) => ({ [name]: async () => part });
const Part = () => null;

test('a second feature for a place that holds one is an error, not dropped', async () => {
  featuresSet([brings('evidence', Part), brings('evidence', Part), brings('today', { rows: { ticket: {} } }), brings('today', { rows: { ticket: {} } })]);
  await assert.rejects(slots.evidence.load(), /two features bring where a number comes from/);
  await assert.rejects(slots.today.load(), /two features bring "ticket"/);
});
