import type { Client } from 'pg';
import { type AppFailure, failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { displayTable, quoteIdentifier, quoteTable } from '../table-name-text';
import { type ForeignKey, keysToDrop, readForeignKeys } from './foreign-keys';

interface LiveTable extends TableName {
  kind: string;
  /** Inherits, or is inherited from, other than as a partition. */
  inherits: boolean;
  hasRules: boolean;
  rowSecurity: boolean;
  owned: boolean;
  owner: string;
  role: string;
  leaves: TableName[];
}

const LIVE_TABLES = `
  select n.nspname as schema, c.relname as name, c.relkind as kind,
    exists (select from pg_catalog.pg_inherits i join pg_catalog.pg_class child on child.oid = i.inhrelid
            where c.oid in (i.inhrelid, i.inhparent) and not child.relispartition) as inherits,
    c.relkind in ('r', 'p') and exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid) as "hasRules",
    pg_catalog.row_security_active(c.oid) as "rowSecurity",
    pg_catalog.pg_has_role(c.relowner, 'USAGE') as owned, pg_catalog.pg_get_userbyid(c.relowner) as owner,
    current_user as role,
    coalesce((
      select json_agg(json_build_object('schema', place.nspname, 'name', leaf.relname))
      from pg_catalog.pg_partition_tree(c.oid) tree
      join pg_catalog.pg_class leaf on leaf.oid = tree.relid
      join pg_catalog.pg_namespace place on place.oid = leaf.relnamespace
      where c.relkind = 'p' and tree.isleaf), '[]') as leaves
  from unnest($1::text[], $2::text[]) with ordinality wanted(schema, name, position)
  join pg_catalog.pg_namespace n on n.nspname = wanted.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  order by wanted.position`;

const WHOLE = 'Restore the whole backup, or restore these tables into a side schema.';

const takeOver = (table: LiveTable): string =>
  `Connect as ${table.owner}, or let a superuser run: ALTER TABLE ${quoteTable(table)} OWNER TO ${quoteIdentifier(table.role)};`;

function obstacleOf(wanted: TableName, table: LiveTable | undefined, chosen: ReadonlySet<string>): AppFailure | null {
  const name = displayTable(wanted);
  const refuse = (code: 'CONFLICT' | 'UNSUPPORTED' | 'FORBIDDEN', reason: string, message: string, hint = WHOLE) =>
    failure(code, message, { hint, details: { reason, table: name, key: tableKey(wanted) } });
  if (!table) return refuse('CONFLICT', 'missing', `The live database has no table ${name}.`);
  if (table.kind !== 'r' && table.kind !== 'p') {
    return refuse('CONFLICT', 'no-table', `${name} is not a table in the live database.`);
  }
  if (table.hasRules) {
    return refuse('UNSUPPORTED', 'rules', `The table ${name} has rules, which would change what is written to it.`);
  }
  if (table.inherits) {
    return refuse('UNSUPPORTED', 'inheritance', `The table ${name} shares its rows with another one by inheritance.`);
  }
  if (!table.owned) {
    return refuse('FORBIDDEN', 'owner', `The table ${name} belongs to another role of the database.`, takeOver(table));
  }
  if (table.rowSecurity) {
    const hint = 'Connect as a role that row security does not apply to, or restore the whole backup.';
    return refuse('UNSUPPORTED', 'row-security', `Row security hides rows of ${name} from this role.`, hint);
  }
  const absent = table.leaves.find((leaf) => !chosen.has(tableKey(leaf)));
  if (!absent) return null;
  const hint = `Choose ${displayTable(absent)} and all other partitions too.`;
  return refuse('CONFLICT', 'partition', `${name} is partitioned, and not all of its partitions are chosen.`, hint);
}

function keyObstacle({ name, child, parent }: ForeignKey): AppFailure {
  const [from, to] = [displayTable(child), displayTable(parent)];
  return failure('UNSUPPORTED', `The foreign key "${name}" from ${from} to ${to} belongs to a partitioned table.`, {
    hint: WHOLE,
    details: { reason: 'partitioned-key', table: from },
  });
}

export interface LiveTablesReport {
  /** Why rows of these tables cannot be replaced; CONFLICT, UNSUPPORTED or FORBIDDEN, `details.reason` and `.table`. */
  obstacles: AppFailure[];
  keys: ForeignKey[];
}

/**
 * What the live database says about replacing the rows of the tables. Leaves of a partitioned table are tables like
 * others; the partitioned table itself only stands for its leaves, so all of them must be chosen.
 */
export async function inspectLiveTables(client: Client, tables: readonly TableName[]): Promise<LiveTablesReport> {
  const chosen = new Set(tables.map(tableKey));
  const names = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await client.query<LiveTable>(LIVE_TABLES, names);
  const found = new Map(rows.map((table) => [tableKey(table), table]));
  const keys = await readForeignKeys(client, tables);
  const obstacles = tables.map((table) => obstacleOf(table, found.get(tableKey(table)), chosen));
  const partitioned = keysToDrop(keys, tables).filter((key) => key.partitioned);
  const children = await foreignOwners(client, keysToDrop(keys, tables), chosen);
  return {
    obstacles: [...obstacles, ...partitioned.map(keyObstacle), ...children].filter((found) => found !== null),
    keys,
  };
}

/** Tables outside the set whose keys have to be dropped and added again: that is the right of their owner. */
async function foreignOwners(
  client: Client,
  keys: readonly ForeignKey[],
  chosen: ReadonlySet<string>,
): Promise<AppFailure[]> {
  const outside = keys.map(({ child }) => child).filter((child) => !chosen.has(tableKey(child)));
  const names = [outside.map(({ schema }) => schema), outside.map(({ name }) => name)];
  const { rows } = await client.query<LiveTable>(LIVE_TABLES, names);
  const other = new Map(rows.filter(({ owned }) => !owned).map((table) => [tableKey(table), table]));
  return [...other.values()].map((table) =>
    failure('FORBIDDEN', `The table ${displayTable(table)} references chosen tables and belongs to another role.`, {
      hint: takeOver(table),
      details: { reason: 'owner', table: displayTable(table) },
    }),
  );
}
