/* One company: why it stands where it stands, what is agreed, what happened, how it uses the product, and what is to be done. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { AccountPage as Account } from '../../api/types';
import { useActs } from '../../lib/acts';
import { pastDay } from '../../lib/dates';
import { useKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { opens, useMay, useMe } from '../../lib/me';
import { useAddress } from '../../ui/address';
import { Button, Menu, type MenuItem } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { EvidenceDrawer } from '../../ui/evidence';
import { type AccountPart, type Asked, type Editing, slots, type Work } from '../../ui/feature';
import { Page } from '../../ui/layout';
import { AsOf, PastNotice } from '../../ui/past';
import { Failed, Loading } from '../../ui/state';
import { toast } from '../../ui/toast';
import { TrailBar } from '../../ui/trail-bar';
import css from './account.module.css';
import { EditDrawer } from './editing';
import { useMergeWords } from './merge-words';
import { useAccountWords } from './words';

/** How many of what can be written down are buttons; the others are in the menu beside them. */
const BUTTONS = 3;

/** Marks and what is said of the company, beside its name, as far as there is room. */
function Beside({ part }: { part: AccountPart }) {
  const language = useLanguage();
  const { marks, said } = slots.account.use();
  const { account, asOf } = part;
  const told = said.map((one) => one.say(account, language, asOf !== undefined)).filter((one) => one !== null);
  return (
    <>
      {marks
        .filter((one) => !one.below)
        .map(({ at, Mark }) => (
          <Mark key={at} part={part} />
        ))}
      {marks
        .filter((one) => one.below)
        .map(({ at, Mark }) => (
          <Mark key={at} part={part} />
        ))}
      <span className={css.about} title={told.join(' · ')}>
        {told.join(' · ')}
      </span>
    </>
  );
}

function useMenu(account: Account | undefined, onEdit: (editing: Editing) => void): [(MenuItem | 'line')[], React.ReactNode] {
  const words = useAccountWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const { acts } = slots.account.use();
  const merging = useMergeWords();
  const [ask, asking] = useQuestion();
  if (!account) return [[], null];
  async function remove(): Promise<void> {
    await api(`/accounts/${account?.id}`, { method: 'DELETE' });
    topicsChanged(['accounts', 'today']);
    toast(words.removed);
    void navigate({ to: '/today' });
  }
  const items: (MenuItem | 'line')[] = acts
    .filter((act) => opens(me, act))
    .map(({ at, name, editing }) => ({ key: String(at), label: name[language], onClick: () => onEdit(editing) }));
  if (me.rights.includes('manage'))
    items.push({
      key: 'merge',
      label: merging.act,
      onClick: () => void navigate({ to: '/accounts/$id/merge', params: { id: String(account.id) } as never, search: {} as never }),
    });
  if (me.rights.includes('admin')) {
    items.push('line', {
      key: 'remove',
      label: words.remove,
      danger: true,
      onClick: () => ask({ title: words.removeAsk(account.name), text: words.removeText, act: words.remove, run: remove }),
    });
  }
  return [items, asking];
}

function Cards({ area, part }: { area: 'top' | 'main' | 'side' | 'foot'; part: AccountPart }) {
  const { cards } = slots.account.use();
  return cards.filter((card) => card.area === area).map(({ at, Card }) => <Card key={at} part={part} />);
}

function isHead<W extends Work>(work: W): work is W & { head: NonNullable<Work['head']> } {
  return work.head !== undefined;
}

