/* What stands over the page: a dialog for one question, a drawer for looking closer beside what one came from. */
import { type ReactNode, Suspense, useState } from 'react';
import { laterComponent } from '../lib/later';
import { Button } from './button';
import { Coming } from './coming';
import css from './dialog.module.css';
import type { SheetProps } from './sheet';
import { toastError } from './toast';
import { useKitWords } from './words';

const Sheet = laterComponent(() => import('./sheet'));

function Over(props: SheetProps) {
  const [was, setWas] = useState(props.open);
  if (props.open && !was) setWas(true);
  if (!was) return null;
  return (
    <Suspense fallback={<Coming />}>
      <Sheet {...props} />
    </Suspense>
  );
}

export function Dialog(props: Omit<SheetProps, 'beside'>) {
  return <Over {...props} />;
}

export function Drawer(props: Omit<SheetProps, 'beside'>) {
  return <Over {...props} beside />;
}

interface Question {
  title: string;
  text: ReactNode;
  act: string;
  run: () => Promise<unknown>;
}

/** Asks once before what cannot be undone: `const [ask, asking] = useQuestion()`; show `asking`. */
export function useQuestion(): [(question: Question) => void, ReactNode] {
  const words = useKitWords();
  const [question, setQuestion] = useState<Question | null>(null);
  const [busy, setBusy] = useState(false);

  async function run(): Promise<void> {
    if (!question) return;
    setBusy(true);
    try {
      await question.run();
      setQuestion(null);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  }

  const asking = (
    <Dialog open={question !== null} onClose={() => setQuestion(null)} title={question?.title} size="sm">
      <div className={css.question}>{question?.text}</div>
      <div className={css.buttons}>
        <Button onClick={() => setQuestion(null)}>{words.cancel}</Button>
        <Button strong danger busy={busy} onClick={() => void run()}>
          {question?.act}
        </Button>
      </div>
    </Dialog>
  );
  return [setQuestion, asking];
}
