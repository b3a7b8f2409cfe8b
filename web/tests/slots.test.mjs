import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, startTransition, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { featuresSet, slots } from '../src/ui/feature.ts';

const brings = (name, part) => ({ [name]: async () => part });
const Part = () => null;

function held() {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
}

/** As much of a page as React asks for where a component shows nothing. */
Object.assign(window, { HTMLIFrameElement: class {}, getSelection: () => null });
const place = { nodeType: 1, tagName: 'DIV', ownerDocument: { nodeType: 9, addEventListener() {} }, addEventListener() {} };

test('a second feature for a place that holds one is an error, not dropped', async () => {
  featuresSet([brings('evidence', Part), brings('evidence', Part), brings('today', { rows: { ticket: {} } }), brings('today', { rows: { ticket: {} } })]);
  await assert.rejects(slots.evidence.load(), /two features bring where a number comes from/);
  await assert.rejects(slots.today.load(), /two features bring "ticket"/);
});

test('a component whose parts come while it is being drawn keeps its other state', async () => {
  const asked = held(), parts = held(), drawn = held();
  featuresSet([{ works: () => parts.promise }]);
  const errors = [];
  function Page() {
    useState('before');
    asked.resolve();
    const works = slots.works.use();
    const [after] = useState('after');
    useEffect(() => drawn.resolve([works.length, after]));
    return null;
  }
  const root = createRoot(place, { onRecoverableError: ({ cause }) => errors.push(cause.message), onUncaughtError: drawn.reject });
  startTransition(() => root.render(createElement(Page)));
  await asked.promise;
  parts.resolve([{ order: 1 }]);
  assert.deepEqual(await drawn.promise, [1, 'after']);
  assert.deepEqual(errors, []);
});
