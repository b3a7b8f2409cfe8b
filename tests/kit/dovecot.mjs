// A real mail server (Debian's dovecot-imapd) as an ordinary user on loopback, with its mails in a folder of its own.
import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { new_folder } from './folder.mjs';
import { eventually } from './hung.mjs';

const free_port = () =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// It refuses to serve as root.
const NOBODY = 65534;
const is_root = process.getuid() === 0;
const SERVE_AS = is_root ? { user: 'nobody', group: 'nogroup', uid: NOBODY, gid: NOBODY } : { user: userInfo().username, group: userInfo().username, uid: process.getuid(), gid: process.getgid() };
const AS_NOBODY = is_root ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];

const config = ({ folder, port, user, group, uid, gid }) => `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
mail_location = maildir:${folder}/mail
default_internal_user = ${user}
default_login_user = ${user}
default_internal_group = ${group}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
first_valid_uid = 0
first_valid_gid = 0
`;

export class Dovecot {
  static async start() {
    const server = new Dovecot();
    server.folder = new_folder('banso-dovecot-');
    server.port = await free_port();
    for (const name of ['run', 'state', 'mail/new', 'mail/cur', 'mail/tmp']) mkdirSync(join(server.folder, name), { recursive: true });
    server.config = join(server.folder, 'dovecot.conf');
    writeFileSync(server.config, config({ folder: server.folder, port: server.port, ...SERVE_AS }));
    for (const name of ['', 'run', 'state', 'mail', 'mail/new', 'mail/cur', 'mail/tmp']) chownSync(join(server.folder, name), SERVE_AS.uid, SERVE_AS.gid);
    await server.serve();
    return server;
  }

  async serve() {
    const [program, ...args] = [...AS_NOBODY, '/usr/sbin/dovecot', '-F', '-c', this.config];
    this.process = spawn(program, args, { stdio: 'ignore' });
    await eventually(() => this.answers(), yes => yes);
  }

  answers() {
    return new Promise(resolve => {
      const socket = createConnection(this.port, '127.0.0.1');
      socket.once('data', () => resolve(true));
      socket.once('close', () => resolve(false));
      socket.once('error', () => resolve(false));
      socket.once('data', () => socket.destroy());
    });
  }

  /** Also its children are gone then, of which one may hold the port for a while. */
  async stop() {
    const over = new Promise(resolve => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await over;
    await eventually(() => this.is_refused(), yes => yes);
  }

  is_refused() {
    return new Promise(resolve => {
      const socket = createConnection(this.port, '127.0.0.1');
      socket.once('connect', () => socket.destroy());
      socket.once('error', error => resolve(error.code === 'ECONNREFUSED'));
      socket.once('close', () => resolve(false));
    });
  }

  async end() {
    if (this.process.exitCode === null) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a mail into the folder, as a delivery does; `at`: when it arrived, else now. */
  deliver(source, at) {
    this.delivered = (this.delivered ?? 0) + 1;
    const path = join(this.folder, 'mail/new', `${1700000000 + this.delivered}.M${this.delivered}P1.test`);
    writeFileSync(path, source);
    if (at) utimesSync(path, at, at);
  }

  /** The inbox loses its mails. */
  empty() {
    for (const part of ['new', 'cur']) for (const name of readdirSync(join(this.folder, 'mail', part))) rmSync(join(this.folder, 'mail', part, name));
  }

  /** How many mails a folder holds; "" is the inbox. */
  count(name = '') {
    const folder = join(this.folder, 'mail', name ? `.${name}` : '');
    return ['new', 'cur'].flatMap(part => readdirSync(join(folder, part))).length;
  }

  flags() {
    return readdirSync(join(this.folder, 'mail/cur')).map(name => name.split(':2,')[1] ?? '');
  }

  /** The folder is made anew: the same mails under new UIDs. It never gives out a UIDVALIDITY twice. */
  forget_uids() {
    for (const name of readdirSync(join(this.folder, 'mail')))
      if (name.startsWith('dovecot') && !name.startsWith('dovecot-uidvalidity')) rmSync(join(this.folder, 'mail', name), { recursive: true });
  }
}
