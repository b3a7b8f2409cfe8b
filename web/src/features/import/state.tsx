/* In what state an import is. One that waited for somebody waits no more once its file is gone. */
import type { Import } from '../../api/types';
import { Tag } from '../../ui/layout';
import { useImportWords } from './words';

const TONES: Partial<Record<Import['state'], 'good' | 'bad'>> = { done: 'good', failed: 'bad' };
const WAITING: readonly Import['state'][] = ['mapping', 'checked'];

export function StateTag({ one }: { one: Import }) {
  const words = useImportWords();
  if (one.erased_at !== null && WAITING.includes(one.state)) return <Tag tone="past">{words.erased}</Tag>;
  return <Tag tone={TONES[one.state]}>{words.states[one.state]}</Tag>;
}
