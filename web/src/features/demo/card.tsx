/* The demo data among the settings of the workspace, with the way out. */
import { everythingChanged } from '../../api/query';
import { useMay, useMe } from '../../lib/me';
import { Button } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { demoRemove } from './remove';
import { useDemoWords } from './words';

export function DemoCard() {
  const words = useDemoWords();
  const me = useMe();
  const admin = useMay('admin');
  const [ask, asking] = useQuestion();
  /* The whole page is read again: with the demo data everything that was read has changed. */
  async function run(): Promise<void> {
    if (!(await demoRemove())) return;
    toast(words.demoGone);
    everythingChanged();
  }
  return (
    <>
      {admin && me.workspace.demo && (
        <Card title={words.demo}>
          <p>
            <Muted>{words.demoText}</Muted>
          </p>
          <Button danger onClick={() => ask({ title: words.demoAsk, text: words.demoAskText, act: words.demoRemove, run })}>
            {words.demoRemove}
          </Button>
        </Card>
      )}
      {asking}
    </>
  );
}
