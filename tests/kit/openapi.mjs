// openapi.json as a contract: every answer that a test gets is held against the schema of its route and status.
import { AssertionError } from 'node:assert';
import Ajv from 'ajv/dist/2020.js';

let contract;

/** The contract of the program that the file tests; the document is read once, from whichever server of it answers. */
export function contract_of(url) {
  contract ??= read(url).catch(error => {
    contract = undefined;
    throw error;
  });
  return contract;
}

async function read(url) {
  const answer = await fetch(`${url}/api/v1/openapi.json`);
  if (answer.status !== 200) throw new Error(`openapi.json answered ${answer.status}`);
  return new Contract(await answer.json());
}

export class Contract {
  constructor(document) {
    this.document = document;
    // Unoptimized, since a file asks each of these few times: compiling them is what costs.
    this.ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, code: { optimize: false } });
    this.ajv.addSchema(document, 'api');
    this.routes = Object.keys(document.paths).map(path => ({
      path,
      pattern: new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      fixed: path.replace(/\{[^}]+\}/g, '').length,
    })).sort((a, b) => b.fixed - a.fixed);
  }

  route(path) {
    return this.routes.find(({ pattern }) => pattern.test(path));
  }

  hold(method, address, { status, body, headers }) {
    const route = this.route(address.split('?')[0]);
    const operation = route && this.document.paths[route.path][method.toLowerCase()];
    if (!operation || !/json/.test(headers.get('content-type') ?? '')) return;
    const code = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(code => operation.responses[code]);
    const media = Object.keys(operation.responses[code]?.content ?? {}).find(type => /json/.test(type));
    if (!media || !operation.responses[code].content[media].schema) return;
    const pointer = ['paths', route.path, method.toLowerCase(), 'responses', code, 'content', media, 'schema'];
    const reference = `api#/${pointer.map(part => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')}`;
    const valid = this.ajv.getSchema(reference);
    if (!valid(body)) {
      const what = valid.errors.slice(0, 5).map(error => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
      throw new AssertionError({ message: `${method} ${address} (${status}) breaks openapi.json: ${what.join('; ')}\n${JSON.stringify(body).slice(0, 600)}` });
    }
  }
}
