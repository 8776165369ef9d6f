import pg from 'pg';
import { fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import { listTables } from '@/lib/backup/database/tables';

/** Every table of a database with its rows and digest, one a line, and its sequences: equal texts, equal contents. */
export async function contentOf(
  database: { url: string },
  { without = [] }: { without?: readonly string[] } = {},
): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const scope = { selection: { kind: 'full' }, excludeSchemas: ['backup'] } as const;
    const tables = (await listTables(client, scope)).filter(({ name }) => !without.includes(name));
    const lines = (await fingerprintTables(client, tables)).map(
      ({ schema, name, rows, digest }) => `${schema}.${name} ${rows} ${digest}`,
    );
    const { rows: sequences } = await client.query<{ name: string; value: string }>(
      `select schemaname || '.' || sequencename as name, coalesce(last_value::text, 'unused') as value
         from pg_sequences where schemaname <> 'backup' order by 1`,
    );
    return [...lines, ...sequences.map(({ name, value }) => `${name} ${value}`)].join('\n');
  } finally {
    await client.end();
  }
}
