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

const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts',
  validateSearch: words('q', 'filter', 'sort', 'as_of'),
  component: lazyRouteComponent(() => import('../features/account/list-page'), 'AccountListPage'),
});

const health = createRoute({
  getParentRoute: () => inside,
  path: '/health',
  validateSearch: words('make'),
  component: lazyRouteComponent(() => import('../features/health/list-page'), 'ScorecardListPage'),
});
const scorecard = createRoute({
  getParentRoute: () => inside,
  path: '/health/$id',
  component: lazyRouteComponent(() => import('../features/health/editor-page'), 'ScorecardPage'),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/layout'), 'SettingsLayout'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/workspace', replace: true });
  },
});
const workspace = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: lazyRouteComponent(() => import('../features/settings/workspace'), 'WorkspacePart'),
});
const products = createRoute({
  getParentRoute: () => settings,
  path: '/products',
  component: lazyRouteComponent(() => import('../features/settings/products'), 'ProductsPart'),
});
const fields = createRoute({
  getParentRoute: () => settings,
  path: '/fields',
  component: lazyRouteComponent(() => import('../features/settings/fields'), 'FieldsPart'),
});
const members = createRoute({
  getParentRoute: () => settings,
  path: '/staff',
  component: lazyRouteComponent(() => import('../features/settings/members'), 'MembersPart'),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('../features/settings/keys'), 'KeysPart'),
});
const intake = createRoute({
  getParentRoute: () => settings,
  path: '/events',
  component: lazyRouteComponent(() => import('../features/settings/intake'), 'IntakePart'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: words('kind', 'actor', 'from', 'until'),
  component: lazyRouteComponent(() => import('../features/settings/audit'), 'AuditPart'),
});
const imports = createRoute({
  getParentRoute: () => settings,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/import/list-page'), 'ImportListPart'),
});
const oneImport = createRoute({
  getParentRoute: () => settings,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('../features/import/import-page'), 'ImportPart'),
});
const settingsTree = settings.addChildren([settingsHome, workspace, products, fields, members, keys, intake, audit, imports, oneImport]);

const tree = root.addChildren([setUp, invitation, inside.addChildren([home, today, account, accounts, health, scorecard, settingsTree])]);

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
