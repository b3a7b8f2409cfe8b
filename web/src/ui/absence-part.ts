/* What a feature offers for what is somebody's while they are away. It stands beside each absence. */
import type { ComponentType } from 'react';
import type { Absence } from '../api/types';

export interface AbsencePart {
  order: number;
  Act: ComponentType<{ absence: Absence }>;
}
