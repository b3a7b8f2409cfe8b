/* Writing something down about an account, in place: each feature brings what it can take. */
import { Suspense, useState } from 'react';
import { dictionary, useLanguage } from '../lib/language';
import { Choice } from './button';
import css from './composer.module.css';
import { slots, type WorkProps } from './feature';
import { Loading } from './state';

const useComposerWords = dictionary({ add: 'Add' }, { add: '追加' });

interface ComposerProps extends WorkProps {
  kind: string;
  /** On the head of an account's page, its buttons come first. */
  head?: boolean;
}

export function Composer({ kind, head, ...one }: ComposerProps) {
  const words = useComposerWords();
  const language = useLanguage();
  const works = slots.works.use();
  const listed = head ? works.toSorted((a, b) => (a.head?.order ?? a.order) - (b.head?.order ?? b.order)) : works;
  const [shown, show] = useState(kind);
  const Form = works.find((work) => work.kind === shown)?.Form;
  return (
    <div className={css.composer}>
      {listed.length > 1 && (
        <div className={css.kinds}>
          <Choice
            label={words.add}
            value={shown}
            onChange={show}
            options={listed.map((work) => ({ value: work.kind, label: work.name[language] }))}
          />
        </div>
      )}
      {Form && (
        <Suspense fallback={<Loading lines={3} />}>
          <Form {...one} />
        </Suspense>
      )}
    </div>
  );
}
