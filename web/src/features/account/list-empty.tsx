/* In place of a list without accounts: nobody fits, or is shown by Active or Left, or there is nobody yet. */
import type { ReactNode } from 'react';
import { type Page, useRead } from '../../api/query';
import type { AccountListed, Day } from '../../api/types';
import { conditionRead } from '../../lib/condition-address';
import { Button } from '../../ui/button';
import { type ListSearch, NoneListed } from '../../ui/list-tools';
import { Empty } from '../../ui/state';
import { useListWords } from './list-words';

export interface AccountSearch extends ListSearch {
  as_of?: string;
  /** "left", "all"; else those that are customers or may become some. */
  show?: string;
  /** Set: the form for a new one stands open. */
  make?: string;
  /** The change of many accounts that was made from here, for its undo. */
  bulk?: string;
}

interface NobodyProps {
  search: AccountSearch;
  asOf: Day | undefined;
  onChange: (next: Partial<AccountSearch>) => void;
  action: ReactNode;
}

export function NobodyListed({ search, asOf, onChange, action }: NobodyProps) {
  const words = useListWords();
  const { show } = search;
  const any = useRead<Page<AccountListed>>({ path: '/accounts', query: { limit: 1, as_of: asOf }, topics: ['accounts', 'account'] });
  if (any.isPending) return null;
  const plain = search.q === undefined && conditionRead(search.filter) === null && show !== 'all';
  if (plain && any.data && any.data.items.length > 0) {
    const left = show === 'left';
    return (
      <Empty
        title={left ? words.nobodyLeft : words.nobodyActive}
        action={<Button onClick={() => onChange({ show: left ? undefined : 'all' })}>{left ? words.seeActive : words.seeAll}</Button>}
      >
        {left ? null : words.nobodyActiveText}
      </Empty>
    );
  }
  return (
    <NoneListed
      search={search}
      onChange={onChange}
      noMatch={words.noMatchText}
      title={words.noneTitle}
      text={words.noneText}
      action={action}
    />
  );
}
