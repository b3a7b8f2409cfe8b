/*
 * What somebody chose in this browser and the server's own pages must know too, before anybody signs in: language and look. In a cookie,
 * because the server cannot read what a page stores; nothing secret, so no page loses by it.
 */
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function cookieRead(name: string): string | null {
  const pair = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

/** An empty value drops it. */
export function cookieWrite(name: string, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  const age = value === '' ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP, which is how a trial runs.
  document.cookie = `${name}=${value}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
