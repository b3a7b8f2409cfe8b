/* Use on the account's page. */
import type { AccountParts } from '../../ui/feature';
import { UsageCards } from './card';
import { GaugeCards } from './gauges';

export const account: AccountParts = {
  cards: [
    { area: 'side', order: 10, Card: UsageCards },
    { area: 'side', order: 12, Card: GaugeCards },
  ],
};
