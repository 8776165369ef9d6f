import { type AppFailure, failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { displayTable } from '../table-name-text';
import type { ColumnShape, TableShape } from './table-shape';

function columnDifference(name: string, backup: ColumnShape | undefined, live: ColumnShape | undefined): string | null {
  if (!live) return `the column "${name}" of the backup is not there`;
  if (!backup) return `the column "${name}" is not in the backup`;
  if (backup.type !== live.type) return `the column "${name}" is ${live.type} and was ${backup.type} in the backup`;
  if (backup.generated !== live.generated) return `the column "${name}" is computed on one side only`;
  const unknown = backup.labels?.find((label) => !live.labels?.includes(label));
  return unknown === undefined ? null : `the column "${name}" does not allow the value "${unknown}" any more`;
}

/** The first difference that matters to rows: names, types, computed or not. The order of columns does not. */
function shapeDifference(backup: TableShape, live: TableShape): string | null {
  if (backup.kind !== live.kind) return 'it is partitioned on one side only';
  const byName = (shape: TableShape) => new Map(shape.columns.map((column) => [column.name, column]));
  const [before, now] = [byName(backup), byName(live)];
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const difference = columnDifference(name, before.get(name), now.get(name));
    if (difference !== null) return difference;
  }
  return null;
}

/** Why the rows of the backup do not fit into the live tables; null where they do. CONFLICT or NOT_FOUND, table named. */
export function shapeObstacle(
  tables: readonly TableName[],
  backup: ReadonlyMap<string, TableShape>,
  live: ReadonlyMap<string, TableShape>,
): AppFailure | null {
  for (const table of tables) {
    const [before, now] = [backup.get(tableKey(table)), live.get(tableKey(table))];
    const name = displayTable(table);
    if (!before)
      return failure('NOT_FOUND', `The backup does not hold the table ${name}.`, { details: { table: name } });
    const difference = now ? shapeDifference(before, now) : 'it is not there';
    if (difference === null) continue;
    return failure('CONFLICT', `The live table ${name} has another structure than in the backup: ${difference}.`, {
      hint: 'Restore it into a side schema and copy what you need, or restore the whole backup.',
      details: { reason: 'structure', table: name },
    });
  }
  return null;
}
