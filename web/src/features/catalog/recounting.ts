/* While use is counted anew, its counts begin at nothing: what is missing then is no answer yet. */
import { useRead } from '../../api/query';
import type { UsageSummary } from '../../api/types';

export function useRecounting(): boolean {
  const { data } = useRead<UsageSummary>({ path: '/usage/summary', topics: ['usage', 'events', 'products', 'features'] });
  return data?.recounting ?? false;
}
