// Many tabs of one browser: HTTP/1.1 allows six connections to a host, so they share one stream; and how quickly pages stand.
import assert from 'node:assert/strict';
import { story } from '../kit/browser.mjs';
import { eventually } from '../kit/customers.mjs';
import { fill, fill_scorecard, NOW } from '../kit/sample.mjs';

const TABS = 8;
const options = { clock: NOW, languages: ['en'], ms: 180_000, prepare: async program => { const filled = await fill(program); await fill_scorecard(program); return filled; } };

const streams = async program => Number(/^banso_streams_open (\d+)$/m.exec((await program.owner.ask('GET', '/metrics')).text)[1]);
const listed = name => tab => tab.getByRole('link', { name, exact: true }).waitFor();

/** Eight tabs of one browser at the list of accounts; each is ready when its list stands. */
async function open_tabs(page) {
  const tabs = [page];
  while (tabs.length < TABS) tabs.push(await page.context().newPage());
  for (const tab of tabs) await tab.goto('/accounts?q=foods');
  await Promise.all(tabs.map(listed('Alpha Foods Ltd')));
  return tabs;
}

/** All tabs show what the program changed, none of them being touched. */
async function all_hear(program, tabs, account, name) {
  const { version } = await program.owner.get(`/api/v1/accounts/${account.id}`);
  await program.owner.patch(`/api/v1/accounts/${account.id}`, { name }, version);
  await Promise.all(tabs.map(listed(name)));
}

/** A page of another address still stands at once: no connection is missing. */
async function still_answers(tabs) {
  await Promise.all(tabs.map(async (tab, at) => {
    await tab.goto(at % 2 ? '/health' : '/today?owner=all');
    await tab.getByRole('heading', { level: 1, name: at % 2 ? 'Health' : 'Today' }).waitFor();
    await tab.locator('[role=status][aria-label]').waitFor({ state: 'detached' });
  }));
}

const ways = {
  'through a shared worker': '',
  'through a lock where there is no shared worker': 'delete globalThis.SharedWorker;',
};

for (const [way, without] of Object.entries(ways)) {
  story(`eight tabs share one stream, ${way}`, async ({ page, program, given }) => {
    if (without) await page.context().addInitScript(without);
    const account = given.accounts.find(one => one.name === 'Alpha Foods Ltd');
    const tabs = await open_tabs(page);
    await eventually(() => streams(program), count => count === 1);
    await all_hear(program, tabs, account, 'Foods after');
    await tabs.shift().close(); // with a lock it was the one that held it
    await eventually(() => streams(program), count => count === 1);
    await all_hear(program, tabs, account, 'Foods at last');
    await still_answers(tabs);
    assert.equal(await streams(program), 1);
    await Promise.all(tabs.splice(1).map(tab => tab.close()));
    await eventually(() => streams(program), count => count === 1);
    await tabs[0].goto('about:blank');
    await eventually(() => streams(program), count => count === 0);
  }, options);
}

story('without workers and locks a tab listens only while it is looked at', async ({ page, program, given }) => {
  const account = given.accounts.find(one => one.name === 'Alpha Foods Ltd');
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
  await eventually(() => streams(program), count => count === 1);
  await page.evaluate(() => globalThis.look('hidden'));
  await eventually(() => streams(program), count => count === 0);
  const { version } = await program.owner.get(`/api/v1/accounts/${account.id}`);
  await program.owner.patch(`/api/v1/accounts/${account.id}`, { name: 'Foods meanwhile' }, version);
  await page.evaluate(() => globalThis.look('visible'));
  await listed('Foods meanwhile')(page);
}, options);

/* The design asks for a change of page under 100 ms and a largest paint under 1 s on a machine of one's own. Here the program bears
 * sanitizers and the machine is shared, so the bounds are wider by what that costs; the figures are printed for whoever wants them. */
const SLOWER = 10;
const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];

story('pages stand and change quickly, as the browser measures it', async ({ page, t }) => {
  const paints = [];
  for (let turn = 0; turn < 3; turn++) {
    await page.goto('/today?owner=all');
    await page.locator('li[data-account]').first().waitFor();
    paints.push(await page.evaluate(() => new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
    })));
  }
  t.diagnostic(`largest contentful paint of Today: ${paints.map(Math.round).join(', ')} ms`);
  assert.ok(median(paints) < 1000 * SLOWER, `the largest paint came after ${median(paints)} ms`);

  const rail = page.getByRole('navigation', { name: 'Places' });
  /* From the press until the page's own title is there, in the browser's own clock; the second time its code is there already. */
  const change = async place => {
    await page.evaluate(name => {
      globalThis.changed = new Promise(done => {
        let pressed = 0;
        addEventListener('click', event => { pressed = event.timeStamp; }, { capture: true, once: true });
        const watch = () => {
          if (pressed && document.querySelector('h1')?.textContent === name) done(performance.now() - pressed);
          else requestAnimationFrame(watch);
        };
        watch();
      });
    }, place);
    await rail.getByRole('link', { name: place }).click();
    return page.evaluate(() => globalThis.changed);
  };
  const changes = [];
  for (const place of ['Accounts', 'Health', 'Today', 'Accounts', 'Health', 'Today', 'Accounts', 'Health', 'Today']) changes.push(await change(place));
  t.diagnostic(`changes of page: ${changes.map(Math.round).join(', ')} ms`);
  assert.ok(median(changes.slice(3)) < 100 * SLOWER, `a change of page took ${median(changes.slice(3))} ms`);
}, options);
