/* What the search finds of each kind, as the features say. */
import { featuresAll, type Hits } from './feature';

/** Each kind with its hits, in order. */
export function hitsAll(): [kind: string, hits: Hits][] {
  const all = featuresAll().flatMap((feature) => Object.entries(feature.palette?.hits ?? {}));
  return all.sort(([, one], [, other]) => one.order - other.order);
}

/** What a page of hits listens to: whatever happens to a thing of these kinds. */
export function hitTopics(): string[] {
  return hitsAll().map(([kind]) => kind);
}
