/* Of a history of days, those that another version of a scorecard judged than the last of it, or another scorecard. */

interface Judged {
  scorecard: string;
  version: number;
}

/** An account with several products is judged by the scorecard of the worst: going back to one seen before is no change. */
export function judgedAnew<Day extends Judged>(history: Day[]): Day[] {
  const seen = new Map<string, number>();
  return history.filter(({ scorecard, version }, at) => {
    const same = at === 0 || seen.get(scorecard) === version;
    seen.set(scorecard, version);
    return !same;
  });
}
