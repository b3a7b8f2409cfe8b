/* What to paste into a product so that its events arrive here. */
import type { Key } from '../api/types';

export type Snippet = 'node' | 'browser' | 'curl';

function node(token: string, origin: string): string {
  return `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({
  writeKey: '${token}',
  host: '${origin}',
  path: '/v1/batch',
});

analytics.track({
  userId: 'user-1',
  event: 'Invoice sent',
  context: { groupId: 'company-1' },
});`;
}

function browser(token: string, origin: string): string {
  const host = origin.replace(/^https?:\/\//, '');
  return `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load(
  { writeKey: '${token}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${origin.startsWith('https') ? 'https' : 'http'}' } } },
);

analytics.identify('user-1');
analytics.group('company-1');
analytics.track('Invoice sent');`;
}

function curl(kind: Key['kind'], token: string, origin: string): string {
  if (kind === 'token') return `curl ${origin}/api/v1/accounts -H 'Authorization: Bearer ${token}'`;
  return `curl ${origin}/v1/track -u '${token}:' -H 'Content-Type: application/json' \\
  -d '{"userId":"user-1","event":"Invoice sent","context":{"groupId":"company-1"}}'`;
}

export function snippet(which: Snippet, kind: Key['kind'], token: string, origin: string): string {
  if (which === 'node') return node(token, origin);
  return which === 'browser' ? browser(token, origin) : curl(kind, token, origin);
}
