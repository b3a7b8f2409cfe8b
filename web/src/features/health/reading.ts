/* The account's health as of the day of the page; all who show a part of it share one reading. */
import { useRead } from '../../api/query';
import type { AccountHealth } from '../../api/types';
import type { AccountPart } from '../../ui/feature';

export function useAccountHealth({ account, asOf }: Pick<AccountPart, 'account' | 'asOf'>) {
  return useRead<AccountHealth>({
    path: `/accounts/${account.id}/health`,
    query: { as_of: asOf },
    topics: [`account:${account.id}`],
    keep: true,
  });
}
