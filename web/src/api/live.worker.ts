/*
 * One stream of changes for all tabs of a browser: HTTP/1.1 allows six connections to a host, and each stream would hold one.
 * Runs as a SharedWorker; each tab is a port.
 */
import { streamOpen, type Told } from './stream';

declare const self: { onconnect: ((event: MessageEvent) => void) | null };

const ports = new Set<MessagePort>();

function tell(told: Told): void {
  for (const port of ports) port.postMessage(told);
}

const stream = streamOpen(tell);

self.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  ports.add(port);
  port.onmessage = (message: MessageEvent<'again' | 'bye'>) => {
    if (message.data !== 'bye') {
      ports.add(port);
      port.postMessage({ kind: 'gap' } satisfies Told); // what was told before this tab heard
      return stream.again();
    }
    ports.delete(port);
    if (ports.size === 0) stream.close();
  };
  stream.again();
};
