/* The list that a button opens. It loads when the page stands. */
import { Menu as MantineMenu, UnstyledButton } from '@mantine/core';
import type { MenuProps } from './button';
import css from './button.module.css';

export default function OpenMenu({ target, items, label, pressed }: MenuProps & { pressed: boolean }) {
  return (
    <MantineMenu defaultOpened={pressed} position="bottom-end" withinPortal shadow="md">
      <MantineMenu.Target>
        <UnstyledButton className={css.menuTarget} aria-label={label}>
          {target}
        </UnstyledButton>
      </MantineMenu.Target>
      <MantineMenu.Dropdown>
        {items.map((item, index) =>
          item === 'line' ? (
            <MantineMenu.Divider key={`line${index}`} />
          ) : (
            <MantineMenu.Item
              key={item.key}
              onClick={item.onClick}
              disabled={item.disabled}
              className={item.danger ? css.danger : undefined}
            >
              {item.label}
            </MantineMenu.Item>
          ),
        )}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}
