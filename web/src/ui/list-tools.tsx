/*
 * What stands over a list: the search box, the filter with its builder, and where these are kept: in the address, so that a link shows
 * everybody the same.
 */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Condition } from '../api/types';
import { comparisons, conditionOf, conditionRead, type Group, groupOf } from '../lib/condition';
import { Button, TextButton } from './button';
import type { Naming } from './catalogue';
import { ConditionBuilder } from './condition';
import { Card, Muted } from './layout';
import css from './list-tools.module.css';
import { useListToolWords } from './list-tools-words';
import { SearchBox } from './search-box';
import { Empty } from './state';

export interface ListSearch {
  q?: string;
  filter?: string;
  sort?: string;
}

/** The words of the address of a list, and how they are changed; `undefined` takes one away. */
export function useListSearch<T extends ListSearch>(to: string) {
  const search = useSearch({ strict: false }) as T;
  const navigate = useNavigate();
  const change = (next: Partial<T>, replace = true) => void navigate({ to, search: { ...search, ...next } as never, replace });
  return { search, change };
}

/** A filter to start from. */
export interface QuickFilter {
  name: string;
  condition: Condition;
}

interface FilterPanelProps {
  text: string | undefined;
  onChange: (filter: string | undefined) => void;
  naming: Naming;
  quick: QuickFilter[];
}

function FilterPanel({ text, onChange, naming, quick }: FilterPanelProps) {
  const words = useListToolWords();
  const [group, setGroup] = useState(() => groupOf(conditionRead(text)));
  const sent = useRef(text);
  useEffect(() => {
    if (text !== sent.current) setGroup(groupOf(conditionRead(text)));
    sent.current = text;
  }, [text]);

  function change(next: Group): void {
    setGroup(next);
    const condition = conditionOf(next);
    sent.current = condition ? JSON.stringify(condition) : undefined;
    onChange(sent.current);
  }

  return (
    <Card label={words.filterLabel}>
      <div className={`${css.quick} ${css.quickRow}`}>
        <Muted>{words.startFrom}</Muted>
        {quick.map(({ name, condition }) => (
          <TextButton key={name} onClick={() => change(groupOf(condition))}>
            {name}
          </TextButton>
        ))}
      </div>
      <ConditionBuilder label={words.filterLabel} value={group} onChange={change} naming={naming} />
    </Card>
  );
}

interface ListToolsProps {
  search: ListSearch;
  onChange: (next: ListSearch) => void;
  /** What the search box looks into. */
  looksInto: string;
  naming: Naming;
  quick: QuickFilter[];
  /** At the end of the line. */
  children?: ReactNode;
}

export function ListTools({ search, onChange, looksInto, naming, quick, children }: ListToolsProps) {
  const words = useListToolWords();
  const [filtering, setFiltering] = useState(search.filter !== undefined);
  const condition = conditionRead(search.filter);
  return (
    <>
      <div className={css.tools}>
        <span className={css.searchBox}>
          <SearchBox name={looksInto} size="xs" value={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
        </span>
        <Button onClick={() => setFiltering(!filtering)}>{condition ? words.filterOf(comparisons(condition)) : words.filter}</Button>
        {condition && <TextButton onClick={() => onChange({ filter: undefined })}>{words.clear}</TextButton>}
        {children}
      </div>
      {filtering && <FilterPanel text={search.filter} onChange={(filter) => onChange({ filter })} naming={naming} quick={quick} />}
    </>
  );
}

/** In place of a list without rows: nothing fits what was asked, or there is nothing yet. */
export function NoneListed(props: {
  search: ListSearch;
  onChange: (next: Partial<ListSearch>) => void;
  noMatch: string;
  title: string;
  text: string;
  action: ReactNode;
}) {
  const words = useListToolWords();
  const { search, onChange, noMatch, title, text, action } = props;
  if (search.q === undefined && conditionRead(search.filter) === null) {
    return (
      <Empty title={title} action={action}>
        {text}
      </Empty>
    );
  }
  const clear = <Button onClick={() => onChange({ q: undefined, filter: undefined })}>{words.clearAll}</Button>;
  return (
    <Empty title={words.noMatch} action={clear}>
      {noMatch}
    </Empty>
  );
}
