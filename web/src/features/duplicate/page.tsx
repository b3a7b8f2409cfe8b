/* Pairs of accounts that look the same, the most alike first. */
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { Duplicate, DuplicateCounts, DuplicateSide } from '../../api/types';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { useAddress } from '../../ui/address';
import { Choice, LinkButton, TextButton } from '../../ui/button';
import { Card, Muted } from '../../ui/layout';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './duplicate.module.css';
import { useDuplicateWords } from './words';

const TOPICS = ['duplicates', 'duplicate', 'accounts'];

async function say(pair: Duplicate, what: 'dismiss' | 'reopen'): Promise<void> {
  await api(`/duplicates/${pair.id}/${what}`, { method: 'POST' });
  topicsChanged(TOPICS);
}

function Side({ side }: { side: DuplicateSide }) {
  const words = useDuplicateWords();
  const said = [
    side.external_id,
    side.domain,
    side.owner && words.owner(side.owner),
    side.contacts > 0 && words.people(countText(side.contacts), side.contacts === 1),
  ].filter(Boolean);
  return (
    <li>
      <Link to="/accounts/$id" params={{ id: String(side.id) }} search={{}}>
        {side.name}
      </Link>{' '}
      <Muted small>{said.join(' · ')}</Muted>
    </li>
  );
}

function Acts({ pair }: { pair: Duplicate }) {
  const words = useDuplicateWords();
  const dismiss = () =>
    void say(pair, 'dismiss')
      .then(() => toast(words.dismissedToast, () => say(pair, 'reopen')))
      .catch(toastError);
  const reopen = () =>
    void say(pair, 'reopen')
      .then(() => toast(words.reopened, () => say(pair, 'dismiss')))
      .catch(toastError);
  const names = `${pair.first.name}, ${pair.second.name}`;
  return (
    <div className={css.acts}>
      {pair.state === 'open' ? (
        <TextButton onClick={dismiss} name={`${words.dismiss}: ${names}`}>
          {words.dismiss}
        </TextButton>
      ) : (
        <TextButton onClick={reopen} name={`${words.reopen}: ${names}`}>
          {words.reopen}
        </TextButton>
      )}
      <LinkButton
        to="/accounts/$id/merge"
        params={{ id: String(pair.first.id) } as never}
        search={{ with: String(pair.second.id) } as never}
      >
        {words.compare}
      </LinkButton>
    </div>
  );
}

export function DuplicatesPart() {
  const words = useDuplicateWords();
  const mayManage = useMay('manage');
  const [search, change] = useAddress<'state'>('/settings/duplicates');
  const state = search.state === 'dismissed' ? 'dismissed' : 'open';
  const counts = useRead<DuplicateCounts>({ path: '/duplicates/count', topics: TOPICS });
  const list = useReadList<Duplicate>({ path: '/duplicates', query: { state }, topics: TOPICS });
  const row = (pair: Duplicate) => [
    <ul key="pair" className={css.list}>
      <Side side={pair.first} />
      <Side side={pair.second} />
    </ul>,
    <ul key="reasons" className={css.list}>
      {pair.reasons.map(({ kind, value }) => (
        <li key={kind}>{words.reason[kind](value ?? '')}</li>
      ))}
    </ul>,
    mayManage && <Acts key="acts" pair={pair} />,
  ];
  return (
    <Card
      title={counts.data && counts.data.accounts > 0 ? words.title(countText(counts.data.accounts)) : words.plain}
      beside={
        <Choice
          label={words.state}
          value={state}
          options={[
            { value: 'open', label: words.open },
            { value: 'dismissed', label: words.dismissed },
          ]}
          onChange={(next) => change({ state: next === 'open' ? undefined : next }, true)}
        />
      }
    >
      <p className={css.text}>{words.text}</p>
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <Empty title={state === 'open' ? words.empty : words.emptyDismissed}>{state === 'open' && words.emptyText}</Empty>
      ) : (
        <>
          <SmallTable label={words.plain} head={[words.pair, words.reasons]} acts={words.acts} rows={list.items.map(row)} />
          <More list={list} />
        </>
      )}
    </Card>
  );
}
