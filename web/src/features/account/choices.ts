import type { Option } from '../../ui/field';
import { useAccountWords } from './words';

function options(words: Record<string, string>): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** What the boxes of an account offer. */
export function useDetailOptions() {
  const words = useAccountWords();
  return {
    touch: options(words.touch),
    stage: options(words.stage),
    language: [
      { value: 'ja', label: '日本語' },
      { value: 'en', label: 'English' },
    ],
    zones: Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone })),
  };
}
