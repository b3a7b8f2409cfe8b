/* What a page shows when it has nothing to show: yet, at all, or because something failed. */
import type { ReactNode } from 'react';
import { Button } from './button';
import { Icon, type IconName } from './icon';
import { problemOf, problemSentence, useProblemWords } from './problem';
import css from './state.module.css';
import { useKitWords } from './words';

/* From here on it is a list that comes, not a few lines of a card. */
const ROWS_FROM = 6;

/** Shaped as what comes: lines of a card, or the rows of a list. */
export function Loading({ lines = 4, label }: { lines?: number; label?: string }) {
  const words = useKitWords();
  return (
    <div className={css.loading} role="status" aria-label={label ?? words.loading} data-rows={lines >= ROWS_FROM || undefined}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={css.line}>
          <span className={css.bar} style={{ width: `${92 - ((line * 37) % 45)}%` }} />
        </span>
      ))}
    </div>
  );
}

/** What belongs here, and the one step that fills it. */
export function Empty({ title, children, action, icon }: { title: ReactNode; children?: ReactNode; action?: ReactNode; icon?: IconName }) {
  return (
    <div className={css.empty}>
      {icon && <Icon name={icon} size={32} />}
      <p className={css.emptyTitle}>{title}</p>
      {children && <div className={css.emptyText}>{children}</div>}
      {action && <div className={css.emptyAction}>{action}</div>}
    </div>
  );
}

/** What happened, what to do, and the request's id to look it up in the log. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const words = useKitWords();
  const sentences = useProblemWords();
  const problem = problemOf(error);
  return (
    <div className={css.failed} role="alert">
      <p className={css.failedText}>{problemSentence(sentences, problem)}</p>
      {(problem.detail || problem.request) && (
        <details className={css.details}>
          <summary>{words.details}</summary>
          {problem.detail && <p lang="en">{problem.detail}</p>}
          {problem.request && <p>{words.request(problem.request)}</p>}
        </details>
      )}
      {again && problem.code !== 'missing' && <Button onClick={again}>{words.again}</Button>}
      {problem.code === 'missing' && <Button onClick={() => window.history.back()}>{words.back}</Button>}
    </div>
  );
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** The button below a list that goes on. */
export function More({ list }: { list: Paged }) {
  const words = useKitWords();
  if (!list.hasNextPage) return null;
  return (
    <div className={css.more}>
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {words.more}
      </Button>
    </div>
  );
}

interface Reading<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** Shows a reading: grey lines while it is under way, the failure, or what was read. */
export function Shown<T>({ reading, lines, children }: { reading: Reading<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (reading.data !== undefined) return children(reading.data);
  if (reading.error) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  return <Loading lines={lines} />;
}
