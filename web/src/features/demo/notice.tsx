/* That the data is invented: said where the day begins. */
import { topicsChanged } from '../../api/query';
import { useMay } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Notice } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { demoRemove } from './remove';
import { useDemoWords } from './words';

export default function DemoNotice() {
  const words = useDemoWords();
  const admin = useMay('admin');
  const [ask, asking] = useQuestion();
  async function run(): Promise<void> {
    if (!(await demoRemove())) return;
    topicsChanged(['workspace', 'today', 'accounts', 'account', 'task', 'health', 'usage', 'products']);
    toast(words.noticeGone);
  }
  return (
    <>
      <Notice
        action={
          admin && (
            <TextButton onClick={() => ask({ title: words.noticeAsk, text: words.noticeAskText, act: words.noticeRemove, run })}>
              {words.noticeRemove}
            </TextButton>
          )
        }
      >
        {words.notice}
      </Notice>
      {asking}
    </>
  );
}
