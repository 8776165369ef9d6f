import { z } from 'zod';
import { ID_PATTERN } from '../kernel/ids';
import { signatureSchema } from './manifest';

const milliseconds = z.number().int().nonnegative();
const text = z.string().max(4_000);

const need = z.object({
  key: z.enum(['storage', 'signature', 'identity', 'git', 'credentials', 'keys', 'runbook']),
  by: z.enum(['software', 'person']),
  /** `unasked`: nobody was there to answer. */
  state: z.enum(['yes', 'no', 'unasked']),
});

const look = z.object({
  ms: milliseconds,
  /** Null where the tables of accounts are not all there. */
  accounts: z.number().int().nullable(),
  admins: z.number().int().nullable(),
  /** Newest first, by the columns that keep when a row was made or changed. */
  newest: z.array(z.object({ schema: z.string(), name: z.string(), at: z.iso.datetime() })),
  content: z.object({
    /** `none`: the backup holds none. `unavailable`: no git here. */
    state: z.enum(['cloned', 'none', 'failed', 'unavailable']),
    head: z.string().nullable(),
    reason: text.nullable(),
  }),
});

const shape = {
  version: z.literal(1),
  id: z.string().regex(ID_PATTERN),
  site: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  outcome: z.enum(['passed', 'failed', 'given-up']),
  /** Empty where it passed. `text` is for an admin. */
  reasons: z.array(
    z.object({
      code: z.enum(['need', 'restore', 'compare', 'not-looked', 'no-account', 'no-admin', 'content']),
      text,
    }),
  ),
  trigger: z.enum(['manual', 'schedule', 'cli']),
  /** Who began it. */
  actor: z.object({ id: z.string().nullable(), name: z.string() }),
  people: z.array(z.string().max(200)).max(50),
  notes: text.nullable(),
  backup: z.object({
    id: z.string().regex(ID_PATTERN),
    createdAt: z.iso.datetime(),
    plainSize: z.number().int().nonnegative(),
  }),
  /** The newest run that restored for it. */
  runId: z.string().regex(ID_PATTERN).nullable(),
  needs: z.array(need),
  /** What each step took, in the order of the day; `prepare` is people's time. */
  steps: z.array(z.object({ key: z.enum(['prepare', 'readback', 'load', 'compare', 'look']), ms: milliseconds })),
  compared: z
    .object({ same: z.boolean(), tables: z.number().int(), rows: z.number().int(), reason: text.nullable() })
    .nullable(),
  look: look.nullable(),
};

export const unsignedGameDaySchema = z.strictObject(shape);
export const gameDaySchema = z.strictObject({ ...shape, signature: signatureSchema });

/** A rehearsal that ended, kept with the backups. Never edited. */
export type GameDay = z.infer<typeof gameDaySchema>;
export type UnsignedGameDay = z.infer<typeof unsignedGameDaySchema>;
