import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { SiteDatabase } from './drizzle';
import * as schema from './schema';

/** Runs `work` on one connection of its own, apart from the pool, and closes it whatever happens. */
export async function withConnection<T>(
  databaseUrl: string,
  applicationName: string,
  work: (database: SiteDatabase) => Promise<T>,
): Promise<T> {
  const client = postgres(databaseUrl, {
    max: 1,
    connect_timeout: 30,
    prepare: false,
    onnotice: () => {},
    connection: { application_name: applicationName },
  });
  try {
    return await work(drizzle(client, { schema }));
  } finally {
    await client.end({ timeout: 5 });
  }
}
