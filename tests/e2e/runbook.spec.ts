import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { violations } from './axe';
import { backUp, expect, test } from './site';

const FILE = '.tmp/runbook.html';
const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 375 },
] as const;

test('the runbook on the page: chosen set-ups, commands to copy, how the stored copies stand', async ({
  adminPage: page,
}) => {
  const backup = await backUp(page);
  await page.goto('/admin/backups/runbook?on=server');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/way back/);
  await expect(page.locator('pre[data-step="3"]')).toContainText(/BACKUP=\w{26}/);
  await expect(page.locator('main')).toContainText(backup);
  await expect(page.getByText('As it is now')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the commands of step 4' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await page.locator('pre[data-step="4"]').textContent());
  await page.getByRole('link', { name: /^Vercel/ }).click();
  await expect(page.locator('pre[data-step="9"]')).toContainText('vercel deploy --prod');
  await page.getByRole('link', { name: /^Docker/ }).click();
  await expect(page.locator('pre[data-step="9"]')).toContainText('docker compose up');
});

test('the file opens without a server and without a network, in every language', async ({
  adminPage,
  browser,
  app,
}) => {
  for (const locale of ['en', 'fr', 'ar']) {
    const answer = await adminPage.request.get(`/api/admin/backups/runbook?locale=${locale}&on=server`);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="runbook-[\w.-]+\.html"$/);
    const html = await answer.text();
    for (const name of ['AUTH_SECRET', 'CRON_SECRET', 'SEED_ADMIN_PASSWORD'])
      expect(html).not.toContain(app.environment[name] ?? name);
    await writeFile(FILE, html);
    for (const { scheme, width } of LOOKS) {
      const context = await browser.newContext({
        offline: true,
        colorScheme: scheme,
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      const problems: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(FILE).href);
      await expect(page.locator('pre[data-step]')).toHaveCount(11);
      expect(asked).toEqual([pathToFileURL(FILE).href]);
      expect(problems, 'errors in the console').toEqual([]);
      expect(await violations(page), `${locale}, ${scheme}, ${width}`).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${locale}, ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `.tmp/pictures/runbook-file-${locale}-${scheme}-${width}.png`, fullPage: true });
      await context.close();
    }
  }
  expect((await readFile(FILE, 'utf8')).length).toBeGreaterThan(5_000);
});

test('a set-up that is not known is refused, by page and by file', async ({ adminPage: page }) => {
  await page.goto('/admin/backups/runbook?on=mainframe');
  await expect(page.getByText('There is no runbook for this set-up.')).toBeVisible();
  const answer = await page.request.get('/api/admin/backups/runbook?on=mainframe');
  expect(answer.status()).toBe(400);
});
