/* The timeline on the account's page. */
import type { AccountParts } from '../../ui/feature';
import { TimelineCard } from './card';

export const account: AccountParts = { cards: [{ area: 'main', order: 10, Card: TimelineCard }] };
