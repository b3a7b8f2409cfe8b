/* Hears the stream in this tab: through the shared worker, else (some phones) one tab holds a lock and tells the others. */
import { everythingChanged, topicsChanged } from './query';
import { streamOpen, type Told } from './stream';

function hear(told: Told): void {
  if (told.kind === 'gap') everythingChanged();
  else topicsChanged(told.keys);
}

function throughWorker(): () => void {
  const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'banso' });
  const bye = () => worker.port.postMessage('bye');
  worker.port.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  worker.port.start();
  worker.port.postMessage('again');
  window.addEventListener('pagehide', bye);
  return () => {
    window.removeEventListener('pagehide', bye);
    bye();
    worker.port.close();
  };
}

function throughLock(): () => void {
  const others = new BroadcastChannel('banso.stream');
  const leaving = new AbortController();
  others.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  void navigator.locks
    .request('banso.stream', { signal: leaving.signal }, () => {
      const stream = streamOpen((told) => {
        hear(told);
        others.postMessage(told);
      });
      stream.again();
      return new Promise<void>((release) => {
        leaving.signal.addEventListener('abort', () => {
          stream.close();
          release();
        });
      });
    })
    .catch(() => undefined);
  return () => {
    leaving.abort();
    others.close();
  };
}

function alone(): () => void {
  const stream = streamOpen(hear);
  stream.again();
  return stream.close;
}

/** Starts hearing; the answer stops it. */
export function liveStart(): () => void {
  if ('SharedWorker' in window) return throughWorker();
  if ('locks' in navigator && 'BroadcastChannel' in window) return throughLock();
  return alone();
}
