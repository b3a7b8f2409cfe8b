/* A form: its values, what is wrong with which box, and the sending. Boxes take `form.box('name')`. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Problem } from '../api/client';
import { isConversion } from '../lib/enter';
import { Button } from './button';
import css from './form.module.css';
import { VisuallyHidden } from './layout';
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
  /** Whether a box that was drawn says what is wrong. */
  told: () => boolean;
  busy: boolean;
  send: (act: (values: V) => Promise<unknown>) => Promise<boolean>;
  reset: (values: V) => void;
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() === '' : value === null || value === undefined;
}

/** `required`: boxes that are marked, all at once and before anything is sent, while nothing is in them. */
export function useForm<V extends object>(start: V, required: readonly (keyof V & string)[] = []): FormOf<V> {
  const [values, setValues] = useState(start);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const sentences = useProblemWords();
  const marked = problem ? problemFields(sentences, problem) : {};
  /* The boxes that were drawn with this render; they are asked for before the form itself is. */
  const drawn = new Set<string>();
  const markOf = (name: string) => {
    drawn.add(name);
    return marked[name] ?? null;
  };

  async function send(act: (values: V) => Promise<unknown>): Promise<boolean> {
    if (busy) return false;
    const blank = required.filter((name) => isBlank(values[name]));
    if (blank.length > 0) {
      setProblem({ status: 400, code: 'input', reason: 'missing', fields: blank.map((field) => ({ field, text: '' })) });
      return false;
    }
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
      error: markOf(name),
    }),
    mark: markOf,
    problem,
    told: () => Object.keys(marked).length > 0 && Object.keys(marked).every((name) => drawn.has(name)),
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

/** Seen once: where a box says it already, this is for those who hear the page. What is in the log has its request's id. */
function Trouble({ problem, shown }: { problem: Problem; shown: boolean }) {
  const words = useKitWords();
  const sentence = problemSentence(useProblemWords(), problem);
  if (!shown) return <VisuallyHidden role="alert">{sentence}</VisuallyHidden>;
  return (
    <p className={css.problem} role="alert">
      {sentence}
      {problem.request && problem.status >= 500 && <span className={css.request}>{words.request(problem.request)}</span>}
    </p>
  );
}

export function Form<V extends object>(props: FormProps<V>) {
  const words = useKitWords();
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
      {form.problem && <Trouble problem={form.problem} shown={!form.told()} />}
      <div className={css.buttons} data-full={props.full || undefined}>
        {props.beside}
        {props.onCancel && <Button onClick={props.onCancel}>{words.cancel}</Button>}
        <Button strong submit busy={form.busy} danger={props.danger} disabled={props.disabled} full={props.full} large={props.full}>
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
