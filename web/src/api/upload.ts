/* Sending a file with its progress, which fetch() does not tell. Otherwise as api(): the same refusals, the same key again
 * after the session was renewed. */
import { ApiError, type Problem, pathWith, type Query, repeatKey, signedInAgain } from './client';

export interface Upload {
  path: string;
  query: Query;
  file: Blob;
  /** Bytes that are on their way. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

function problemOf(request: XMLHttpRequest): Problem {
  const id = request.getResponseHeader('X-Request-Id') ?? undefined;
  try {
    const told = JSON.parse(request.responseText) as Partial<Problem>;
    return { request: id, ...told, status: request.status, code: told.code ?? 'internal' };
  } catch {
    return { status: request.status, code: request.status >= 500 ? 'internal' : 'input', request: id };
  }
}

function send({ path, query, file, onSent, signal }: Upload, key: string): Promise<XMLHttpRequest> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', pathWith(`/api/v1${path}`, query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => done(request);
    request.onerror = () => failed(new ApiError({ status: 0, code: 'offline' }));
    request.onabort = () => failed(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

export async function upload<T>(one: Upload): Promise<T> {
  const key = repeatKey();
  one.signal.throwIfAborted();
  let request = await send(one, key);
  if (request.status === 401) {
    await signedInAgain();
    request = await send(one, key);
  }
  if (request.status < 200 || request.status > 299) throw new ApiError(problemOf(request));
  return JSON.parse(request.responseText) as T;
}
