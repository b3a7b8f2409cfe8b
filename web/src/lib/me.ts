/* Who is signed in, with rights and workspace, for every page. */
import { createContext, use } from 'react';
import type { Circle, Me, Right } from '../api/types';

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe stands outside the session');
  return me;
}

/** Whether somebody sees what is not for everybody: things of one area. Without one, everybody does. */
export function sees(me: Me, circle: Circle | undefined): boolean {
  return circle === undefined || me.circles.includes(circle);
}

export function useSees(circle: Circle): boolean {
  return sees(useMe(), circle);
}

/** What is shown to those who have the right, and access to the area where it belongs to one. */
export interface Door {
  right: Right;
  circle?: Circle;
}

export function opens(me: Me, door: Door): boolean {
  return me.rights.includes(door.right) && sees(me, door.circle);
}

/** Whether the buttons of an act are shown. The server decides; this only keeps people from doors that will not open. */
export function useMay(right: Right): boolean {
  return useMe().rights.includes(right);
}

/** Whether names have a pronunciation to enter: in a Japanese workspace, and where one was entered before. */
export function useReadings(known?: string | null): boolean {
  return useMe().workspace.language === 'ja' || Boolean(known);
}
