/*
 * What stands at the pointer: a line over the chart and its figures beside it. For the eye alone: the same figures are in the chart's
 * table.
 */
import { type PointerEvent, type ReactNode, useState } from 'react';
import { changeText } from '../lib/chart';
import { countText } from '../lib/numbers';
import css from './chart-hover.module.css';

export interface Spot {
  /** Where the line stands, as a share of the width. */
  at: number;
  text: string;
}

/** The columns of a chart of equal steps. */
export function columnSpots(texts: string[]): (share: number) => Spot | null {
  return (share) => {
    const column = Math.min(texts.length - 1, Math.floor(share * texts.length));
    const text = texts[column];
    return text === undefined ? null : { at: (column + 0.5) / texts.length, text };
  };
}

/** When, how much, and the change since what stands before it. */
export function spotText(when: string, value: number, before: number | undefined): string {
  return `${when}: ${countText(value)}${before === undefined ? '' : ` (${changeText(value - before)})`}`;
}

export function Hover({ read, most, children }: { read: (share: number) => Spot | null; most?: ReactNode; children: ReactNode }) {
  const [spot, setSpot] = useState<Spot | null>(null);
  function move(event: PointerEvent<HTMLDivElement>): void {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setSpot(width > 0 ? read(Math.max(0, Math.min(1, (event.clientX - left) / width))) : null);
  }
  return (
    <div className={css.hover} onPointerMove={move} onPointerLeave={() => setSpot(null)}>
      {children}
      {most !== undefined && (
        <span className={css.most} aria-hidden="true">
          {most}
        </span>
      )}
      {spot && (
        <span className={css.line} style={{ left: `${spot.at * 100}%` }} aria-hidden="true">
          <span className={css.tip} data-left={spot.at > 0.5 || undefined}>
            {spot.text}
          </span>
        </span>
      )}
    </div>
  );
}
