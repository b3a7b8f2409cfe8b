// The Debian package: what it holds, and that its manual page, completion and service are as they should be.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at_end, HUNG_MS, test } from '../kit/hung.mjs';
import { BANSO, outside, SOURCE } from '../kit/program.mjs';

function run(command, ...args) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: HUNG_MS, maxBuffer: 1 << 26, env: { ...outside(), MANWIDTH: '100', LC_ALL: 'C.UTF-8' } });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.error ?? ''}${done.stderr}${done.stdout}`);
  return done;
}

function own_folder() {
  const folder = mkdtempSync(join(tmpdir(), 'banso-deb-'));
  at_end(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The words that bash proposes behind `words`, the last of which is begun. */
function completed(script, ...words) {
  const asks = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _banso; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', '-euc', asks, 'bash', script, 'banso', ...words).stdout.split('\n').filter(Boolean);
}

test('the package holds the program, its manual, its completion, its service and the docs', () => {
  const folder = own_folder();
  const root = join(folder, 'root');
  const deb = run(join(SOURCE, 'tools/deb'), BANSO, folder).stdout.trim();
  run('dpkg-deb', '-x', deb, root);
  assert.match(run(join(root, 'usr/bin/banso'), 'version').stdout, /^banso \d/);
  for (const path of ['usr/share/man/man1/banso.1.gz', 'usr/share/bash-completion/completions/banso', 'lib/systemd/system/banso.service', 'usr/share/doc/banso/en/install.md', 'usr/share/doc/banso/ja/install.md'])
    assert.ok(existsSync(join(root, path)), path);
  assert.equal(run('dpkg-deb', '-f', deb, 'Version').stdout.trim(), run(BANSO, 'version').stdout.trim().split(' ')[1]);
  assert.match(run('dpkg-deb', '-I', deb, 'conffiles').stdout, /^\/etc\/banso\.conf$/m, 'an upgrade keeps the settings');
  assert.match(run('dpkg-deb', '-c', deb).stdout, /^-rw-r----- root\/root .*\.\/etc\/banso\.conf$/m, 'it may hold a password');
  assert.match(run('dpkg-deb', '-I', deb, 'postinst').stdout, /systemd/);
  assert.doesNotMatch(readFileSync(join(root, 'etc/banso.conf'), 'utf8'), /^[^#\n]/m, 'nothing is set that the admin did not set');
});

test('the service may do little: exposure at most 1.5 of 10', () => {
  run('systemd-analyze', 'security', '--offline=yes', '--threshold=15', '--no-pager', join(SOURCE, 'packaging/banso.service'));
});

test('the manual page tells every command, option and setting, and is written without a fault', () => {
  const file = join(own_folder(), 'banso.1');
  writeFileSync(file, run(BANSO, 'manual', 'page').stdout);
  const { stdout, stderr } = run('man', '--warnings', '-l', file);
  assert.equal(stderr, '');
  const said = stdout.replace(/\s+/g, ' ');
  for (const [, verb] of run(BANSO, '--help').stdout.matchAll(/^ {2}([a-z]+) /gm)) {
    const help = run(BANSO, verb, '--help').stdout;
    for (const [, words] of help.matchAll(/^ {2,}(banso .*|--[a-z-]+(?: [A-Z|]+)?)/gm))
      assert.ok(said.includes(words.trim()), `${verb}: ${words}`);
  }
});

test('bash completes commands, subcommands, options and kinds', () => {
  const script = join(own_folder(), 'banso');
  writeFileSync(script, run(BANSO, 'manual', 'bash').stdout);
  assert.deepEqual(completed(script, 'de'), ['demo']);
  assert.deepEqual(completed(script, 'user', 'c'), ['create', 'change']);
  assert.deepEqual(completed(script, 'user', 'create', '--ro'), ['--role']);
  assert.deepEqual(completed(script, 'serve', '--tls'), ['--tls-certificate', '--tls-key']);
  assert.deepEqual(completed(script, 'import', 'acc'), ['accounts']);
  assert.deepEqual(completed(script, 'import', 'accounts', '--map', 'a'), [], 'a value: bash completes file names');
  assert.deepEqual(completed(script, 'help'), ['help']);
});
