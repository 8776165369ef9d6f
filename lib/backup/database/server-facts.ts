import type pg from 'pg';
import { failure } from '../kernel/app-error';

export interface ServerFacts {
  /** "17.6". */
  serverVersion: string;
  serverMajor: number;
  database: string;
  encoding: string;
  collation: string;
  /** The whole database, indexes included. */
  sizeBytes: number;
  role: string;
  isSuperuser: boolean;
  /** True on a read-only standby. */
  inRecovery: boolean;
}

interface Row extends Omit<ServerFacts, 'sizeBytes'> {
  sizeBytes: string;
}

/** One query, no lock on any table. */
export async function serverFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<Row>(
    `SELECT pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS "serverVersion",
            pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 AS "serverMajor",
            d.datname AS database, pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation,
            pg_catalog.pg_database_size(d.oid)::pg_catalog.text AS "sizeBytes",
            current_user AS role, r.rolsuper AS "isSuperuser", pg_catalog.pg_is_in_recovery() AS "inRecovery"
       FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
      WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user`,
  );
  const [row] = rows;
  if (!row) throw failure('INTERNAL', 'The database did not describe itself.');
  return { ...row, sizeBytes: Number(row.sizeBytes) };
}
