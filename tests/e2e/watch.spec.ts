import { violations } from './axe';
import { backUp, expect, test } from './site';

const LOCALES = ['', '/fr', '/ar'] as const;
const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 375, height: 812 },
] as const;

test('the audit tells who did what; the filter stands in the address; the file is a file', async ({
  adminPage: page,
}) => {
  await backUp(page);
  await page.goto('/admin/backups/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing in the audit was changed');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.filter({ hasText: 'Backup: end' }).first()).toContainText('Browser');
  await page.getByLabel('Act', { exact: true }).selectOption({ label: 'Policy' });
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(/act=policy/);
  await expect(rows.filter({ hasText: 'Backup: end' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(rows.filter({ hasText: 'Backup: end' }).first()).toBeVisible();
  const csv = await page.request.get('/api/admin/backups/audit?format=csv&act=backup');
  expect(csv.headers()['content-disposition']).toMatch(/^attachment; filename="[a-z0-9-]+-audit-[\d-]+\.csv"$/);
  expect(await csv.text()).toMatch(/^"seq","at","act"/);
  expect((await page.request.get('/api/admin/backups/audit?format=xlsx')).status()).toBe(400);
});

test('a changed row is found by the page', async ({ adminPage: page, database }) => {
  await database`alter table backup.audit_events disable trigger user`;
  try {
    await database`update backup.audit_events set actor_name = actor_name || '!' where seq = 1`;
    await page.goto('/admin/backups/audit');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The audit is not what was written');
    await expect(page.getByText('Event 1: not what was written')).toBeVisible();
  } finally {
    await database`update backup.audit_events set actor_name = rtrim(actor_name, '!') where seq = 1`;
    await database`alter table backup.audit_events enable trigger user`;
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing in the audit was changed');
});

test('metrics are shut where no token is set', async ({ request, app }) => {
  const answer = await request.get(`${app.baseUrl}/api/metrics/backup`, {
    headers: { authorization: 'Bearer undefined' },
  });
  expect(answer.status()).toBe(503);
});

for (const scheme of ['light', 'dark'] as const) {
  for (const { name, width, height } of SIZES) {
    test(`audit, trends and messages in ${scheme}, ${name}, in every language`, async ({ adminPage: page }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      for (const locale of LOCALES) {
        for (const path of ['/audit', '/history', '/settings']) {
          const url = `${locale}/admin/backups${path}`;
          await page.goto(url);
          await page.getByRole('heading', { level: 1 }).waitFor();
          expect(await violations(page), `${url} in ${scheme}, ${name}`).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${url} scrolls sideways`).toBeLessThanOrEqual(0);
          const picture = `${locale.slice(1) || 'en'}${path.replace('/', '-')}-${scheme}-${name}.png`;
          await page.screenshot({ path: `.tmp/pictures/${picture}`, fullPage: true });
        }
      }
    });
  }
}
