// Names, traits, titles and headers of an attacker's: every page shows them as the words they are, and runs none.
import assert from 'node:assert/strict';
import { press_until, story } from '../kit/browser.mjs';
import { furnished } from '../kit/furnished.mjs';

const WORD = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>{{7*7}}${7*7}javascript:pwned';

/** No element of the page came out of the word, and nothing of it ran. */
async function harmless(page, where) {
  const found = await page.evaluate(() => ({
    ran: window.pwned !== undefined,
    made: [...document.querySelectorAll('[onerror], img[src="x"], a[href^="javascript:"]')].map(element => element.outerHTML),
    scripts: [...document.scripts].filter(script => !script.src.startsWith(location.origin)).map(script => script.outerHTML),
  }));
  assert.deepEqual(found, { ran: false, made: [], scripts: [] }, where);
}

story('what an attacker writes is shown and not run', async ({ page, program }) => {
  const { api, ids } = await furnished(program, WORD);
  await api.patch(`/api/v1/accounts/${ids.accounts}`, { domain: 'javascript:alert(1)' }).catch(error => assert.equal(error.status, 400));
  await program.owner.patch('/api/v1/workspace', { name: WORD });
  page.on('dialog', dialog => {
    page.errors.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  for (const path of ['/accounts', `/accounts/${ids.accounts}`, '/health', `/health/${ids.scorecards}`, '/settings/imports', `/settings/imports/${ids.imports}`,
    '/settings/products', '/settings/fields', '/settings/staff', '/settings/keys', '/settings/events']) {
    await page.goto(path);
    await page.getByRole('heading').first().waitFor().catch(error => assert.fail(`${path}: ${error.message}`));
    // In a field it is the field's value.
    await page.waitForFunction(word => document.body.innerText.includes(word) || [...document.querySelectorAll('input, textarea')].some(input => input.value.includes(word)), '<script>window.pwned=1</script>').catch(error => assert.fail(`${path}: ${error.message}`));
    await harmless(page, path);
  }
  for (const path of ['/today', '/settings/audit', `/accounts?q=${encodeURIComponent(WORD)}`, `/setup?token=${encodeURIComponent(WORD)}`, `/invitation?token=${encodeURIComponent(WORD)}`]) {
    await page.goto(path);
    await page.getByRole('heading').first().waitFor().catch(error => assert.fail(`${path}: ${error.message}`));
    await harmless(page, path);
  }
  await page.goto('/today');
  await press_until(page, ['Control+k'], page.getByRole('dialog'));
  await page.getByRole('combobox').or(page.getByRole('textbox')).first().fill('pwned');
  await page.getByRole('option').first().waitFor();
  await harmless(page, 'the palette');
}, { languages: ['en'] });
