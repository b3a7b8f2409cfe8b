/* A bare sheet over the page, without title: the palette. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

export function Over({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="8vh" xOffset={12} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.2} />
      <Modal.Content aria-label={label} radius="var(--radius-surface)">
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}
