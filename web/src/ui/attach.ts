/*
 * Files on their way to something that is being written. First the thing is saved, once; then its files follow one by one. Where
 * one fails the thing stays saved, and sending again goes on with the files that are left.
 */
import { useEffect, useRef, useState } from 'react';
import { ApiError, type Problem } from '../api/client';
import { useRead } from '../api/query';
import type { File as Attached, FileRoom, Id } from '../api/types';
import { upload } from '../api/upload';
import { sizeText } from '../lib/numbers';
import { problemOf } from './problem';

export const FILES_MOST = 20;

export interface Outgoing {
  key: number;
  file: File;
  sent: number;
  state: 'waiting' | 'sending' | 'failed';
  problem: Problem | null;
}

export interface Attachments {
  items: readonly Outgoing[];
  /** The thing is saved, its files are not all there. */
  partly: boolean;
  add: (files: Iterable<File>) => void;
  drop: (key: number) => void;
  /** Saves the thing by `make` unless it is saved, then sends what waits; fails with the first problem. */
  send: <T extends { id: Id }>(kind: string, make: () => Promise<T>) => Promise<T>;
  /** Sends what waits to a thing that stands, and gives how many arrived; a file that did not says its own problem. */
  sendTo: (subject: string) => Promise<number>;
  /** The same for all that is left, if anything is; fails with the first problem. `to` runs with what they are sent by. */
  sendAll: (to: (send: (subject: string) => Promise<void>) => Promise<void>) => Promise<void>;
}

let next = 1;

function tooLarge(file: File, room: FileRoom | undefined): Problem | null {
  if (!room || file.size <= room.file_max) return null;
  return { status: 413, code: 'too_large', reason: 'file_large', args: [sizeText(room.file_max)] };
}

export function useAttachments(): Attachments {
  const [items, setItems] = useState<readonly Outgoing[]>([]);
  const [partly, setPartly] = useState(false);
  /* What the loop of sending sees, whatever was rendered. */
  const now = useRef<readonly Outgoing[]>([]);
  const saved = useRef<{ id: Id } | null>(null);
  const sending = useRef(new Map<number, AbortController>());
  const room = useRead<FileRoom>({ path: '/file-room', topics: ['workspace'] }).data;

  useEffect(() => {
    const under = sending.current;
    return () => {
      for (const one of under.values()) one.abort();
    };
  }, []);

  function change(items: readonly Outgoing[]): void {
    now.current = items;
    setItems(items);
  }
  function set(key: number, changed: Partial<Outgoing>): void {
    change(now.current.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  }
  function drop(key: number): void {
    sending.current.get(key)?.abort();
    change(now.current.filter((one) => one.key !== key));
  }
  function add(files: Iterable<File>): void {
    const more = [...files].slice(0, FILES_MOST - now.current.length).map((file): Outgoing => {
      const problem = tooLarge(file, room);
      return { key: next++, file, sent: 0, state: problem ? 'failed' : 'waiting', problem };
    });
    change([...now.current, ...more]);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: files that were chosen before the limit was known are judged when it is
  useEffect(() => {
    for (const { key, file, state } of now.current) {
      const problem = tooLarge(file, room);
      if (problem && state === 'waiting') set(key, { state: 'failed', problem });
    }
  }, [room]);

  /** Whether it arrived. One that was cancelled is gone from the list and no failure. */
  async function sendOne({ key, file }: Outgoing, subject: string): Promise<boolean> {
    const stop = new AbortController();
    sending.current.set(key, stop);
    set(key, { state: 'sending', sent: 0, problem: null });
    try {
      const query = { subject, name: file.name };
      await upload<Attached>({ path: '/files', query, file, signal: stop.signal, onSent: (sent) => set(key, { sent }) });
      drop(key);
      return true;
    } catch (error) {
      if (!stop.signal.aborted) set(key, { state: 'failed', problem: problemOf(error) });
      return false;
    } finally {
      sending.current.delete(key);
    }
  }

  const untried = (tried: ReadonlySet<number>) => now.current.find(({ key }) => !tried.has(key));

  async function sendTo(subject: string): Promise<number> {
    /* Also those that are added while others are on their way; each once in a round. */
    const tried = new Set<number>();
    let arrived = 0;
    for (let one = untried(tried); one; one = untried(tried)) {
      tried.add(one.key);
      const problem = tooLarge(one.file, room);
      if (problem) set(one.key, { state: 'failed', problem });
      else if (await sendOne(one, subject)) arrived++;
    }
    return arrived;
  }

  function failWithProblem(): void {
    const failed = now.current.find(({ problem }) => problem)?.problem;
    if (failed) throw new ApiError(failed);
  }

  async function sendAll(to: (send: (subject: string) => Promise<void>) => Promise<void>): Promise<void> {
    if (now.current.length === 0) return;
    await to(async (subject) => {
      await sendTo(subject);
    });
    failWithProblem();
    if (now.current.length > 0) throw new ApiError({ status: 0, code: 'internal' }); // given up with the page that showed them
  }

  async function send<T extends { id: Id }>(kind: string, make: () => Promise<T>): Promise<T> {
    /* What is known to be refused is said before anything is saved; afterwards it keeps no other file from going. */
    const known = saved.current ? undefined : now.current.find((one) => tooLarge(one.file, room));
    if (known) throw new ApiError(tooLarge(known.file, room) as Problem);
    const thing = (saved.current as T | null) ?? (await make());
    saved.current = thing;
    await sendTo(`${kind}:${thing.id}`);
    setPartly(now.current.some(({ problem }) => problem));
    failWithProblem();
    saved.current = null;
    return thing;
  }

  return { items, partly, add, drop, send, sendTo, sendAll };
}
