/* How a measure earns its points: which scale, and the boxes of its bounds or the rows of its pieces. */
import type { PointsPiece } from '../../api/types';
import { countText } from '../../lib/numbers';
import { Choice, TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { NumberBox } from '../../ui/field';
import { IconButton } from '../../ui/icon-button';
import { Muted } from '../../ui/layout';
import { infoOf, MeasureValueBox } from '../../ui/measure-picker';
import type { MeasurePoint } from './draft';
import css from './health.module.css';
import {
  hasPieces,
  type LinePoint,
  PIECES_MAX,
  PIECES_MIN,
  type PiecesPoint,
  type ScaleName,
  scaleOf,
  withOneMore,
  withScale,
} from './scale';
import { useScaleWords } from './scale-words';
import { useHealthWords } from './words';

interface Props<P extends MeasurePoint> {
  point: P;
  onChange: (point: MeasurePoint) => void;
  naming: Naming;
}

function Bounds({ point, onChange, naming }: Props<LinePoint>) {
  const words = useHealthWords();
  const { measure } = point.measure;
  return (
    <div className={css.boxes}>
      <MeasureValueBox
        measure={measure}
        label={`${words.low} (${words.lowHint})`}
        name={words.low}
        value={point.low}
        onChange={(low) => onChange({ ...point, low: low ?? 0 })}
        naming={naming}
      />
      <MeasureValueBox
        measure={measure}
        label={`${words.high} (${words.highHint})`}
        name={words.high}
        value={point.high}
        onChange={(high) => onChange({ ...point, high: high ?? 0 })}
        naming={naming}
      />
    </div>
  );
}

function Pieces({ point, onChange, naming }: Props<PiecesPoint>) {
  const words = useScaleWords();
  const { pieces } = point;
  const change = (at: number, next: Partial<PointsPiece>) =>
    onChange({ ...point, pieces: pieces.map((piece, other) => (other === at ? { ...piece, ...next } : piece)) });
  return (
    <>
      <table className={css.table} aria-label={words.pieces}>
        <thead>
          <tr>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.share}</th>
            <th scope="col" data-align="end">
              {words.earns}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece, at) => (
            <tr key={at}>
              <td>
                <MeasureValueBox
                  measure={point.measure.measure}
                  name={words.atOf(at + 1)}
                  value={piece.at}
                  onChange={(value) => change(at, { at: value ?? 0 })}
                  naming={naming}
                />
              </td>
              <td>
                <span className={css.share}>
                  <NumberBox
                    size="xs"
                    name={words.shareOf(at + 1)}
                    min={0}
                    max={100}
                    value={Math.round(piece.share * 100)}
                    onChange={(share) => change(at, { share: (share ?? 0) / 100 })}
                    suffix="%"
                  />
                </span>
              </td>
              <td data-align="end">{words.points(countText(point.weight * piece.share), countText(point.weight))}</td>
              <td data-align="end">
                {pieces.length > PIECES_MIN && (
                  <IconButton
                    name={words.remove(naming.value(point.measure, piece.at))}
                    onClick={() => onChange({ ...point, pieces: pieces.filter((_, other) => other !== at) })}
                  >
                    ×
                  </IconButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pieces.length < PIECES_MAX && (
        <TextButton onClick={() => onChange({ ...point, pieces: withOneMore(pieces) })}>+ {words.add}</TextButton>
      )}
    </>
  );
}

const NAMES: ScaleName[] = ['linear', 'log', 'pieces'];

export function ScaleEditor({ point, onChange, naming }: Props<MeasurePoint>) {
  const words = useScaleWords();
  const unit = infoOf(naming.catalogue, point.measure.measure)?.unit;
  const scale = scaleOf(point);
  return (
    <>
      <div className={css.boxes}>
        <Choice
          label={words.scale}
          value={scale}
          onChange={(next) => onChange(withScale(point, next, unit !== 'ratio' && unit !== 'number'))}
          options={NAMES.map((name) => ({ value: name, label: words.scales[name] }))}
        />
        <Muted small>{words.texts[scale]}</Muted>
      </div>
      {hasPieces(point) ? (
        <Pieces point={point} onChange={onChange} naming={naming} />
      ) : (
        <Bounds point={point} onChange={onChange} naming={naming} />
      )}
    </>
  );
}
