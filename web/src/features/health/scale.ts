/* The scale of a measure with points: two bounds on a line or a log scale, or pieces. What each value earns, as a share of the weight. */
import type { PointsPiece } from '../../api/types';
import { percentText } from '../../lib/numbers';
import type { MeasurePoint } from './draft';

export type LinePoint = Extract<MeasurePoint, { low: number }>;
export type PiecesPoint = Exclude<MeasurePoint, LinePoint>;
export type ScaleName = 'linear' | 'log' | 'pieces';

export const PIECES_MIN = 2;
export const PIECES_MAX = 8;

export function hasPieces(point: MeasurePoint): point is PiecesPoint {
  return 'pieces' in point;
}

export function scaleOf(point: MeasurePoint): ScaleName {
  if (hasPieces(point)) return 'pieces';
  return point.scale === 'log' ? 'log' : 'linear';
}

const cut = (share: number) => Math.max(0, Math.min(1, share));

function onPieces(pieces: PointsPiece[], value: number): number {
  let before = pieces[0];
  if (!before || value <= before.at) return before?.share ?? 0;
  for (const piece of pieces.slice(1)) {
    if (value < piece.at) return before.share + (piece.share - before.share) * ((value - before.at) / (piece.at - before.at));
    before = piece;
  }
  return before.share;
}

/** What somebody at that value earns, of 1. */
export function shareAt(point: MeasurePoint, value: number): number {
  if (hasPieces(point)) return onPieces(point.pieces, value);
  const { low, high } = point;
  if (low === high) return 0;
  if (point.scale !== 'log') return cut((value - low) / (high - low));
  if (value <= 0) return low < high ? 0 : 1;
  return cut(Math.log(value / low) / Math.log(high / low));
}

/** Where the scale bends. */
export function bendsOf(point: MeasurePoint): number[] {
  return hasPieces(point) ? point.pieces.map((piece) => piece.at) : [point.low, point.high];
}

/** How often what is earned turns; -1 where all values earn the same. */
function turnsOf(pieces: PointsPiece[]): number {
  const ways = pieces.slice(1).map((piece, at) => Math.sign(piece.share - (pieces[at]?.share ?? 0)));
  const moves = ways.filter((way) => way !== 0);
  return moves.filter((way, at) => at === 0 || way !== moves[at - 1]).length - 1;
}

export type ScaleProblem = 'same' | 'log' | 'ascending' | 'flat' | 'turns';

export function scaleProblem(point: MeasurePoint): ScaleProblem | null {
  if (!hasPieces(point)) {
    if (point.low === point.high) return 'same';
    return point.scale === 'log' && (point.low <= 0 || point.high <= 0) ? 'log' : null;
  }
  const { pieces } = point;
  if (pieces.some((piece, at) => at > 0 && piece.at <= (pieces[at - 1]?.at ?? 0))) return 'ascending';
  const turns = turnsOf(pieces);
  if (turns < 0) return 'flat';
  return turns > 1 ? 'turns' : null;
}

function asLine(point: MeasurePoint): LinePoint {
  if (!hasPieces(point)) {
    const { scale: _scale, ...rest } = point;
    return rest;
  }
  const { pieces, ...rest } = point;
  const shares = pieces.map((piece) => piece.share);
  const at = (share: number) => pieces.find((piece) => piece.share === share)?.at ?? 0;
  return { ...rest, low: at(Math.min(...shares)), high: at(Math.max(...shares)) };
}

/** Bounds that have a logarithm; of 0 nothing does, so the lower one begins a hundredth of the other above it. */
function asLog(line: LinePoint, whole: boolean): LinePoint {
  const most = Math.max(line.low, line.high, whole ? 2 : 0.01);
  const least = whole ? Math.max(1, Math.round(most / 100)) : most / 100;
  const above = (bound: number) => (bound > 0 ? bound : least);
  return { ...line, low: above(line.low), high: above(line.high), scale: 'log' };
}

/** The same measure on another scale, as near to what it earned as that one can. `whole`: its values are whole numbers. */
export function withScale(point: MeasurePoint, scale: ScaleName, whole: boolean): MeasurePoint {
  const line = asLine(point);
  if (scale === 'log') return asLog(line, whole);
  if (scale === 'linear') return line;
  const { low, high, ...rest } = line;
  const ends = [
    { at: low, share: 0 },
    { at: high, share: 1 },
  ];
  return { ...rest, pieces: low < high ? ends : ends.reverse() };
}

/** One more piece behind the last one, as far from it as that is from the one before. */
export function withOneMore(pieces: PointsPiece[]): PointsPiece[] {
  const last = pieces.at(-1) ?? { at: 0, share: 0 };
  const before = pieces.at(-2) ?? { at: last.at - 1, share: 0 };
  return [...pieces, { at: last.at + Math.max(last.at - before.at, 0.01), share: last.share }];
}

/** The values between which most is earned, where null = from there on, or up to there. null = there are several ranges, or all earns the same. */
export function bestOf(pieces: PointsPiece[]): [from: number | null, until: number | null] | null {
  const most = Math.max(...pieces.map((piece) => piece.share));
  const best = pieces.filter((piece) => piece.share === most);
  const inside = pieces.slice(
    pieces.findIndex((piece) => piece.share === most),
    pieces.findLastIndex((piece) => piece.share === most) + 1,
  );
  if (inside.length > best.length || best.length === pieces.length) return null;
  const from = best[0] === pieces[0] ? null : (best[0]?.at ?? null);
  const until = best.at(-1) === pieces.at(-1) ? null : (best.at(-1)?.at ?? null);
  return [from, until];
}

/** "2 0% · 10 100% · 50 100%", or both bounds. */
export function scaleText(point: MeasurePoint, value: (at: number) => string, log: (bounds: string) => string): string {
  if (hasPieces(point)) return point.pieces.map((piece) => `${value(piece.at)} ${percentText(piece.share)}`).join(' · ');
  const bounds = `${value(point.low)} · ${value(point.high)}`;
  return point.scale === 'log' ? log(bounds) : bounds;
}
