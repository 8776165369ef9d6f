import type { MigrationsView, MigrationVerdict } from '../views';

type MigrationRow = MigrationsView['rows'][number];

/** A migration that this version of the app brings along; `hash` is null where its file is not there. */
export interface JournalEntry {
  tag: string;
  hash: string | null;
  /** Milliseconds since 1970. */
  when: number;
}

/** One row of `drizzle.__drizzle_migrations`. `createdAt` is the journal's `when`, milliseconds since 1970. */
export interface AppliedMigration {
  hash: string;
  createdAt: number;
}

/**
 * Compares what the database ran with what this version of the app brings along, by hash: counts and newest times
 * mislead where journals were merged. Worst first: changed (a migration was edited after it ran), unknown (the
 * database is newer, or of another app), pending (the app is newer), same.
 */
export function migrationVerdict(journal: JournalEntry[], applied: AppliedMigration[]): MigrationsView {
  const journalHashes = new Set(journal.map((migration) => migration.hash));
  const strangers = applied.filter((migration) => !journalHashes.has(migration.hash));
  const ran = new Map(applied.map((migration) => [migration.hash, migration]));
  const rows = journal.map((migration) => journalRow(migration, ran, strangers));
  const changed = new Set(rows.filter((row) => row.state === 'changed').map((row) => row.hash));
  for (const { hash, createdAt } of strangers) {
    if (!changed.has(hash)) rows.push({ tag: null, hash, appliedAt: iso(createdAt), state: 'unknown' });
  }
  return { verdict: worst(rows), applied: applied.length, journal: journal.length, rows };
}

function journalRow(
  { tag, hash, when }: JournalEntry,
  ran: Map<string, AppliedMigration>,
  strangers: AppliedMigration[],
): MigrationRow {
  const same = hash === null ? undefined : ran.get(hash);
  if (same) return { tag, hash: same.hash, appliedAt: iso(same.createdAt), state: 'applied' };
  const edited = strangers.find((migration) => migration.createdAt === when);
  if (edited) return { tag, hash: edited.hash, appliedAt: iso(edited.createdAt), state: 'changed' };
  return { tag, hash: hash ?? '', appliedAt: null, state: 'pending' };
}

function worst(rows: MigrationRow[]): MigrationVerdict {
  const states = new Set(rows.map((row) => row.state));
  if (states.has('changed')) return 'changed';
  if (states.has('unknown')) return 'unknown';
  return states.has('pending') ? 'pending' : 'same';
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
