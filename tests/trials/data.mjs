// The files of ../shared/data, for the trials and for the programs that they start.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

// TRIALS_DATA names another folder, for a checkout that has none beside it.
export const DATA = resolve(process.env.TRIALS_DATA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data'));

export function bytes_of(set, name) {
  const path = join(DATA, set, name);
  return existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
}

/** Rows as objects; for files without quotes. */
export function rows_of(set, name) {
  const [head, ...lines] = bytes_of(set, name).toString().replace(/^\ufeff/, '').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map(line => Object.fromEntries(line.split(',').map((value, index) => [names[index], value])));
}

export function csv_of(rows) {
  const names = Object.keys(rows[0]);
  return [names.join(','), ...rows.map(row => names.map(name => row[name]).join(','))].join('\n');
}
