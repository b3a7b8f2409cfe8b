/* What is counted of an account's tickets, in words. */
import { measureWords } from '../../ui/feature';

const tickets = (text: string) => (text === '1' ? '1 ticket' : `${text} tickets`);
const unit = { en: tickets, ja: (text: string) => `${text}件` };

export const measures = measureWords({
  tickets_open: {
    as: 'count',
    unit,
    dayless: true,
    lessIsBetter: true,
    words: {
      en: {
        label: 'Open tickets',
        name: () => 'Open tickets',
        says: (_what, text) => (text === '0' ? 'no open ticket' : `${tickets(text)} open`),
        reach: (_what, text, _days, atMost) => `${atMost ? 'at most' : 'at least'} ${tickets(text)} open`,
        means: 'Tickets of the account that are neither solved nor closed.',
      },
      ja: {
        label: '未解決の問い合わせ',
        name: () => '未解決の問い合わせ数',
        says: (_what, text) => (text === '0' ? '未解決の問い合わせなし' : `未解決の問い合わせ${text}件`),
        reach: (_what, text, _days, atMost) => `未解決の問い合わせを${text}件${atMost ? '以下' : '以上'}に`,
        means: '解決もクローズもしていない問い合わせの数。',
      },
    },
  },
  tickets_opened: {
    as: 'count',
    unit,
    lessIsBetter: true,
    words: {
      en: {
        label: 'Tickets opened',
        name: (_what, days) => `Tickets opened, ${days} days`,
        says: (_what, text, days) => `${text === '0' ? 'no ticket' : tickets(text)} opened in ${days} days`,
        reach: (_what, text, days, atMost) => `${atMost ? 'at most' : 'at least'} ${tickets(text)} opened in ${days} days`,
        means: 'Tickets of the account that were opened in the window.',
      },
      ja: {
        label: '受け付けた問い合わせ',
        name: (_what, days) => `問い合わせ受付数(${days}日間)`,
        says: (_what, text, days) => (text === '0' ? `${days}日間問い合わせなし` : `${days}日間で問い合わせ${text}件`),
        reach: (_what, text, days, atMost) => `${days}日間に受け付ける問い合わせを${text}件${atMost ? '以下' : '以上'}に`,
        means: '期間中に受け付けた問い合わせの数。',
      },
    },
  },
  tickets_reopened: {
    as: 'count',
    unit,
    lessIsBetter: true,
    words: {
      en: {
        label: 'Tickets reopened',
        name: (_what, days) => `Tickets reopened, ${days} days`,
        says: (_what, text, days) => `${text === '0' ? 'no ticket' : tickets(text)} reopened in ${days} days`,
        reach: (_what, text, days, atMost) => `${atMost ? 'at most' : 'at least'} ${tickets(text)} reopened in ${days} days`,
        means: 'How often the customer wrote again within 14 days after a ticket was solved.',
      },
      ja: {
        label: '再開した問い合わせ',
        name: (_what, days) => `問い合わせ再開数(${days}日間)`,
        says: (_what, text, days) => (text === '0' ? `${days}日間問い合わせの再開なし` : `${days}日間で問い合わせの再開${text}件`),
        reach: (_what, text, days, atMost) => `${days}日間の問い合わせの再開を${text}件${atMost ? '以下' : '以上'}に`,
        means: '解決から14日以内に顧客の返信で再開した回数。',
      },
    },
  },
  tickets_waiting_days: {
    as: 'span',
    dayless: true,
    lessIsBetter: true,
    words: {
      en: {
        label: 'Waiting for an answer',
        name: () => 'Longest wait for an answer',
        says: (_what, text) => `waiting ${text} for an answer`,
        reach: (_what, text, _days, atMost) => `${atMost ? 'at most' : 'at least'} ${text} without an answer`,
        means: 'Days since the oldest message of the customer that nobody has answered.',
        never: { text: 'nothing waits' },
      },
      ja: {
        label: '返信待ち',
        name: () => '最も長い返信待ち',
        says: (_what, text) => `返信を${text}待っている`,
        reach: (_what, text, _days, atMost) => `返信待ちを${text}${atMost ? '以内' : '以上'}に`,
        means: '未返信の顧客メッセージのうち、最も古いものからの日数。',
        never: { text: '返信待ちなし' },
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
