/* For whom something is that need not be for everybody: chosen while it is written, and a lock where it is shown. */
import { api } from '../api/client';
import { topicsChanged } from '../api/query';
import type { Circle, Note } from '../api/types';
import { useDraft } from '../lib/draft';
import { dictionary, type Language, useLanguage } from '../lib/language';
import { useMe } from '../lib/me';
import { Menu } from './button';
import { Select } from './field';
import { CIRCLES } from './problem-words';
import { toast, toastError } from './toast';
import css from './visible.module.css';

export type VisibleTo = Note['visible_to'];

const EVERYBODY = 'everybody';

const useVisibleWords = dictionary(
  {
    label: 'Visible to',
    everybody: 'Visible to everyone',
    me: 'Only me',
    circle: (area: string) => `Area: ${area}`,
    locked: 'Private:',
    change: 'Visible to…',
    changed: 'Changed who sees this.',
  },
  {
    label: '公開範囲',
    everybody: '全員に公開',
    me: '自分のみ',
    circle: (area) => `「${area}」のみ`,
    locked: '非公開:',
    change: '公開範囲…',
    changed: '公開範囲を変更しました。',
  },
);

/** "Only me", or the area. */
function useVisibleText(): (to: NonNullable<VisibleTo>) => string {
  const words = useVisibleWords();
  const language = useLanguage();
  return (to) => (to === 'me' ? words.me : words.circle(CIRCLES[to][language]));
}

/** As a line says it: "Visible to everyone", "Only me", or the area. */
export function visibleTold(to: VisibleTo | undefined, language: Language): string {
  const words = useVisibleWords.now();
  if (!to) return words.everybody;
  return to === 'me' ? words.me : words.circle(CIRCLES[to][language]);
}

/** The choice outlives a reload with the words it is for: what somebody wrote for themselves never comes back for everybody. */
export function useVisibleDraft(draft: string): [VisibleTo, (to: VisibleTo) => void] {
  const [to, setTo] = useDraft(draft);
  return [to === '' ? null : (to as VisibleTo), (next) => setTo(next ?? '')];
}

/** All that somebody may choose, with what is chosen. */
function useChoices(value: VisibleTo): { value: VisibleTo; label: string }[] {
  const words = useVisibleWords();
  const text = useVisibleText();
  const { circles } = useMe();
  const areas = (Object.keys(CIRCLES) as Circle[]).filter((one) => circles.includes(one) || one === value);
  return [{ value: null, label: words.everybody }, ...[...areas, 'me' as const].map((one) => ({ value: one, label: text(one) }))];
}

interface VisibleProps {
  value: VisibleTo;
  onChange: (to: VisibleTo) => void;
  disabled?: boolean;
  error?: string | null;
}

/** Everybody, an area that the writer sees, or the writer alone. */
export function VisibleBox({ value, onChange, disabled, error }: VisibleProps) {
  const words = useVisibleWords();
  const choices = useChoices(value);
  return (
    <div className={css.box} data-private={value !== null || undefined}>
      <Lock />
      <Select
        name={words.label}
        size="xs"
        width={190}
        value={value ?? EVERYBODY}
        disabled={disabled}
        error={error}
        onChange={(to) => onChange(to === EVERYBODY ? null : (to as VisibleTo))}
        options={choices.map((one) => ({ value: one.value ?? EVERYBODY, label: one.label }))}
      />
    </div>
  );
}

function Lock() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="12"
      height="12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      className={css.lock}
    >
      <path d="M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2" />
    </svg>
  );
}

/** Nothing for what everybody sees. */
export function VisibleMark({ to }: { to: VisibleTo }) {
  const words = useVisibleWords();
  const text = useVisibleText();
  if (to === null) return null;
  return (
    <span className={css.mark}>
      <Lock />
      <span className={css.said}>{words.locked}</span>
      <span>{text(to)}</span>
    </span>
  );
}

/** Its author changes who sees it; what it says stays. */
export function VisibleMenu({ path, value, topics }: { path: string; value: VisibleTo; topics: string[] }) {
  const words = useVisibleWords();
  const choices = useChoices(value);
  async function change(to: VisibleTo): Promise<void> {
    await api(path, { method: 'PATCH', body: { visible_to: to } });
    topicsChanged(topics);
  }
  async function choose(to: VisibleTo): Promise<void> {
    try {
      await change(to);
      toast(words.changed, () => change(value));
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <Menu
      label={words.change}
      target={words.change}
      items={choices.map((one) => ({
        key: one.value ?? EVERYBODY,
        label: one.label,
        disabled: one.value === value,
        onClick: () => void choose(one.value),
      }))}
    />
  );
}
