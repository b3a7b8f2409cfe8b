/* A reason in words: what a measure says, or which choice the account has. */
import type { Reason } from '../../api/types';
import { dictionary } from '../../lib/language';
import { attributeName, valueText } from '../../ui/attribute';
import { useNaming } from '../../ui/catalogue';
import { refOf, useMeasures } from '../../ui/measure';

const useWords = dictionary(
  {
    choice: (name: string, value: string) => `${name}: ${value}`,
    notKnown: 'not known',
    unlisted: (value: string) => `${value} (not in the scorecard)`,
  },
  {
    choice: (name, value) => `${name}: ${value}`,
    notKnown: '不明',
    unlisted: (value) => `${value}(スコアカードにない値)`,
  },
);

/** A flag comes as the text that its choice was given as. */
export function choiceOf(text: string): string | boolean {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

export function useTold(): (reason: Reason) => string {
  const words = useWords();
  const measures = useMeasures();
  const naming = useNaming();
  return (reason) => {
    const ref = refOf(reason);
    if (ref) return measures.sentence(ref, reason.value);
    if (!reason.attribute) return reason.name;
    const name = reason.name || attributeName(reason.attribute, naming);
    if (reason.choice === null) return words.choice(name, words.notKnown);
    const value = valueText(reason.attribute, choiceOf(reason.choice), naming);
    return words.choice(name, reason.earned === null ? words.unlisted(value) : value);
  };
}

/** Whether there is anything to say of it. */
export function isKnown(reason: Reason): boolean {
  return reason.kind === 'rule' || reason.value !== null || reason.choice !== null;
}
