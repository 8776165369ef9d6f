import type { Client } from 'pg';
import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { readDumpRows } from '../database/restore/read-dump-rows';
import { quoteIdentifier, quoteTable } from '../database/table-name-text';
import { AppFailure } from '../kernel/app-error';
import type { ActingAdmin, PeopleView, PersonView } from '../views';
import { openDump } from './open-dump';

/** Beyond so many accounts nobody compares them while an admin waits. */
const MOST_PEOPLE = 200_000;
const NAMED = 10;

type Accounts = ReturnType<ReturnType<BackupContext['host']['accountReader']>['accounts']>;

/** Accounts that vanish or come back, and whether the admin who asks stays one. Null parts could not be read. */
export async function compareAccounts(
  context: BackupContext,
  manifest: Manifest,
  live: Client | null,
  actorId: string | null,
): Promise<{ people: PeopleView | null; actingAdmin: ActingAdmin }> {
  const inBackup = await accountsInBackup(context, manifest);
  if (!inBackup) return { people: null, actingAdmin: 'unknown' };
  const actingAdmin = actorId === null ? 'unknown' : standing(inBackup, actorId);
  const now = live ? await accountsNow(context, live) : null;
  if (!now) return { people: null, actingAdmin };
  const missingFrom = (other: Accounts, own: Accounts): PersonView[] =>
    [...own.people].flatMap(([id, { email }]) => (other.people.has(id) ? [] : [{ id, email }]));
  const vanishing = missingFrom(inBackup, now);
  const comingBack = missingFrom(now, inBackup);
  return {
    actingAdmin,
    people: {
      vanish: vanishing.length,
      vanishing: vanishing.slice(0, NAMED),
      comeBack: comingBack.length,
      comingBack: comingBack.slice(0, NAMED),
    },
  };
}

function standing({ people, admins }: Accounts, id: string): ActingAdmin {
  if (!people.has(id)) return 'not-in-backup';
  return admins.has(id) ? 'stays' : 'not-admin';
}

async function accountsInBackup(context: BackupContext, manifest: Manifest): Promise<Accounts | null> {
  const reader = context.host.accountReader();
  const held = reader.tables.map((table) =>
    manifest.tables.find(({ schema, name }) => schema === table.schema && name === table.name),
  );
  if (held.some((table) => table === undefined || table.rows > MOST_PEOPLE)) return null;
  const dump = await openDump(context, manifest, { onlyTables: reader.tables }).catch(unreadable);
  if (!dump) return null;
  try {
    for await (const { table, values } of readDumpRows(dump.sql, reader.tables)) reader.take(table.name, values);
    return reader.accounts();
  } finally {
    await dump.close();
  }
}

/** An archive that this machine cannot decode is refused elsewhere, with its reason. */
function unreadable(thrown: unknown): null {
  if (thrown instanceof AppFailure && thrown.error.code === 'UNSUPPORTED') return null;
  throw thrown;
}

/** Who has an account and who is an admin in the database of a connection; null where that cannot be told. */
export async function accountsNow(context: BackupContext, live: Client): Promise<Accounts | null> {
  const reader = context.host.accountReader();
  for (const { schema, name, columns } of reader.tables) {
    const there = await live.query<{ columns: string[] }>(
      `select pg_catalog.array_agg(attname::text) as columns from pg_catalog.pg_attribute
       where attrelid = pg_catalog.to_regclass($1) and attnum > 0 and not attisdropped`,
      [quoteTable({ schema, name })],
    );
    const present = columns.filter((column) => there.rows[0]?.columns?.includes(column));
    if (present.length === 0) return null;
    const list = present.map((column) => `${quoteIdentifier(column)}::text as ${quoteIdentifier(column)}`).join(', ');
    const { rows } = await live.query<Record<string, string | null>>(
      `select ${list} from ${quoteTable({ schema, name })} limit ${MOST_PEOPLE + 1}`,
    );
    if (rows.length > MOST_PEOPLE) return null;
    for (const row of rows) reader.take(name, row);
  }
  return reader.accounts();
}
