import { z } from 'zod';
import { ID_PATTERN } from '../kernel/ids';

const isoTime = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const backupId = z.string().regex(ID_PATTERN);
const tableName = z.object({ schema: z.string(), name: z.string() });

const scopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('full') }),
  z.object({ kind: z.literal('schema') }),
  z.object({
    kind: z.literal('tables'),
    group: z.enum(['auth', 'payments', 'interactions']).nullable(),
    tables: z.array(tableName).min(1),
    /** Tables that the chosen ones reference by foreign key and that this backup does not contain. */
    missingReferences: z.array(tableName),
  }),
]);

export const tableFingerprintSchema = tableName.extend({
  /** Exact count in the dump's snapshot. */
  rows: z.number().int().nonnegative(),
  /** Order-independent sum of row hashes modulo 2^64, 16 hexadecimal digits. */
  digest: z.string().regex(/^[0-9a-f]{16}$/),
  /** `record` hashes typed values exactly, `text` the printed row. A comparison uses the same one. */
  method: z.enum(['record', 'text']),
});

/** A sequence moves outside snapshots, so what the dump holds lies between the two readings around it. */
export const sequenceBoundsSchema = tableName.extend({
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const contentPointSchema = z.object({
  head: z.string(),
  committedAt: isoTime,
  branch: z.string().nullable(),
  remote: z.string().nullable(),
  /** Whether the remote branch known here contains this commit; null where no remote is configured. */
  pushed: z.boolean().nullable(),
  /** Paths with unsaved edits at that moment, at most 200. */
  dirty: z.array(z.string()),
});

const recipients = z.array(z.string()).min(1);

/** Size and hash are those of the stored bytes. */
const bundlePiece = z.object({
  key: z.string(),
  size: z.number().int().nonnegative(),
  sha256,
  // Optional, as below: a bundle that is not encrypted says nothing.
  encryption: z.literal('age').optional(),
});

/** The content as a Git bundle. Feed git with `needs` in their order, then with this one. */
const bundleSchema = bundlePiece.extend({
  /** Public keys that it and its `needs` are encrypted to. */
  recipients: recipients.optional(),
  full: z.boolean(),
  /** When the full one at the beginning of the chain was made. */
  fullAt: isoTime,
  /** Commits that it builds on; none for a full one. */
  basis: z.array(z.string()),
  /** What it leads to: HEAD, and what was put aside. */
  tips: z.array(z.object({ ref: z.string(), sha: z.string() })),
  /** Earlier bundles, the full one first; they may stand in folders of other backups. */
  needs: z.array(bundlePiece),
});

const unsignedManifestShape = {
  version: z.literal(1),
  id: backupId,
  site: z.string().min(1),
  createdAt: isoTime,
  finishedAt: isoTime,
  trigger: z.enum(['manual', 'schedule', 'cli']),
  actor: z.object({ id: z.string().nullable(), name: z.string() }),
  note: z.string().nullable(),
  runId: backupId,
  scope: scopeSchema,
  engine: z.object({ name: z.enum(['native', 'wasm']), version: z.string() }),
  server: z.object({
    version: z.string(),
    major: z.number().int(),
    database: z.string(),
    encoding: z.string(),
    collation: z.string(),
  }),
  artifact: z.object({
    key: z.string(),
    format: z.enum(['custom', 'sql', 'sql.gz']),
    compression: z.enum(['none', 'gzip', 'archive']),
    /** After compression. */
    encryption: z.enum(['none', 'age']),
    /** Public keys that it is encrypted to; left out where it is not. */
    recipients: recipients.optional(),
    /** Stored bytes. */
    size: z.number().int().nonnegative(),
    sha256,
    /** The dump as it came from pg_dump: before compression with gzip, before encryption. */
    plainSize: z.number().int().nonnegative(),
    plainSha256: sha256,
  }),
  /** `exact`: taken in the dump's own snapshot. `none`: a schema-only backup has no rows to compare. */
  fingerprint: z.enum(['exact', 'none']),
  tables: z.array(tableFingerprintSchema),
  sequences: z.array(sequenceBoundsSchema),
  extensions: z.array(z.object({ name: z.string(), version: z.string() })),
  migrations: z.array(z.object({ hash: z.string(), createdAt: z.number() })),
  seed: z.object({ status: z.string(), completedAt: isoTime.nullable() }).nullable(),
  content: contentPointSchema.nullable(),
  // Optional: manifests that were signed before there were bundles have the same bytes as ever.
  bundle: bundleSchema.optional(),
  files: z.array(z.object({ path: z.string(), size: z.number().int(), sha256 })),
  appVersion: z.string(),
  // Optional, as for bundles. Kept as it was written: a later form of the policy must not make this manifest unreadable.
  policy: z.record(z.string(), z.unknown()).optional(),
  /** When the stored object was read back whole and its hash compared. Nothing is listed without it. */
  readBackAt: isoTime,
};

export const unsignedManifestSchema = z.strictObject(unsignedManifestShape);
export const signatureSchema = z.object({ algorithm: z.literal('HMAC-SHA256'), keyId: z.string(), value: sha256 });
export const manifestSchema = z.strictObject({ ...unsignedManifestShape, signature: signatureSchema });

export type UnsignedManifest = z.infer<typeof unsignedManifestSchema>;
export type ContentBundle = z.infer<typeof bundleSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type TableFingerprint = z.infer<typeof tableFingerprintSchema>;
export type SequenceBounds = z.infer<typeof sequenceBoundsSchema>;
