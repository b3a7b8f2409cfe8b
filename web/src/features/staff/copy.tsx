/* Words to be copied elsewhere: a key, a link, a piece of program. */
import { Button } from '../../ui/button';
import { toast } from '../../ui/toast';
import { useKeyWords } from './key-words';
import css from './staff.module.css';

export function CopyText({ text, label }: { text: string; label: string }) {
  const words = useKeyWords();
  return (
    <div className={css.copyRow}>
      <code className={css.code}>{text}</code>
      <Button label={`${words.copy}: ${label}`} onClick={() => void navigator.clipboard.writeText(text).then(() => toast(words.copied))}>
        {words.copy}
      </Button>
    </div>
  );
}
