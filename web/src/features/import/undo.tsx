/* An import that is taken back: the question, how far it is, and what stayed. */
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Import, ImportThing } from '../../api/types';
import { countText } from '../../lib/numbers';
import type { useQuestion } from '../../ui/dialog';
import { Card, Facts, Muted, Notice } from '../../ui/layout';
import { reasonSentence, useProblemWords } from '../../ui/problem';
import { SmallTable } from '../../ui/table-small';
import css from './import.module.css';
import { useImportWords } from './words';

type Ask = ReturnType<typeof useQuestion>[0];

/** Null where nothing can be taken back. */
export function useUndo(one: Import, ask: Ask): { name: string; ask: () => void } | null {
  const words = useImportWords();
  const over = ['done', 'undone', 'failed', 'cancelled'].includes(one.state);
  if (!over || !one.can_undo || one.changes === 0 || one.erased_at !== null) return null;
  return {
    name: one.state === 'undone' ? words.undoRest : words.undoImport,
    ask: () =>
      ask({
        title: words.undoAsk,
        text: words.undoText(countText(one.changes)),
        act: words.undoImport,
        run: () =>
          api(`/imports/${one.id}/undo`, { method: 'POST', body: {} }).then(() =>
            topicsChanged([`import:${one.id}`, 'imports', 'accounts']),
          ),
      }),
  };
}

/** Before it runs: what comes in stays. */
export function NoUndo({ one }: { one: Import }) {
  const words = useImportWords();
  if (one.can_undo || (one.state !== 'mapping' && one.state !== 'checked')) return null;
  return <Notice>{words.noUndo}</Notice>;
}

/* The page of a thing, where it has one. */
const PAGES: { [thing: string]: string } = { account: '/accounts/$id' };

function Thing({ thing }: { thing: ImportThing }) {
  const name = thing.name ?? '–';
  const page = PAGES[thing.thing];
  if (!page || thing.reason === 'gone_since') return name;
  return (
    <Link to={page} params={{ id: String(thing.id) } as never}>
      {name}
    </Link>
  );
}

function Kept({ one }: { one: Import }) {
  const words = useImportWords();
  const sentences = useProblemWords();
  if (one.kept_things.length === 0) return null;
  return (
    <Card title={words.keptThings} beside={words.keptShown(countText(one.kept_things.length), countText(one.kept))}>
      <SmallTable
        label={words.keptThings}
        head={[words.line, words.keptName, words.keptWhy]}
        rows={one.kept_things.map((thing) => [
          countText(thing.line),
          <Thing key="name" thing={thing} />,
          reasonSentence(sentences, thing.reason, thing.args) ?? thing.text,
        ])}
        align={['end']}
      />
    </Card>
  );
}

export function Undone({ one }: { one: Import }) {
  const words = useImportWords();
  const { state } = one;
  if (state === 'undoing') {
    const done = one.undone + one.kept;
    return (
      <Card title={words.states[state]} beside={words.undoProgress(countText(done), countText(one.changes))}>
        <progress className={css.progress} max={Math.max(1, one.changes)} value={done} aria-label={words.states[state]} />
      </Card>
    );
  }
  if (state === 'done' && one.can_undo && one.changes > 0 && one.erased_at === null) return <Muted small>{words.undoUntil}</Muted>;
  if (state !== 'undone') return null;
  return (
    <>
      <Card title={words.states[state]}>
        <Facts
          items={[
            [words.undoneCount, countText(one.undone)],
            [words.keptCount, countText(one.kept)],
          ]}
        />
      </Card>
      <Kept one={one} />
    </>
  );
}
