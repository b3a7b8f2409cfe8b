/* Stands for what opens as soon as its code is here: said to screen readers, not shown. */
import css from './coming.module.css';
import { useKitWords } from './words';

export function Coming() {
  const words = useKitWords();
  return <span className={css.coming} role="status" aria-label={words.loading} />;
}
