import { z } from 'zod';
import type { Manifest } from '../catalog/manifest';
import { assertDatabaseName, datedName } from '../database/restore/restored-database';
import { displayTable, readTableName } from '../database/table-name-text';
import { failure } from '../kernel/app-error';
import { TABLE_GROUP_NAMES, tablesOfGroup } from '../policy/table-groups';
import type { RestoreFactsView, RestoreTargetView, TableRefView } from '../views';

const tables = z.array(z.string().trim().min(1).max(200)).min(1).max(500);

export const restoreTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('database'), name: z.string().trim().min(1).max(100).optional() }),
  z.strictObject({ kind: z.literal('live') }),
  z.strictObject({
    kind: z.literal('tables'),
    into: z.enum(['side', 'live']),
    group: z.enum(TABLE_GROUP_NAMES).optional(),
    tables: tables.optional(),
  }),
]);

export type RestoreTargetRequest = z.input<typeof restoreTargetSchema>;

export interface TargetCircumstances {
  /** Name of the live database, also where it does not exist any more. */
  live: string;
  liveExists: boolean;
  mayCreateDatabases: boolean;
  ownsDatabase: boolean;
  now: Date;
}

/** The exact target of a request: names chosen, method decided. Throws INVALID_INPUT. */
export function resolveTarget(
  request: z.output<typeof restoreTargetSchema>,
  manifest: Manifest,
  circumstances: TargetCircumstances,
): RestoreTargetView {
  const { live, now } = circumstances;
  if (request.kind === 'database') {
    const database = request.name ?? datedName(live, 'restored', now);
    assertDatabaseName(database);
    return { kind: 'database', database };
  }
  if (request.kind === 'live') {
    if (!circumstances.liveExists) return { kind: 'live', database: live, method: 'create', keptAs: null };
    const mayRename = circumstances.mayCreateDatabases && circumstances.ownsDatabase;
    return mayRename
      ? { kind: 'live', database: live, method: 'swap', keptAs: datedName(live, 'before', now) }
      : { kind: 'live', database: live, method: 'transaction', keptAs: null };
  }
  return {
    kind: 'tables',
    database: live,
    into: request.into,
    schema: request.into === 'side' ? datedName('restored', 'at', now).replace('_at_', '_') : null,
    tables: chosenTables(request, manifest),
  };
}

function chosenTables(
  { group, tables: named }: { group?: (typeof TABLE_GROUP_NAMES)[number]; tables?: string[] },
  manifest: Manifest,
): TableRefView[] {
  if (Boolean(group) === Boolean(named)) {
    throw failure('INVALID_INPUT', 'Name either a group or tables.', {
      hint: 'Groups: auth, payments, interactions.',
      fields: { tables: 'Name either a group or tables.' },
    });
  }
  const held = (wanted: TableRefView) =>
    manifest.tables.some(({ schema, name }) => schema === wanted.schema && name === wanted.name);
  // A group of the guide is taken as far as the backup has it; tables named one by one must all be there.
  if (group) {
    const present = tablesOfGroup(group).filter(held);
    if (present.length > 0) return present;
    throw failure('INVALID_INPUT', `The backup holds no table of the group ${group}.`, {
      hint: 'Choose another backup.',
    });
  }
  return (named ?? []).map((text) => {
    const table = readTableName(text);
    if (table && held(table)) return table;
    throw failure('INVALID_INPUT', `The backup holds no table ${table ? displayTable(table) : text}.`, {
      hint: 'Names are case-sensitive. See the tables of the backup.',
      fields: { tables: `Not in the backup: ${text}` },
    });
  });
}

/** One word for each kind of target, as runs keep it. */
export function targetWord(target: RestoreTargetView): 'database' | 'live' | 'side-tables' | 'live-tables' {
  return target.kind === 'tables' ? `${target.into}-tables` : target.kind;
}

/** The target of a run, as far as its row tells. */
export function targetOfFacts(facts: RestoreFactsView): RestoreTargetView {
  const { database, keptAs, schema } = facts;
  if (facts.target === 'database') return { kind: 'database', database };
  if (facts.target === 'live') return { kind: 'live', database, method: facts.method ?? 'swap', keptAs };
  return { kind: 'tables', database, into: facts.target === 'live-tables' ? 'live' : 'side', schema, tables: [] };
}
