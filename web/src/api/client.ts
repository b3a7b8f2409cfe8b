/*
 * The one way to the program. A refusal is an ApiError that carries the problem as the program told it (problem+json). When the
 * session has ended the call waits: the frame asks to sign in over the page, and then the same call is sent again under the same
 * Idempotency-Key, so that nothing that was written is lost or done twice.
 */
export interface Problem {
  status: number;
  code: string;
  detail?: string;
  field?: string;
  fields?: { field: string; text: string }[];
  /** Why, as a word with its arguments. */
  reason?: string;
  args?: (string | number)[];
  request?: string;
}

export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.code);
    this.problem = problem;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  query?: Query;
  body?: unknown;
  /** The version that was read; the change is refused when somebody else was faster. */
  version?: number;
  /** A file, sent as it is. */
  file?: Blob;
  signal?: AbortSignal;
  /** The calls of signing in answer 401 themselves. */
  signsIn?: boolean;
}

type Gate = { ended: () => Promise<void> };
let gate: Gate | null = null;

/** The frame says how a session is renewed. */
export function sessionGate(next: Gate | null): void {
  gate = next;
}

export function pathWith(path: string, query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/** Ends when the person has signed in again; at once where nobody can. */
export async function signedInAgain(): Promise<void> {
  await gate?.ended();
}

export function repeatKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function headersOf(call: Call, key: string): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  if (call.file) headers.set('Content-Type', call.file.type || 'application/octet-stream');
  else if (call.body !== undefined) headers.set('Content-Type', 'application/json');
  if (call.version !== undefined) headers.set('If-Match', `"${call.version}"`);
  if (call.method === 'POST') headers.set('Idempotency-Key', key);
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  const request = response.headers.get('X-Request-Id') ?? undefined;
  try {
    const told = (await response.json()) as Partial<Problem>;
    return { request, ...told, status: response.status, code: told.code ?? 'internal' };
  } catch {
    return { status: response.status, code: response.status >= 500 ? 'internal' : 'input', request };
  }
}

async function send(path: string, call: Call, key: string): Promise<Response> {
  try {
    return await fetch(pathWith(path, call.query), {
      method: call.method ?? 'GET',
      headers: headersOf(call, key),
      body: call.file ?? (call.body === undefined ? null : JSON.stringify(call.body)),
      signal: call.signal ?? null,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, code: 'offline' });
  }
}

async function ask(path: string, call: Call): Promise<Response> {
  const key = repeatKey();
  let response = await send(`/api/v1${path}`, call, key);
  if (response.status === 401 && !call.signsIn && gate) {
    await signedInAgain();
    response = await send(`/api/v1${path}`, call, key);
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response;
}

/** A file that the program gives, as text. */
export async function apiText(path: string): Promise<string> {
  return (await ask(path, {})).text();
}

/** `path` below /api/v1, as "/accounts/12". */
export async function api<T>(path: string, call: Call = {}): Promise<T> {
  const response = await ask(path, call);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
