/* All hits: the search, the kind and the order stand in the address, so that a link shows everybody the same. */
import { Link } from '@tanstack/react-router';
import { type Page as Paged, useReadList } from '../../api/query';
import type { Found, FoundPage } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { sees, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { useAddress } from '../../ui/address';
import { Button, Choice } from '../../ui/button';
import { Select } from '../../ui/field';
import { hitsAll, hitsFound, hitTopics } from '../../ui/hits';
import { Card, Muted, Notice, Page } from '../../ui/layout';
import { Pieces } from '../../ui/pieces';
import { SearchBox } from '../../ui/search-box';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { VisibleMark } from '../../ui/visible';
import css from './search.module.css';
import { useSearchWords } from './words';

const ALL = 'all';
const ORDERS = ['newest', 'relevance'] as const;

function Hit({ found }: { found: Found }) {
  const language = useLanguage();
  const dates = useDates();
  const kind = new Map(hitsAll()).get(found.kind);
  const title = found.title === null ? (found.subtitle ?? '') : <Pieces pieces={found.title_pieces} />;
  const beside = found.title === null ? null : found.subtitle;
  return (
    <li className={css.hit}>
      <div className={css.line}>
        <span className={css.kind}>{kind?.name[language] ?? found.kind}</span>
        <Link className={css.title} {...((kind?.to(found) ?? { to: '/today' }) as { to: string })}>
          {title}
        </Link>
        {beside && <span className={css.beside}>{beside}</span>}
        <VisibleMark to={found.visible_to} />
        <time className={css.time} dateTime={found.at}>
          {dates.time(found.at)}
        </time>
      </div>
      {found.text_pieces.length > 0 && (
        <p className={css.text}>
          <Pieces pieces={found.text_pieces} />
        </p>
      )}
    </li>
  );
}

interface Asked {
  q: string;
  kind: string | undefined;
  order: (typeof ORDERS)[number];
  onAllKinds: () => void;
}

function Hits({ q, kind, order, onAllKinds }: Asked) {
  const words = useSearchWords();
  const list = useReadList<Found>({ path: '/search', query: { q, kind, order }, topics: hitTopics(), keep: true });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading lines={8} />;
  if (list.items.length === 0)
    return (
      <Empty title={words.noneTitle} action={kind && <Button onClick={onAllKinds}>{words.allKinds}</Button>}>
        {words.noneText}
      </Empty>
    );
  const first = list.data.pages[0] as Paged<Found> & FoundPage;
  return (
    <>
      {first.ranked_newest && <Notice>{words.ranked}</Notice>}
      {first.total !== null && <Muted small>{words.hits(countText(first.total), first.total === 1)}</Muted>}
      <ol className={css.hits} aria-label={words.results} aria-busy={list.isFetching}>
        {list.items.map((found) => (
          <Hit key={`${found.kind}${found.id}`} found={found} />
        ))}
      </ol>
      <More list={list} />
    </>
  );
}

export function SearchPage() {
  const words = useSearchWords();
  const language = useLanguage();
  const [{ q = '', kind, order }, change] = useAddress<'q' | 'kind' | 'order'>('/search');
  const known = ORDERS.find((one) => one === order) ?? 'newest';
  const me = useMe();
  const kinds = hitsFound()
    .filter(([, hits]) => sees(me, hits.circle))
    .map(([value, hits]) => ({ value, label: hits.name[language] }));
  return (
    <Page title={words.title}>
      <Card>
        <div className={css.asked}>
          <div className={css.box}>
            <SearchBox name={words.search} autoFocus value={q} onChange={(text) => change({ q: text }, true)} />
          </div>
          <Select
            name={words.kind}
            width={150}
            value={kind ?? ALL}
            onChange={(value) => change({ kind: value && value !== ALL ? value : undefined })}
            options={[{ value: ALL, label: words.all }, ...kinds]}
          />
          <Choice
            label={words.order}
            value={known}
            onChange={(value) => change({ order: value })}
            options={ORDERS.map((value) => ({ value, label: words[value] }))}
          />
        </div>
        {q.trim() === '' ? (
          <Empty title={words.startTitle}>{words.startText}</Empty>
        ) : (
          <Hits q={q} kind={kind} order={known} onAllKinds={() => change({ kind: undefined })} />
        )}
      </Card>
    </Page>
  );
}
