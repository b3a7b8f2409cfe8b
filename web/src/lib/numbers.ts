/* Figures as people read them. Money comes in minor units; the sign is a real minus; 万 and 億 only in charts. */
import type { Money } from '../api/types';
import type { Language } from './language';

const digits = new Map<string, number>();

function minorDigits(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    known = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/** Minor units to the number a person types, and back. */
export function moneyMajor(money: Money): number {
  return money.amount / 10 ** minorDigits(money.currency);
}

export function moneyOf(major: number, currency: string): Money {
  return { amount: Math.round(major * 10 ** minorDigits(currency)), currency };
}

/** ¥1,234,567 in both languages: the Japanese locale would print the full-width sign, which breaks columns. */
export function moneyText(money: Money): string {
  const whole = money.amount % 10 ** minorDigits(money.currency) === 0;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    ...(whole ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}),
  })
    .format(moneyMajor(money))
    .replace('-', '−');
}

export function countText(count: number, fraction = 1): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: fraction }).format(count).replace('-', '−');
}

/** What somebody typed, down to digits, point and minus. An input method writes １２．５, and its keys for point and minus 。 and ー. */
export function digitsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[−ー]/g, '-')
    .replace(/。/g, '.')
    .replace(/[^\d.-]/g, '');
}

export function rounded(value: number, fraction: number): number {
  return Math.round(value * 10 ** fraction) / 10 ** fraction;
}

export function numberOf(text: string, fraction: number): number | null {
  const digits = digitsOf(text);
  return digits === '' || Number.isNaN(Number(digits)) ? null : rounded(Number(digits), fraction);
}

/** A share as 46%; with its sign where it is a change. */
export function percentText(share: number, signed = false): string {
  const value = Math.round(share * 100);
  const text = `${Math.abs(value)}%`;
  if (value < 0) return `−${text}`;
  return signed && value > 0 ? `+${text}` : text;
}

/** Short figures for axes: 1.2万 · 12K */
export function chartText(count: number, language: Language): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** "12.3 MB", in steps of 1,024 as the server says them; both languages write it so. */
export function sizeText(bytes: number): string {
  let said = bytes;
  let unit = 0;
  while (said >= 1024 && unit < SIZES.length - 1) {
    said /= 1024;
    unit++;
  }
  return `${countText(said, said < 100 && unit > 0 ? 1 : 0)} ${SIZES[unit]}`;
}
