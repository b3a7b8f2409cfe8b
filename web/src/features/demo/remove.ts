/* Removing the demo: the person who looks at it is one of its people, and goes with them. */
import { api } from '../../api/client';
import type { DemoRemoved } from '../../api/types';

/** False when nobody is left who could sign in: the browser is then on its way to setting up the workspace. */
export async function demoRemove(): Promise<boolean> {
  const { setup } = await api<DemoRemoved>('/demo', { method: 'DELETE' });
  if (setup === null) return true;
  const { pathname, search } = new URL(setup, location.href);
  location.assign(pathname + search);
  return false;
}
