// Counting a segment while it is written, at 100,000 accounts with a contract each, ten features and 90 days of use. Claims:
// the preview of a condition over columns, over use, and over segments within segments p95 under 100 ms. The list of ten
// segments with size and MRR, and the history of one over 26 weeks: measured, and no claim.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { built, busy, counting_program, median, quantile, settled, timed, used, verdict } from './kit.mjs';

const ROUNDS = Number(process.env.BANSO_BENCH_ROUNDS ?? 100), PREVIEW_MS = 100, DAY_MS = 86_400_000;

const active = value => ({ measure: { measure: 'active_days', days: 28 }, op: '>=', value });
const named = value => ({ attribute: 'name', op: 'contains', value });
const inside = (...ids) => ({ attribute: 'segment', op: 'in', value: ids });

let all_ok = true;
async function measured(name, rounds, ask, limit) {
  const took = [];
  for (let i = 0; i < rounds; i++) took.push(await timed(() => ask(i)));
  const p95 = quantile(took, 0.95), ok = !limit || p95 < limit;
  console.log(`${name.padEnd(60)} p50 ${median(took).toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  ${limit ? verdict(ok, `p95 under ${limit} ms`) : ''}`);
  all_ok &&= ok;
}

const program = await counting_program();
try {
  const [product] = (await program.owner.get('/api/v1/products')).items;
  await program.stop_serving();
  const database = join(program.data, 'banso.db');
  const filled = execFileSync(built('bench_start'), [`sqlite:${database}`, String(Math.floor(Date.now() / DAY_MS)), String(product.id), ...product.features.map(feature => String(feature.id))], { encoding: 'utf8' });
  console.log(`${busy()}; ${filled.trim()}`);
  await program.serve();
  await settled(program.process.pid);
  const { owner } = program;
  const preview = condition => owner.post('/api/v1/segments/preview', { condition });
  const made = [];
  for (let i = 0; i < 10; i++) made.push(await owner.post('/api/v1/segments', { name: `Segment ${i}`, condition: i % 3 ? { and: [inside(made[i - 1].id), active(i)] } : active(5 + i) }));
  const { accounts, total } = await preview(active(5));
  console.log(`${accounts} of ${total} accounts`);
  await measured('preview, a condition over columns', ROUNDS, i => preview(named(String(i))), PREVIEW_MS);
  await measured('preview, conditions over use', ROUNDS, i => preview({ and: [active(i % 20), { measure: { measure: 'trend', days: 28 }, op: '<=', value: 0 }] }), PREVIEW_MS);
  await measured('preview, segments within segments', ROUNDS, i => preview({ or: [inside(made[2].id, made[8].id), active(i % 20)] }), PREVIEW_MS);
  await measured('the list of ten segments', 20, () => owner.get('/api/v1/segments'));
  await measured('26 weeks of one', 10, () => owner.get(`/api/v1/segments/${made[2].id}/sizes`));
  console.log(`${used(program.process.pid).megabytes.toFixed(0)} MB; ${busy()}`);
  process.exitCode = all_ok ? 0 : 1;
} finally {
  await program.stop();
}
