/* The look: Mantine's defaults, one accent, system fonts, 14 px. Only this folder knows Mantine. */
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

const green: MantineColorsTuple = [
  '#e7f2ec',
  '#d0e5da',
  '#a4cdb8',
  '#74b394',
  '#4d9c76',
  '#378d64',
  '#2b8059',
  '#1f6b4a',
  '#185b3e',
  '#0f4a31',
];
const FONTS = 'system-ui, "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif';

const theme = createTheme({
  primaryColor: 'green',
  colors: { green },
  primaryShade: { light: 7, dark: 6 },
  fontFamily: FONTS,
  headings: {
    fontFamily: FONTS,
    fontWeight: '700',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '14px' }, h3: { fontSize: '13px' } },
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', fz: 13 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
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
