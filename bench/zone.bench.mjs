// The days of a million moments in a zone with summer time: a second at most, median of five.
import { execFileSync } from 'node:child_process';
import { built, busy, Claims } from './kit.mjs';

const claims = new Claims();
console.log(busy());
claims.under('a million days in a zone with summer time', execFileSync(built('bench_zone'), { encoding: 'utf8' }).trim().split('\n').map(Number), 1000);
process.exitCode = claims.verdict();