export function AccountPage() {
  const words = useAccountWords();
  const language = useLanguage();
  const buttons = slots.works
    .use()
    .filter(isHead)
    .sort((one, other) => one.head.order - other.head.order);
  const { id } = useParams({ from: '/inside/accounts/$id' as never }) as { id: string };
  const [search, change] = useAddress<'as_of' | 'kinds'>('/accounts/$id');
  const mayAct = useMay('act');
  const mayManage = useMay('manage');
  const [asked, ask] = useState<Asked | null>(null);
  const [editing, edit] = useState<Editing | null>(null);
  const [writing, write] = useState<string | null>(null);
  const asOf = pastDay(search.as_of);
  const setDay = (day: string | undefined) => change({ as_of: day });
  const topics = [`account:${id}`];
  const account = useRead<Account>({ path: `/accounts/${id}`, query: { as_of: asOf }, topics, keep: true });
  /* An account that was merged is found where it went; what is kept while the next one comes says nothing of that. */
  const went = account.data && !account.isPlaceholderData && account.data.id !== Number(id) ? account.data.id : null;
  const navigate = useNavigate();
  useEffect(() => {
    if (went !== null) void navigate({ to: '/accounts/$id', params: { id: String(went) }, search: {} as never, replace: true });
  }, [went, navigate]);
  const [menu, asking] = useMenu(account.data, edit);
  const named = (label: string) => (account.data ? `${label} · ${account.data.name}` : label);
  useActs([
    ...(mayAct && !asOf && account.data ? buttons.map(({ kind, act }) => ({ label: named(act[language]), run: () => write(kind) })) : []),
    ...(asOf ? [] : menu.flatMap((item) => (item === 'line' ? [] : [{ label: named(String(item.label)), run: item.onClick }]))),
  ]);
  useKeys(
    buttons.flatMap(({ key, kind, act }) => (key ? [{ keys: key, label: act[language], run: () => write(kind) }] : [])),
    mayAct && !asOf && account.data !== undefined,
  );

  const trail = <TrailBar id={Number(id)} asOf={asOf} />;
  if (!account.data) {
    return (
      <Page title={words.pageTitle} actions={trail}>
        {account.error ? <Failed error={account.error} again={() => void account.refetch()} /> : <Loading lines={10} />}
      </Page>
    );
  }
  const written = mayAct
    ? buttons.slice(BUTTONS).map(({ kind, act }) => ({ key: kind, label: act[language], onClick: () => write(kind) }))
    : [];
  const inMenu = [...written, ...(written.length > 0 && menu.length > 0 ? ['line' as const] : []), ...menu];
  const part: AccountPart = {
    account: account.data,
    asOf,
    mayAct: mayAct && !asOf,
    mayManage: mayManage && !asOf,
    onAsk: (one) => ask({ ...one, account: Number(id), name: account.data?.name ?? '', asOf }),
    onEdit: edit,
    onDay: setDay,
    kinds: search.kinds,
    onKinds: (kinds) => change({ kinds }, true),
    writing,
    onWritten: () => write(null),
  };
  return (
    <Page
      title={account.data.name}
      oneLine
      beside={<Beside part={part} />}
      actions={
        <>
          {trail}
          <AsOf asOf={asOf} onChange={setDay} />
          {part.mayAct &&
            buttons.slice(0, BUTTONS).map(({ kind, head }) => (
              <Button key={kind} strong={head.strong} onClick={() => write(kind)}>
                {head.name[language]}
              </Button>
            ))}
          {inMenu.length > 0 && !asOf && <Menu label={words.more} target={<span aria-hidden="true">⋯</span>} items={inMenu} />}
        </>
      }
      notice={<PastNotice asOf={asOf} onChange={setDay} />}
    >
      <div className={css.page} data-past={asOf !== undefined || undefined}>
        <div className={css.top}>
          <Cards area="top" part={part} />
        </div>
        <div className={css.bottom}>
          <div className={css.column}>
            <Cards area="main" part={part} />
          </div>
          <div className={css.side}>
            <Cards area="side" part={part} />
          </div>
          <div className={css.foot}>
            <Cards area="foot" part={part} />
          </div>
        </div>
      </div>
      <EvidenceDrawer asked={asked} onClose={() => ask(null)} />
      <EditDrawer account={account.data} mayManage={part.mayManage} editing={editing} onClose={() => edit(null)} onEdit={edit} />
      {asking}
    </Page>
  );
}
