// What the store costs over SQLite itself. Fails when durable pieces of 100 rows, 64 at a time, reach less than half of
// the bare loop's rate: then the tracking API could not reach its goal of 40 %.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const build = dirname(process.env.BANSO);
const made = spawnSync('ninja', ['-C', build, 'bench_db'], { encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stdout + made.stderr);
const { stdout, status } = spawnSync(join(build, 'bench_db'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
console.log(stdout.trimEnd());
const share = Number(/^64 at a time.* ([\d.]+) %$/m.exec(stdout)?.[1]);
if (!(share >= 50)) console.log(`64 at a time reaches ${share} %, 50 % is wanted`);
process.exitCode = status === 0 && share >= 50 ? 0 : 1;
