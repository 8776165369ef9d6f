import { backUp, expect, test } from './site';

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
