import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './button.module.css';

/** A sign instead of a word; the word is its name for those who do not see the sign. */
export function IconButton(props: { name: string; children: ReactNode; onClick?: () => void; disabled?: boolean; pressed?: boolean }) {
  return (
    <Tooltip label={props.name}>
      <ActionIcon
        aria-label={props.name}
        aria-pressed={props.pressed}
        onClick={props.onClick}
        disabled={props.disabled}
        className={css.icon}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
