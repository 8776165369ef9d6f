import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/test/system-tools.mjs';

const resultsFile = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: '.tmp/test-results',
  globalSetup: './tests/support/global-app.ts',
  // All tests share one site, and a backup run excludes every other: order matters more than speed.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: resultsFile ? [['list'], ['json', { outputFile: resultsFile }]] : [['list']],
  use: {
    browserName: 'chromium',
    // Below the test's own time, so that a press or a page that does not come says which one it was.
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // A trace of everything costs a third of the time; the picture and the page of a failure are kept in any case.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    launchOptions: {
      // The browser of the system: nothing is downloaded.
      executablePath: findChromium(),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
