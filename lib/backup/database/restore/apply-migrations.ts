import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';

export interface PendingMigration {
  tag: string;
  /** SHA-256 of the file, as Drizzle records it. */
  hash: string;
  /** Milliseconds since 1970, the `when` of the journal. */
  when: number;
  statements: readonly string[];
}

/**
 * Runs migrations inside the caller's transaction and records them as Drizzle does, so that its own migrator finds
 * nothing left to do. Throws CONFLICT with the name of the one that failed.
 */
export async function applyMigrations(
  client: Client,
  migrations: readonly PendingMigration[],
  onMigration?: (tag: string) => void,
): Promise<void> {
  if (migrations.length === 0) return;
  await client.query('CREATE SCHEMA IF NOT EXISTS drizzle');
  await client.query(
    'CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  );
  for (const { tag, hash, when, statements } of migrations) {
    onMigration?.(tag);
    try {
      for (const statement of statements) await client.query(statement);
      await client.query('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [hash, when]);
    } catch (cause) {
      throw failure('CONFLICT', `The migration ${tag} cannot be applied to the restored data.`, {
        hint: 'The live database is as it was. Restore into a new database and look there, or restore with the older version of the app.',
        details: { migration: tag },
        cause,
      });
    }
  }
}
