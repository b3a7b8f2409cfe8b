/* How things stand on a page. The plain arrangers are Mantine's; the rest is ours. */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageName } from '../lib/page-name';
import css from './layout.module.css';

export { Box, Center, Collapse, Divider, Flex, Grid, Group, SimpleGrid, Stack, Text, Title, Tooltip, VisuallyHidden } from '@mantine/core';

/** A page: its title, what stands beside it, what can be done at the right, and below the rest. */
export function Page(props: {
  title: string;
  /** What the tab is called, where that says more than the title. */
  tab?: string;
  beside?: ReactNode;
  /** The head is one line where there is room for it: what stands beside the title is cut, and never wraps. */
  oneLine?: boolean;
  actions?: ReactNode;
  notice?: ReactNode;
  /** As high as the window: what it lists scrolls by itself, the page does not. */
  fills?: boolean;
  children: ReactNode;
}) {
  usePageName(props.tab ?? props.title);
  return (
    <div className={css.page} data-fills={props.fills || undefined}>
      <header className={css.head}>
        <div className={css.headText} data-line={props.oneLine || undefined}>
          <Title order={1}>{props.title}</Title>
          {props.beside}
        </div>
        {props.actions && <div className={css.headActions}>{props.actions}</div>}
      </header>
      <div className={css.body}>
        {props.notice}
        {props.children}
      </div>
    </div>
  );
}

/** A card: one subject, its name, what stands at the right of the name. */
export function Card(props: {
  title?: ReactNode;
  beside?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
  label?: string;
}) {
  return (
    <section className={`${css.card} ${props.flush ? css.flush : ''} ${props.className ?? ''}`} aria-label={props.label}>
      {(props.title || props.beside) && (
        <div className={css.cardHead}>
          {props.title && <h2 className={css.cardTitle}>{props.title}</h2>}
          {props.beside && <div className={css.cardBeside}>{props.beside}</div>}
        </div>
      )}
      {props.children}
    </section>
  );
}

/** A main part and a narrower one beside it; below each other where there is no room. */
export function Beside({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={css.beside}>
      <div className={css.main}>{children}</div>
      <aside className={css.aside}>{aside}</aside>
    </div>
  );
}

/** Label and value, line by line. */
export function Facts({ items }: { items: (readonly [label: ReactNode, value: ReactNode] | null | false)[] }) {
  return (
    <dl className={css.facts}>
      {items.map(
        (item, index) =>
          item && (
            <div key={index}>
              <dt>{item[0]}</dt>
              <dd>{item[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Quiet words: what is said in passing. */
export function Muted({ children, small }: { children: ReactNode; small?: boolean }) {
  return <span className={small ? css.mutedSmall : css.muted}>{children}</span>;
}

/** A small frame around a word that names a kind. */
export function Tag({ children, tone }: { children: ReactNode; tone?: 'past' | 'bad' | 'good' }) {
  return (
    <span className={css.tag} data-tone={tone}>
      {children}
    </span>
  );
}

/** A line over the page that says in what unusual state it is. */
export function Notice({
  tone = 'plain',
  children,
  action,
}: {
  tone?: 'plain' | 'past' | 'bad' | 'good';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css.notice} data-tone={tone} role="status">
      <div>{children}</div>
      {action}
    </div>
  );
}
