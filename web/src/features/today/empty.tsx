/* Nothing to show: because the first steps are still to be done, nothing is one's own, or there is nothing to worry about. */
import type { ReactNode } from 'react';
import { useRead } from '../../api/query';
import type { Scorecard, UsageSummary } from '../../api/types';
import { useMay } from '../../lib/me';
import { Button, LinkButton } from '../../ui/button';
import { Card } from '../../ui/layout';
import { Empty, Loading } from '../../ui/state';
import css from './today.module.css';
import { useTodayWords } from './words';

type StepName = 'accounts' | 'events' | 'scorecard';

interface Steps {
  done: Record<StepName, boolean>;
  known: boolean;
}

function useSteps(enabled: boolean): Steps {
  const any = useRead<{ items: unknown[] }>({ path: '/accounts', query: { limit: 1 }, topics: ['accounts'], enabled });
  const cards = useRead<{ items: Scorecard[] }>({ path: '/scorecards', topics: ['scorecard', 'scorecards'], enabled });
  const usage = useRead<UsageSummary>({ path: '/usage/summary', topics: ['usage', 'events'], enabled });
  return {
    known: any.data !== undefined && cards.data !== undefined && usage.data !== undefined,
    done: {
      accounts: (any.data?.items.length ?? 0) > 0,
      events: (usage.data?.events_total ?? 0) > 0 || usage.data?.recounting === true,
      scorecard: cards.data?.items.some((card) => card.enabled && card.published) ?? false,
    },
  };
}

function Step({ name, done, next, children }: { name: StepName; done: boolean; next: boolean; children: ReactNode }) {
  const words = useTodayWords();
  return (
    <li className={css.step} data-done={done || undefined} data-next={next || undefined}>
      <div>
        <strong>{words.step[name]}</strong> {done && <span className={css.quiet}>{words.stepDone}</span>}
        <p>{words.stepText[name]}</p>
      </div>
      {!done && <div className={css.stepActs}>{children}</div>}
    </li>
  );
}

/** From nothing to the first list; what is done is ticked, and the next step is the strong one. */
function FirstSteps({ done }: { done: Steps['done'] }) {
  const words = useTodayWords();
  const mayManage = useMay('manage');
  const mayKeys = useMay('admin');
  const next = (['accounts', 'events', 'scorecard'] as const).find((name) => !done[name]);
  const step = (name: StepName, acts: ReactNode) => (
    <Step name={name} done={done[name]} next={name === next}>
      {acts}
    </Step>
  );
  return (
    <Card title={words.steps}>
      <p className={css.stepsTitle}>{words.emptyTitle}</p>
      <ol className={css.steps}>
        {step(
          'accounts',
          mayManage && (
            <LinkButton strong={next === 'accounts'} to="/settings/imports">
              {words.toImports}
            </LinkButton>
          ),
        )}
        {step(
          'events',
          <>
            {mayKeys && (
              <LinkButton strong={next === 'events'} to="/settings/keys">
                {words.toKeys}
              </LinkButton>
            )}
            {mayManage && <LinkButton to="/settings/imports">{words.orImport}</LinkButton>}
          </>,
        )}
        {step(
          'scorecard',
          mayManage && (
            <LinkButton strong={next === 'scorecard'} to="/health" search={{ make: 'new' }}>
              {words.toHealth}
            </LinkButton>
          ),
        )}
      </ol>
    </Card>
  );
}

export function NoRows({ owner, accounts, onAll }: { owner: string; accounts: number; onAll: () => void }) {
  const words = useTodayWords();
  const { known, done } = useSteps(accounts === 0);
  const all = done.accounts && done.events && done.scorecard;
  if (accounts > 0 || (known && all && owner === 'all')) {
    return (
      <Card>
        <Empty title={words.quiet}>{words.quietText}</Empty>
      </Card>
    );
  }
  if (!known) {
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
  return <FirstSteps done={done} />;
}
