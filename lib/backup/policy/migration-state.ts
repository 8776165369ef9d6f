import type {
  MigrationNote,
  MigrationRefusal,
  MigrationRowState,
  MigrationStateRow,
  MigrationStateView,
} from '../views';
import type { AppliedMigration, JournalEntry } from './migration-verdict';

export interface MigrationFacts {
  journal: readonly JournalEntry[];
  files: readonly { tag: string; hash: string; bytes: number }[];
  applied: readonly (AppliedMigration & { recordedAt: string | null })[];
  /** Objects that a migration makes, of those that are not recorded, by tag. */
  objects: ReadonlyMap<string, { present: number; total: number }>;
  /** When the oldest recovery point with this migration was made, by hash. */
  seen: ReadonlyMap<string, string>;
}

type Judged = Omit<MigrationStateView, 'lastRun'>;

const WORST_FIRST: readonly MigrationRowState[] = [
  'half-applied',
  'changed',
  'unknown',
  'file-missing',
  'pending',
  'unlisted',
];

/**
 * The journal, the SQL files and what the database recorded side by side, joined by hash: counts and newest times mislead
 * where journals were merged.
 */
export function judgeMigrations(facts: MigrationFacts): Judged {
  const known = new Set(facts.journal.map(({ hash }) => hash));
  const strangers = new Map(facts.applied.filter(({ hash }) => !known.has(hash)).map((row) => [row.hash, row]));
  const listed = facts.journal.map((entry, index) => journalRow(entry, index, facts, strangers));
  for (const { recordedHash } of listed) if (recordedHash !== null) strangers.delete(recordedHash);
  const rows = [...listed, ...unlistedRows(facts), ...[...strangers.values()].map((row) => unknownRow(row, facts))];
  const states = new Set(rows.map(({ state }) => state));
  const pending = rows.flatMap(({ state, tag }) => (state === 'pending' && tag !== null ? [tag] : []));
  return {
    verdict: WORST_FIRST.find((state) => states.has(state)) ?? 'applied',
    applied: facts.applied.length,
    journal: facts.journal.length,
    files: facts.files.length,
    rows,
    pending,
    refusal: refusal(states),
  };
}

function journalRow(
  { tag, hash, when }: JournalEntry,
  index: number,
  { journal, files, applied, objects, seen }: MigrationFacts,
  strangers: ReadonlyMap<string, MigrationFacts['applied'][number]>,
): MigrationStateRow {
  const same = hash === null ? undefined : applied.find((row) => row.hash === hash);
  const edited = same ? undefined : [...strangers.values()].find(({ createdAt }) => createdAt === when);
  const recorded = same ?? edited;
  const made = recorded ? null : (objects.get(tag) ?? null);
  const state = same
    ? 'applied'
    : hash === null
      ? 'file-missing'
      : edited
        ? 'changed'
        : made && made.present > 0
          ? 'half-applied'
          : 'pending';
  return {
    tag,
    hash,
    recordedHash: edited?.hash ?? null,
    bytes: files.find((file) => file.tag === tag)?.bytes ?? null,
    madeAt: iso(when),
    appliedAt: recorded?.recordedAt ?? null,
    seenAt: (recorded && seen.get(recorded.hash)) ?? null,
    state,
    notes: notesOf(when, index, journal, recorded ? null : newest(applied)),
    objects: made,
  };
}

/** `newestApplied` is null for a migration that is recorded: nothing will leave it out any more. */
function notesOf(
  when: number,
  index: number,
  journal: readonly JournalEntry[],
  newestApplied: number | null,
): MigrationNote[] {
  const notes: MigrationNote[] = [];
  if (newestApplied !== null && when <= newestApplied) notes.push('skipped-by-drizzle');
  if (journal.some((other, place) => place !== index && other.when === when)) notes.push('duplicate-time');
  if (journal.slice(0, index).some((before) => before.when > when)) notes.push('out-of-order');
  return notes;
}

const newest = (applied: MigrationFacts['applied']): number | null =>
  applied.length === 0 ? null : Math.max(...applied.map(({ createdAt }) => createdAt));

function unlistedRows({ journal, files }: MigrationFacts): MigrationStateRow[] {
  const tags = new Set(journal.map(({ tag }) => tag));
  return files
    .filter(({ tag }) => !tags.has(tag))
    .map(({ tag, hash, bytes }) => ({ ...NOTHING, tag, hash, bytes, state: 'unlisted' }));
}

function unknownRow(row: MigrationFacts['applied'][number], { files, seen }: MigrationFacts): MigrationStateRow {
  // A file that the journal no longer names, but that the database ran, still gives the migration its name.
  const file = files.find(({ hash }) => hash === row.hash);
  return {
    ...NOTHING,
    tag: file?.tag ?? null,
    recordedHash: row.hash,
    madeAt: iso(row.createdAt),
    appliedAt: row.recordedAt,
    seenAt: seen.get(row.hash) ?? null,
    state: 'unknown',
  };
}

const NOTHING: Omit<MigrationStateRow, 'state'> = {
  tag: null,
  hash: null,
  recordedHash: null,
  bytes: null,
  madeAt: null,
  appliedAt: null,
  seenAt: null,
  notes: [],
  objects: null,
};

/** A run is all or nothing, so one migration that cannot go through keeps the others from it. */
function refusal(states: ReadonlySet<MigrationRowState>): MigrationRefusal | null {
  if (states.has('file-missing')) return 'file-missing';
  if (states.has('half-applied')) return 'half-applied';
  if (!states.has('pending')) return 'nothing-pending';
  return states.has('unknown') ? 'diverged' : null;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
