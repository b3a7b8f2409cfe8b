// Many tabs of one browser: HTTP/1.1 allows six connections to a host, so they share one stream.
import assert from 'node:assert/strict';
import { story } from '../kit/browser.mjs';
import { eventually } from '../kit/hung.mjs';
import { NOW, SCORED } from '../kit/sample.mjs';

const TABS = 8;
const options = { clock: NOW, languages: ['en'], begins: SCORED };

/* What the server holds. It notices who hung up at a heartbeat, so this may be more than there are, never less. */
const streams = async program => Number(/^banso_streams_open (\d+)$/m.exec((await program.owner.ask('GET', '/metrics')).text)[1]);
/* Streams of the pages themselves (a worker's are not seen here): how many were begun, by which tab the last of them, and how
 * many were ended by the page. */
function watched(context) {
  const seen = { begun: 0, ended: 0, tab: null };
  const is_stream = request => /\/api\/v1\/stream$/.test(request.url());
  context.on('request', request => {
    if (!is_stream(request)) return;
    seen.begun++;
    seen.tab = request.frame().page();
  });
  context.on('requestfailed', request => { if (is_stream(request)) seen.ended++; });
  return seen;
}

const listed = name => tab => tab.getByRole('link', { name, exact: true }).waitFor();

/** Eight tabs of one browser at the list of accounts; each is ready when its list stands. */
async function open_tabs(page) {
  const tabs = [page];
  while (tabs.length < TABS) tabs.push(await page.context().newPage());
  for (const tab of tabs) await tab.goto('/accounts?q=foods');
  await Promise.all(tabs.map(listed('Alpha Foods Ltd')));
  return tabs;
}

const rename = async (program, account, name) => {
  const { version } = await program.owner.get(`/api/v1/accounts/${account.id}`);
  await program.owner.patch(`/api/v1/accounts/${account.id}`, { name }, version);
};

/** All tabs show what the program changed, none of them being touched. */
async function all_hear(program, tabs, account, name) {
  await rename(program, account, name);
  await Promise.all(tabs.map(listed(name)));
}

/** A page of another address still comes: no connection is missing. */
async function still_answers(tabs) {
  await Promise.all(tabs.map(async (tab, at) => {
    await tab.goto(at % 2 ? '/health' : '/today?owner=all');
    await tab.getByRole('heading', { level: 1, name: at % 2 ? 'Health' : 'Today' }).waitFor();
    await eventually(() => tab.locator('[role=status][aria-label]').count(), count => count === 0);
  }));
}

const the_account = given => given.accounts.find(one => one.name === 'Alpha Foods Ltd');

story('eight tabs share one stream through a worker', async ({ page, program, given }) => {
  const seen = watched(page.context());
  const tabs = await open_tabs(page);
  await eventually(() => streams(program), count => count === 1); // a list may stand before the worker is heard
  assert.equal(seen.begun, 0, 'no tab has one of its own');
  await all_hear(program, tabs, the_account(given), 'Foods after');
  await tabs.shift().close();
  await all_hear(program, tabs, the_account(given), 'Foods at last');
  assert.equal(await streams(program), 1, 'the worker outlives the tab that began it');
  await still_answers(tabs);
}, options);

story('eight tabs share one stream through a lock where there is no shared worker', async ({ page, program, given }) => {
  await page.context().addInitScript('delete globalThis.SharedWorker;');
  const seen = watched(page.context());
  let tabs = await open_tabs(page);
  await eventually(() => seen.begun, count => count === 1);
  await all_hear(program, tabs, the_account(given), 'Foods after');
  assert.deepEqual([seen.begun, seen.ended, await streams(program)], [1, 0, 1]);
  tabs = tabs.filter(tab => tab !== seen.tab);
  assert.equal(tabs.length, TABS - 1);
  await seen.tab.close();
  await eventually(() => seen.begun, count => count === 2);
  await all_hear(program, tabs, the_account(given), 'Foods at last');
  await still_answers(tabs);
}, options);

const SILENT_MS = 30_000; // web/src/api/live.ts

