import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';

/** All that the printed form of a value, or the rows that a role sees, could depend on. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['search_path', ''],
  ['client_encoding', 'UTF8'],
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  ['extra_float_digits', '3'],
  ['bytea_output', 'hex'],
  ['lc_monetary', 'C'],
  // An error instead of a silent choice of rows, where policies apply to this role.
  ['row_security', 'off'],
  // A backup takes one core of the database at most; parallel workers belong to the site.
  ['max_parallel_workers_per_gather', '0'],
  ['jit', 'off'],
  ['statement_timeout', '0'],
];

/**
 * Fixes the settings until the end of the caller's transaction and reads them back. Throws where no transaction is
 * open: a fingerprint under other settings would not be comparable.
 */
export async function fixSessionSettings(client: Client): Promise<{ serverEncoding: string }> {
  const names = SETTINGS.map(([name]) => name);
  const values = SETTINGS.map(([, value]) => value);
  await client.query(
    'select pg_catalog.set_config(name, value, true) from unnest($1::text[], $2::text[]) s(name, value)',
    [names, values],
  );
  // Lets the server notice within a second that a cancelled run is gone. Not every platform knows this setting.
  await client.query(
    `select set_config('client_connection_check_interval', '1000', true) where version() like '%linux%'`,
  );
  const { rows } = await client.query<{ differing: string | null; encoding: string }>(
    `select string_agg(name, ', ') filter (where current_setting(name) is distinct from value) as differing,
            current_setting('server_encoding') as encoding
     from unnest($1::text[], $2::text[]) s(name, value)`,
    [names, values],
  );
  const row = rows[0];
  if (!row || row.differing !== null) {
    throw failure('INTERNAL', 'A fingerprint needs an open transaction: its settings did not hold.', {
      cause: new Error(`Settings: ${row?.differing}`),
    });
  }
  return { serverEncoding: row.encoding };
}
