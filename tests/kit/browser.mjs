// Pages in Debian's Chromium: a story runs in Japanese and in English, and axe-core looks at what it opens. The headless
// shell is the same engine without the browser around it, and loads a page with less processor time.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { at_end, at_file_end, eventually, HUNG_MS, test } from './hung.mjs';
import { with_program } from './program.mjs';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOCALES = { ja: 'ja-JP', en: 'en-GB' };

const NOON = '2026-11-20T03:00:00Z';

let browser;

function start_browser() {
  const program = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path));
  if (!browser) {
    browser = chromium.launch({ executablePath: program, args: FLAGS, timeout: HUNG_MS });
    at_file_end(async () => (await browser).close());
  }
  return browser;
}

let folder;
/** Where pictures go: BANSO_SCREENSHOTS, else a new folder under the system's temporary one. */
export function pictures() {
  folder ??= process.env.BANSO_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'banso-pictures-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

const LEAVES_MS = 5000;
/** In the page: what goes away by itself, as a message with its Undo does, stays until the story has come to it. */
function wait_for_the_story([from, ms]) {
  const { setTimeout: timer } = globalThis;
  globalThis.setTimeout = (run, after, ...given) => timer(run, after >= from ? Math.max(after, ms) : after, ...given);
}

/** In the page: of an error that is told as another one, the console says the first. */
function say_causes() {
  globalThis.addEventListener('error', ({ error }) => { if (error?.cause) console.error(`cause: ${error.cause.stack ?? error.cause}`); });
}

/** A page of its own (cookies, storage), with the console and page errors collected: the story fails on any of them. */
export async function open_page({ url, language = 'en', width = 1280, height = 800, scheme = 'light', client, scripts = true } = {}) {
  const context = await (await start_browser()).newContext({
    baseURL: url, locale: LOCALES[language], timezoneId: 'Asia/Tokyo', colorScheme: scheme, viewport: { width, height },
    reducedMotion: 'reduce', acceptDownloads: true, javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(HUNG_MS);
  await context.addInitScript(wait_for_the_story, [LEAVES_MS, HUNG_MS]);
  at_end(() => context.close().catch(() => {}));
  if (client) await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url })));
  await context.addInitScript(say_causes);
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', error => page.errors.push(`page: ${error.message}`));
  page.on('console', message => {
    // A refused request shows in the console too; the story itself asserts on those.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.errors.push(`console: ${message.text()}`);
  });
  return page;
}

/** What is on its way has come: readings, forms, and the boxes whose list or calendar loads when the page stands. */
export function settled(page) {
  return eventually(() => page.evaluate(() => new Promise(done => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelectorAll('[role=status][aria-label], input[aria-busy=true]').length)));
  })), count => count === 0);
}

/**
 * Until it is seen: a page may not listen to keys yet when it can be looked at. For keys that lead to the same however often
 * they are pressed; what each press does is looked at when the page has drawn it.
 */
export function press_until(page, keys, seen) {
  return eventually(async () => {
    if (await seen.isVisible()) return true;
    for (const key of keys) await page.keyboard.press(key);
    await settled(page);
    return seen.isVisible();
  }, is => is);
}

/** Tries again until it is seen. The button may go at any moment, as a page that hears of a change reads by itself, so nobody waits for it. */
export function try_again(page, say, seen) {
  const again = page.getByRole('button', { name: say('もう一度試す', 'Try again') });
  return eventually(async () => {
    await again.evaluateAll(buttons => buttons[0]?.click());
    return seen.isVisible();
  }, is => is);
}

/** axe-core on the current page; WCAG 2.2 AA and best practice. Fails with what and where. */
export async function assert_accessible(page, what = page.url()) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE); // it stays until the page is loaded again
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 4).map(n => `    ${n.target.join(' ')}\n      ${n.failureSummary?.split('\n').slice(1, 3).join(' ')}`).join('\n')}`);
  });
  assert.equal(found.length, 0, `axe-core on ${what}:\n${found.join('\n')}`);
}

/** The page does not scroll sideways. */
export async function assert_fits(page, what = page.url()) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room} px`);
  const clipped = await page.evaluate(() => [...document.querySelectorAll('button')].filter(button =>
    [button, ...button.querySelectorAll('*')].some(part => part.scrollWidth > part.clientWidth && part.clientWidth > 0 && getComputedStyle(part).overflowX !== 'visible' && getComputedStyle(part).textOverflow !== 'ellipsis'),
  ).map(button => button.textContent));
  assert.deepEqual(clipped, [], `${what} cuts off the words of buttons`);
}

/** Walks the page through narrow and wide, light and dark, with axe-core and a picture of each. */
export async function assert_everywhere(page, name, language) {
  const before = page.viewportSize();
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      const what = `${name}.${language}.${scheme}.${width}`;
      await page.screenshot({ path: join(pictures(), `${what}.png`) });
      await assert_fits(page, what);
      await assert_accessible(page, what);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(before);
}

/** How many pages the program tells of changes: where one of none heard nothing, it is the stream. */
async function streams_of({ owner }) {
  const { text } = await Promise.resolve(owner?.ask('GET', '/metrics')).catch(() => undefined) ?? {};
  return /^banso_streams_open .*$/m.exec(text)?.[0] ?? 'the program does not answer';
}

/**
 * One test per language: story('a CSM finds …', async ({ page, program, say, language }) => …).
 * say(ja, en) is the text in the language of the run. options: those of Program.start; `prepare(program)` adds to what it
 * `begins` with, and gives what the story is given instead. It is noon in Tokyo: a story that begins before midnight would
 * not end as it began.
 */
export function story(name, body, options = {}) {
  for (const language of options.languages ?? ['ja', 'en']) {
    test(`${name} (${language})`, t => with_program({ clock: NOON, ...options, workspace: { language, ...options.workspace } }, async program => {
      const given = (options.setup === false ? undefined : await options.prepare?.(program)) ?? program.given;
      const page = await open_page({ url: program.url, language, client: options.signed_in === false ? undefined : program.owner });
      const say = (ja, en) => (language === 'ja' ? ja : en);
      try {
        await body({ page, program, say, language, given, t });
        assert.deepEqual(page.errors, [], 'the page had errors');
      } catch (error) {
        const path = join(pictures(), `failed-${name.replace(/\W+/g, '-')}.${language}.png`);
        await page.screenshot({ path }).catch(() => {});
        error.stack += `\n--- picture: ${path}\n--- page errors: ${page.errors.join('; ')}\n--- ${await streams_of(program)}`;
        throw error;
      } finally {
        await page.context().close();
      }
    }, t));
  }
}
