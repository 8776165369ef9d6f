import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { displayTable, quoteIdentifier } from '../table-name-text';
import { USER_RELATION } from '../tables';

/**
 * Refuses a restored database in which the site's own role could not work: after the swap every page would fail.
 * Throws FORBIDDEN with the table and the statement that cures it.
 */
export async function assertSiteCanWork(
  client: Client,
  role: string,
  excludeSchemas: readonly string[],
): Promise<void> {
  const { rows } = await client.query<TableName>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${USER_RELATION} and n.nspname <> all ($2::text[])
       and not (pg_catalog.has_schema_privilege($1, n.oid, 'USAGE') and pg_catalog.has_table_privilege($1, c.oid, 'SELECT'))
     order by 1, 2`,
    [role, excludeSchemas],
  );
  const [first] = rows;
  if (!first) return;
  throw failure('FORBIDDEN', `After the restore the site could not read its table ${displayTable(first)}.`, {
    hint: `The backup gives the role ${role} no right to it. Restore with the role of the site, or let the owner run: GRANT ALL ON ALL TABLES IN SCHEMA ${quoteIdentifier(first.schema)} TO ${quoteIdentifier(role)}; in the source and back up again.`,
  });
}
