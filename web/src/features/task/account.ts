/* Tasks on the account's page. */
import type { AccountParts } from '../../ui/feature';
import { TasksCard } from './account-card';

export const account: AccountParts = { cards: [{ area: 'side', order: 20, Card: TasksCard }] };
