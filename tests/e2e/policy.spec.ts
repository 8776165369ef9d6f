import { violations } from './axe';
import { backUp, expect, idle, newestBackup, test } from './site';

test('the policy is saved, a second writer is told, and the plan says why each backup stays', async ({
  adminPage: page,
}) => {
  await backUp(page);
  await page.goto('/admin/backups/settings');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Backed up at 02:00, UTC.');
  const days = page.getByLabel('Keep everything for');
  const save = page.getByRole('button', { name: 'Save the policy' });
  await expect(save).toBeDisabled();
  await days.fill('14');
  const other = await page.context().newPage();
  await other.goto('/admin/backups/settings');
  await save.click();
  await expect(page.getByText('Saved. Version 1 of the policy holds from now on.')).toBeVisible();
  await expect(page.getByText('By', { exact: true })).toBeVisible();

  await other.getByLabel('Weekly').fill('8');
  await other.getByRole('button', { name: 'Save the policy' }).click();
  await expect(other.getByRole('alert').filter({ hasText: 'The policy was not saved' })).toBeVisible();
  await expect(other.getByLabel('Weekly')).toHaveValue('8');
  await other.close();

  const row = page.getByRole('row').filter({ hasText: 'the last good one' });
  await expect(row).toContainText('Stays');
  await expect(row).toContainText('newest 1 of 7');
  await expect(row).toContainText('among the newest');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await violations(page)).toEqual([]);
});

test('what no rule keeps is shown first, deleted by one press, and can be seen in its run', async ({
  adminPage: page,
}) => {
  test.setTimeout(240_000);
  for (let made = 0; made < 4; made += 1) await backUp(page);
  await page.goto('/admin/backups/settings');
  for (const label of ['Newest', 'Daily', 'Weekly', 'Monthly', 'Yearly'])
    await page.getByLabel(label, { exact: true }).fill('0');
  await page.getByLabel('Keep everything for').fill('0');
  await page.getByLabel('Restored exactly, at least').fill('1');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await expect(page.getByText(/^Saved\. Version/)).toBeVisible();
  const first = page.getByRole('table').getByRole('row').nth(1);
  await expect(first).toContainText('No rule keeps it.');
  await page.getByRole('button', { name: /^Delete \d+ backups?$/ }).click();
  await page.waitForURL(/\/admin\/backups\/runs\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('What the policy let go is deleted');
  await idle(page);
  await page.goto('/admin/backups/settings');
  await expect(page.getByText(/nothing goes/)).toBeVisible();
});

test('a pinned backup says so and cannot be deleted until it is released', async ({ adminPage: page }) => {
  await backUp(page);
  await page.goto('/admin/backups');
  const link = await newestBackup(page).getAttribute('href');
  await page.goto(link ?? '');
  const more = page.getByRole('button', { name: 'More for this backup' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Pin: keep for good' }).click();
  await expect(page.getByText(/stays until you release it/)).toBeVisible();
  await page.reload();
  await more.click();
  await expect(page.getByText('It is pinned. Release the pin first.')).toBeVisible();
  await page.getByRole('menuitem', { name: 'Release the pin', exact: true }).click();
  await expect(page.getByText(/The policy decides/)).toBeVisible();
});
