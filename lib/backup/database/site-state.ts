import type { Client } from 'pg';

export interface SiteState {
  /** Rows of drizzle.__drizzle_migrations in order; empty where the table does not exist. */
  migrations: { hash: string; createdAt: number }[];
  /** The template's seed_status row; null where there is none. */
  seed: { status: string; completedAt: string | null } | null;
}

const exists = async (client: Client, table: string): Promise<boolean> => {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
  return rows[0]?.found === true;
};

/** Migration and seed state as the connection's own snapshot sees them: the very moment that is dumped. */
export async function readSiteState(client: Client): Promise<SiteState> {
  const migrations = (await exists(client, 'drizzle.__drizzle_migrations'))
    ? await client.query<{ hash: string; created_at: string | null }>(
        'select hash, created_at from drizzle.__drizzle_migrations order by id',
      )
    : { rows: [] };
  const seed = (await exists(client, 'public.seed_status'))
    ? await client.query<{ status: string; completed_at: string | null }>(
        `select status, to_char(completed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as completed_at
         from public.seed_status where id = 'singleton'`,
      )
    : { rows: [] };
  const row = seed.rows[0];
  return {
    migrations: migrations.rows.map(({ hash, created_at }) => ({ hash, createdAt: Number(created_at ?? 0) })),
    seed: row ? { status: row.status, completedAt: row.completed_at } : null,
  };
}
