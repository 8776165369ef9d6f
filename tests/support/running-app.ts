export interface AppAddress {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly backupDirectory: string;
  readonly contentPath: string;
  /** What the site was started with: SEED_ADMIN_EMAIL, SEED_ADMIN_PASSWORD, CRON_SECRET and so on. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The site that the end-to-end run has started. */
export function runningApp(): AppAddress {
  const text = process.env.E2E_APP;
  if (!text) throw new Error('No site is running: end-to-end tests are started with npx playwright test.');
  return JSON.parse(text) as AppAddress;
}

export function publishRunningApp(app: AppAddress): void {
  process.env.E2E_APP = JSON.stringify(app);
  // Playwright takes its base URL from here, in every worker.
  process.env.PLAYWRIGHT_TEST_BASE_URL = app.baseUrl;
}
