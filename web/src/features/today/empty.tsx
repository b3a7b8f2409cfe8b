/* Nothing to show: because the first steps are still to be done, no account is the reader's, or there is nothing to worry about. */
import { useReads } from '../../api/query';
import type { Right } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { Button, LinkButton } from '../../ui/button';
import { slots } from '../../ui/feature';
import type { FirstStep, StepAct } from '../../ui/first-step';
import { Card } from '../../ui/layout';
import { Empty, Loading } from '../../ui/state';
import css from './today.module.css';
import { useTodayWords } from './words';

interface Ticked extends FirstStep {
  done: boolean;
}

/** The first steps, ticked; null until all are known. */
function useSteps(enabled: boolean): Ticked[] | null {
  const { steps } = slots.today.use();
  const read = useReads(
    steps.map((step) => step.reading),
    enabled,
  );
  if (read.some((data) => data === undefined)) return null;
  return steps.map((step, at) => ({ ...step, done: step.isDone(read[at]) }));
}

function actsOf<A extends StepAct>(step: FirstStep, acts: readonly A[], rights: readonly Right[]): A[] {
  return acts.filter((act) => act.step === step.key && rights.includes(act.right));
}

function Step({ step, next }: { step: Ticked; next: boolean }) {
  const words = useTodayWords();
  const language = useLanguage();
  const { rights } = useMe();
  const acts = actsOf(step, slots.today.use().stepActs, rights);
  return (
    <li className={css.step} data-done={step.done || undefined} data-next={next || undefined}>
      <div>
        <strong>{step.name[language]}</strong> {step.done && <span className={css.quiet}>{words.stepDone}</span>}
        <p>{step.text[language]}</p>
      </div>
      {!step.done && (
        <div className={css.stepActs}>
          {acts.map(({ at, name, to, search }, index) => (
            <LinkButton key={at} strong={next && index === 0} to={to} search={search}>
              {name[language]}
            </LinkButton>
          ))}
        </div>
      )}
    </li>
  );
}

/** From nothing to the first list; what is done is ticked, and the next step is the strong one. */
function FirstSteps({ steps }: { steps: Ticked[] }) {
  const words = useTodayWords();
  const next = steps.find((step) => !step.done);
  return (
    <Card title={words.steps}>
      <p className={css.stepsTitle}>{words.emptyTitle}</p>
      <ol className={css.steps}>
        {steps.map((step) => (
          <Step key={step.key} step={step} next={step === next} />
        ))}
      </ol>
    </Card>
  );
}

export function NoRows({ owner, accounts, onAll }: { owner: string; accounts: number; onAll: () => void }) {
  const words = useTodayWords();
  const steps = useSteps(accounts === 0);
  const all = steps?.every((step) => step.done);
  if (accounts > 0 || (all && owner === 'all')) {
    return (
      <Card>
        <Empty title={words.quiet}>{words.quietText}</Empty>
      </Card>
    );
  }
  if (!steps) {
    return (
      <Card>
        <Loading lines={5} />
      </Card>
    );
  }
  if (all) {
    return (
      <Card>
        <Empty
          title={words.noneMine}
          action={
            <Button strong onClick={onAll}>
              {words.showAll}
            </Button>
          }
        >
          {words.noneMineText}
        </Empty>
      </Card>
    );
  }
  return <FirstSteps steps={steps} />;
}
