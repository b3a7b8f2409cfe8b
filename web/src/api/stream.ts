/* The stream itself: what it says, and how it comes back after a break. Knows neither tabs nor queries. */

/** What changed; or a gap: what changed before this moment may not have been told. */
export type Told = { kind: 'changed'; keys: string[] } | { kind: 'gap' };

const LONGEST_WAIT = 30_000;

export interface Stream {
  /** Opens it if it is not open (after signing in, when a tab comes). */
  again: () => void;
  isOpen: () => boolean;
  close: () => void;
}

export function streamOpen(tell: (told: Told) => void): Stream {
  let source: EventSource | null = null;
  let wait = 1_000;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    clearTimeout(timer);
    source = new EventSource('/api/v1/stream');
    /* Also the first time: what a page read before its stream was heard may have changed in between. */
    source.onopen = () => {
      wait = 1_000;
      tell({ kind: 'gap' });
    };
    source.addEventListener('changed', (event) => {
      const { keys } = JSON.parse((event as MessageEvent<string>).data) as { keys: string[] };
      tell({ kind: 'changed', keys });
    });
    source.onerror = () => {
      /* A refusal (401, 503) closes an EventSource for good; a lost line is taken up by itself. */
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  return {
    again: () => {
      if (source) return;
      wait = 1_000;
      open();
    },
    isOpen: () => source?.readyState === EventSource.OPEN,
    close: () => {
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}
