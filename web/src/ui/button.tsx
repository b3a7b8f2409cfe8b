/* What is pressed. One strong button per view; the rest are plain. */
import { Button as MantineButton, SegmentedControl, UnstyledButton } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, type Ref, Suspense, useState } from 'react';
import { laterComponent } from '../lib/later';
import css from './button.module.css';

interface ButtonProps {
  children: ReactNode;
  onClick?: (event: MouseEvent) => void;
  strong?: boolean;
  danger?: boolean;
  quiet?: boolean;
  busy?: boolean;
  disabled?: boolean;
  submit?: boolean;
  form?: string;
  full?: boolean;
  /** As high as a box to write in. */
  large?: boolean;
  label?: string;
  ref?: Ref<HTMLButtonElement>;
}

function variantOf(props: ButtonProps): 'filled' | 'default' | 'subtle' {
  if (props.strong) return 'filled';
  return props.quiet ? 'subtle' : 'default';
}

export function Button(props: ButtonProps) {
  return (
    <MantineButton
      ref={props.ref}
      type={props.submit ? 'submit' : 'button'}
      form={props.form}
      variant={variantOf(props)}
      size={props.large ? 'sm' : 'xs'}
      color={props.danger ? 'red.7' : props.quiet ? 'gray' : 'green'}
      className={props.quiet ? `${css.button} ${css.quiet}` : css.button}
      classNames={{ label: css.label }}
      onClick={props.onClick}
      loading={props.busy}
      disabled={props.disabled}
      fullWidth={props.full}
      aria-label={props.label}
    >
      {props.children}
    </MantineButton>
  );
}

/** A button that is a link: opens in a new tab like any other. */
export function LinkButton({ children, strong, ...link }: { children: ReactNode; strong?: boolean } & LinkProps) {
  return (
    <Link {...link} className={strong ? css.linkStrong : css.link}>
      {children}
    </Link>
  );
}

/** A link that saves a file and looks like a button. */
export function DownloadLink({ children, href }: { children: ReactNode; href: string }) {
  return (
    <a className={css.link} href={href} download>
      {children}
    </a>
  );
}

export interface MenuItem {
  key: string;
  label: ReactNode;
  onClick: () => void;
  danger?: boolean;
  disabled?: boolean;
}

export interface MenuProps {
  target: ReactNode;
  items: (MenuItem | 'line')[];
  label?: string;
}

const OpenMenu = laterComponent(() => import('./menu'));

/** Until what opens is there, its button is; pressed before, it opens as soon as it can. */
export function Menu(props: MenuProps) {
  const [pressed, setPressed] = useState(false);
  return (
    <Suspense
      fallback={
        <UnstyledButton className={css.menuTarget} aria-label={props.label} aria-haspopup="menu" onClick={() => setPressed(true)}>
          {props.target}
        </UnstyledButton>
      }
    >
      <OpenMenu {...props} pressed={pressed} />
    </Suspense>
  );
}

/** One of a few. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={props.label}
      value={props.value}
      data={props.options}
      onChange={(value) => props.onChange(value as T)}
      transitionDuration={0}
      className={css.choice}
      classNames={{ label: css.choiceLabel, indicator: css.choiceIndicator }}
    />
  );
}

/** A number or a phrase that can be explained: underlined with dots, opens where it comes from. */
export function Explain({ children, onClick, label }: { children: ReactNode; onClick: () => void; label?: string }) {
  return (
    <button type="button" className={css.explain} onClick={onClick} aria-label={label}>
      {children}
    </button>
  );
}

/** Words that act, in a line of text. */
/** `name`: what it is of, where its words alone do not say; it holds them. */
export function TextButton({
  children,
  onClick,
  danger,
  name,
}: {
  children: ReactNode;
  onClick: () => void;
  danger?: boolean;
  name?: string;
}) {
  return (
    <button type="button" className={css.text} data-danger={danger || undefined} aria-label={name} onClick={onClick}>
      {children}
    </button>
  );
}
