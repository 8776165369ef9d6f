import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { poolSize } from './pool-size';
import * as schema from './schema';

export type SiteDatabase = PostgresJsDatabase<typeof schema>;

interface Connection {
  client: postgres.Sql;
  database: SiteDatabase;
}

/** Survives hot reloading and the several bundles of one Next.js server: a process has one pool. */
const shared = globalThis as typeof globalThis & { siteDatabaseConnection?: Connection };

/** How the sessions of the pool are named on the server. */
export const POOL_NAME = 'site';

/** The most connections that one instance of the site opens for its requests. */
export const configuredPoolSize = (): number => poolSize(process.env.DB_POOL_SIZE, process.env.NODE_ENV);

/** The site's own database. Throws where DATABASE_URL is missing. */
export function getDatabaseUrl(): string {
  const url = process.env.DATABASE_URL?.trim();
  if (!url) {
    throw new Error('DATABASE_URL is not set. Put the address of the PostgreSQL database into .env.local.');
  }
  return url;
}

/** The pool of this process, opened by the first query. */
export function getDatabase(): SiteDatabase {
  shared.siteDatabaseConnection ??= connect();
  return shared.siteDatabaseConnection.database;
}

/** Ends the pool, so that a script can end or the next query meets a database that was put in its place. */
export async function closeDatabase(): Promise<void> {
  const connection = shared.siteDatabaseConnection;
  shared.siteDatabaseConnection = undefined;
  await connection?.client.end({ timeout: 5 });
}

function connect(): Connection {
  const client = postgres(getDatabaseUrl(), {
    max: configuredPoolSize(),
    idle_timeout: 20,
    connect_timeout: 30,
    // A pooler in transaction mode does not keep prepared statements.
    prepare: false,
    onnotice: () => {},
    connection: { application_name: POOL_NAME },
  });
  return { client, database: drizzle(client, { schema }) };
}
