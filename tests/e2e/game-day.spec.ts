import { violations } from './axe';
import { backUp, expect, idle, test } from './site';

test('a game day from the choice of a backup to its signed record, over reloads', async ({
  adminPage: page,
  database,
}) => {
  test.setTimeout(120_000);
  await backUp(page);
  await idle(page);
  await page.goto('/admin/backups/game-day');
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/No recovery was rehearsed yet|The last rehearsal/);
  await page.getByRole('button', { name: 'Begin the game day' }).click();
  await expect(title).toHaveText('A game day is going on. What do you have at hand?');
  await page.screenshot({ path: '.tmp/pictures/game-day-needs.png', fullPage: true });
  for (const name of [/sign-in to the storage/, /signing key/, /copy of the runbook/]) {
    await page.getByRole('checkbox', { name }).check();
  }
  await page.getByRole('button', { name: 'Restore beside the live site' }).click();
  await expect(title).toHaveText('A game day is going on. Look at what was restored.', { timeout: 60_000 });
  await expect(page.getByText(/tables and [\d,]+ rows are exactly as the manifest says/)).toBeVisible();
  const beside = `select 1 from pg_database where datname like current_database() || '_game_day_%'`;
  expect(await database.unsafe(beside)).toHaveLength(1);

  await page.reload();
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(title).toHaveText('A game day is going on. Write down how it went.', { timeout: 30_000 });
  await expect(page.getByText(/people could sign in/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Who took part').fill('Noor, Sam');
  await page.getByLabel('What went wrong, and what to do better').fill('The password was in a drawer.');
  await page.screenshot({ path: '.tmp/pictures/game-day-record.png', fullPage: true });
  await page.getByRole('button', { name: 'Record it as passed' }).click();
  await expect(title).toHaveText(/^The last rehearsal passed/, { timeout: 30_000 });
  const row = page.getByRole('row').filter({ hasText: 'The password was in a drawer.' });
  await expect(row).toContainText('Passed');
  await expect(row).toContainText('Noor, Sam');
  await page.screenshot({ path: '.tmp/pictures/game-day-passed.png', fullPage: true });
  expect(await database.unsafe(beside)).toHaveLength(0);

  await page.getByRole('button', { name: 'Begin the game day' }).click();
  await page.getByRole('button', { name: 'Give it up' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Given up' })).toBeVisible();
  const acts = await database`select act from backup.audit_events where act like 'game-day.%' order by seq`;
  expect(acts.map(({ act }) => act)).toEqual(['game-day.start', 'game-day.end', 'game-day.start', 'game-day.end']);
});
