// All that can be read over the API, for walks that look for something which must not be there.

/** Every GET that answers once, as { path, circle, address }. `ids` by the word before them in the path ({ accounts: 12 }),
 * `needed` the values of parameters that must be given. */
export function roads(program, ids, needed) {
  const document = JSON.parse(program.must('openapi'));
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (!get || get['x-flags'].some(flag => ['stream', 'cors'].includes(flag))) return [];
    let last = '';
    const address = path.split('/').map(part => {
      const filled = part.startsWith('{') ? String(ids[last] ?? 1) : part;
      last = part;
      return filled;
    }).join('/');
    const query = get.parameters.filter(one => one.in === 'query' && one.required).map(({ name }) => `${name}=${needed[name]}`);
    return [{ path, circle: get['x-circle'], address: query.length ? `${address}?${query.join('&')}` : address }];
  });
}

/** A road that changes what is asked for, or that no caller with a token has. */
export const ODD_ROADS = /openapi|backups|rebuilds|setup|invitation|session/;
