// A caller of the API: cookies or a token, JSON in and out. Each answer of the API is held against openapi.json, so that
// what is promised there is true.
import { gzipSync } from 'node:zlib';
import { contract_of } from './openapi.mjs';

// node's fetch gives up when nothing comes for 300 s. How long a test waits is for its own bounds alone (hung.mjs).
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
new Headers(); // loads what sets it
globalThis[DISPATCHER] = new globalThis[DISPATCHER].constructor({ headersTimeout: 0, bodyTimeout: 0 });

export class ApiError extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

export class Client {
  /** `address`: gives the URL of the server as it is now. options: token (Bearer), key (Basic, as the tracking clients send it), headers. */
  constructor(address, options = {}) {
    this.address = address;
    this.options = options;
    this.cookies = new Map();
  }

  get url() {
    return this.address();
  }

  headers(more) {
    const headers = { ...this.options.headers };
    if (this.options.token) headers.authorization = `Bearer ${this.options.token}`;
    if (this.options.key) headers.authorization = `Basic ${Buffer.from(`${this.options.key}:`).toString('base64')}`;
    if (this.cookies.size) {
      headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      // What a browser says of a page of ours; without it the server refuses a cookie on an unsafe route.
      headers.origin = new URL(this.url).origin;
      headers['sec-fetch-site'] = 'same-origin';
    }
    return { ...headers, ...more };
  }

  /** The bare answer: { status, headers, body (parsed when JSON), text }. `body`: object (JSON), text or bytes. */
  async ask(method, path, body, { headers, gzip } = {}) {
    let bytes = body;
    const sent = this.headers(headers);
    if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
      bytes = JSON.stringify(body);
      sent['content-type'] ??= 'application/json';
    }
    if (gzip) {
      bytes = gzipSync(bytes);
      sent['content-encoding'] = 'gzip';
    }
    // While a command held this process up, the server may have closed a connection that was kept. What came of that is heard
    // within a whole turn of the loop; the first of the two ends the turn that is under way.
    for (let turn = 0; turn < 2; turn++) await new Promise(done => setImmediate(done));
    const answer = await fetch(this.url + path, { method, headers: sent, body: bytes, redirect: 'manual' });
    this.keep_cookies(answer);
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    const result = { status: answer.status, headers: answer.headers, text, body: /json/.test(type) && text ? JSON.parse(text) : text };
    if (this.options.contract !== false) (await contract_of(this.url)).hold(method, path, result);
    return result;
  }

  /** The same client, signed in as whoever has these: [[name, value], …]. */
  with_cookies(cookies) {
    this.cookies = new Map(cookies);
    return this;
  }

  keep_cookies(answer) {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** The body of a 2xx; anything else throws an ApiError with status and body. */
  async call(method, path, body, options) {
    const result = await this.ask(method, path, body, options);
    if (result.status < 200 || result.status > 299) throw new ApiError(method, path, result.status, result.body);
    return result.body;
  }

  get(path, options) {
    return this.call('GET', path, undefined, options);
  }

  post(path, body, options) {
    return this.call('POST', path, body ?? {}, options);
  }

  put(path, body, options) {
    return this.call('PUT', path, body, options);
  }

  patch(path, body, version) {
    return this.call('PATCH', path, body, version === undefined ? {} : { headers: { 'if-match': `"${version}"` } });
  }

  delete(path) {
    return this.call('DELETE', path);
  }

  /** All items of a list, page by page. */
  async all(path) {
    const items = [];
    for (let cursor = null; ; ) {
      const page = await this.get(path + (cursor ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : ''));
      items.push(...page.items);
      if (!page.next) return items;
      cursor = page.next;
    }
  }

  /** The live stream: an async iterator of arrays of changed keys; `close()` ends it. */
  async stream() {
    const stop = new AbortController();
    const answer = await fetch(`${this.url}/api/v1/stream`, { headers: this.headers({ accept: 'text/event-stream' }), signal: stop.signal });
    if (answer.status !== 200) throw new ApiError('GET', '/api/v1/stream', answer.status, await answer.text());
    return { close: () => stop.abort(), [Symbol.asyncIterator]: () => changes(answer.body) };
  }
}

async function* changes(body) {
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = parts.pop();
      for (const part of parts) {
        const data = /^data: ?(.*)$/m.exec(part);
        if (/^event: ?changed$/m.test(part) && data) yield JSON.parse(data[1]).keys;
      }
    }
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

/** Reads the stream until `wanted(keys)`; the caller bounds it by the test's timeout. */
export async function until_changed(stream, wanted) {
  for await (const keys of stream) if (wanted(keys)) return keys;
  throw new Error('the stream ended first');
}

/** Reads the stream until the server ends it: in order, or by cutting it off where bytes were still under way. */
export async function until_ended(stream) {
  try {
    for await (const _ of stream);
  } catch (error) {
    if (error.message !== 'terminated') throw error;
  }
}