story('a worker that gives no sign is done without', async ({ page, program, given }) => {
  await page.context().addInitScript(silent => {
    globalThis.SharedWorker = class {
      port = { postMessage() {}, start() {}, close() {} };
    };
    const { setTimeout: timer } = globalThis;
    globalThis.setTimeout = (run, after, ...args) => timer(run, after === silent ? 0 : after, ...args);
  }, SILENT_MS);
  await page.goto('/accounts?q=foods');
  await listed('Alpha Foods Ltd')(page);
  await all_hear(program, [page], the_account(given), 'Foods after');
}, options);

story('without workers and locks a tab listens only while it is looked at', async ({ page, program, given }) => {
  const account = the_account(given);
  const seen = watched(page.context());
  await page.context().addInitScript(() => {
    delete globalThis.SharedWorker;
    delete globalThis.BroadcastChannel;
    globalThis.look = state => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
      document.dispatchEvent(new Event('visibilitychange'));
    };
  });
  await page.goto('/accounts?q=foods');
  await listed('Alpha Foods Ltd')(page);
  await eventually(() => seen.begun, count => count === 1);
  await page.evaluate(() => globalThis.look('hidden'));
  await eventually(() => seen.ended, count => count === 1);
  await rename(program, account, 'Foods meanwhile');
  await page.evaluate(() => globalThis.look('visible'));
  await listed('Foods meanwhile')(page);
}, options);

function gate() {
  let open;
  const opened = new Promise(done => { open = done; });
  return { opened, open };
}

story('what changed between the first reading and the first hearing is read', async ({ page, program, given }) => {
  await page.context().addInitScript('delete globalThis.SharedWorker; delete globalThis.BroadcastChannel;');
  const stream = gate();
  await page.route('**/api/v1/stream', async route => { await stream.opened; await route.continue(); });
  await page.goto('/accounts?q=foods');
  await listed('Alpha Foods Ltd')(page);
  await rename(program, the_account(given), 'Foods meanwhile');
  stream.open();
  await listed('Foods meanwhile')(page);
}, options);

story('what a page asks for while the stream is heard is asked for once', async ({ page }) => {
  await page.context().addInitScript('delete globalThis.SharedWorker; delete globalThis.BroadcastChannel;');
  const asked = {};
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    asked[pathname] = (asked[pathname] ?? 0) + 1;
  });
  const heard = gate();
  page.on('response', response => { if (/\/stream$/.test(response.url())) heard.open(); });
  await page.route('**/api/v1/session', async route => { await heard.opened; await route.continue(); }, { times: 1 });
  await page.goto('/accounts?q=foods');
  await listed('Alpha Foods Ltd')(page);
  await eventually(() => asked['/api/v1/session'], count => count === 2); // asked before, so once more
  assert.deepEqual(['accounts', 'fields', 'products', 'measures', 'staff'].map(path => [path, asked[`/api/v1/${path}`]]),
    [['accounts', 1], ['fields', 1], ['products', 1], ['measures', 1], ['staff', 1]]);
  await eventually(() => page.title(), title => title === 'Accounts · Banso'); // a tab is known by its name
}, options);

story('a first answer from before a change that was told meanwhile is read again', async ({ page, program, given }) => {
  await page.context().addInitScript('delete globalThis.SharedWorker; delete globalThis.BroadcastChannel;');
  await page.goto('/accounts?q=nobody');
  await page.evaluate(() => new Promise(done => {
    globalThis.second = new EventSource('/api/v1/stream');
    globalThis.told = new Promise(heard => globalThis.second.addEventListener('changed', heard));
    globalThis.second.onopen = done;
  }));
  const [read, answer] = [gate(), gate()];
  await page.route(url => url.pathname === '/api/v1/accounts' && url.searchParams.get('q') === 'foods', async route => {
    const response = await route.fetch();
    read.open();
    await answer.opened;
    await route.fulfill({ response });
  }, { times: 1 });
  await page.getByRole('searchbox').first().fill('foods');
  await read.opened;
  await rename(program, the_account(given), 'Foods meanwhile');
  await page.evaluate(() => globalThis.told.then(() => new Promise(done => setTimeout(done, 0))));
  answer.open();
  await listed('Foods meanwhile')(page);
}, options);
