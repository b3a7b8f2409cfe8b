import type { Today } from '../../api/types';
import { slots } from '../../ui/feature';
import { KpiStrip } from '../../ui/kpi';

/** The day in a few numbers. */
export function Head({ head, past }: { head: Today['head']; past: boolean }) {
  const { heads } = slots.today.use();
  return (
    <KpiStrip>
      {heads.map(({ at, Head }) => (
        <Head key={at} head={head} past={past} />
      ))}
    </KpiStrip>
  );
}
