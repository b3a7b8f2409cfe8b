/*
 * Runs Biome's own program of this platform. The package @biomejs/biome names ten platforms, and where a registry holds only some
 * of them `npm ci` refuses the lock file; the two that Debian needs are named in package.json instead.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const program = createRequire(import.meta.url).resolve(`@biomejs/cli-linux-${process.arch}/biome`);
process.exit(spawnSync(program, process.argv.slice(2), { stdio: 'inherit' }).status ?? 1);
