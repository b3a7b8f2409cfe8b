/* A form: its values, what is wrong with which box, and the sending. Boxes take `form.box('name')`. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Problem } from '../api/client';
import { isConversion } from '../lib/enter';
import { Button } from './button';
import css from './form.module.css';
import { problemFields, problemOf, problemSentence, useProblemWords } from './problem';
import { useKitWords } from './words';

interface Box<T> {
  value: T;
  onChange: (value: T) => void;
  error: string | null;
}

export interface FormOf<V extends object> {
  values: V;
  set: (change: Partial<V>) => void;
  box: <K extends keyof V & string>(name: K) => Box<V[K]>;
  /** What is wrong with a box that is not a value of the form itself. */
  mark: (name: string) => string | null;
  problem: Problem | null;
  busy: boolean;
  send: (act: (values: V) => Promise<unknown>) => Promise<boolean>;
  reset: (values: V) => void;
}

export function useForm<V extends object>(start: V): FormOf<V> {
  const [values, setValues] = useState(start);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const sentences = useProblemWords();
  const marked = problem ? problemFields(sentences, problem) : {};

  async function send(act: (values: V) => Promise<unknown>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await act(values);
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    values,
    set: (change) => setValues((before) => ({ ...before, ...change })),
    box: (name) => ({
      value: values[name],
      onChange: (value) => setValues((before) => ({ ...before, [name]: value })),
      error: marked[name] ?? null,
    }),
    mark: (name) => marked[name] ?? null,
    problem,
    busy,
    send,
    reset: (next) => {
      setValues(next);
      setProblem(null);
    },
  };
}

interface FormProps<V extends object> {
  form: FormOf<V>;
  onSend: (values: V) => Promise<unknown>;
  onSent?: () => void;
  onCancel?: () => void;
  send?: string;
  danger?: boolean;
  disabled?: boolean;
  full?: boolean;
  children: ReactNode;
  beside?: ReactNode;
}

export function Form<V extends object>(props: FormProps<V>) {
  const words = useKitWords();
  const sentences = useProblemWords();
  const { form } = props;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    if (!props.disabled && (await form.send(props.onSend))) props.onSent?.();
  }

  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (isConversion(event)) event.preventDefault();
      }}
    >
      {props.children}
      {form.problem && (
        <p className={css.problem} role="alert">
          {problemSentence(sentences, form.problem)}
          {form.problem.request && <span className={css.request}>{words.request(form.problem.request)}</span>}
        </p>
      )}
      <div className={css.buttons} data-full={props.full || undefined}>
        {props.beside}
        {props.onCancel && <Button onClick={props.onCancel}>{words.cancel}</Button>}
        <Button strong submit busy={form.busy} danger={props.danger} disabled={props.disabled} full={props.full}>
          {props.send ?? words.save}
        </Button>
      </div>
    </form>
  );
}

/** Boxes beside each other where there is room. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>;
}
