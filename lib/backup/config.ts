import path from 'node:path';
import { z } from 'zod';
import { appError } from './kernel/app-error';
import { err, ok, type Result } from './kernel/result';
import { SITE_SLUG_PATTERN } from './policy/site-slug';
import { type DestinationSettings, readDestinations } from './storage/destination-settings';
import { parseIdentities, parseRecipients } from './storage/encryption/age-keys';

const text = z.string().trim().min(1);
const addressList = z.string().transform((value) => value.split(/[\s,;]+/).filter(Boolean));
const webAddress = z.url({ protocol: /^https?$/, error: 'Use an address that begins with https:// or http://.' });
const directoryList = z.string().transform((value) => value.split(path.delimiter).filter(Boolean));

/** A text of keys that is read by `parse`; what is wrong with it is told without a private key in it. */
const keys = (parse: (text: string) => Result<string[]>) =>
  z.string().transform((value, issues) => {
    const parsed = parse(value);
    if (parsed.ok) return parsed.value;
    issues.addIssue({ code: 'custom', message: `${parsed.error.message} ${parsed.error.hint ?? ''}`.trim() });
    return z.NEVER;
  });

/** Every environment variable that the module reads. The README's table is generated from these descriptions. */
export const environmentSchema = z.object({
  BACKUP_SITE: z
    .string()
    .regex(SITE_SLUG_PATTERN, 'Use lower case letters, digits and dashes, at most 48.')
    .optional()
    .describe('Folder of this site in the storage. Default: made from the site name.'),
  BACKUP_LOCAL_DIR: text.default('.backups').describe('Folder where backups are stored. Keep it off the web root.'),
  BACKUP_STORAGE: text
    .optional()
    .describe(
      'Where backups are stored: a folder, `file:///var/backups`, `s3://bucket/folder?endpoint=https://…&region=…&pathStyle=true` or `gs://bucket/folder`. Default: the folder of BACKUP_LOCAL_DIR.',
    ),
  BACKUP_COPIES: z
    .string()
    .default('')
    .describe('Off-site copies, each as `name=address`, separated by spaces, commas or lines.'),
  BACKUP_S3_ACCESS_KEY_ID: text
    .optional()
    .describe(
      'Access key of S3-compatible stores. With `_NAME` at the end for the copy `name` alone. Default: what the AWS library finds.',
    ),
  BACKUP_S3_SECRET_ACCESS_KEY: text.optional().describe('Its secret, likewise.'),
  BACKUP_GCS_CREDENTIALS: text
    .optional()
    .describe(
      'JSON text of a Google service account key, likewise. Default: GOOGLE_APPLICATION_CREDENTIALS or the machine’s own.',
    ),
  BACKUP_STORAGE_LIMIT_GB: z.coerce
    .number()
    .positive()
    .optional()
    .describe(
      'What this site may take in the main store, in GB. Stands for the free space that a bucket does not tell.',
    ),
  BACKUP_OBJECT_LOCK_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(0)
    .describe('Days for which an S3 bucket with Object Lock keeps each backup from being deleted by anybody. 0: none.'),
  BACKUP_ENCRYPT_TO: keys(parseRecipients)
    .default([])
    .describe(
      'Public keys (`age1…`) that new backups are encrypted to, separated by spaces, commas or lines. Any one of their private keys opens a backup. Default: no encryption.',
    ),
  BACKUP_IDENTITY_FILE: text
    .optional()
    .describe(
      'File with the private age key (`AGE-SECRET-KEY-1…`) that opens encrypted backups. Needed for restores and proofs by restore, never for backups.',
    ),
  BACKUP_IDENTITY: keys(parseIdentities).optional().describe('The private key itself, where there is no file for it.'),
  BACKUP_SIGNING_KEY: z
    .string()
    .min(32, 'Use at least 32 characters.')
    .optional()
    .describe('Secret that signs manifests, at least 32 characters. Default: derived from AUTH_SECRET.'),
  AUTH_SECRET: text.optional().describe('The site’s own secret; signs manifests where BACKUP_SIGNING_KEY is not set.'),
  COOKIE_SECRET: text.optional().describe('Used where AUTH_SECRET is not set, as the template does.'),
  CRON_SECRET: z
    .string()
    .optional()
    .describe('Bearer secret of /api/cron/backup, at least 32 characters. Without it the route answers 503.'),
  BACKUP_DATABASE_URL: text
    .optional()
    .describe('Direct connection for dumps where DATABASE_URL goes through a pooler. Default: DATABASE_URL.'),
  BACKUP_SCRATCH_DATABASE_URL: text
    .optional()
    .describe('Server where scratch databases for proofs are created. Default: the database server itself.'),
  BACKUP_ENGINE: z
    .enum(['auto', 'native', 'wasm'])
    .default('auto')
    .describe('Which pg_dump makes backups: auto takes a fitting native one, else the built-in one.'),
  PG_BIN_DIR: directoryList
    .default([])
    .describe('Folders with pg_dump and pg_restore, separated like PATH. Searched before PATH.'),
  PGDUMP_WASM_DIR: text.optional().describe('Folder of the built-in pg_dump, where bundling moved it.'),
  BACKUP_RPO_HOURS: z.coerce
    .number()
    .positive()
    .default(26)
    .describe('How old the newest good backup may be before the site counts as at risk, in hours.'),
  BACKUP_DELETE_GRACE_HOURS: z.coerce
    .number()
    .nonnegative()
    .default(24)
    .describe('How long the file of a deleted backup is kept, so that deleting can be undone, in hours.'),
  BACKUP_UNDO_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('How long a database that a restore replaced is kept, so that the restore can be undone, in days.'),
  BACKUP_DRILL_DAYS: z.coerce
    .number()
    .nonnegative()
    .default(7)
    .describe('Days from one scheduled restore drill to the next, which proves the backup just made. 0: none.'),
  GH_TOKEN: text.optional().describe('Token for a private content repository.'),
  GITHUB_TOKEN: text.optional().describe('Used where GH_TOKEN is not set.'),
  DATA_REPOSITORY: text
    .optional()
    .describe(
      'Content repository that scripts/clone.ts clones or updates. The token is sent to its host alone, and to GitHub.',
    ),
  BACKUP_METRICS_TOKEN: z
    .string()
    .optional()
    .describe('Bearer token of /api/metrics/backup, at least 32 characters. Without it the route answers 503.'),
  BACKUP_HOURLY_RUNS: z.coerce
    .number()
    .int()
    .positive()
    .default(6)
    .describe('How many backups each admin may start within an hour, and as many checks and restores.'),
  BACKUP_HOURLY_DOWNLOADS: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .describe('How many downloads each admin may start within an hour.'),
  BACKUP_NOTIFY_EMAIL_TO: addressList
    .default([])
    .describe('Who is told by e-mail of failures and other trouble: addresses, separated by spaces or commas.'),
  BACKUP_NOTIFY_EMAIL_FROM: text.optional().describe('Sender of these messages.'),
  BACKUP_NOTIFY_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'Use smtp://user:password@host:587 or smtps://.' })
    .optional()
    .describe('Mail server for them: `smtp://user:password@host:587` or `smtps://…`.'),
  BACKUP_NOTIFY_WEBHOOK_URL: webAddress.optional().describe('Address that gets every message as signed JSON.'),
  BACKUP_NOTIFY_WEBHOOK_SECRET: z
    .string()
    .min(32, 'Use at least 32 characters.')
    .optional()
    .describe('Secret of its signature, at least 32 characters.'),
  BACKUP_NOTIFY_SLACK_URL: webAddress
    .optional()
    .describe('Incoming webhook of Slack, or of another service that understands the same.'),
  BACKUP_NOTIFY_IN_APP: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .describe('true: admins are told in the site’s own notifications too.'),
  BACKUP_NOTIFY_HEARTBEAT_URL: webAddress
    .optional()
    .describe('Watcher outside that is told of each scheduled backup, in the way of healthchecks.io.'),
  BACKUP_NOTIFY_REPEAT_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('While a trouble lasts, it is told again after so many hours.'),
  BACKUP_NOTIFY_SITE_URL: webAddress
    .regex(/^[^@]*$/, 'Leave user name and password out: it stands in messages and in the runbook.')
    .optional()
    .describe('Address of the site, for links in messages: `https://example.com`.'),
  BACKUP_RUNBOOK_CONTACTS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(/[;\n]+/)
        .map((person) => person.trim().slice(0, 200))
        .filter(Boolean),
    )
    .describe(
      'Who to call when everything is lost, for the runbook: names with numbers, separated by semicolons. Default: BACKUP_NOTIFY_EMAIL_TO.',
    ),
  BACKUP_RUNBOOK_SETUP: z
    .enum(['server', 'docker', 'vercel', 'managed'])
    .optional()
    .describe('What the commands of the runbook are for: server, docker, vercel or managed. Default: as recognised.'),
  VERCEL: text.optional().describe('Set by Vercel itself; the runbook is then for Vercel.'),
  PATH: z.string().default('').describe('Searched for pg_dump and pg_restore.'),
});

