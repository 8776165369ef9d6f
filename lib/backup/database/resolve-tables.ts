import type pg from 'pg';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import type { TableName } from './connection-target';
import { displayTable, nearestTable, readTableName } from './table-name-text';

type Relation = TableName & { kind: string; parts: TableName[] };

const invalid = (message: string, hint: string) => err(appError('INVALID_INPUT', message, { hint }));

/** Every table of the database, with what else bears a name that could be mistaken for a table. */
async function listRelations(client: pg.Client): Promise<Relation[]> {
  const { rows } = await client.query<Relation>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            CASE c.relkind WHEN 'p' THEN (
              SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', pn.nspname, 'name', part.relname))
                FROM pg_catalog.pg_partition_tree(c.oid) tree
                JOIN pg_catalog.pg_class part ON part.oid = tree.relid
                JOIN pg_catalog.pg_namespace pn ON pn.oid = part.relnamespace) ELSE '[]' END AS parts
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  );
  return rows;
}

const KINDS: Record<string, string> = { v: 'a view', m: 'a materialized view', f: 'a foreign table', S: 'a sequence' };

/**
 * The physical tables that the given names mean, each once. A partitioned table stands for itself and all of its
 * partitions. A name that matches nothing is INVALID_INPUT with the nearest physical name: pg_dump would leave it out
 * without a word.
 */
export async function resolveTables(client: pg.Client, names: readonly string[]): Promise<Result<TableName[]>> {
  if (names.length === 0) return invalid('No table is named.', 'Name at least one table.');
  const relations = await listRelations(client);
  const tables = relations.filter((relation) => relation.kind === 'r' || relation.kind === 'p');
  const found = new Map<string, TableName>();
  for (const text of names) {
    const wanted = readTableName(text);
    if (!wanted) return invalid(`"${text}" is not a table name.`, 'Write it as table or schema.table.');
    const relation = relations.find(({ schema, name }) => schema === wanted.schema && name === wanted.name);
    const kind = relation && KINDS[relation.kind];
    if (kind) return invalid(`"${text}" is ${kind}, not a table.`, 'Name the tables behind it.');
    if (!relation) {
      const near = nearestTable(wanted, tables);
      const hint = near ? `Did you mean "${displayTable(near)}"?` : 'Upper and lower case count in table names.';
      return invalid(`There is no table "${displayTable(wanted)}".`, hint);
    }
    for (const { schema, name } of [relation, ...relation.parts]) {
      found.set(JSON.stringify([schema, name]), { schema, name });
    }
  }
  return ok([...found.values()]);
}
