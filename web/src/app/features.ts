/* All features of the house: a folder with a feature.ts is one, and needs no line anywhere else. */
import type { Feature } from '../ui/feature';

const found = import.meta.glob<{ feature: Feature }>('../features/*/feature.ts', { eager: true });

export const FEATURES: readonly Feature[] = Object.values(found).map((module) => module.feature);
