import { backUp, expect, idle, test } from './site';

test('a page that is left open learns what happened elsewhere, and says when nobody answers', async ({
  adminPage: page,
}) => {
  test.setTimeout(120_000);
  await idle(page);
  await page.clock.install();
  await page.goto('/admin/backups');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const made = await backUp(await page.context().newPage());
  const row = page.getByRole('table').locator(`a[href*="${made}"]`).first();
  await expect(row).toBeHidden();
  await page.clock.fastForward(61_000);
  await expect(row).toBeVisible();

  const note = page.getByText('The server does not answer');
  await expect(note).toBeHidden();
  await page.route('**/api/admin/backups/runs', (route) => route.abort());
  await page.clock.fastForward(61_000);
  await expect(note).toBeVisible();
  await expect(page.getByText(/^What stands here was true/)).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/backups$/);
  await page.unroute('**/api/admin/backups/runs');
  await page.clock.fastForward(61_000);
  await expect(note).toBeHidden();
});
