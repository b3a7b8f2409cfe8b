/* What stands over the page: a dialog for one question, a drawer for looking closer beside what one came from. */
import { Drawer as MantineDrawer, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import css from './dialog.module.css';
import { toastError } from './toast';
import { useKitWords } from './words';

interface OverProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
}

export function Dialog({ open, onClose, title, children, size = 'md' }: OverProps) {
  const words = useKitWords();
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': words.close }}
      classNames={{ title: css.title }}
      /* Over a drawer there would be two banners. */
      attributes={{ header: { role: 'presentation' } }}
    >
      {children}
    </Modal>
  );
}

export function Drawer({ open, onClose, title, children, size = 'lg' }: OverProps) {
  const words = useKitWords();
  return (
    <MantineDrawer
      opened={open}
      onClose={onClose}
      title={title}
      size={size}
      position="right"
      closeButtonProps={{ 'aria-label': words.close }}
      classNames={{ title: css.title }}
      overlayProps={{ backgroundOpacity: 0.15 }}
    >
      {children}
    </MantineDrawer>
  );
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
