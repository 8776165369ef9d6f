import type { Page } from '@playwright/test';
import type postgres from 'postgres';
import type { AppAddress } from '../support/running-app';
import { violations } from './axe';
import { backUp, expect, idle, test } from './site';

const planOf = (backup: string, query = '') => `/admin/backups/${backup}/restore${query}`;
const cancel = (page: Page) => page.getByRole('link', { name: 'Cancel', exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Fills the gate: the name of the site as the page shows it, and a password. */
async function confirm(page: Page, app: AppAddress, typed: { name?: string; password?: string } = {}): Promise<void> {
  const site = (await page.locator('.bk-phrase bdi').last().textContent()) ?? '';
  await page.getByLabel('Type the site name').fill(typed.name ?? site);
  await page.getByLabel('Your password').fill(typed.password ?? app.environment.SEED_ADMIN_PASSWORD ?? '');
}

async function look(page: Page, name: string): Promise<void> {
  // A page that is fetched again has no title for a moment.
  await expect(page).toHaveTitle(/Backup & Recovery/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
    await page.screenshot({ path: `.tmp/pictures/restore-${name}-${colorScheme}.png`, fullPage: true });
  }
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 375, height: 812 });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${name} scrolls sideways on a phone`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `.tmp/pictures/restore-${name}-phone.png`, fullPage: true });
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

async function addPerson(database: postgres.Sql, email: string): Promise<void> {
  await database`insert into users (id, email) values (${email}, ${email})`;
}

const people = async (database: postgres.Sql, email: string): Promise<number> =>
  (await database`select 1 from users where email = ${email}`).length;

test.describe.configure({ mode: 'serial' });

let backup = '';

test('the plan says what would be lost before anything happens, and each place has its address', async ({
  adminPage: page,
  database,
}) => {
  test.setTimeout(120_000);
  backup = await backUp(page);
  await addPerson(database, 'newcomer@example.org');
  await page.goto(`/admin/backups/${backup}`);
  await page.getByRole('link', { name: 'Restore…' }).click();
  await expect(heading(page)).toContainText('Put the database back as it was');
  await expect(page.getByText('Nothing has happened yet.')).toBeVisible();
  await expect(page.getByRole('link', { name: /A new database beside/ })).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('button', { name: 'Restore into a new database' })).toBeVisible();
  await expect(page.getByLabel('Your password')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What will be in it' })).toBeVisible();
  await look(page, 'plan-database');

  await page.getByRole('link', { name: /Replace the live database/ }).click();
  await expect(page).toHaveURL(/\?to=live$/);
  await expect(page.getByRole('heading', { name: 'What would be lost' })).toBeVisible();
  await expect(page.getByText(/loses the account: .*newcomer@example\.org/)).toBeVisible();
  for (const check of ['Migrations are the same', 'You stay admin', 'Everyone else signs in again', 'There is room']) {
    await expect(page.getByText(check)).toBeVisible();
  }
  await expect(cancel(page)).toBeFocused();
  await look(page, 'plan-live');
  await page.reload();
  await expect(cancel(page)).toBeFocused();
});

test('a wrong name and a wrong password are said at their fields, and start nothing', async ({
  adminPage: page,
  app,
}) => {
  await page.goto(planOf(backup, '?to=live'));
  await expect(cancel(page)).toBeFocused();
  await confirm(page, app, { name: 'Another site' });
  await page.getByRole('button', { name: 'Replace live data' }).click();
  await expect(page.getByText('That is not the name of this site.')).toBeVisible();
  await expect(page.getByLabel('Type the site name')).toBeFocused();
  await confirm(page, app, { password: 'not the password' });
  await page.getByRole('button', { name: 'Replace live data' }).click();
  await expect(page.getByText('That is not your password.')).toBeVisible();
  await expect(page.getByLabel('Your password')).toBeFocused();
  await look(page, 'gate-refused');
  const runs = await (await page.request.get('/api/admin/backups/runs')).json();
  expect(runs.data.running).toBeNull();
});

test('a plan of a world that has moved is not carried out; it is read again', async ({
  adminPage: page,
  app,
  database,
}) => {
  await page.goto(planOf(backup, '?to=live'));
  await expect(cancel(page)).toBeFocused();
  await addPerson(database, 'late@example.org');
  await confirm(page, app);
  await page.getByRole('button', { name: 'Replace live data' }).click();
  await expect(page.getByText('The site changed while you were reading')).toBeVisible();
  await expect(page.getByText(/the accounts or subscriptions/)).toBeVisible();
  await look(page, 'stale');
  expect(await people(database, 'late@example.org')).toBe(1);
  await page.getByRole('button', { name: 'Read the plan again' }).click();
  await expect(page).toHaveURL(/\?to=live$/);
  await expect(page.getByText(/2 people who joined since then lose their accounts/)).toBeVisible();
});

test('a restore into a new database leaves the site alone and says how to reach it', async ({
  adminPage: page,
  database,
}) => {
  test.setTimeout(120_000);
  await idle(page);
  await page.goto(planOf(backup));
  await page.getByRole('button', { name: 'Restore into a new database' }).click();
  await expect(page).toHaveURL(/\/runs\/0/);
  await expect(heading(page)).toContainText('Restored exactly into a new database', { timeout: 60_000 });
  const name = (await page.locator('code.bk-phrase').textContent()) ?? '';
  const [made] = await database`select 1 from pg_database where datname = ${name}`;
  expect(made).toBeDefined();
  await expect(page.getByText('The live site was not touched.')).toBeVisible();
  await look(page, 'result-database');
  expect(await people(database, 'newcomer@example.org')).toBe(1);
  await database.unsafe(`drop database "${name}"`);
});

test('a group of tables goes into a side schema, for looking', async ({ adminPage: page, database }) => {
  test.setTimeout(120_000);
  await idle(page);
  await page.goto(planOf(backup));
  await page.getByRole('link', { name: /Only some tables/ }).click();
  await expect(heading(page)).toContainText('Put tables back as they were');
  await look(page, 'choose-tables');
  await page.getByRole('radio', { name: 'Payments' }).check();
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page).toHaveURL(/group=payments/);
  await expect(page.getByText('subscriptionHistory', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Restore into a side schema' }).click();
  await expect(heading(page)).toContainText('Restored exactly into a side schema', { timeout: 60_000 });
  const [, schema = ''] = /"(.+)"/.exec((await page.locator('code.bk-phrase').textContent()) ?? '') ?? [];
  const [table] = await database`select to_regclass(${`"${schema}"."subscriptions"`}) as there`;
  expect(table?.there).not.toBeNull();
  await look(page, 'result-side');
  await database.unsafe(`drop schema "${schema}" cascade`);
});

test('a live restore ends with the comparison, keeps the database from before, and can be undone', async ({
  adminPage: page,
  app,
  database,
}) => {
  test.setTimeout(240_000);
  await idle(page);
  await page.goto(planOf(backup, '?to=live'));
  await expect(cancel(page)).toBeFocused();
  await confirm(page, app);
  await page.getByRole('button', { name: 'Replace live data' }).click();
  await expect(page).toHaveURL(/\/runs\/0/);
  await expect(heading(page)).toContainText('Restored exactly. All', { timeout: 120_000 });
  await expect(page.getByText('You are still signed in.')).toBeVisible();
  await expect(page.getByText('Changed your mind?')).toBeVisible();
  await look(page, 'result-live');
  expect(await people(database, 'newcomer@example.org')).toBe(0);
  await page.getByRole('button', { name: /^Differ 0/ }).click();
  await expect(page.getByText('No table is in this list.')).toBeVisible();

  await page.goto('/admin/backups');
  await expect(page.getByText('Kept for an undo')).toBeVisible();
  await expect(page.getByRole('table').getByText('Restored', { exact: true }).first()).toBeVisible();
  await page.getByRole('link', { name: /^Undo the restore of/ }).click();
  await expect(page.getByRole('link', { name: 'Keep it' })).toBeFocused();
  await look(page, 'gate-undo');
  await confirm(page, app);
  await page.getByRole('button', { name: 'Undo this restore' }).click();
  await expect(heading(page)).toContainText('Undone. The database from before is live again.', { timeout: 60_000 });
  expect(await people(database, 'newcomer@example.org')).toBe(1);
  await look(page, 'result-undo');

  await page.getByRole('link', { name: 'Drop it…' }).click();
  await confirm(page, app);
  await page.getByRole('button', { name: 'Drop the kept database' }).click();
  await expect(page.getByText(/^The database .+ was dropped\.$/)).toBeVisible();
  await expect(page.getByText('Changed your mind?')).toHaveCount(0);
});

test('starting over asks for the sentence, the name and the password, and a wrong one starts nothing', async ({
  adminPage: page,
  app,
}) => {
  await page.goto('/admin/backups/migrations');
  await page.getByRole('link', { name: 'Start over…' }).click();
  await expect(heading(page)).toContainText('Start over with an empty site');
  await expect(cancel(page)).toBeFocused();
  await look(page, 'reset');
  const sentence = page.getByLabel('Type this sentence');
  if (await sentence.isVisible()) await sentence.fill('something else');
  await confirm(page, app, { name: 'Another site' });
  await page.getByRole('button', { name: 'Empty the site and start over' }).click();
  await expect(page.getByText(/That is not the (name of this site|sentence)\./).first()).toBeVisible();
});
