/* Words to be copied elsewhere: a key, a link, a piece of program. */
import { Button } from './button';
import css from './copy.module.css';
import { toast } from './toast';
import { useKitWords } from './words';

export function CopyText({ text, label }: { text: string; label: string }) {
  const words = useKitWords();
  return (
    <div className={css.row} data-copy>
      <code className={css.code}>{text}</code>
      <Button label={`${words.copy}: ${label}`} onClick={() => void navigator.clipboard.writeText(text).then(() => toast(words.copied))}>
        {words.copy}
      </Button>
    </div>
  );
}
