/* What searches find and notices tell of, by kind, as the features say. */
import { featuresAll, type Hits } from './feature';

/** Each kind with its hits, in order. */
export function hitsAll(): [kind: string, hits: Hits][] {
  const all = featuresAll().flatMap((feature) => Object.entries(feature.palette?.hits ?? {}));
  const twice = all.find(([kind], at) => all.findIndex(([other]) => other === kind) !== at);
  if (twice) throw new Error(`two features say what "${twice[0]}" is`);
  return all.sort(([, one], [, other]) => one.order - other.order);
}

/** Those that a search finds. */
export function hitsFound(): [kind: string, hits: Hits][] {
  return hitsAll().filter(([, { isOnlyTold }]) => !isOnlyTold);
}

/** What a page of hits listens to: whatever happens to a thing of these kinds. */
export function hitTopics(): string[] {
  return hitsFound().map(([kind]) => kind);
}
