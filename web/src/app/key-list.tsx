import { useListedKeys } from '../lib/keys';
import { Dialog } from '../ui/dialog';
import { OnOff } from '../ui/field-more';
import css from './key-list.module.css';
import { useFrameWords } from './words';

/** What every key does here, and the switch that turns them off. */
export default function KeyList({
  open,
  onClose,
  on,
  onSwitch,
}: {
  open: boolean;
  onClose: () => void;
  on: boolean;
  onSwitch: (on: boolean) => void;
}) {
  const words = useFrameWords();
  const listed = useListedKeys();
  const unique = [...new Map(listed.map((shortcut) => [shortcut.keys, shortcut])).values()];
  return (
    <Dialog open={open} onClose={onClose} title={words.keys}>
      <dl className={css.list}>
        <div>
          <dt>
            <kbd>Ctrl</kbd> / <kbd>⌘</kbd> <kbd>K</kbd>
          </dt>
          <dd>{words.openPalette}</dd>
        </div>
        {unique.map((shortcut) => (
          <div key={shortcut.keys}>
            <dt>
              {shortcut.keys.split(' ').map((stroke) => (
                <kbd key={stroke}>{stroke}</kbd>
              ))}
            </dt>
            <dd>{shortcut.label}</dd>
          </div>
        ))}
      </dl>
      <OnOff label={words.keysOn} hint={words.keysHint} value={on} onChange={onSwitch} />
    </Dialog>
  );
}
