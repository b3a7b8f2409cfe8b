// What an authenticator app does: the code of RFC 6238 for a secret as the program tells it, at a time.
import { createHmac } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

function bytes(secret) {
  const bits = [...secret].map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map(byte => Number.parseInt(byte, 2)));
}

/** `at`: an ISO time; `steps` later than that. */
export function code_at(secret, at, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.parse(at) / STEP_MS) + steps));
  const hash = createHmac('sha1', bytes(secret)).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
