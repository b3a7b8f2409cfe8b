/* That webhooks were paused: said where the day begins, to those who can mend it. */
import { useReadList } from '../../api/query';
import type { Webhook } from '../../api/types';
import { LinkButton } from '../../ui/button';
import { Notice } from '../../ui/layout';
import { useWebhookWords } from './words';

export default function WebhookNotice() {
  const words = useWebhookWords();
  const list = useReadList<Webhook>({ path: '/webhooks', topics: ['webhook', 'webhooks'] });
  const paused = list.items.filter((hook) => hook.active && hook.paused_at).length;
  if (paused === 0) return null;
  return (
    <Notice tone="bad" action={<LinkButton to="/settings/webhooks">{words.noticeAct}</LinkButton>}>
      {words.notice(String(paused))}
    </Notice>
  );
}
