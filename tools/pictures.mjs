// usage: node tools/pictures.mjs [FOLDER]
// Takes the pictures of the documentation (docs/pictures) from the demo workspace: each page in English and Japanese, light and
// dark, at 1280 × 800. Uses the test build (BANSO names another), and Chromium.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { open_page, settled } from '../tests/kit/browser.mjs';
import { Program, SOURCE } from '../tests/kit/program.mjs';

const NOON = '2026-11-30T03:00:00Z'; // in Tokyo, a Monday
const PAGES = {
  today: '/today', notices: '/notices', accounts: '/accounts', people: '/people', health: '/health', overview: '/overview', search: '/search?q=a',
  'settings-holidays': '/settings/holidays', 'settings-imports': '/settings/imports', 'settings-products': '/settings/products', 'settings-staff': '/settings/staff',
};
const folder = resolve(process.argv[2] ?? join(SOURCE, 'docs/pictures'));
mkdirSync(folder, { recursive: true });

/** Of the worst account of the day. */
async function account_page(page) {
  await page.goto('/today');
  return page.locator('main li a[href^="/accounts/"]').first().getAttribute('href');
}

async function picture(page, path, file) {
  await page.goto(path);
  await page.locator('h1').waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, file) });
  console.log(file);
}

async function pictures(language) {
  const program = await Program.start({ clock: NOON, workspace: { language } });
  try {
    const made = await program.owner.post('/api/v1/demo');
    const client = program.client();
    await client.post('/api/v1/session', { email: made.email, password: made.password });
    for (const scheme of ['light', 'dark']) {
      const page = await open_page({ url: program.url, language, scheme, client });
      const all = { ...PAGES, account: await account_page(page) };
      const ending = `${language === 'ja' ? '.ja' : ''}${scheme === 'dark' ? '.dark' : ''}.png`;
      for (const [name, path] of Object.entries(all)) await picture(page, path, `${name}${ending}`);
      await page.context().close();
    }
  } finally {
    await program.abandon();
  }
}

for (const language of ['en', 'ja']) await pictures(language);
process.exit(0);
