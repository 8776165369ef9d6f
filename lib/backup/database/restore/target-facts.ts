import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';

/** What decides how a database can be replaced, and whether. */
export interface TargetFacts {
  /** Of the database: tells it apart from one that took its name since. */
  oid: number;
  database: string;
  serverVersion: string;
  serverMajor: number;
  sizeBytes: number;
  role: string;
  isSuperuser: boolean;
  mayCreateDatabases: boolean;
  ownsDatabase: boolean;
  owner: string;
  ownerIsSuperuser: boolean;
  /** Roles of sessions that this role may not end. */
  foreignSessions: string[];
  preparedTransactions: number;
  replicationSlots: number;
  dataDirectory: string | null;
}

/** One look, no lock on any table. */
export async function readTargetFacts(client: Client): Promise<TargetFacts> {
  const { rows } = await client.query<Omit<TargetFacts, 'sizeBytes'> & { sizeBytes: string }>(
    `select d.oid::int8::text::float8 as oid, d.datname as database,
            pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) as "serverVersion",
            pg_catalog.current_setting('server_version_num')::int4 / 10000 as "serverMajor",
            pg_catalog.pg_database_size(d.oid)::text as "sizeBytes",
            current_user as role, r.rolsuper as "isSuperuser",
            r.rolsuper or r.rolcreatedb as "mayCreateDatabases",
            pg_catalog.pg_has_role(d.datdba, 'USAGE') as "ownsDatabase",
            o.rolname as owner, o.rolsuper as "ownerIsSuperuser",
            array(select distinct a.usename::text from pg_catalog.pg_stat_activity a join pg_catalog.pg_roles u on u.oid = a.usesysid
                   where a.datid = d.oid and a.pid <> pg_catalog.pg_backend_pid() and not r.rolsuper
                     and (u.rolsuper or not (pg_catalog.pg_has_role(u.oid, 'USAGE') or pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')))
                 ) as "foreignSessions",
            (select count(*)::int4 from pg_catalog.pg_prepared_xacts p where p.database = d.datname) as "preparedTransactions",
            (select count(*)::int4 from pg_catalog.pg_replication_slots s where s.database = d.datname) as "replicationSlots",
            case when r.rolsuper or pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')
                 then pg_catalog.current_setting('data_directory') end as "dataDirectory"
     from pg_catalog.pg_database d
     join pg_catalog.pg_roles o on o.oid = d.datdba, pg_catalog.pg_roles r
     where d.datname = pg_catalog.current_database() and r.rolname = current_user`,
  );
  const [row] = rows;
  if (!row) throw failure('INTERNAL', 'The database did not describe itself.');
  return { ...row, sizeBytes: Number(row.sizeBytes) };
}

/** Of these extensions, the ones that this server does not offer. */
export async function missingExtensions(client: Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select wanted as name from pg_catalog.unnest($1::text[]) wanted
     where not exists (select from pg_catalog.pg_available_extensions e where e.name = wanted)`,
    [names],
  );
  return rows.map(({ name }) => name);
}
