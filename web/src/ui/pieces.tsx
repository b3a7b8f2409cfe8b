/* A text in pieces, with what was searched for marked. The words are somebody's: shown as text, never as markup. */
import type { SearchPiece } from '../api/types';
import css from './pieces.module.css';

export function Pieces({ pieces }: { pieces: SearchPiece[] }) {
  return pieces.map(({ text, marked }, place) =>
    marked ? (
      <mark key={place} className={css.mark}>
        {text}
      </mark>
    ) : (
      <span key={place}>{text}</span>
    ),
  );
}
