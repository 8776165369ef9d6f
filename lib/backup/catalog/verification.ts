import { z } from 'zod';
import { ID_PATTERN } from '../kernel/ids';
import { signatureSchema } from './manifest';

const tableComparison = z.object({
  schema: z.string(),
  name: z.string(),
  expectedRows: z.number().int(),
  /** null: the table is missing after the restore. */
  actualRows: z.number().int().nullable(),
  same: z.boolean(),
});

const shape = {
  version: z.literal(1),
  id: z.string().regex(ID_PATTERN),
  backupId: z.string().regex(ID_PATTERN),
  runId: z.string().regex(ID_PATTERN),
  /** `bytes`: stored bytes re-read and hashed. `restore`: restored into a scratch database and compared. */
  level: z.enum(['bytes', 'restore']),
  passed: z.boolean(),
  at: z.iso.datetime(),
  durationMs: z.number().int().nonnegative(),
  /** Time of loading alone, without comparison; null for `bytes`. */
  restoreMs: z.number().int().nonnegative().nullable(),
  serverVersion: z.string().nullable(),
  tables: z.array(tableComparison),
  /** Sentence for an admin that names what differed; null where it passed. */
  reason: z.string().nullable(),
  // Optional: records that were signed before these fields existed have the same bytes as ever.
  /** `drill`: made to practise a restore, by the schedule or from the terminal. */
  kind: z.literal('drill').optional(),
  /** Time of the comparison alone; null where nothing was compared. */
  compareMs: z.number().int().nonnegative().nullable().optional(),
  /** Rows found after the restore, all tables together. */
  rows: z.number().int().nonnegative().optional(),
};

export const unsignedVerificationSchema = z.strictObject(shape);
export const verificationSchema = z.strictObject({ ...shape, signature: signatureSchema });

/** A later object beside the manifest, never an edit of it. */
export type Verification = z.infer<typeof verificationSchema>;
export type UnsignedVerification = z.infer<typeof unsignedVerificationSchema>;
