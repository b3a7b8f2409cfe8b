/* Tickets on the account's page. */
import type { AccountParts } from '../../ui/feature';
import { TicketsCard } from './account-card';

export const account: AccountParts = { cards: [{ area: 'side', order: 15, Card: TicketsCard }] };
