/* The places of the rail, in the order of the working day. A place appears here when its module exists. */
import type { Right } from '../api/types';

export interface Place {
  name: 'today' | 'accounts' | 'health' | 'settings';
  to: string;
  /** The letter after `g`. */
  key: string;
  right: Right;
  icon: string;
  foot?: boolean;
}

export const PLACES: readonly Place[] = [
  { name: 'today', to: '/today', key: 't', right: 'view', icon: 'M5 3v2M11 3v2M2.5 6.5h11M3 4.5h10v9H3z' },
  { name: 'accounts', to: '/accounts', key: 'a', right: 'view', icon: 'M3 14V3h6v11M9 6.5h4V14M2 14h12M5 5.5h2M5 8h2M5 10.5h2' },
  { name: 'health', to: '/health', key: 'h', right: 'view', icon: 'M1.5 8.5H5L6.5 4l3 8 1.5-3.5h3.5' },
  { name: 'settings', to: '/settings', key: 's', right: 'view', icon: 'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3', foot: true },
];
