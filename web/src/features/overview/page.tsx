/* How the whole portfolio stands: as of today or of any past day. */
import { useRead } from '../../api/query';
import type { Overview } from '../../api/types';
import { pastDay, today, useDates } from '../../lib/dates';
import { useAddress } from '../../ui/address';
import { LinkButton } from '../../ui/button';
import { Card, Muted, Page } from '../../ui/layout';
import { AsOf, PastNotice } from '../../ui/past';
import { Empty, Shown } from '../../ui/state';
import { Moves, weeksOf } from './moves';
import { Risk } from './risk';
import { Strip } from './strip';
import { TOPICS } from './topics';
import { useOverviewWords } from './words';
import { Work } from './work';

export function OverviewPage() {
  const words = useOverviewWords();
  const dates = useDates();
  const [search, change] = useAddress<'as_of' | 'by' | 'sort' | 'weeks' | 'moved' | 'did'>('/overview');
  const asOf = pastDay(search.as_of);
  const setDay = (day: string | undefined) => change({ as_of: day });
  const reading = useRead<Overview>({
    path: '/overview',
    query: { as_of: asOf, by: search.by },
    topics: TOPICS,
    keep: true,
  });
  return (
    <Page
      title={words.title}
      beside={<Muted>{dates.weekday(asOf ?? today())}</Muted>}
      actions={<AsOf asOf={asOf} onChange={setDay} />}
      notice={<PastNotice asOf={asOf} onChange={setDay} />}
    >
      <Shown reading={reading} lines={10}>
        {(overview) =>
          overview.total.accounts === 0 ? (
            <Card>
              <Empty title={words.empty} action={<LinkButton to="/accounts">{words.all}</LinkButton>}>
                {words.emptyText}
              </Empty>
            </Card>
          ) : (
            <>
              <Strip overview={overview} asOf={asOf} />
              <Risk overview={overview} asOf={asOf} sort={search.sort} onBy={(by) => change({ by })} onSort={(sort) => change({ sort })} />
              <Moves
                asOf={asOf}
                weeks={weeksOf(search.weeks)}
                onWeeks={(weeks) => change({ weeks })}
                moved={search.moved}
                onMoved={(moved) => change({ moved })}
              />
              <Work asOf={asOf} did={search.did} onDid={(did) => change({ did })} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}
