/* While use is counted again, its counts start at 0: a missing count is not an answer yet. */
import { useRead } from '../../api/query';
import type { UsageSummary } from '../../api/types';

export function useRecounting(): boolean {
  const { data } = useRead<UsageSummary>({ path: '/usage/summary', topics: ['usage', 'events', 'products', 'features'] });
  return data?.recounting ?? false;
}
