import { dictionary } from '../../lib/language';

interface Counts {
  done: string;
  accounts: string;
  changed: string;
  undone: string;
}

const accounts = (count: string) => (count === '1' ? '1 account' : `${count} accounts`);

export const useBulkWords = dictionary(
  {
    title: (count: string) => `Change ${accounts(count)}`,
    text: 'Empty fields stay unchanged. You can undo the change for 30 days.',
    keep: 'Leave as it is',
    none: 'Nobody or nothing',
    owner: 'Owner',
    team: 'Team',
    standIn: 'Stand-in',
    touch: 'Touch model',
    stage: 'Stage',
    yes: 'Yes',
    no: 'No',
    apply: 'Change',
    howMany: (changed: string, all: string) => `${changed} of ${all} change; the others have these values already.`,
    allChange: (all: string) => (all === '1' ? 'The account changes.' : `All ${all} change.`),
    undo: 'Undo',
    undoAgain: 'Undo the rest',
    close: 'Close',
    comma: ', ',
    states: {
      changing: ({ done, accounts }: Counts) => `Changing accounts: ${done} of ${accounts} done…`,
      done: ({ changed }: Counts) => `${accounts(changed)} changed.`,
      failed: ({ changed }: Counts) => `The change stopped after ${accounts(changed)}.`,
      undoing: ({ done, changed }: Counts) => `Undoing the change: ${done} of ${changed} done…`,
      undone: ({ undone }: Counts) => `Change undone: ${accounts(undone)} as before.`,
    },
    kept: (count: string, names: string) => `${count} changed since and stayed: ${names}`,
  },
  {
    title: (count) => `${count}社をまとめて変更`,
    text: '「変更しない」の項目はそのまま残ります。変更は30日以内なら元に戻せます。',
    keep: '変更しない',
    none: 'なし',
    owner: '担当CSM',
    team: 'チーム',
    standIn: '代理担当',
    touch: 'タッチモデル',
    stage: 'ステージ',
    yes: 'はい',
    no: 'いいえ',
    apply: '変更する',
    howMany: (changed, all) => `${all}社のうち${changed}社が変わります。残りはすでに同じ値です。`,
    allChange: (all) => `${all}社すべてが変わります。`,
    undo: '元に戻す',
    undoAgain: '残りも元に戻す',
    close: '閉じる',
    comma: '、',
    states: {
      changing: ({ done, accounts }) => `変更しています(${accounts}社のうち${done}社が完了)…`,
      done: ({ changed }) => `${changed}社を変更しました。`,
      failed: ({ changed }) => `${changed}社を変更したところで止まりました。`,
      undoing: ({ done, changed }) => `元に戻しています(${changed}社のうち${done}社が完了)…`,
      undone: ({ undone }) => `${undone}社を元に戻しました。`,
    },
    kept: (count, names) => `その後に変更された${count}社はそのままです: ${names}`,
  },
);

export type BulkWords = ReturnType<typeof useBulkWords>;
