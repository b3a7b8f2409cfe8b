/*
 * Every page's address. A page is loaded when it is first opened; what it shows of itself (filters, dates) stands in its address
 * and is read here, so that a link says the same to whoever opens it.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { Loading } from '../ui/state';
import { Broken, NotFound } from './broken';
import { Frame } from './frame';
import { Session } from './session';

export type Search = Record<string, string | undefined>;

/** Takes the named words of the address and no others. */
function words<const K extends string>(...names: K[]) {
  return (search: Record<string, unknown>): { [N in K]?: string } => {
    const taken: Search = {};
    for (const name of names) {
      const value = search[name];
      if (value !== undefined && value !== null && value !== '') taken[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
    return taken as { [N in K]?: string };
  };
}

const root = createRootRoute({ component: Outlet });

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: () => (
    <Session>
      <Frame />
    </Session>
  ),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../features/staff/pages'), 'SetUpPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/staff/pages'), 'InvitationPage'),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today', search: {}, replace: true });
  },
});

const today = createRoute({
  getParentRoute: () => inside,
  path: '/today',
  validateSearch: words('owner', 'as_of'),
  component: lazyRouteComponent(() => import('../features/today/page'), 'TodayPage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$id',
  validateSearch: words('as_of', 'kinds'),
  component: lazyRouteComponent(() => import('../features/account/page'), 'AccountPage'),
});

const tree = root.addChildren([setUp, invitation, inside.addChildren([home, today, account])]);

/* Search parameters are plain words: `?as_of=2026-11-22`, never JSON in quotes. */
function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: () => <Loading lines={6} />,
  defaultErrorComponent: ({ error }) => <Broken error={error} />,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
