import { answeredAct, backUp, expect, idle, newestBackup, test } from './site';

/** About 380 MB that do not compress away: a dump of it takes long enough for a person to press Cancel. */
const SLOW = `create unlogged table e2e_slow as select g as id,
  (select string_agg(md5(g || '-' || i), '') from generate_series(1, 100) i) as text from generate_series(1, 120000) g`;

test.describe('Back up now', () => {
  test('the row appears at once, tells what happens, survives a reload and ends good', async ({ adminPage: page }) => {
    await idle(page);
    await page.goto('/admin/backups');
    const begun = answeredAct(page);
    await page
      .getByRole('button', { name: /^Back up now/ })
      .first()
      .click();
    await expect(page.getByText('Backing up').first()).toBeVisible({ timeout: 1_000 });
    // A reload before the server has it takes the press back, as for every page.
    await begun;
    await page.reload();
    await idle(page);
    await expect(page.getByRole('table').getByText('Read back').first()).toBeVisible({ timeout: 15_000 });
    await expect(page.getByRole('table').getByText('Good').first()).toBeVisible();
  });

  test('a second press says that one is running and links to it; Cancel stops it', async ({
    adminPage: page,
    database,
  }) => {
    test.setTimeout(120_000);
    await idle(page);
    await database.unsafe(SLOW);
    try {
      await page.goto('/admin/backups');
      const other = await page.context().newPage();
      await other.goto('/admin/backups');
      const begun = answeredAct(page);
      await page
        .getByRole('button', { name: /^Back up now/ })
        .first()
        .click();
      await expect(page.getByRole('button', { name: /^Cancel/ }).first()).toBeVisible();
      // The page says so before the server does: the other press would be the first then.
      await begun;
      await other
        .getByRole('button', { name: /^Back up now/ })
        .first()
        .click();
      await expect(other.getByText('A backup is already running')).toBeVisible();
      await other.getByRole('link', { name: 'Watch it' }).click();
      await expect(other).toHaveURL(/\/admin\/backups\/runs\/0/);
      await expect(other.getByRole('heading', { level: 1 })).toContainText('Backing up');
      await page
        .getByRole('button', { name: /^Cancel/ })
        .first()
        .click();
      await expect(other.getByRole('heading', { level: 1 })).toContainText('Cancelled', { timeout: 10_000 });
      await idle(page);
      await expect(page.getByRole('table').getByText('Cancelled').first()).toBeVisible();
    } finally {
      await database.unsafe('drop table if exists e2e_slow');
    }
  });

  test('the menu picks scope, format and proof', async ({ adminPage: page }) => {
    await idle(page);
    await page.goto('/admin/backups');
    await page.getByRole('button', { name: 'Choose what to back up and the format' }).first().click();
    await page.getByRole('radio', { name: /Payments/ }).check();
    await page.getByRole('radio', { name: /SQL, readable/ }).check();
    await page.getByRole('checkbox', { name: /Prove it by restoring it/ }).check();
    const begun = answeredAct(page);
    await page.getByRole('button', { name: 'Back up with these' }).click();
    await begun;
    await idle(page);
    await page.goto('/admin/backups');
    await expect(page.getByRole('table').getByText('Restored exactly').first()).toBeVisible();
    await newestBackup(page).click();
    await expect(page.getByText('subscriptionHistory').first()).toBeVisible();
    await expect(page.getByText(/that this backup refers to/).first()).toBeVisible();
  });

  test('the key B starts one, and the run page shows every phase like a build log', async ({ adminPage: page }) => {
    await idle(page);
    await page.goto('/admin/backups');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const begun = answeredAct(page);
    // The key works from hydration on; until then a press does nothing.
    await expect(async () => {
      await page.keyboard.press('b');
      await expect(page.getByText('Backing up').first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await begun;
    await idle(page);
    await page.goto('/admin/backups');
    await newestBackup(page).click();
    await page.getByRole('link', { name: 'How it was made' }).click();
    await expect(page).toHaveURL(/\/runs\/0/);
    for (const phase of [
      'Check before starting',
      'Dump tables',
      'Store the file',
      'Read the file back',
      'Sign the manifest',
    ]) {
      await expect(page.getByText(phase).first()).toBeVisible();
    }
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Done');
  });
});

test('a backup can be proven, downloaded with the password once, deleted and brought back', async ({
  adminPage: page,
  app,
}) => {
  const first = await backUp(page);
  const second = await backUp(page);
  expect(second).not.toBe(first);
  await page.goto(`/admin/backups/${second}`);
  const begun = answeredAct(page);
  await page.getByRole('button', { name: 'Prove it by restoring it' }).first().click();
  await begun;
  await idle(page);
  await page.goto(`/admin/backups/${second}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Good. This backup was restored');

  await page.getByRole('button', { name: 'Download…' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('not the password');
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(
    dialog.getByText('Not your password').or(dialog.getByText('That is not your password')).first(),
  ).toBeVisible();
  await dialog.getByLabel('Your password').fill(app.environment.SEED_ADMIN_PASSWORD ?? '');
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9-]+-\d{4}-\d\d-\d\dT\d{6}Z\.(dump|sql\.gz)$/);
  expect(await download.failure()).toBeNull();
  const again = await page.request.get(download.url());
  expect(again.status(), 'a link works once').toBe(403);

  await page.goto(`/admin/backups/${first}`);
  await page.getByRole('button', { name: 'More for this backup' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  const watched = () => page.request.get(`/admin/backups/${first}`).then((answer) => answer.text());
  expect(await watched()).toContain('There is nothing at this address');
  await undo.click();
  await expect.poll(watched).toContain('This recovery point');
});
