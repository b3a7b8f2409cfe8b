import { dictionary } from '../../lib/language';

export const useVisitWords = dictionary(
  { day: 'Day of the visit', text: 'What came of it', add: 'Log visit', added: 'Visit logged.' },
  { day: '訪問日', text: '内容', add: '訪問を記録', added: '訪問を記録しました。' },
);
