import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import postgres from 'postgres';
import { type AppAddress, runningApp } from '../support/running-app';

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** Signs in as a person would. */
export async function signIn(page: Page, app: AppAddress, email: string, password: string): Promise<void> {
  await page.goto('/admin/auth/signin');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${app.baseUrl}/admin`);
}

export const adminOf = ({ environment }: AppAddress) => ({
  email: environment.SEED_ADMIN_EMAIL ?? '',
  password: environment.SEED_ADMIN_PASSWORD ?? '',
});

async function signedInState(browser: Browser, app: AppAddress): Promise<StorageState> {
  const file = path.join('.tmp', `admin-${new URL(app.baseUrl).port}.json`);
  const context = await browser.newContext({ baseURL: app.baseUrl, storageState: existsSync(file) ? file : undefined });
  const page = await context.newPage();
  await page.goto('/admin');
  if (page.url().includes('/signin')) {
    const { email, password } = adminOf(app);
    await signIn(page, app, email, password);
    mkdirSync('.tmp', { recursive: true });
  }
  const state = await context.storageState({ path: file });
  await context.close();
  return state;
}

interface SiteFixtures {
  app: AppAddress;
  /** A browser page of the seeded admin. */
  adminPage: Page;
  /** The site's database, as its owner. */
  database: postgres.Sql;
}

export const test = base.extend<SiteFixtures>({
  app: async ({ browserName: _ }, use) => use(runningApp()),
  adminPage: async ({ browser, app }, use, info) => {
    const state = await signedInState(browser, app);
    const context = await browser.newContext({ ...info.project.use, baseURL: app.baseUrl, storageState: state });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // The browser reports every refused request as an error; those are asserted where they are meant.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        problems.push(message.text());
    });
    await use(page);
    await context.close();
    expect(problems, 'errors in the browser’s console').toEqual([]);
  },
  database: async ({ app }, use) => {
    const sql = postgres(app.databaseUrl, { max: 2, onnotice: () => undefined });
    await use(sql);
    await sql.end({ timeout: 5 });
  },
});

export { expect };

/** Waits until no run is under way, by the page's own route. */
export async function idle(page: Page): Promise<void> {
  await expect
    .poll(async () => (await (await page.request.get('/api/admin/backups/runs')).json()).data.running, {
      timeout: 60_000,
    })
    .toBeNull();
}

/** The link of the first row of the history that leads to a backup. */
export const newestBackup = (page: Page) => page.getByRole('table').locator('a[href*="/admin/backups/0"]').first();

/** The server's answer to the next act of the page: the row stands there before, so the row alone says nothing. */
export const answeredAct = (page: Page) =>
  page.waitForResponse((response) => response.request().headers()['next-action'] !== undefined);

/** Presses "Back up now" on the overview and waits for the backup. Returns its id. */
export async function backUp(page: Page): Promise<string> {
  await idle(page);
  await page.goto('/admin/backups');
  const begun = answeredAct(page);
  await page
    .getByRole('button', { name: /^Back up now/ })
    .first()
    .click();
  await expect(page.getByText('Backing up').first()).toBeVisible();
  await begun;
  await idle(page);
  await page.goto('/admin/backups');
  return (await newestBackup(page).getAttribute('href'))?.split('/').at(-1) ?? '';
}
