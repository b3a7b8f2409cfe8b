/* One company: why it stands where it stands, what is agreed, what happened, how it uses the product, and what is to be done. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { AccountPage as Account, AccountHealth, Health } from '../../api/types';
import { dayShort, pastDay } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { BandBadge } from '../../ui/band';
import { Button, Menu, type MenuItem } from '../../ui/button';
import type { WorkKind } from '../../ui/composer';
import { useQuestion } from '../../ui/dialog';
import { type Asked, EvidenceDrawer } from '../../ui/evidence';
import { Page, Tag } from '../../ui/layout';
import { AsOf, PastNotice } from '../../ui/past';
import { Failed, Loading } from '../../ui/state';
import { toast } from '../../ui/toast';
import css from './account.module.css';
import { ContactsCard } from './contacts';
import { ContractsCard } from './contracts';
import { DetailsCard } from './details';
import { EditDrawer, type Editing } from './editing';
import { HistoryCard } from './history';
import { TasksCard } from './tasks';
import { TimelineCard } from './timeline';
import { UsageCards } from './usage';
import { WhyCard } from './why';
import { useAccountWords } from './words';

const route = getRouteApi('/inside/accounts/$id');

/** What every part of the page needs: whose page, as of when, how to ask where a number comes from, how to edit. */
export interface Part {
  account: Account;
  asOf: string | undefined;
  mayAct: boolean;
  mayManage: boolean;
  onAsk: (asked: Omit<Asked, 'account' | 'name' | 'asOf'>) => void;
  onEdit: (editing: Editing) => void;
  /** Shows the page as of another day. */
  onDay: (day: string) => void;
}

/** The band is that of the day of the page, as its reasons are. */
function Beside({ account, health }: { account: Account; health: Health | undefined }) {
  const words = useAccountWords();
  const language = useLanguage();
  const champion = account.contacts.find((one) => one.roles.includes('champion'));
  const told = [
    account.owner ? words.owner(account.owner) : words.noOwner,
    champion?.name ? words.championIs(champion.name) : null,
    account.parent ? words.parentIs(account.parent) : null,
    !health && account.previous_band && account.band_since
      ? words.previously(account.previous_band, dayShort(account.band_since, language))
      : null,
  ].filter((one) => one !== null);
  return (
    <>
      <BandBadge band={(health ?? account).band} points={(health ?? account).points} large />
      {account.status !== 'paying' && <Tag tone={account.status === 'left' ? 'bad' : undefined}>{words.status[account.status]}</Tag>}
      <span className={css.about}>
        {account.touch && <Tag>{words.touch[account.touch]}</Tag>}{' '}
        {account.stage && account.stage !== account.status && <Tag>{words.stage[account.stage]}</Tag>}{' '}
        {told.map((one, at) => (
          <Fragment key={one}>
            <span className={css.whole}>{at + 1 < told.length ? `${one} ·` : one}</span>{' '}
          </Fragment>
        ))}
      </span>
    </>
  );
}

function useMenu(account: Account | undefined, onEdit: (editing: Editing) => void): [(MenuItem | 'line')[], React.ReactNode] {
  const words = useAccountWords();
  const navigate = useNavigate();
  const admin = useMay('admin');
  const manage = useMay('manage');
  const act = useMay('act');
  const [ask, asking] = useQuestion();
  if (!account) return [[], null];
  async function remove(): Promise<void> {
    await api(`/accounts/${account?.id}`, { method: 'DELETE' });
    topicsChanged(['accounts', 'today']);
    toast(words.removed);
    void navigate({ to: '/today' });
  }
  const items: (MenuItem | 'line')[] = [];
  if (act) items.push({ key: 'judge', label: words.judge, onClick: () => onEdit({ what: 'judgement' }) });
  if (manage) {
    items.push(
      { key: 'edit', label: words.edit, onClick: () => onEdit({ what: 'account' }) },
      { key: 'contact', label: words.addContact, onClick: () => onEdit({ what: 'contact' }) },
      { key: 'contract', label: words.addContract, onClick: () => onEdit({ what: 'contract' }) },
    );
  }
  if (admin) {
    items.push('line', {
      key: 'remove',
      label: words.remove,
      danger: true,
      onClick: () => ask({ title: words.removeAsk(account.name), text: words.removeText, act: words.remove, run: remove }),
    });
  }
  return [items, asking];
}

export function AccountPage() {
  const words = useAccountWords();
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayAct = useMay('act');
  const mayManage = useMay('manage');
  const [asked, ask] = useState<Asked | null>(null);
  const [editing, edit] = useState<Editing | null>(null);
  const [writing, write] = useState<WorkKind | null>(null);
  const asOf = pastDay(search.as_of);
  const setDay = (day: string | undefined) => void navigate({ search: (before) => ({ ...before, as_of: day }), replace: false });
  const topics = [`account:${id}`];
  const account = useRead<Account>({ path: `/accounts/${id}`, query: { as_of: asOf }, topics, keep: true });
  const health = useRead<AccountHealth>({ path: `/accounts/${id}/health`, query: { as_of: asOf }, topics, keep: true });
  const [menu, asking] = useMenu(account.data, edit);

  if (!account.data) {
    return (
      <Page title={words.pageTitle}>
        {account.error ? <Failed error={account.error} again={() => void account.refetch()} /> : <Loading lines={10} />}
      </Page>
    );
  }
  const part: Part = {
    account: account.data,
    asOf,
    mayAct: mayAct && !asOf,
    mayManage: mayManage && !asOf,
    onAsk: (one) => ask({ ...one, account: Number(id), name: account.data?.name ?? '', asOf }),
    onEdit: edit,
    onDay: setDay,
  };
  return (
    <Page
      title={account.data.name}
      beside={<Beside account={account.data} health={asOf ? health.data?.account : undefined} />}
      actions={
        <>
          <AsOf asOf={asOf} onChange={setDay} />
          {part.mayAct && (
            <>
              <Button onClick={() => write('note')}>{words.note}</Button>
              <Button onClick={() => write('task')}>{words.task}</Button>
              <Button strong onClick={() => write('call')}>
                {words.call}
              </Button>
            </>
          )}
          {menu.length > 0 && !asOf && <Menu label={words.more} target={<span aria-hidden="true">⋯</span>} items={menu} />}
        </>
      }
      notice={<PastNotice asOf={asOf} onChange={setDay} />}
    >
      <div className={css.page} data-past={asOf !== undefined || undefined}>
        <div className={css.top}>
          <WhyCard part={part} health={health} />
          <HistoryCard part={part} health={health} />
          <ContractsCard part={part} />
        </div>
        <div className={css.bottom}>
          <div className={css.column}>
            <TimelineCard
              part={part}
              kinds={search.kinds}
              onKinds={(kinds) => void navigate({ search: (before) => ({ ...before, kinds }), replace: true })}
              writing={writing}
              onWritten={() => write(null)}
            />
          </div>
          <div className={css.column}>
            <UsageCards part={part} />
            <TasksCard part={part} />
            <ContactsCard part={part} />
            <DetailsCard part={part} />
          </div>
        </div>
      </div>
      <EvidenceDrawer asked={asked} onClose={() => ask(null)} />
      <EditDrawer account={account.data} mayManage={part.mayManage} editing={editing} onClose={() => edit(null)} onEdit={edit} />
      {asking}
    </Page>
  );
}
