import { expect, idle, test } from './site';

const LEFT_OUT = '0004_notification_delivery';

test('a pending migration is named, run after a backup, and watched', async ({ adminPage: page, database }) => {
  test.setTimeout(120_000);
  await idle(page);
  const journal = await page.request.get('/admin/backups/migrations');
  expect(journal.status()).toBe(200);
  await page.goto('/admin/backups/migrations');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Up to date. Journal, files and database agree.');

  // As a merge leaves it: not applied, and older than the newest that is.
  await database.unsafe(`alter table notifications drop column priority, drop column category,
    drop column actor_id, drop column group_key, drop column archived_at, drop column delivered_channels`);
  await database`delete from drizzle.__drizzle_migrations where id = (
    select id from drizzle.__drizzle_migrations order by id offset 4 limit 1)`;
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One migration is not in the database yet.');
  const row = page.getByRole('row').filter({ hasText: LEFT_OUT });
  await expect(row).toContainText('Drizzle’s own migrator would leave it out.');
  await page.getByRole('button', { name: 'Run 1 migration…' }).click();
  await expect(page.getByRole('dialog')).toContainText(LEFT_OUT);
  await page.getByRole('button', { name: 'Back up and run' }).click();
  await page.waitForURL(/\/admin\/backups\/runs\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Done. The migrations are in the database.', {
    timeout: 60_000,
  });
  await expect(page.getByText('1 migration was run')).toBeVisible();
  await page.getByRole('link', { name: 'Open the safety copy' }).click();
  await expect(page.getByText('Before migrations')).toBeVisible();
  await page.goto('/admin/backups/migrations');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Up to date. Journal, files and database agree.');
});

test('a failed seed is reset with a confirmation, and noted as complete where there are users', async ({
  adminPage: page,
  database,
}) => {
  await idle(page);
  await database`update seed_status set status = 'failed', error = 'As a test.'`;
  await page.goto('/admin/backups/seed');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The last seed failed.');
  await expect(page.getByText('As a test.')).toBeVisible();
  await page.getByRole('button', { name: 'Reset the row…' }).click();
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This database was never seeded.');
  await page.getByRole('button', { name: 'Note as complete…' }).click();
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.waitForURL(/\/admin\/backups\/runs\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Done. The seed is complete.', { timeout: 30_000 });
  expect(await database`select status from seed_status`).toMatchObject([{ status: 'completed' }]);
});

test('the state is captured with a note, and two recovery points are compared', async ({ adminPage: page }) => {
  await idle(page);
  for (const note of ['before deploy', 'after deploy']) {
    await page.goto('/admin/backups/migrations');
    await page.getByRole('button', { name: 'Capture state…' }).click();
    await page.getByLabel('Note').fill(note);
    await page.getByRole('button', { name: 'Capture it' }).click();
    await page.waitForURL(/\/admin\/backups\/runs\//);
    await idle(page);
  }
  await page.goto('/admin/backups/compare');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.waitForURL(/one=.*other=/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/They (do not )?differ\./);
});
