import postgres from 'postgres';
import { runMigrations } from '@/lib/db/migrate';
import { seedDatabase } from '@/lib/db/seed/seed-database';
import { createDemoContent } from './content-repository';

/** Brings database and content of a demo site to life, as the environment names them. Every step can be repeated. */
async function prepareSite(): Promise<void> {
  const databaseUrl = setting('DATABASE_URL');
  await createDatabaseIfMissing(databaseUrl);
  const { applied } = await runMigrations(databaseUrl);
  console.log(`Database: ${applied.length} migrations applied.`);
  await seedDatabase(databaseUrl, {
    demo: setting('NEXT_PUBLIC_DEMO') === 'true',
    adminEmail: setting('SEED_ADMIN_EMAIL'),
    adminPassword: setting('SEED_ADMIN_PASSWORD'),
  });
  await createDemoContent({ contentPath: setting('CONTENT_PATH'), remotePath: setting('DATA_REPOSITORY') });
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

async function createDatabaseIfMissing(databaseUrl: string): Promise<void> {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  const client = postgres(databaseUrl, { max: 1, connect_timeout: 30, onnotice: () => {} });
  try {
    await client`SELECT 1`;
  } catch (error) {
    // 3D000: the server is there, the database is not.
    if (!(error instanceof postgres.PostgresError) || error.code !== '3D000') throw error;
    const server = postgres(databaseUrl, { max: 1, database: 'postgres', onnotice: () => {} });
    await server`CREATE DATABASE ${server(name)} TEMPLATE template0`.finally(() => server.end({ timeout: 5 }));
  } finally {
    await client.end({ timeout: 5 });
  }
}

await prepareSite();
