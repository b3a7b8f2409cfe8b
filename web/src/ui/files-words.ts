import { dictionary } from '../lib/language';

export const useFilesWords = dictionary(
  {
    attach: 'Attach files',
    hint: 'or drop or paste them here',
    drop: 'Drop files to attach',
    files: 'Files',
    remove: (name: string) => `Remove ${name}`,
    cancel: (name: string) => `Cancel ${name}`,
    sending: (name: string) => `Sending ${name}`,
    waiting: 'waiting',
    removed: 'File removed.',
    attached: 'File attached.',
    partly: 'The text is saved, but not all files. Try again, or take them off the list.',
    most: (count: number) => `At most ${count} files.`,
  },
  {
    attach: 'ファイルを添付',
    hint: 'ドロップまたは貼り付けでも添付できます',
    drop: 'ドロップして添付',
    files: 'ファイル',
    remove: (name) => `${name} を削除`,
    cancel: (name) => `${name} を中止`,
    sending: (name) => `${name} を送信中`,
    waiting: '待機中',
    removed: 'ファイルを削除しました。',
    attached: 'ファイルを添付しました。',
    partly: '本文は保存しましたが、一部のファイルが未送信です。再試行するか、一覧から外してください。',
    most: (count) => `ファイルは${count}件までです。`,
  },
);
