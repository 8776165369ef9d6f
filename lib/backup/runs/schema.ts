import { bigint, boolean, integer, jsonb, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type { AppError } from '../kernel/app-error';
import type { AuditDetail } from '../policy/audit-chain';
import type { PhaseView, ProgressView, RestoreFactsView, RunKind, RunStatus, ScopeView, Trigger } from '../views';

/** What was asked for. Format and engine may be left open; the run then fills in what it really used. */
export interface RunOptions {
  scope: ScopeView['kind'];
  group?: string;
  tables?: string[];
  format?: string;
  engine?: string;
  verifyRestore: boolean;
  /** Of a restore, an undo or a reset. */
  restore?: RestoreFactsView;
  /** Safety copy that this run is making or has made: what a lost run leaves of it is removed. */
  safetyBackupId?: string;
  /** Set by who stops the run for the sake of its process: its slot is then due again. */
  yieldsSlot?: boolean;
  /** Set by the run itself at the point from which it cannot be stopped. */
  committing?: boolean;
  /** Of a restore in place: set by its own transaction, so it is there once that took place. */
  committed?: boolean;
}

/** The module's own schema: a dump leaves it out, and a restore does not rewind it. Tables: migrations.ts. */
const backup = pgSchema('backup');

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const runs = backup.table('runs', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<RunKind>().notNull(),
  status: text('status').$type<RunStatus>().notNull(),
  trigger: text('trigger').$type<Trigger>().notNull(),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull(),
  note: text('note'),
  slot: text('slot'),
  idempotencyKey: text('idempotency_key'),
  options: jsonb('options').$type<RunOptions>().notNull(),
  backupId: text('backup_id').notNull(),
  phases: jsonb('phases').$type<PhaseView[]>().notNull(),
  progress: jsonb('progress').$type<ProgressView>(),
  error: jsonb('error').$type<AppError>(),
  size: bigint('size', { mode: 'number' }),
  cancelRequestedAt: moment('cancel_requested_at'),
  cancelRequestedBy: text('cancel_requested_by'),
  /** The lease number under which the run writes. Rises with every run, so it is the order of the runs too. */
  fence: bigint('fence', { mode: 'number' }).notNull(),
  holder: text('holder').notNull(),
  heartbeatAt: moment('heartbeat_at').notNull(),
  startedAt: moment('started_at').notNull(),
  finishedAt: moment('finished_at'),
  /** Set once what a lost run left in the storage was removed. */
  cleanedUpAt: moment('cleaned_up_at'),
  /** Set while the backup of this run is deleted: its absence from the catalogue is then no surprise. */
  deletedAt: moment('deleted_at'),
});

export const leases = backup.table('leases', {
  name: text('name').primaryKey(),
  fence: bigint('fence', { mode: 'number' }).notNull(),
  holder: text('holder').notNull(),
  runId: text('run_id'),
  expiresAt: moment('expires_at').notNull(),
});

export const attempts = backup.table('attempts', {
  key: text('key').primaryKey(),
  /** Times of the counted attempts that are still inside the window. */
  taken: moment('taken').array().notNull(),
  /** The answer to the newest attempt. */
  allowed: boolean('allowed').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const downloadTokens = backup.table('download_tokens', {
  tokenSha256: text('token_sha256').primaryKey(),
  userId: text('user_id').notNull(),
  backupId: text('backup_id').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const auditEvents = backup.table('audit_events', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  /** ISO 8601 in UTC with microseconds, by the database's clock. */
  at: text('at').notNull(),
  act: text('act').notNull(),
  subject: text('subject'),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull(),
  channel: text('channel').notNull(),
  address: text('address'),
  detail: jsonb('detail').$type<AuditDetail>().notNull(),
  previous: text('previous').notNull(),
  hash: text('hash').notNull(),
});

/** Every policy that ever held; the newest version does. `policy` is whatever was saved: parse it. */
export const policies = backup.table('policy', {
  version: integer('version').primaryKey(),
  policy: jsonb('policy').$type<unknown>().notNull(),
  savedAt: moment('saved_at').notNull().defaultNow(),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull(),
});

/** Rows are only added; the newest of an item speaks. */
export const signOffs = backup.table('sign_offs', {
  id: text('id').primaryKey(),
  item: text('item').notNull(),
  act: text('act').$type<'sign' | 'revoke'>().notNull(),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull(),
  note: text('note'),
  covers: jsonb('covers').$type<string[]>().notNull(),
  at: moment('at').notNull(),
  expiresAt: moment('expires_at'),
});

export type RunRecord = typeof runs.$inferSelect;
