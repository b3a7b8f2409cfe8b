/* Whom first, why, and what to do: one ranked list, with the tasks of the day beside it. */
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Today } from '../../api/types';
import { pastDay, today, useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { Choice } from '../../ui/button';
import { type Asked, EvidenceDrawer } from '../../ui/evidence';
import { Select } from '../../ui/field';
import { Beside, Muted, Page } from '../../ui/layout';
import { AsOf, PastNotice } from '../../ui/past';
import { useStaff } from '../../ui/staff';
import { Shown } from '../../ui/state';
import { BandsCard } from './bands';
import { NoRows } from './empty';
import { Head } from './head';
import { ITEMS_MOST, TASKS_MOST } from './rest';
import { Rows } from './rows';
import { TasksCard } from './tasks';
import { useTodayWords } from './words';

const route = getRouteApi('/inside/today');

function Whose({ owner, onChange }: { owner: string; onChange: (owner: string) => void }) {
  const words = useTodayWords();
  const staff = useStaff();
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
        options={staff.map((one) => ({ value: String(one.id), label: one.name }))}
      />
    </>
  );
}

export function TodayPage() {
  const words = useTodayWords();
  const dates = useDates();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayAct = useMay('act');
  const [asked, ask] = useState<Asked | null>(null);
  const [more, setMore] = useState({ items: false, tasks: false });
  const owner = search.owner ?? 'me';
  const asOf = pastDay(search.as_of);
  const reading = useRead<Today>({
    path: '/today',
    query: {
      owner_id: owner,
      as_of: asOf,
      limit: more.items ? ITEMS_MOST : undefined,
      tasks_limit: more.tasks ? TASKS_MOST : undefined,
    },
    topics: ['today', 'task'],
    keep: true,
  });
  const setOwner = (next: string) => void navigate({ search: (before) => ({ ...before, owner: next === 'me' ? undefined : next }) });
  const setDay = (day: string | undefined) => void navigate({ search: (before) => ({ ...before, as_of: day }) });

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
              aside={
                <>
                  {data.weeks.length > 0 && data.head.accounts > 0 && <BandsCard weeks={data.weeks} bands={data.bands} />}
                  {!asOf && (
                    <TasksCard
                      tasks={data.tasks}
                      total={data.tasks_total}
                      mayAct={mayAct}
                      onMore={() => setMore((before) => ({ ...before, tasks: true }))}
                    />
                  )}
                </>
              }
            >
              {data.items.length > 0 || data.head.snoozed > 0 ? (
                <Rows
                  items={data.items}
                  total={data.items_total}
                  onMore={() => setMore((before) => ({ ...before, items: true }))}
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
