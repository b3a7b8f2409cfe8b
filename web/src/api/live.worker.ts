/* One stream of changes for all tabs of a browser. Runs as a SharedWorker; each tab is a port. */
import { streamOpen, type Told } from './stream';

declare const self: { onconnect: ((event: MessageEvent) => void) | null };

/** What a tab is told; `here` answers it at once. */
export type FromWorker = Told | { kind: 'here' };

const ports = new Set<MessagePort>();

function tell(told: Told): void {
  for (const port of ports) port.postMessage(told);
}

const stream = streamOpen(tell);

self.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<'again' | 'bye'>) => {
    if (message.data === 'again') {
      ports.add(port);
      port.postMessage({ kind: 'here' } satisfies FromWorker);
      /* A stream that opens says so to all tabs; one that is open was not heard by this tab until now. */
      if (stream.isOpen()) port.postMessage({ kind: 'gap' } satisfies Told);
      else stream.again();
      return;
    }
    ports.delete(port);
    if (ports.size === 0) stream.close();
  };
};
