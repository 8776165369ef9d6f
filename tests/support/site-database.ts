import postgres from 'postgres';
import { createDatabase, onServer, type PostgresMajor, type TestDatabase, testServer } from './test-database';
import { waitFor } from './wait-for';

export const siteAdmin = { email: 'admin@example.com', password: 'correct horse battery staple' } as const;

const template = 'site_template';
const lockKey = 7_203_114;

/** A clone of a database with the project's real migrations and demo seed. The original is built once per test run. */
export async function siteDatabase(major: PostgresMajor = 18): Promise<TestDatabase> {
  const server = testServer(major);
  const lock = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
  try {
    await lock`SELECT pg_advisory_lock(${lockKey})`;
    const found = await lock`SELECT 1 FROM pg_database WHERE datname = ${template}`;
    if (found.length === 0) await buildTemplate(major);
  } finally {
    await lock.end({ timeout: 5 });
  }
  return createDatabase({ major, template });
}

async function buildTemplate(major: PostgresMajor): Promise<void> {
  const building = await createDatabase({ major });
  try {
    const { runMigrations } = await import('@/lib/db/migrate');
    const { seedDatabase } = await import('@/lib/db/seed/seed-database');
    await runMigrations(building.url);
    await seedDatabase(building.url, { demo: true, adminEmail: siteAdmin.email, adminPassword: siteAdmin.password });
  } catch (error) {
    await building.drop();
    throw error;
  }
  // The sessions of the seed may take a moment to leave.
  const rename = `ALTER DATABASE "${building.name}" RENAME TO ${template}`;
  await waitFor(() => onServer(building.server, rename).then(() => true), { what: 'the template to be free' });
}
