import type pg from 'pg';
import { type AppError, appError } from '../kernel/app-error';
import type { TableName } from './connection-target';
import { sequenceCondition } from './sequences';
import { displayTable, quoteIdentifier, quoteTable } from './table-name-text';
import { type DatabaseScope, scopeCondition, USER_RELATION } from './tables';

const others = (count: number): string => (count === 0 ? '' : ` and ${count} more`);

/** A table that another session holds in ACCESS EXCLUSIVE mode now. pg_dump would queue behind it, the site behind pg_dump. */
export async function checkLocks(client: pg.Client, scope: DatabaseScope): Promise<AppError | null> {
  const { sql, params } = scopeCondition(scope);
  const { rows } = await client.query<TableName>(
    `SELECT DISTINCT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_locks l
       JOIN pg_catalog.pg_class c ON c.oid = l.relation
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        -- Autovacuum holds it for a moment and gives way.
        AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
        AND c.relkind IN ('r', 'p') AND ${USER_RELATION} AND ${sql}
      ORDER BY 1, 2`,
    params,
  );
  const [first] = rows;
  if (!first) return null;
  return appError('BUSY', `Another session is changing the table "${displayTable(first)}"${others(rows.length - 1)}.`, {
    hint: 'A migration is probably under way. Try again when it has ended.',
    details: { reason: 'lock', table: displayTable(first) },
  });
}

interface Unreadable extends TableName {
  kind: string;
  schemaUsable: boolean;
}

/** What the role may not read although the dump holds it: tables, sequences, large objects. */
export async function checkPrivileges(client: pg.Client, scope: DatabaseScope, role: string): Promise<AppError | null> {
  const tables = scopeCondition(scope);
  // Structure alone does not read where a sequence stands.
  const sequences = scope.selection.kind === 'schema' ? 'false' : sequenceCondition(scope).sql;
  const { rows } = await client.query<Unreadable>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS "schemaUsable"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE ${USER_RELATION}
        AND (c.relkind IN ('r', 'p') AND ${tables.sql} OR c.relkind = 'S' AND ${sequences})
        AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                 AND CASE c.relkind WHEN 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
                                    ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END)
      ORDER BY c.relkind = 'S', n.nspname COLLATE "C", c.relname COLLATE "C"`,
    tables.params,
  );
  const [first] = rows;
  if (!first) return scope.selection.kind === 'full' ? checkLargeObjects(client, role) : null;
  const kind = first.kind === 'S' ? 'sequence' : 'table';
  const to = `TO ${quoteIdentifier(role)};`;
  const usage = first.schemaUsable ? '' : `GRANT USAGE ON SCHEMA ${quoteIdentifier(first.schema)} ${to} `;
  const select = `GRANT SELECT ON ${kind === 'sequence' ? 'SEQUENCE ' : ''}${quoteTable(first)} ${to}`;
  const grants = usage + select;
  const hint =
    rows.length > 1
      ? `Run as its owner: ${grants} Or everything at once: GRANT pg_read_all_data ${to}`
      : `Run as its owner: ${grants}`;
  return appError(
    'FORBIDDEN',
    `The role "${role}" may not read the ${kind} "${displayTable(first)}"${others(rows.length - 1)}.`,
    { hint, details: { reason: 'privilege', table: displayTable(first) } },
  );
}

async function checkLargeObjects(client: pg.Client, role: string): Promise<AppError | null> {
  const { rows } = await client.query<{ count: number; first: string | null }>(
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS count, pg_catalog.min(m.oid::pg_catalog.int8)::pg_catalog.text AS first
       FROM pg_catalog.pg_largeobject_metadata m
      WHERE NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE')
        AND pg_catalog.current_setting('lo_compat_privileges') = 'off'
        AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(m.lomacl) a
                         WHERE a.privilege_type = 'SELECT'
                           AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))`,
  );
  const [row] = rows;
  if (!row?.first) return null;
  return appError(
    'FORBIDDEN',
    `The role "${role}" may not read the large object ${row.first}${others(row.count - 1)}.`,
    {
      hint: `Run as its owner: GRANT SELECT ON LARGE OBJECT ${row.first} TO ${quoteIdentifier(role)};`,
      details: { reason: 'privilege', table: null },
    },
  );
}

/** Row security that would hide rows from this role: a dump without them would look whole. */
export async function checkRowSecurity(
  client: pg.Client,
  scope: DatabaseScope,
  role: string,
): Promise<AppError | null> {
  if (scope.selection.kind === 'schema') return null;
  const { sql, params } = scopeCondition(scope);
  const { rows } = await client.query<TableName>(
    `SELECT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND pg_catalog.row_security_active(c.oid)
        AND ${USER_RELATION} AND ${sql}
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    params,
  );
  const [first] = rows;
  if (!first) return null;
  return appError(
    'FORBIDDEN',
    `Row security hides rows of the table "${displayTable(first)}"${others(rows.length - 1)} from the role "${role}".`,
    {
      hint: `Run as a superuser: ALTER ROLE ${quoteIdentifier(role)} BYPASSRLS; or back up as the owner of the table.`,
      details: { reason: 'row-security', table: displayTable(first) },
    },
  );
}
