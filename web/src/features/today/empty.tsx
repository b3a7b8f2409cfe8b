import { useRead } from '../../api/query';
import type { Scorecard } from '../../api/types';
import { useMay } from '../../lib/me';
import { Button, LinkButton } from '../../ui/button';
import { Card } from '../../ui/layout';
import { Empty } from '../../ui/state';
import { useTodayWords } from './words';

/** Nothing to show: because there is no data at all, nothing of one's own, or nothing to worry about. */
export function NoRows({ owner, accounts, onAll }: { owner: string; accounts: number; onAll: () => void }) {
  const words = useTodayWords();
  const mayImport = useMay('manage');
  const mayKeys = useMay('admin');
  const any = useRead<{ items: unknown[] }>({ path: '/accounts', query: { limit: 1 }, topics: ['accounts'], enabled: accounts === 0 });
  const cards = useRead<{ items: Scorecard[] }>({ path: '/scorecards', topics: ['scorecard', 'scorecards'], enabled: accounts === 0 });
  if (accounts > 0) {
    return (
      <Card>
        <Empty title={words.quiet}>{words.quietText}</Empty>
      </Card>
    );
  }
  if (any.data && any.data.items.length > 0 && cards.data && !cards.data.items.some((card) => card.enabled && card.published)) {
    return (
      <Card>
        <Empty
          title={words.noScorecard}
          action={
            <LinkButton strong to="/health">
              {words.toHealth}
            </LinkButton>
          }
        >
          {words.noScorecardText}
        </Empty>
      </Card>
    );
  }
  if (any.data && any.data.items.length > 0 && owner !== 'all') {
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
  return (
    <Card>
      <Empty
        title={words.emptyTitle}
        action={
          <>
            {mayImport && (
              <LinkButton strong to="/settings/imports">
                {words.toImports}
              </LinkButton>
            )}
            {mayKeys && <LinkButton to="/settings/keys">{words.toKeys}</LinkButton>}
          </>
        }
      >
        {words.emptyText}
      </Empty>
    </Card>
  );
}
