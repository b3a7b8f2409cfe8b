/* Who is signed in, with rights and workspace, for every page. */
import { createContext, use } from 'react';
import type { Me, Right } from '../api/types';

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe stands outside the session');
  return me;
}

/** Whether the buttons of an act are shown. The server decides; this only keeps people from doors that will not open. */
export function useMay(right: Right): boolean {
  return useMe().rights.includes(right);
}
