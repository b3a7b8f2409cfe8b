/* The look: Mantine's parts in the values of tokens.css. Only this folder knows Mantine. */
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './tokens.css';
import { createTheme, type MantineColorsTuple, MantineProvider, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { cookieWrite } from '../lib/cookie';

declare global {
  /* Read by the scroll lock inside Mantine for the style element that it writes. */
  var __webpack_nonce__: string | undefined;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
globalThis.__webpack_nonce__ = nonce;

/* The shades are named in tokens.css; Mantine takes the filled one and, under the pointer, the next. */
function shades(filled: string, hovered: string): MantineColorsTuple {
  const all = Array.from({ length: 10 }, (_, shade) => `var(${shade === HOVERED ? hovered : filled})`);
  return all as unknown as MantineColorsTuple;
}
const FILLED = 7;
const HOVERED = FILLED + 1;
const FONTS = 'var(--font)';
const heading = (size: string) => ({ fontSize: `var(--size-${size})`, lineHeight: `var(--lead-${size})` });

/** In a toolbar, or in a form beside boxes of the same height. */
function heightOf(size: string | undefined): string {
  return size === 'xs' ? 'var(--control-compact)' : 'var(--control)';
}

const theme = createTheme({
  primaryColor: 'green',
  colors: { green: shades('--accent', '--accent-hover'), red: shades('--danger', '--danger-hover') },
  primaryShade: FILLED,
  fontFamily: FONTS,
  fontFamilyMonospace: 'var(--font-code)',
  headings: {
    fontFamily: FONTS,
    fontWeight: '600',
    sizes: { h1: heading('number'), h2: heading('title'), h3: heading('body') },
  },
  fontSizes: { xs: 'var(--size-meta)', sm: 'var(--size-body)', md: 'var(--size-body)', lg: 'var(--size-title)', xl: 'var(--size-number)' },
  spacing: { xs: 'var(--space-8)', sm: 'var(--space-12)', md: 'var(--space-16)', lg: 'var(--space-24)', xl: 'var(--space-32)' },
  shadows: { md: 'var(--shadow-menu)', xl: 'var(--shadow-dialog)' },
  defaultRadius: 'var(--radius-control)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Input: {
      vars: (_theme: unknown, { size }: { size?: string }) => ({
        wrapper: { '--input-height': heightOf(size), '--input-fz': 'var(--size-body)' },
      }),
    },
    InputLabel: { defaultProps: { size: 'xs', fw: 500, mb: 'var(--space-4)' } },
    InputDescription: { defaultProps: { size: 'xs' } },
    InputError: { defaultProps: { size: 'xs' } },
    Button: {
      defaultProps: { size: 'xs', fz: 'var(--size-meta)', fw: 500 },
      vars: (_theme: unknown, { size }: { size?: string }) => ({
        root: { '--button-height': heightOf(size), '--button-padding-x': 'var(--space-12)' },
      }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Modal: { defaultProps: { transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, events: { hover: true, focus: true, touch: false } } },
  },
});

export function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      {children}
    </MantineProvider>
  );
}

export type Scheme = 'light' | 'dark' | 'auto';

export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (scheme: Scheme) => {
    setColorScheme(scheme);
    cookieWrite('banso_scheme', scheme === 'auto' ? '' : scheme); // src/http/html.c
  };
  return [colorScheme, choose];
}
