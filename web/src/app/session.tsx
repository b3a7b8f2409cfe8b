/*
 * Who is here. Who is not signed in goes to the server's sign-in page, and from there back. When a session ends while somebody works,
 * the sign-in stands over the page; the page below stays as it is, and calls that were under way are sent again afterwards.
 */
import { createContext, type ReactNode, Suspense, use, useEffect, useState } from 'react';
import { ApiError, api, sessionGate } from '../api/client';
import { liveStart } from '../api/live';
import { everythingChanged, useRead } from '../api/query';
import type { Me } from '../api/types';
import { zoneSet } from '../lib/dates';
import { languageSet, languageWasChosen } from '../lib/language';
import { laterComponent } from '../lib/later';
import { MeContext } from '../lib/me';
import { Dialog } from '../ui/dialog';
import { Failed, Loading } from '../ui/state';
import { Waiting } from './waiting';
import { useFrameWords } from './words';

const Leave = createContext<() => void>(() => undefined);

export function useLeave(): () => void {
  return use(Leave);
}

function heldBy(me: Me): void {
  zoneSet(me.workspace.time_zone, me.today);
  if (!languageWasChosen()) languageSet(me.staff.language);
}

/* Who comes with a session never sees it; who loses it in the middle of work needs it at once. */
const SignInForm = laterComponent(() => import('../features/staff/sign-in'));

interface Gate {
  ended: boolean;
  back: (next: Me) => void;
}

/** Waits for somebody to sign in again; all calls that were refused wait together. */
function useGate(me: Me | undefined): Gate {
  const [waiting, setWaiting] = useState<(() => void)[]>([]);
  const known = me !== undefined;
  useEffect(() => {
    if (!known) return;
    sessionGate({ ended: () => new Promise<void>((go) => setWaiting((before) => [...before, go])) });
    return () => sessionGate(null);
  }, [known]);
  return {
    ended: waiting.length > 0,
    back: (next) => {
      /* Somebody else at this desk: what was written belongs to the first. */
      if (next.staff.id !== me?.staff.id) return window.location.assign('/');
      for (const go of waiting) go();
      setWaiting([]);
      everythingChanged();
    },
  };
}

function Inside({ me, gate, children }: { me: Me; gate: Gate; children: ReactNode }) {
  const words = useFrameWords();
  async function leave(): Promise<void> {
    await api('/session', { method: 'DELETE', signsIn: true }).catch(() => undefined);
    window.location.assign('/');
  }
  return (
    <MeContext value={me}>
      <Leave value={() => void leave()}>
        {children}
        <Dialog open={gate.ended} onClose={() => undefined} title={words.signInAgain} size="sm">
          <p>{words.signedOutText}</p>
          <Suspense fallback={<Loading lines={3} />}>
            <SignInForm email={me.staff.email} onIn={gate.back} />
          </Suspense>
        </Dialog>
      </Leave>
    </MeContext>
  );
}

/* The server sends there whoever comes without a session; here are those whose session ended since. */
function toSignIn(): void {
  const { pathname, search } = window.location;
  window.location.replace(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
}

function isSignedOut(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

export function Session({ children }: { children: ReactNode }) {
  const reading = useRead<Me>({ path: '/session', topics: ['workspace'] });
  const me = reading.data;
  const gate = useGate(me);
  const signedOut = !me && isSignedOut(reading.error);
  const hears = !signedOut && !gate.ended;
  /* From the first reading on: what the page asks for before the stream is heard has to be read twice. */
  useEffect(() => (hears ? liveStart() : undefined), [hears]);
  useEffect(() => {
    if (signedOut) toSignIn();
  }, [signedOut]);
  if (me) {
    heldBy(me);
    return (
      <Inside me={me} gate={gate}>
        {children}
      </Inside>
    );
  }
  return <Waiting>{reading.error && !signedOut && <Failed error={reading.error} again={() => void reading.refetch()} />}</Waiting>;
}
