/* Files that are attached, and those on their way. */
import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react';
import { api } from '../api/client';
import { topicsChanged, useReadList } from '../api/query';
import type { File as Attached } from '../api/types';
import { sizeText } from '../lib/numbers';
import { type Attachments, FILES_MOST, type Outgoing, useAttachments } from './attach';
import { TextButton } from './button';
import css from './files.module.css';
import { useFilesWords } from './files-words';
import { problemSentence, useProblemWords } from './problem';
import { Failed } from './state';
import { toast, toastError } from './toast';

function Clip() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.3">
      <path d="M13 7.5 8 12.5a3.2 3.2 0 0 1-4.5-4.5l5.2-5.2a2.1 2.1 0 0 1 3 3L6.6 11a1 1 0 0 1-1.5-1.4l4.6-4.6" />
    </svg>
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" className={css.remove} aria-label={name} title={name} onClick={onClick}>
      ×
    </button>
  );
}

/** `said`: the form says the problem already. */
function Going({ one, said, onDrop }: { one: Outgoing; said: boolean; onDrop: () => void }) {
  const words = useFilesWords();
  const sentences = useProblemWords();
  const { file, state, sent, problem } = one;
  return (
    <li className={css.file} data-failed={state === 'failed' || undefined}>
      <Clip />
      <span className={css.name}>{file.name}</span>
      <span className={css.size}>{state === 'sending' ? `${sizeText(sent)} / ${sizeText(file.size)}` : sizeText(file.size)}</span>
      <Remove name={state === 'sending' ? words.cancel(file.name) : words.remove(file.name)} onClick={onDrop} />
      {state === 'sending' && <progress className={css.progress} aria-label={words.sending(file.name)} max={file.size || 1} value={sent} />}
      {problem && !said && (
        <span className={css.problem} role="alert">
          {problemSentence(sentences, problem)}
        </span>
      )}
    </li>
  );
}

/** Around the boxes of what is being written: takes files by button, drop and paste, and shows what becomes of them. */
export function AttachBox({ of, children }: { of: Attachments; children: ReactNode }) {
  const words = useFilesWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const full = of.items.length >= FILES_MOST;
  const said = of.partly && of.items.filter(({ problem }) => problem).length === 1;

  function onDrag(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  }
  function onDrop(event: DragEvent): void {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    of.add(event.dataTransfer.files);
  }
  /* Text that was copied from an office program brings a picture of itself: then the text is meant. */
  function onPaste(event: ClipboardEvent): void {
    const { files, types } = event.clipboardData;
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    of.add(files);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: drop and paste are further ways to do what the button does
    <div
      className={css.box}
      data-over={over || undefined}
      onDragEnter={onDrag}
      onDragOver={onDrag}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      onPaste={onPaste}
    >
      {children}
      {of.items.length > 0 && (
        <ul className={css.files} aria-label={words.files}>
          {of.items.map((one) => (
            <Going key={one.key} one={one} said={said} onDrop={() => of.drop(one.key)} />
          ))}
        </ul>
      )}
      {of.partly && <p className={css.problem}>{words.partly}</p>}
      <div className={css.attach}>
        <button type="button" className={css.button} disabled={full} onClick={() => input.current?.click()}>
          <Clip />
          {words.attach}
        </button>
        <span className={css.hint}>{over ? words.drop : full ? words.most(FILES_MOST) : words.hint}</span>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={words.attach}
          onChange={(event) => {
            of.add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </div>
  );
}

const SHOWN = 'image/';

function One({ file, mayAct, onChanged }: { file: Attached; mayAct: boolean; onChanged: () => void }) {
  const words = useFilesWords();
  const [gone, setGone] = useState(false);
  const image = file.media.startsWith(SHOWN);
  async function back(): Promise<void> {
    await api(`/files/${file.id}/restoration`, { method: 'POST', body: {} });
    setGone(false);
    onChanged();
  }
  async function remove(): Promise<void> {
    setGone(true);
    try {
      await api(`/files/${file.id}`, { method: 'DELETE' });
      onChanged();
      toast(words.removed, back);
    } catch (error) {
      setGone(false);
      toastError(error);
    }
  }
  if (gone) return null;
  return (
    <li className={css.file}>
      <Clip />
      <a
        className={css.name}
        href={`/api/v1/files/${file.id}/content`}
        {...(image ? { target: '_blank', rel: 'noreferrer' } : { download: file.name })}
      >
        {file.name}
      </a>
      <span className={css.size}>{sizeText(file.size)}</span>
      {mayAct && <Remove name={words.remove(file.name)} onClick={() => void remove()} />}
    </li>
  );
}

/** The files of one thing. `topics` are read again when one was removed or put back. */
export function FileList({ files, mayAct, topics }: { files: readonly Attached[]; mayAct: boolean; topics: string[] }) {
  const words = useFilesWords();
  if (files.length === 0) return null;
  return (
    <ul className={css.files} aria-label={words.files}>
      {files.map((file) => (
        <One key={file.id} file={file} mayAct={mayAct} onChanged={() => topicsChanged(topics)} />
      ))}
    </ul>
  );
}

/** For a thing that is there already: what is chosen, dropped or pasted is sent at once. */
function AttachNow({ subject, topics }: { subject: string; topics: string[] }) {
  const words = useFilesWords();
  const files = useAttachments();
  const sending = useRef(false);
  /* What is added while others are on their way goes with them. */
  async function send(): Promise<void> {
    if (sending.current) return;
    sending.current = true;
    try {
      if ((await files.sendTo(subject)) > 0) toast(words.attached);
    } finally {
      sending.current = false;
      topicsChanged(topics);
    }
  }
  const add = (more: Iterable<File>) => {
    files.add(more);
    void send();
  };
  return <AttachBox of={{ ...files, partly: false, add }}>{null}</AttachBox>;
}

/** Files for an entry that stands: a word that opens the place to attach them. */
export function AttachMore({ subject, name, topics }: { subject: string; name: string; topics: string[] }) {
  const words = useFilesWords();
  const [open, setOpen] = useState(false);
  if (open) return <AttachNow subject={subject} topics={topics} />;
  return (
    <TextButton name={name ? words.attachTo(name) : undefined} onClick={() => setOpen(true)}>
      {words.attach}
    </TextButton>
  );
}

/** The files of a thing that no timeline shows, read once they are asked for. */
export function ThingFiles({ subject, mayAct }: { subject: string; mayAct: boolean }) {
  const topics = ['file', subject];
  const reading = useReadList<Attached>({ path: '/files', query: { subject }, topics });
  if (reading.error && !reading.data) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  return (
    <>
      <FileList files={reading.items} mayAct={mayAct} topics={topics} />
      {mayAct && <AttachNow subject={subject} topics={topics} />}
    </>
  );
}
