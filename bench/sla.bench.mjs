// What promises add to a change of a ticket: measured, and no claim. A tag is set on one ticket, and on a thousand at once,
// without a policy, with one, and with twenty that ask for the account before the one that fits.
import { busy, counting_program, median, quantile, timed } from './kit.mjs';

const ROUNDS = Number(process.env.BANSO_BENCH_ROUNDS ?? 50), TICKETS = Number(process.env.BANSO_BENCH_TICKETS ?? 1000);
const TARGETS = [{ priority: 'any', first_minutes: 240, next_minutes: 120, resolution_minutes: 960 }];

const program = await counting_program();
try {
  const { owner } = program;
  const account = await owner.post('/api/v1/accounts', { name: 'Account', external_id: 'one' });
  const add = (name, more = {}) => owner.post('/api/v1/sla-policies', { name, targets: TARGETS, ...more });
  const ids = [];
  for (let i = 0; i < TICKETS; i++) ids.push((await owner.post('/api/v1/tickets', { subject: `Ticket ${i}`, text: 'Text', account_id: account.id })).id);

  async function measured(name) {
    const took = [];
    for (let i = 0; i < ROUNDS; i++) took.push(await timed(() => owner.patch(`/api/v1/tickets/${ids[i % TICKETS]}`, { tags: [`${name} ${i}`] })));
    const all = await timed(() => owner.post('/api/v1/tickets/changes', { ids, set: { add_tags: [name] } }));
    console.log(`${name.padEnd(20)} one: p50 ${median(took).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms; ${TICKETS} at once: ${all.toFixed(0)} ms`);
  }

  console.log(busy());
  await measured('no policy');
  await add('Standard');
  await measured('one policy');
  for (let i = 0; i < 20; i++) {
    const asking = await add(`Asking ${i}`, { condition: { account: { attribute: 'name', op: 'contains', value: `Other ${i}` } } });
    await owner.patch(`/api/v1/sla-policies/${asking.id}`, { position: 1 });
  }
  await measured('twenty before it');
  console.log(busy());
} finally {
  await program.stop();
}
