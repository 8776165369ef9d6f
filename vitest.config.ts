import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@': here('.').replace(/\/$/, ''),
      // The marker package throws outside a React server build; tests are a server.
      'server-only': here('./tests/support/empty.ts'),
    },
  },
  test: {
    pool: 'forks',
    // One more than the cores of CI: tests wait for servers and programs a third of their time.
    maxWorkers: 3,
    teardownTimeout: 60_000,
    passWithNoTests: true,
    reporters: ['default', './tests/support/results-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], testTimeout: 15_000 } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,contract,faults}/**/*.test.{ts,tsx}'],
          globalSetup: ['postgres', 's3', 'cli'].map((what) => `tests/support/global-${what}.ts`),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
