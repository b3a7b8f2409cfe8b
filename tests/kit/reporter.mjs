// What node's test runner says, cut to what one reads: each failure in full, and one line of counts at the end.
export default async function* reporter(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
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
    if (type === 'test:stderr' && process.env.BANSO_LOG) yield data.message;
  }
  yield `${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}\n`;
}

function text_of(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause).replace(/^/gm, '  ');
}
