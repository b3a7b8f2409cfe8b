/* A line without axes, as high as a line of text: how points went over some weeks, in the colour of what became of them. */
import { trendState } from '../lib/chart';
import css from './spark.module.css';

const WIDTH = 96;
const HEIGHT = 24;
const DOT = 2.5;

/** `values` of a scale from 0 to 100, the oldest first; where one is not known the line is broken. */
export function Spark({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const x = (at: number) => DOT + (at / Math.max(1, values.length - 1)) * (WIDTH - 2 * DOT);
  const y = (value: number) => HEIGHT - DOT - (value / 100) * (HEIGHT - 2 * DOT);
  let path = '';
  values.forEach((value, at) => {
    if (value === null) return;
    path += `${(values[at - 1] ?? null) === null ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  const last = values.at(-1) ?? null;
  return (
    <svg className={css.spark} data-state={trendState(values)} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <path d={path} />
      {last !== null && <circle cx={x(values.length - 1)} cy={y(last)} r={DOT} />}
    </svg>
  );
}
