/* Who comes first, why, and what to do: one ranked list, with the tasks of the day beside it. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Today } from '../../api/types';
import { pastDay, today, useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { useAddress } from '../../ui/address';
import { Choice } from '../../ui/button';
import { EvidenceDrawer } from '../../ui/evidence';
import { type Asked, slots } from '../../ui/feature';
import { Select } from '../../ui/field';
import { Beside, Muted, Page } from '../../ui/layout';
import { AsOf, PastNotice } from '../../ui/past';
import { ITEMS_MOST, TASKS_MOST } from '../../ui/rest';
import { usePersonLabel, useStaff } from '../../ui/staff';
import { Shown } from '../../ui/state';
import { NoRows } from './empty';
import { Head } from './head';
import { Rows } from './rows';
import { useTodayWords } from './words';

function Whose({ owner, onChange }: { owner: string; onChange: (owner: string) => void }) {
  const words = useTodayWords();
  const staff = useStaff();
  const labelOf = usePersonLabel();
  const other = owner !== 'me' && owner !== 'all';
  return (
    <>
      <Choice
        label={words.whose}
        value={other ? '' : owner}
        onChange={onChange}
        options={[
          { value: 'me', label: words.mine },
          { value: 'all', label: words.all },
        ]}
      />
      <Select
        name={words.owner}
        placeholder={words.owner}
        size="xs"
        width={136}
        search
        value={other ? owner : null}
        onChange={(value) => value && onChange(value)}
        options={staff.map((one) => ({ value: String(one.id), label: labelOf(one) }))}
      />
    </>
  );
}

export function TodayPage() {
  const words = useTodayWords();
  const { cards } = slots.today.use();
  const dates = useDates();
  const [search, change] = useAddress<'owner' | 'as_of'>('/today');
  const mayAct = useMay('act');
  const [asked, ask] = useState<Asked | null>(null);
  const [more, setMore] = useState({ items: false, tasks: false });
  const owner = search.owner ?? 'me';
  const asOf = pastDay(search.as_of);
  const reading = useRead<Today>({
    path: '/today',
    query: {
      owner_id: owner,
      group: 'open',
      as_of: asOf,
      limit: more.items ? ITEMS_MOST : undefined,
      tasks_limit: more.tasks ? TASKS_MOST : undefined,
    },
    topics: ['today', 'task'],
    keep: true,
  });
  const setOwner = (next: string) => change({ owner: next === 'me' ? undefined : next });
  const setDay = (day: string | undefined) => change({ as_of: day });

  return (
    <Page
      title={words.title}
      beside={<Muted>{dates.weekday(asOf ?? today())}</Muted>}
      actions={
        <>
          <Whose owner={owner} onChange={setOwner} />
          <AsOf asOf={asOf} onChange={setDay} />
        </>
      }
      notice={<PastNotice asOf={asOf} onChange={setDay} />}
    >
      <Shown reading={reading} lines={10}>
        {(data) => (
          <>
            {(data.head.accounts > 0 || data.head.tasks_open > 0) && <Head head={data.head} past={asOf !== undefined} />}
            <Beside
              aside={cards.map(({ at, Card }) => (
                <Card
                  key={at}
                  today={data}
                  asOf={asOf}
                  mayAct={mayAct}
                  onMoreTasks={() => setMore((before) => ({ ...before, tasks: true }))}
                />
              ))}
            >
              {data.groups.some((group) => group.rows > 0) || data.head.snoozed > 0 ? (
                <Rows
                  items={data.items}
                  groups={data.groups}
                  total={data.items_total}
                  onMore={() => setMore((before) => ({ ...before, items: true }))}
                  done={data.head.done}
                  toDo={data.head.to_do}
                  snoozed={data.head.snoozed}
                  owner={owner}
                  asOf={asOf}
                  mayAct={mayAct && !asOf}
                  showOwner={owner === 'all'}
                  onAsk={ask}
                />
              ) : (
                <NoRows owner={owner} accounts={data.head.accounts} onAll={() => setOwner('all')} />
              )}
            </Beside>
          </>
        )}
      </Shown>
      <EvidenceDrawer asked={asked} onClose={() => ask(null)} />
    </Page>
  );
}
