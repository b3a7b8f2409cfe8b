/* Mantine's sheets over the page. They load when the page stands: nothing is open in the beginning. */
import { Drawer, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import css from './dialog.module.css';
import { useKitWords } from './words';

export interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Slides in at the right, beside what one came from. */
  beside?: boolean;
  /** What is looked at beside the page, which stays in sight: wider, and without a shade over the page. */
  looking?: boolean;
}

const EDITS_PX = 440;
const LOOKS_PX = 640;

const SHADE = { color: 'var(--scrim)', backgroundOpacity: 1 };

export default function Sheet({ open, onClose, title, children, size, beside, looking }: SheetProps) {
  const words = useKitWords();
  /* Mantine remembers what had the focus when `opened` turns true; a sheet that is shown open already would never give it back. */
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(open), [open]);
  const both = { opened, onClose, title, closeButtonProps: { 'aria-label': words.close }, classNames: { title: css.title } };
  if (beside) {
    return (
      <Drawer
        {...both}
        size={looking ? LOOKS_PX : EDITS_PX}
        position="right"
        shadow="xl"
        overlayProps={looking ? { backgroundOpacity: 0 } : SHADE}
        classNames={{ title: css.title, header: css.header, body: css.drawer }}
      >
        {children}
      </Drawer>
    );
  }
  return (
    /* Over a drawer there would be two banners. */
    <Modal {...both} size={size ?? 'md'} shadow="xl" overlayProps={SHADE} attributes={{ header: { role: 'presentation' } }}>
      {children}
    </Modal>
  );
}
