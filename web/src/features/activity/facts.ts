/* What happens here, as the timeline and the audit say it. */
import { type FactOf, type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { visibleTold } from '../../ui/visible';
import { useActivityWords } from './words';

const joined = (...told: (string | null | undefined)[]): string => told.filter(Boolean).join(' · ');

/** What it was about and with whom, how long, and what came of it. */
function meeting({ title, body: { minutes, outcome } }: FactOf<'meeting.logged'>): Told {
  const words = useActivityWords.now();
  return { beside: joined(title, minutes ? words.lasted(minutes) : null, outcome && outcome !== 'held' ? words.outcomes[outcome] : null) };
}

function mail({ title, body: { direction } }: FactOf<'mail.logged'>): Told {
  const words = useActivityWords.now();
  return { title: direction === 'in' ? words.received : words.sent, beside: title };
}

/** The words stand beside the entry that wrote them down. */
const shared = ({ body }: FactOf<'meeting.shared'> | FactOf<'mail.shared'>, { language }: Telling): Told => ({
  beside: visibleTold(body.visible_to, language),
  text: null,
});

const plain = (): Told => ({ beside: '', text: null });

const FACTS = factWords({
  'meeting.logged': { name: { en: 'Meeting', ja: '打ち合わせ' }, tell: meeting, shared: '/activities' },
  'meeting.changed': { name: { en: 'Meeting edited', ja: '打ち合わせを編集' }, tell: plain },
  'meeting.shared': { name: { en: 'Who sees a meeting changed', ja: '打ち合わせの公開範囲を変更' }, tell: shared },
  'meeting.deleted': { name: { en: 'Meeting deleted', ja: '打ち合わせを削除' }, tell: plain },
  'mail.logged': { name: { en: 'E-mail', ja: 'メール' }, tell: mail, shared: '/activities' },
  'mail.changed': { name: { en: 'E-mail edited', ja: 'メールを編集' }, tell: plain },
  'mail.shared': { name: { en: 'Who sees an e-mail changed', ja: 'メールの公開範囲を変更' }, tell: shared },
  'mail.deleted': { name: { en: 'E-mail deleted', ja: 'メールを削除' }, tell: plain },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: {
    meeting: { order: 22, name: { en: 'Meetings', ja: '打ち合わせ' } },
    mail: { order: 24, name: { en: 'E-mails', ja: 'メール' } },
  },
  signs: {
    meeting: 'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.4 2.4 0 0 1 0 4.5',
    mail: 'M2 3.5h12v9H2zM2 4l6 5 6-5',
  },
};
