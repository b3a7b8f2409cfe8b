// A mail server (IMAP) of our own on loopback, for what a real one seldom does: it says no, hangs up, can less, holds much.
import { createServer } from 'node:net';
import { at_end } from './hung.mjs';

export const HANG_UP = 'hang up';

/** Mails by UID in `folders`; `says(command)` gives another answer to a command ("NO over quota"), HANG_UP none at all. */
export async function imap_server({ can = 'IMAP4rev1 UIDPLUS MOVE' } = {}) {
  const sink = { folders: { INBOX: new Map() }, heard: [], says: () => undefined, last_uid: 0 };
  const inbox = sink.folders.INBOX;
  sink.deliver = (source, uid = sink.last_uid + 1) => {
    inbox.set(uid, { source: Buffer.from(source), flags: new Set(), at: '22-Nov-2026 12:00:00 +0900' });
    sink.last_uid = Math.max(sink.last_uid, uid);
    return inbox.get(uid);
  };
  const unquoted = name => name.replace(/^"|"$/g, '');
  const put = (uid, folder) => (sink.folders[folder] ??= new Map()).set(uid, { ...inbox.get(uid) });
  const acts = [
    [/^CAPABILITY/, () => `* CAPABILITY ${can}`],
    [/^SELECT/, () => `* ${inbox.size} EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n* OK [UIDNEXT ${sink.last_uid + 1}] next`],
    [/^UID SEARCH UID (\d+):(\d+|\*)(.*)/, (_, from, to, more) => {
      const uids = [...inbox.keys()].filter(uid => uid >= Number(from) && (to === '*' || uid <= Number(to)));
      return `* SEARCH ${uids.filter(uid => !more.includes('UNDELETED') || !inbox.get(uid).flags.has('\\Deleted')).join(' ')}`;
    }],
    [/^UID FETCH (\d+) \(RFC/, (_, uid) => {
      const mail = inbox.get(Number(uid));
      return mail && `* 1 FETCH (UID ${uid} RFC822.SIZE ${mail.size ?? mail.source.length} INTERNALDATE "${mail.at}")`;
    }],
    [/^UID FETCH (\d+) \(BODY/, (_, uid) => {
      const mail = inbox.get(Number(uid));
      return mail && `* 1 FETCH (UID ${uid} BODY[] {${mail.source.length}}\r\n${mail.source.toString('latin1')})`;
    }],
    [/^UID STORE (\d+) \+FLAGS.SILENT \((.*)\)/, (_, uid, flag) => void inbox.get(Number(uid))?.flags.add(flag)],
    [/^UID COPY (\d+) (.*)/, (_, uid, folder) => void put(Number(uid), unquoted(folder))],
    [/^UID MOVE (\d+) (.*)/, (_, uid, folder) => {
      put(Number(uid), unquoted(folder));
      inbox.delete(Number(uid));
    }],
    [/^UID EXPUNGE (\d+)/, (_, uid) => void inbox.delete(Number(uid))],
    [/^EXPUNGE/, () => {
      for (const [uid, { flags }] of inbox) if (flags.has('\\Deleted')) inbox.delete(uid);
    }],
  ];
  function answer(socket, line) {
    const [, tag, command] = /^(\S+) (.*)$/.exec(line);
    sink.heard.push(command);
    const says = sink.says(command);
    if (says === HANG_UP) return socket.destroy();
    if (says) return socket.write(`${tag} ${says}\r\n`);
    const [pattern, act] = acts.find(([form]) => form.test(command)) ?? [];
    const told = act?.(...pattern.exec(command));
    return socket.write(`${told ? `${told}\r\n` : ''}${tag} OK fine\r\n`, 'latin1');
  }
  const sockets = new Set();
  const server = createServer(socket => {
    let waiting = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.setEncoding('latin1').on('data', piece => {
      waiting += piece;
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        answer(socket, line);
      }
    });
    socket.write('* OK ready\r\n');
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  at_end(() => new Promise(done => {
    server.close(done);
    for (const socket of sockets) socket.destroy();
  }));
  sink.port = server.address().port;
  return sink;
}
