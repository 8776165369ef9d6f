import { z } from 'zod';
import { ID_PATTERN } from '../kernel/ids';
import { signatureSchema } from './manifest';

const table = z.object({ schema: z.string(), name: z.string() });

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('database'), database: z.string() }),
  z.object({
    kind: z.literal('live'),
    database: z.string(),
    method: z.enum(['swap', 'transaction', 'create']),
    keptAs: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('tables'),
    database: z.string(),
    into: z.enum(['side', 'live']),
    schema: z.string().nullable(),
    tables: z.array(table),
  }),
]);

const content = z.object({
  way: z.enum(['commit', 'clone', 'same', 'revert']),
  state: z.enum(['waiting', 'done', 'failed']),
  sha: z.string(),
  commit: z.string().nullable(),
  files: z.number().int(),
  pushed: z.enum(['pushed', 'no-remote', 'kept-locally']).nullable(),
  // Optional: older records say nothing of it.
  live: z.boolean().optional(),
  keptAs: z.string().nullable(),
  reason: z.string().nullable(),
  warnings: z.array(z.string()),
});

const shape = {
  version: z.literal(1),
  /** Id of the run. */
  id: z.string().regex(ID_PATTERN),
  kind: z.enum(['restore', 'undo', 'reset']),
  /** The backup that was restored; null for an undo and a reset. */
  backup: z.object({ id: z.string().regex(ID_PATTERN), createdAt: z.iso.datetime() }).nullable(),
  target,
  trigger: z.enum(['manual', 'schedule', 'cli']),
  actor: z.object({ id: z.string().nullable(), name: z.string() }),
  at: z.iso.datetime(),
  outcome: z.enum(['done', 'failed', 'cancelled']),
  /** Sentence for an admin; null where it was done. */
  reason: z.string().nullable(),
  compared: z
    .object({
      same: z.boolean(),
      reason: z.string().nullable(),
      tables: z.array(
        table.extend({
          before: z.number().int().nullable(),
          expected: z.number().int(),
          actual: z.number().int().nullable(),
          same: z.boolean(),
        }),
      ),
    })
    .nullable(),
  safetyBackupId: z.string().regex(ID_PATTERN).nullable(),
  /** True where an operator asked for it in the terminal. */
  safetyCopySkipped: z.boolean(),
  /** How long visitors waited. Milliseconds. */
  swapMs: z.number().int().nonnegative().nullable(),
  keptUntil: z.iso.datetime().nullable(),
  signedOut: z.object({ sessions: z.number().int(), links: z.number().int() }).nullable(),
  actingAdmin: z.enum(['stays', 'not-in-backup', 'not-admin', 'unknown']),
  migrationsRun: z.array(z.string()),
  notes: z.array(z.string()),
  // Optional: records that were signed before content came along have the same bytes as ever.
  content: content.optional(),
};

export const unsignedRestorationSchema = z.strictObject(shape);
export const restorationSchema = z.strictObject({ ...shape, signature: signatureSchema });

/** The outcome of a run that changed a database, written where no restore can erase it. Never edited. */
export type Restoration = z.infer<typeof restorationSchema>;
export type UnsignedRestoration = z.infer<typeof unsignedRestorationSchema>;
