import type { TableName } from './connection-target';

/** `"public"."subscriptionHistory"`: a name as SQL needs it. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteTable = ({ schema, name }: TableName): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** How a person writes it: without the schema where that is public. */
export const displayTable = ({ schema, name }: TableName): string => (schema === 'public' ? name : `${schema}.${name}`);

const NAME = /^(?:(?:"((?:[^"]|"")+)"|([^".]+))\.)?(?:"((?:[^"]|"")+)"|([^".]+))$/;

/** Reads `name`, `schema.name`, either part with or without double quotes. Case is kept; without a schema it is public. */
export function readTableName(text: string): TableName | null {
  const match = NAME.exec(text.trim());
  if (!match) return null;
  const [, quotedSchema, schema, quotedName, name] = match;
  const unquote = (quoted: string | undefined) => quoted?.replaceAll('""', '"');
  const found = unquote(quotedName) ?? name;
  return found === undefined ? null : { schema: unquote(quotedSchema) ?? schema ?? 'public', name: found };
}

const simplify = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** The existing table that was probably meant: subscription_history is subscriptionHistory. Null where none is near. */
export function nearestTable(wanted: TableName, existing: readonly TableName[]): TableName | null {
  let best: TableName | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.name.length / 4)) + 1;
  for (const table of existing) {
    const elsewhere = table.schema === wanted.schema ? 0 : 0.5;
    const distance = editDistance(simplify(wanted.name), simplify(table.name)) + elsewhere;
    if (distance < bestDistance) [best, bestDistance] = [table, distance];
  }
  return best;
}
