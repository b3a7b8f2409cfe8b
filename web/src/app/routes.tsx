/*
 * Every page's address, as the features say. A page is loaded when it is first opened; what it shows of itself (filters, dates) stands
 * in its address and is read here, so that a link shows everybody the same.
 */
import { type AnyRoute, createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { addressWords } from '../lib/condition-address';
import { featuresAll, featuresSet, type PageRoute, slots } from '../ui/feature';
import { Loading } from '../ui/state';
import { Broken, NotFound } from './broken';
import { FEATURES } from './features';
import { Frame } from './frame';
import { Session } from './session';

/* Before any page is created from them. */
featuresSet(FEATURES);

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

/** A page, and beside it what it shows of other features. */
function lazily(route: PageRoute) {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([route.page(), ...(route.shows ?? []).map((name) => slots[name].load())]);
    return { default: page };
  });
}

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today', search: {}, replace: true });
  },
});

const settingsPage = featuresAll().find((feature) => feature.settingsPage)?.settingsPage;
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(async () => ({ default: (await settingsPage?.()) ?? Outlet })),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/workspace', replace: true });
  },
});

const PARENTS = { outside: root, inside, settings };

function routesAt(at: PageRoute['at']): AnyRoute[] {
  const routes = featuresAll().flatMap((feature) => feature.routes ?? []);
  return routes
    .filter((route) => route.at === at)
    .map((route) =>
      createRoute({
        getParentRoute: () => PARENTS[at] as AnyRoute,
        path: route.path,
        validateSearch: words(...(route.search ?? [])),
        component: lazily(route),
      }),
    );
}

/* An address that no page has, within the frame: the way back stands beside it. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound });

const tree = root.addChildren([
  ...routesAt('outside'),
  inside.addChildren([home, nowhere, ...routesAt('inside'), settings.addChildren([settingsHome, ...routesAt('settings')])]),
]);

/* Search parameters are plain words: `?as_of=2026-11-22`, never JSON in quotes. */
function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const text = addressWords(search);
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