export type BackupSettings = z.infer<typeof environmentSchema> & {
  /** Secret from which the signing key is derived, and where it came from; null where none is set. */
  signingSecret: { value: string; source: 'BACKUP_SIGNING_KEY' | 'AUTH_SECRET' } | null;
  destinations: { primary: DestinationSettings; copies: DestinationSettings[] };
  /** Names of the environment variables that are set, the host's too. Never a value. */
  variables: readonly string[];
};

function signingSecret(values: z.infer<typeof environmentSchema>): BackupSettings['signingSecret'] {
  if (values.BACKUP_SIGNING_KEY) return { value: values.BACKUP_SIGNING_KEY, source: 'BACKUP_SIGNING_KEY' };
  const shared = values.AUTH_SECRET ?? values.COOKIE_SECRET;
  return shared ? { value: shared, source: 'AUTH_SECRET' } : null;
}

/** A place that is in no setting, at an address that was given, with the credentials of the environment. INVALID_INPUT. */
export function readPlace(address: string, environment: NodeJS.ProcessEnv = process.env): Result<DestinationSettings> {
  const read = readDestinations({
    primary: address,
    copies: '',
    variable: (name) => environment[name] || undefined,
  });
  return read.ok ? ok(read.value.primary) : err({ ...read.error, message: 'This is not the address of a store.' });
}

/** Environment → settings. INVALID_INPUT names every variable that is wrong, never its value. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Result<BackupSettings> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (parsed.success) {
    const destinations = readDestinations({
      primary: parsed.data.BACKUP_STORAGE ?? path.resolve(parsed.data.BACKUP_LOCAL_DIR),
      copies: parsed.data.BACKUP_COPIES,
      variable: (name) => present[name],
    });
    if (!destinations.ok) return destinations;
    return ok({
      ...parsed.data,
      signingSecret: signingSecret(parsed.data),
      destinations: destinations.value,
      variables: Object.keys(present),
    });
  }
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
  return err(
    appError('INVALID_INPUT', `The backup settings are not valid: ${Object.keys(fields).join(', ')}.`, {
      hint: Object.entries(fields)
        .map(([name, message]) => `${name}: ${message}`)
        .join(' '),
      fields,
    }),
  );
}
