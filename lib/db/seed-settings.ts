import type { SeedOptions } from './seed/seed-plan';

const DEFAULT_EMAIL = 'admin@demo.ever.works';
const DEFAULT_PASSWORD = 'Passw0rd123!';

/**
 * What the environment asks for: `NEXT_PUBLIC_DEMO`, `SEED_ADMIN_EMAIL`, `SEED_ADMIN_PASSWORD`.
 *
 * @throws Error where a production site that is no demo names no password: its admin would have a public one.
 */
export function readSeedSettings(environment: Record<string, string | undefined> = process.env): SeedOptions {
  const demo = environment.NEXT_PUBLIC_DEMO === 'true';
  const adminPassword = environment.SEED_ADMIN_PASSWORD || undefined;
  if (!adminPassword && !demo && environment.NODE_ENV === 'production') {
    throw new Error('The first admin needs a password: set SEED_ADMIN_PASSWORD, then start again.');
  }
  return {
    demo,
    adminEmail: environment.SEED_ADMIN_EMAIL?.trim() || DEFAULT_EMAIL,
    adminPassword: adminPassword ?? DEFAULT_PASSWORD,
  };
}
