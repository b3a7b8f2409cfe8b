// What node's test runner says, cut to what one reads: which files fail, as soon as each ends; each failure in full, which
// node gives in the order of the files; at the end what the failed files wrote to stderr, the slowest files and one line of
// counts.
import { basename } from 'node:path';

const SLOWEST = 10;
const STDERR_LINES = 40; // of each failed file, the last ones

export default async function* reporter(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const files = [], failed = new Set(), stderr = new Map(); // file → lines
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.details.type !== 'suite') {
      if (data.skip === undefined && data.todo === undefined) count.passed++;
      else count.skipped++;
    }
    if (type === 'test:fail' && data.details.type !== 'suite') {
      const { error } = data.details;
      // A parent fails because its child did: one failure, told once.
      if (error?.failureType === 'subtestsFailed') continue;
      count.failed++;
      const where = /\/kit\//.test(data.file ?? '/kit/') ? '' : `  ${data.file}:${data.line}\n`; // the kit's wrapper is not the place to look
      yield `\nFAILED ${data.name}\n${where}${text_of(error)}\n`;
    }
    if (type === 'test:complete' && data.name === data.file) {
      files.push({ name: basename(data.file), ms: data.details.duration_ms });
      if (data.details.passed !== false) continue;
      failed.add(data.file);
      yield `${basename(data.file)}: failed\n`;
    }
    if (type !== 'test:stderr') continue;
    if (process.env.BANSO_LOG) yield data.message;
    else stderr.set(data.file, [...(stderr.get(data.file) ?? []), data.message].slice(-STDERR_LINES));
  }
  for (const [file, lines] of stderr) if (failed.has(file)) yield `\n${basename(file)} wrote to stderr:\n${lines.join('')}`;
  if (files.length > 1) yield slowest(files);
  yield `${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}\n`;
}

function slowest(files) {
  const first = files.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
  return `\nslowest: ${first.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(0)} s`).join(', ')}\n`;
}

function text_of(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause).replace(/^/gm, '  ');
}
