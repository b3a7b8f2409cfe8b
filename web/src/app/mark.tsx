import css from './frame.module.css';

/* Two strokes that run side by side: accompanying somebody. */
export function Mark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className={css.mark}>
      <path d="M5 16L9.5 4M10.5 16L15 4" />
    </svg>
  );
}
