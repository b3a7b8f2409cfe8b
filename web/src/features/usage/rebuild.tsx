/* Recalculating what is derived from events, in the workspace's settings. */
import { api } from '../../api/client';
import { useMay } from '../../lib/me';
import { Button } from '../../ui/button';
import { Card, Muted } from '../../ui/layout';
import { toast, toastError } from '../../ui/toast';
import { useRebuildWords } from './rebuild-words';

export function RebuildCard() {
  const words = useRebuildWords();
  const admin = useMay('admin');
  if (!admin) return null;
  const rebuild = () =>
    api('/rebuilds', { method: 'POST', body: { what: 'all' } })
      .then(() => toast(words.rebuildStarted))
      .catch(toastError);
  return (
    <Card title={words.rebuild}>
      <p>
        <Muted>{words.rebuildText}</Muted>
      </p>
      <Button onClick={() => void rebuild()}>{words.rebuildRun}</Button>
    </Card>
  );
}
