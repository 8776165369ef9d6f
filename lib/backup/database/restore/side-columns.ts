import type { Client } from 'pg';
import type { ColumnShape, TableShape } from './table-shape';

export interface SideColumn {
  name: string;
  /** As SQL writes it. */
  type: string;
  /** The live database does not have the type of the backup. */
  asText: boolean;
}

/** Built-in all the same, but they name objects that the live database may not have. */
const NAMES_OBJECTS =
  /^reg(class|collation|config|dictionary|namespace|oper|operator|proc|procedure|role|type)(\[\])?$/;

/** The labels of an enum of this name; null where there is none, an empty list for another type. */
async function liveLabels(live: Client, type: string): Promise<string[] | null> {
  const { rows } = await live.query<{ labels: string[] | null }>(
    `select coalesce(json_agg(e.enumlabel order by e.enumsortorder) filter (where e.oid is not null), '[]') as labels
     from pg_type t left join pg_enum e on e.enumtypid = t.oid where t.oid = to_regtype($1) group by t.oid`,
    [type],
  );
  return rows[0]?.labels ?? null;
}

async function sideType(live: Client, { type, kind, builtIn, baseType, labels }: ColumnShape): Promise<string | null> {
  // A domain has checks of its own, and a domain of the live database may have others.
  if (kind === 'd') return baseType;
  if (builtIn) return NAMES_OBJECTS.test(type) ? null : type;
  if (kind !== 'b' && kind !== 'e') return null;
  const there = await liveLabels(live, type);
  return there && JSON.stringify(there) === JSON.stringify(labels ?? []) ? type : null;
}

/** The columns of a table as a plain table of the live database can have them; computed ones become ordinary. */
export async function sideColumnTypes(live: Client, shape: TableShape): Promise<SideColumn[]> {
  const columns: SideColumn[] = [];
  for (const column of shape.columns) {
    const type = await sideType(live, column);
    columns.push({ name: column.name, type: type ?? 'text', asText: type === null });
  }
  return columns;
}
