/* The steps with their state, and the next one worth doing. */
import type { SetupStep } from '../../api/types';
import { type Language, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { LinkButton } from '../../ui/button';
import { Card } from '../../ui/layout';
import css from './setup.module.css';
import { useSetupWords } from './words';

const nameOf = (step: SetupStep, language: Language) => (language === 'ja' ? step.name_ja : step.name);
const whyOf = (step: SetupStep, language: Language) => (language === 'ja' ? step.why_ja : step.why);
const actOf = (step: SetupStep, language: Language) => (language === 'ja' ? step.act_ja : step.act);

export function Next({ steps }: { steps: SetupStep[] }) {
  const words = useSetupWords();
  const language = useLanguage();
  const next = steps.find(({ done }) => !done);
  return (
    <Card title={next && words.next}>
      <div className={css.next}>
        <div className={css.nextText}>
          <span className={css.title}>{next ? nameOf(next, language) : words.complete}</span>
          <span className={css.quiet}>{next ? whyOf(next, language) : words.completeText}</span>
        </div>
        <LinkButton strong={next !== undefined} to={next?.to ?? '/settings/quality'}>
          {next ? actOf(next, language) : words.quality}
        </LinkButton>
      </div>
    </Card>
  );
}

function Step({ step, next }: { step: SetupStep; next: boolean }) {
  const words = useSetupWords();
  const language = useLanguage();
  const { have, want, done } = step;
  return (
    <li className={css.step} data-done={done || undefined} data-next={next || undefined}>
      <div>
        <strong>{nameOf(step, language)}</strong>
        <span className={css.quiet}>{whyOf(step, language)}</span>
      </div>
      <span className={css.quiet}>{done ? words.done : want > 1 && words.part(countText(have), countText(want))}</span>
    </li>
  );
}

export function Steps({ steps }: { steps: SetupStep[] }) {
  const words = useSetupWords();
  const next = steps.find(({ done }) => !done);
  return (
    <Card title={words.steps} beside={words.progress(steps.filter(({ done }) => done).length, steps.length)}>
      <ol className={css.steps}>
        {steps.map((step) => (
          <Step key={step.id} step={step} next={step === next} />
        ))}
      </ol>
    </Card>
  );
}
