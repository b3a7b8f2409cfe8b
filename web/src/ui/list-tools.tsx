/*
 * What stands over a list: the search box, the filter as chips and with its builder, and where these are kept: in the address, so that a link shows
 * everybody the same.
 */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Condition } from '../api/types';
import { comparisons, conditionOf, type Group, groupOf, newGroup } from '../lib/condition';
import { conditionRead, conditionWritten } from '../lib/condition-address';
import { Button, TextButton } from './button';
import type { Naming } from './catalogue';
import { ConditionBuilder } from './condition';
import { type ListShown, slots } from './feature';
import { FilterChips } from './filter-chips';
import { Card, Muted, Notice } from './layout';
import css from './list-tools.module.css';
import { useListToolWords } from './list-tools-words';
import { SearchBox } from './search-box';
import { Empty } from './state';

export interface ListSearch {
  q?: string;
  filter?: string;
  sort?: string;
  /** Columns, in place of those chosen in this browser. */
  columns?: string;
  /** The saved view that it was opened as. */
  view?: string;
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

/**
 * The filter as it is built: what is not yet complete is in it, and not in the address. Who adds or removes a condition can go back to
 * the list before; changing a value leaves no step.
 */
function useFilterGroup(text: string | undefined, onChange: (filter: string | undefined, replace: boolean) => void) {
  const [group, setGroup] = useState(() => groupOf(conditionRead(text)));
  const sent = useRef(text);
  useEffect(() => {
    if (text !== sent.current) setGroup(groupOf(conditionRead(text)));
    sent.current = text;
  }, [text]);
  function change(next: Group): void {
    setGroup(next);
    const condition = conditionOf(next);
    const written = conditionWritten(condition);
    if (written === sent.current) return;
    const before = comparisons(conditionRead(sent.current));
    sent.current = written;
    onChange(written, comparisons(condition) === before);
  }
  return [group, change] as const;
}

interface FilterPanelProps {
  group: Group;
  onChange: (group: Group) => void;
  naming: Naming;
  quick: { name: string; group: Group }[];
}

function FilterPanel({ group, onChange, naming, quick }: FilterPanelProps) {
  const words = useListToolWords();
  return (
    <Card label={words.filterLabel}>
      <div className={`${css.quick} ${css.quickRow}`}>
        <Muted>{words.startFrom}</Muted>
        {quick.map((one) => (
          <TextButton key={one.name} onClick={() => onChange(one.group)}>
            {one.name}
          </TextButton>
        ))}
      </div>
      <ConditionBuilder label={words.filterLabel} value={group} onChange={onChange} naming={naming} />
    </Card>
  );
}

interface ListToolsProps {
  search: ListSearch;
  onChange: (next: ListSearch, replace?: boolean) => void;
  /** What the search box looks into. */
  looksInto: string;
  naming: Naming;
  quick: QuickFilter[];
  /** What is listed, for what features add. */
  list: Pick<ListShown, 'subject' | 'condition' | 'sort' | 'columns'>;
  /** At the end of the line. */
  children?: ReactNode;
}

/** What features add to a list's tools. */
function Added({ search, list }: Pick<ListToolsProps, 'search' | 'list'>) {
  const { q, filter, sort, columns, view } = search;
  const narrowed = q !== undefined || filter !== undefined || sort !== undefined;
  return slots.lists.useSoon()?.map((Bar, at) => <Bar key={at} list={{ ...list, q, view, columnsAsked: columns, narrowed }} />);
}

export function ListTools({ search, onChange, looksInto, naming, quick, list, children }: ListToolsProps) {
  const words = useListToolWords();
  const [building, setBuilding] = useState(false);
  const condition = conditionRead(search.filter);
  const [group, change] = useFilterGroup(search.filter, (filter, replace) => onChange({ filter }, replace));
  const start = quick.map((one) => ({ name: one.name, group: groupOf(one.condition) }));
  return (
    <>
      <div className={css.tools}>
        <span className={css.searchBox}>
          <SearchBox name={looksInto} size="xs" value={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
        </span>
        <Button onClick={() => setBuilding(!building)}>{condition ? words.filterOf(comparisons(condition)) : words.filter}</Button>
        {building && condition && <TextButton onClick={() => change(newGroup())}>{words.clear}</TextButton>}
        <Added search={search} list={list} />
        {children}
      </div>
      {search.filter !== undefined && !condition && (
        <Notice tone="bad" action={<TextButton onClick={() => onChange({ filter: undefined })}>{words.clear}</TextButton>}>
          {words.unreadable}
        </Notice>
      )}
      {building ? (
        <FilterPanel group={group} onChange={change} naming={naming} quick={start} />
      ) : (
        <FilterChips group={group} onChange={change} naming={naming} quick={start} onBuilder={() => setBuilding(true)} />
      )}
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
