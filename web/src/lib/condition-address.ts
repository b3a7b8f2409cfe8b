/*
 * A condition in an address, as words that a person can read and change: `band:in:BAD;owner_id:unknown;active_days(days:28):under:3`.
 *
 *   condition   part; part; …                       all of them
 *   part        what:op:value,value                 an attribute; `field.tier` is the custom field "tier"
 *               what(name:value,…):op:value         a measure, `days_since()` where it takes nothing
 *               and(…) or(…) not(…) account(…)
 *
 * Nothing is lost either way. A text that would read as a number, as yes or no, or as a sign of this writing has "~" before it, and "!"
 * before each such sign. The signs are those that an address shows as they are. Addresses of before hold JSON, which is still read.
 */
import type { Condition, MeasureRef, Op } from '../api/types';

const OPS: Record<Op, string> = {
  '<': 'under',
  '<=': 'atmost',
  '>': 'over',
  '>=': 'atleast',
  '=': 'is',
  '!=': 'isnot',
  in: 'in',
  contains: 'contains',
  known: 'known',
  unknown: 'unknown',
};
const OPS_BY_WORD = new Map(Object.entries(OPS).map(([op, word]) => [word, op as Op]));
const JOINTS = ['and', 'or', 'not', 'account'] as const;

type Plain = string | number | boolean;

/* ------------------------------------------------------------------ writing */

function plainWritten(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const text = value.replace(/[!~:;,()]/g, '!$&');
  return text === value && text !== '' && plainOf(text) === text ? text : `~${text}`;
}

function measureWritten({ measure, ...takes }: MeasureRef): string {
  const given = Object.entries(takes).filter(([, value]) => value !== undefined && value !== null);
  return `${measure}(${given.map(([name, value]) => `${name}:${plainWritten(value)}`).join(',')})`;
}

function partWritten(part: Condition): string {
  if ('and' in part) return `and(${part.and.map(partWritten).join(';')})`;
  if ('or' in part) return `or(${part.or.map(partWritten).join(';')})`;
  if ('not' in part) return `not(${partWritten(part.not)})`;
  if ('account' in part) return `account(${partWritten(part.account)})`;
  const what = 'measure' in part ? measureWritten(part.measure) : part.attribute.replace(/^field:/, 'field.');
  const start = `${what}:${OPS[part.op]}`;
  if (part.op === 'known' || part.op === 'unknown') return start;
  return `${start}:${Array.isArray(part.value) ? part.value.map(plainWritten).join(',') : plainWritten(part.value)}`;
}

/** As it stands in an address. */
export function conditionWritten(condition: Condition | null): string | undefined {
  if (!condition) return undefined;
  return 'and' in condition && condition.and.length > 1 ? condition.and.map(partWritten).join(';') : partWritten(condition);
}

/* ------------------------------------------------------------------ reading */

function plainOf(text: string): Plain {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

class Unreadable extends Error {}

/** Walks a text from left to right. */
class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }
  /** Here ends what is compared. */
  get ends(): boolean {
    return this.done || this.text[this.at] === ';' || this.text[this.at] === ')';
  }
  takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }
  needs(sign: string): void {
    if (!this.takes(sign)) throw new Unreadable(`"${sign}" is missing at ${this.at}`);
  }
  name(): string {
    const [name] = /^[a-z0-9_]+(\.[a-z0-9_]+)?/.exec(this.text.slice(this.at)) ?? [];
    if (name === undefined) throw new Unreadable(`a name is missing at ${this.at}`);
    this.at += name.length;
    return name;
  }
  plain(): Plain {
    const isText = this.takes('~');
    let text = '';
    for (; !this.done && !/[:;,()]/.test(this.text[this.at] ?? ''); this.at++) {
      if (this.text[this.at] === '!') this.at++;
      text += this.text[this.at] ?? '';
    }
    return isText ? text : plainOf(text);
  }
  several<T>(between: string, one: () => T): T[] {
    const all = [one()];
    while (this.takes(between)) all.push(one());
    return all;
  }
}

function listRead(reader: Reader): Plain[] {
  return reader.ends ? [] : reader.several(',', () => reader.plain());
}

function measureRead(reader: Reader, measure: string): MeasureRef {
  const ref: Record<string, Plain> = { measure };
  if (reader.takes(')')) return ref as unknown as MeasureRef;
  reader.several(',', () => {
    const name = reader.name();
    reader.needs(':');
    ref[name] = reader.plain();
  });
  reader.needs(')');
  return ref as unknown as MeasureRef;
}

function joinedRead(reader: Reader, joint: (typeof JOINTS)[number]): Condition {
  const parts = reader.takes(')') ? [] : reader.several(';', () => partRead(reader));
  if (parts.length > 0) reader.needs(')');
  if (joint === 'and') return { and: parts };
  if (joint === 'or') return { or: parts };
  const [only, ...more] = parts;
  if (!only || more.length > 0) throw new Unreadable(`${joint}(…) holds one condition`);
  return joint === 'not' ? { not: only } : { account: only };
}

function partRead(reader: Reader): Condition {
  const name = reader.name();
  const called = reader.takes('(');
  const joint = called && JOINTS.find((one) => one === name);
  if (joint) return joinedRead(reader, joint);
  const of = called ? { measure: measureRead(reader, name) } : { attribute: name.replace(/^field\./, 'field:') };
  reader.needs(':');
  const word = reader.name();
  const op = OPS_BY_WORD.get(word);
  if (!op) throw new Unreadable(`"${word}" compares nothing`);
  if (op === 'known' || op === 'unknown') return { ...of, op } as Condition;
  reader.needs(':');
  const value = op === 'in' ? listRead(reader) : reader.plain();
  return { ...of, op, value } as Condition;
}

function wordsRead(text: string): Condition {
  const reader = new Reader(text);
  const parts = reader.several(';', () => partRead(reader));
  if (!reader.done) throw new Unreadable('more than a condition');
  const [only] = parts;
  return parts.length === 1 && only ? only : { and: parts };
}

/** A condition that stands in an address; null when there is none, or when it cannot be read. */
export function conditionRead(text: string | undefined): Condition | null {
  if (!text) return null;
  try {
    return text.startsWith('{') ? (JSON.parse(text) as Condition) : wordsRead(text);
  } catch {
    return null;
  }
}

/** The words of an address, with the signs of conditions as they are. */
export function addressWords(words: Record<string, unknown>): string {
  const pairs = Object.entries(words).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const written = (value: unknown) =>
    encodeURIComponent(String(value))
      .replace(/%3A/g, ':')
      .replace(/%3B/g, ';')
      .replace(/%2C/g, ',')
      .replace(/%20/g, '+')
      .replace(/'/g, '%27');
  return pairs.map(([name, value]) => `${written(name)}=${written(value)}`).join('&');
}
