/* Health on the account's page. */
import { dayShort } from '../../lib/dates';
import { BandBadge } from '../../ui/band';
import { type AccountPart, type AccountParts, editor } from '../../ui/feature';
import { useAccountHealthWords } from './account-words';
import { HistoryCard } from './history';
import { EditJudgement } from './judgement';
import { useAccountHealth } from './reading';
import { WhyCard } from './why';

/** The band is that of the day of the page, as its reasons are. */
function Band({ part }: { part: AccountPart }) {
  const health = useAccountHealth(part).data?.account;
  const { band, points, beginning } = part.asOf && health ? health : part.account;
  return <BandBadge band={band} points={points} beginning={beginning} large />;
}

export const account: AccountParts = {
  marks: [{ order: 10, Mark: Band }],
  said: [
    {
      order: 40,
      say: ({ previous_band: before, band_since: since }, language, past) =>
        !past && before && since ? useAccountHealthWords.now().previously(before, dayShort(since, language)) : null,
    },
  ],
  cards: [
    { area: 'top', order: 10, Card: WhyCard },
    { area: 'top', order: 20, Card: HistoryCard },
  ],
  acts: [{ order: 10, right: 'act', name: { en: 'Add assessment', ja: '評価を加える' }, editing: { what: 'judgement' } }],
  editors: { judgement: editor(() => useAccountHealthWords.now().judgeTitle, EditJudgement) },
};
