/*
 * Hears the stream in this tab. HTTP/1.1 allows six connections to a host, and each stream would hold one: so one stream serves all
 * tabs of a browser. Through a shared worker; where there is none (some phones), or it gives no sign, one tab holds a lock, has the
 * stream and tells the others; where there are no locks either, a tab has a stream only while it is looked at.
 */
import type { FromWorker } from './live.worker';
import { everythingChanged, topicsChanged } from './query';
import { streamOpen, type Told } from './stream';

type Stop = () => void;

/** A worker that runs answers at once. One that a browser does not start, or has ended, says nothing and is no error either. */
const SILENT_MS = 30_000;

function hear(told: Told): void {
  if (told.kind === 'gap') everythingChanged();
  else topicsChanged(told.keys);
}

function throughWorker(failed: () => void): Stop {
  const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'banso' });
  let silent: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    silent = setTimeout(failed, SILENT_MS);
    worker.port.postMessage('again');
  };
  const bye = () => {
    clearTimeout(silent);
    worker.port.postMessage('bye');
  };
  /* A page that comes back from the browser's memory. */
  const back = (event: PageTransitionEvent) => {
    if (event.persisted) again();
  };
  worker.onerror = failed;
  worker.port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    clearTimeout(silent);
    if (data.kind !== 'here') hear(data);
  };
  worker.port.start();
  again();
  window.addEventListener('pagehide', bye);
  window.addEventListener('pageshow', back);
  return () => {
    window.removeEventListener('pagehide', bye);
    window.removeEventListener('pageshow', back);
    bye();
    worker.port.close();
  };
}

function throughLock(): Stop {
  const others = new BroadcastChannel('banso.stream');
  const leaving = new AbortController();
  others.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  function tell(told: Told): void {
    hear(told);
    others.postMessage(told);
  }
  async function hold(): Promise<void> {
    if (leaving.signal.aborted) return;
    const stream = streamOpen(tell);
    stream.again();
    await new Promise<void>((release) => {
      leaving.signal.addEventListener('abort', () => {
        stream.close();
        release();
      });
    });
  }
  void navigator.locks
    .request('banso.stream', { ifAvailable: true }, (lock) =>
      lock ? hold() : navigator.locks.request('banso.stream', { signal: leaving.signal }, hold),
    )
    .catch(() => undefined);
  return () => {
    leaving.abort();
    others.close();
  };
}

function whileSeen(): Stop {
  const stream = streamOpen(hear);
  function follow(): void {
    if (document.visibilityState === 'hidden') stream.close();
    else stream.again();
  }
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    stream.close();
  };
}

function withoutWorker(): Stop {
  return 'locks' in navigator && 'BroadcastChannel' in window ? throughLock() : whileSeen();
}

/** Starts hearing; the answer stops it. */
export function liveStart(): Stop {
  if (!('SharedWorker' in window)) return withoutWorker();
  let stop: Stop = () => undefined;
  let isFailed = false;
  const failed = () => {
    if (isFailed) return;
    isFailed = true;
    stop();
    stop = withoutWorker();
  };
  try {
    stop = throughWorker(failed);
  } catch {
    stop = withoutWorker();
  }
  return () => stop();
}
