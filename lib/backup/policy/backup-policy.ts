import { z } from 'zod';
import { isTimeZone } from './local-time';

const count = z.number().int().min(0).max(500);
const LOCAL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DESTINATION = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

const unique = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

const retentionSchema = z.strictObject({
  /** Everything younger stays. Days, counted from the recovery points themselves: see policy/retention. */
  keepDays: z.number().int().min(0).max(3650),
  /** Newest good full backups that stay, whatever their age. */
  keepLast: count,
  /** The newest good full backup of each of so many days, weeks, months and years that have one. */
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  /** Newest full backups that were restored exactly and stay, whatever their age. */
  minVerified: z.number().int().min(1).max(100),
  /** Whether the schedule deletes what goes. Else only a person does, after a look at the plan. */
  automatic: z.boolean(),
});

const scheduleSchema = z.strictObject({
  enabled: z.boolean(),
  /** Local times of the zone, "02:00", in order. */
  times: z
    .array(z.string().regex(LOCAL_TIME, 'Write a time as 02:00.'))
    .min(1, 'Name a time.')
    .max(24, 'At most 24 times a day.')
    .refine(unique, 'A time stands twice.'),
  /** 0 is Sunday. */
  weekdays: z
    .array(z.number().int().min(0).max(6))
    .min(1, 'Choose a day.')
    .max(7)
    .refine(unique, 'A day stands twice.'),
  timeZone: z.string().max(64).refine(isTimeZone, 'This is not a time zone, for example Europe/Berlin or UTC.'),
});

/** What is backed up, when, where to, how it is practised and how long it stays. Plain JSON; times are local to its zone. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  what: z.strictObject({ format: z.enum(['auto', 'custom', 'sql', 'sql.gz']) }),
  schedule: scheduleSchema,
  /** Off-site copies by the name of their destination, or all that are configured. */
  where: z.strictObject({
    copies: z.union([z.literal('all'), z.array(z.string().regex(DESTINATION)).max(20).refine(unique)]),
  }),
  /** Days from one scheduled restore drill to the next; 0: none. */
  drills: z.strictObject({ everyDays: z.number().min(0).max(365) }),
  retention: retentionSchema,
  protection: z.strictObject({
    /** Recovery point objective: how old the newest recovery point may be. Hours. */
    rpoHours: z.number().positive().max(8760),
    /** What a recovery point must have passed to count: read back whole, or restored exactly. */
    counts: z.enum(['read-back', 'restored']),
  }),
});

export type BackupPolicy = z.infer<typeof policySchema>;
export type RetentionRules = BackupPolicy['retention'];
export type ScheduleRules = BackupPolicy['schedule'];

/** The policy of a site that has chosen none: what the environment says, and the hours of vercel.json. */
export const defaultPolicy = (environment: { rpoHours: number; drillDays: number }): BackupPolicy => ({
  version: 1,
  what: { format: 'auto' },
  schedule: { enabled: true, times: ['02:00'], weekdays: [0, 1, 2, 3, 4, 5, 6], timeZone: 'UTC' },
  where: { copies: 'all' },
  drills: { everyDays: environment.drillDays },
  retention: {
    keepDays: 30,
    keepLast: 7,
    daily: 0,
    weekly: 4,
    monthly: 12,
    yearly: 0,
    minVerified: 2,
    automatic: false,
  },
  protection: { rpoHours: environment.rpoHours, counts: 'read-back' },
});
