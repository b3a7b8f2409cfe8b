/* A step of others that begins here: the key with which events come in. */
import type { TodayParts } from '../../ui/feature';

export const today: TodayParts = {
  stepActs: [{ step: 'events', order: 10, right: 'admin', name: { en: 'Make a key', ja: 'キーを作る' }, to: '/settings/keys' }],
};
