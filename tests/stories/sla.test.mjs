// Promises: a policy is set up and previewed, the inbox shows what is due next, the ticket says why.
import { assert_everywhere, settled, story } from '../kit/browser.mjs';
import { FILLED, NOW } from '../kit/sample.mjs';

story('an SLA policy is added, and tickets show when they are due and why', async ({ page, program, say, language, given: { accounts } }) => {
  const window = (weekday, from, until) => ({ weekday, from_minute: from * 60, until_minute: until * 60 });
  await program.owner.post('/api/v1/hours', { name: 'Support', windows: [1, 2, 3, 4, 5].map(day => window(day, 9, 18)) });
  await page.goto('/settings/promises');
  await page.getByText(say('SLAポリシーがありません', 'No SLA policies yet')).waitFor();
  await settled(page);
  await assert_everywhere(page, 'sla-none', language);
  await page.getByRole('button', { name: say('ポリシーを追加', 'Add policy') }).click();
  const dialog = page.getByRole('dialog');
  const others = dialog.getByRole('group', { name: say('すべての優先度', 'All priorities') });
  await others.getByRole('textbox', { name: say('初回応答', 'First response') }).fill('4');
  await others.getByRole('textbox', { name: say('解決', 'Resolution') }).fill('16');
  await assert_everywhere(page, 'sla-add', language);
  await dialog.getByRole('button', { name: say('保存', 'Save') }).click();
  await page.getByRole('heading', { name: say('標準', 'Standard') }).waitFor();
  await settled(page);
  await assert_everywhere(page, 'sla', language);
  const preview = page.getByRole('region', { name: say('プレビュー: 標準', 'Preview: Standard') });
  const time = preview.getByRole('textbox', { name: say('時刻', 'At'), exact: true });
  await preview.getByRole('table').waitFor();
  await time.fill('25:00');
  await preview.getByText(say('時刻を入力してください(例: 17:00)。', 'Enter a time, for example 17:00.')).waitFor();
  await preview.getByRole('table').waitFor({ state: 'detached' });
  await time.fill('９：００');
  await preview.getByRole('table').waitFor();

  const ticket = await program.owner.post('/api/v1/tickets', { subject: 'Question A', text: 'A', account_id: accounts[0].id });
  await page.goto('/inbox');
  await page.getByText('Question A').first().waitFor();
  await page.getByText(say('期限が近い順', 'Due next'), { exact: true }).click();
  await page.getByText('Question A').first().waitFor();
  await settled(page);
  await assert_everywhere(page, 'sla-inbox', language);
  await page.getByRole('radio', { name: say('期限が近い順', 'Due next'), checked: true }).waitFor({ state: 'attached' });
  await page.goto('/inbox?sort=priority');
  await page.getByText('Question A').first().waitFor();
  await page.getByRole('radio', { name: say('期限が近い順', 'Due next'), checked: false }).waitFor({ state: 'attached' });
  await page.getByRole('radio', { name: say('新しい順', 'Latest'), checked: false }).waitFor({ state: 'attached' });
  await page.goto(`/inbox/${ticket.id}`);
  const clocks = page.getByRole('list', { name: 'SLA' });
  await clocks.getByText(say('初回応答', 'First response')).waitFor();
  await clocks.getByRole('button', { name: say('理由', 'Why') }).first().click();
  await settled(page);
  await assert_everywhere(page, 'sla-ticket', language);
}, { clock: NOW, begins: FILLED });
