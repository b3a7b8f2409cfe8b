// A mail server of our own on loopback: it keeps what it is given and says what a test tells it to.
import { createServer } from 'node:net';
import { at_end, eventually } from './hung.mjs';

/** `says(line)` gives another answer than the usual one to a line ("MAIL FROM:…", "." at the end of a mail, "" at the greeting);
    HANG_UP hangs up. `ends`: how many mails were handed over whole, whatever it said to them. */
export async function mail_server() {
  const sink = { mails: [], says: () => undefined, connections: 0, ends: 0 };
  const usual = line => (line === '' ? '220 sink' : /^EHLO/i.test(line) ? '250-sink\r\n250 8BITMIME' : /^DATA/i.test(line) ? '354 go on' : /^QUIT/i.test(line) ? '221 bye' : '250 fine');
  const server = createServer(socket => {
    sink.connections++;
    let waiting = '';
    let mail = null;
    let envelope = { from: '', to: [] };
    const answer = line => {
      const says = sink.says(line) ?? usual(line);
      if (says === HANG_UP) socket.destroy();
      else socket.write(`${says}\r\n`);
      return says;
    };
    function take(line) {
      if (mail === null) {
        const says = answer(line);
        if (says === HANG_UP) return;
        const from = /^MAIL FROM:<(.*?)>/i.exec(line);
        const to = /^RCPT TO:<(.*?)>/i.exec(line);
        if (from) envelope = { from: from[1], to: [] };
        if (to && says.startsWith('2')) envelope.to.push(to[1]);
        if (says.startsWith('354')) mail = [];
      } else if (line === '.') {
        const whole = { ...envelope, raw: mail.join('\r\n') };
        mail = null;
        sink.given = whole;
        sink.ends++;
        if (answer('.').startsWith?.('2')) sink.mails.push(whole);
      } else mail.push(line.replace(/^\./, ''));
    }
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', piece => {
      waiting += piece;
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        take(line);
      }
    });
    answer('');
  });
  const sockets = new Set();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  at_end(() => new Promise(done => {
    server.close(done);
    for (const socket of sockets) socket.destroy();
  }));
  sink.port = server.address().port;
  sink.has = async count => (await eventually(() => sink.mails.length, there => there >= count), sink.mails);
  return sink;
}

export const HANG_UP = 'hang up';

/** A header of a raw mail, unfolded. */
export function header(raw, name) {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? null;
}

/** A mailbox that sends through it. */
export const mailbox = (program, sink, more = {}) =>
  program.owner.post('/api/v1/mailboxes', {
    name: 'Support', address: 'help@us.example', aliases: ['support@us.example'], sender_name: 'Us Help', sender_name_ja: 'サポート窓口',
    signature: 'Us Inc.', signature_ja: '株式会社アス', out_host: '127.0.0.1', out_port: sink.port, out_security: 'plain', is_default: true, ...more,
  });
