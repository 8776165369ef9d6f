import { z } from 'zod';
import { AppFailure } from '../kernel/app-error';
import type { AuditEvent, ChainEnd } from '../policy/audit-chain';
import type { SignatureState } from '../policy/audit-verdict';
import type { ObjectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import { signatureSchema } from './manifest';
import type { Signer } from './signature';
import { isAuthentic, parseObject, toSignedBytes } from './signed-json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const eventSchema = z.strictObject({
  seq: z.number().int().positive(),
  at: z.string().max(40),
  act: z.string().max(100),
  subject: z.string().nullable(),
  actor: z.strictObject({ id: z.string().nullable(), name: z.string() }),
  origin: z.strictObject({ channel: z.string(), address: z.string().nullable() }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  previous: hash,
  hash,
});

const mirroredSchema = z.strictObject({
  version: z.literal(1),
  site: z.string(),
  seq: z.number().int().positive(),
  hash,
  at: z.iso.datetime(),
  /** Those since the last mirrored end, so that the audit outlives its database. The last one is the end itself. */
  events: z.array(eventSchema).min(1),
  /** Later events stood behind it when it was written, so its key says nothing about who signed the end at that time. */
  behind: z.literal(true).optional(),
  signature: signatureSchema,
});

export type MirroredHead = z.infer<typeof mirroredSchema>;

/** What the storage keeps of the audit. All errors are AppFailure. */
export interface AuditMirror {
  readonly keyId: string;
  sign(end: ChainEnd): object;
  judge(end: ChainEnd, signature: unknown): { state: SignatureState; keyId: string | null };
  /** CONFLICT where another chain has an end of the same number. Nothing is done where this one is there already. */
  write(events: readonly AuditEvent[], at: Date, options?: { behind?: boolean | undefined }): Promise<void>;
  /** Numbers of the mirrored ends, lowest first. */
  list(): Promise<number[]>;
  /** Null where it is gone. `head` is null where it cannot be read as one. */
  read(seq: number): Promise<{ state: SignatureState; keyId: string | null; head: MirroredHead | null } | null>;
}

const NAME = /\/head-(\d{12})\.json$/;

export function createAuditMirror(place: {
  store: ObjectStore;
  signer: Signer;
  keys: ObjectKeys;
  site: string;
}): AuditMirror {
  const { store, signer, keys, site } = place;
  const keyIdOf = (signature: unknown) => {
    const parsed = signatureSchema.strict().safeParse(signature);
    return parsed.success ? parsed.data.keyId : null;
  };
  const unless = (genuine: boolean, keyId: string | null): SignatureState => {
    if (genuine) return 'genuine';
    return keyId === null || keyId === signer.keyId ? 'forged' : 'other-key';
  };
  return {
    keyId: signer.keyId,
    sign: ({ seq, hash: end }) => signer.sign('audit-head:v1', { site, seq, hash: end }),

    judge({ seq, hash: end }, signature) {
      const keyId = keyIdOf(signature);
      const genuine = signer.verify('audit-head:v1', { site, seq, hash: end, signature });
      return { state: unless(genuine, keyId), keyId };
    },

    async write(events, at, { behind = false } = {}) {
      const last = events.at(-1);
      if (!last) return;
      const end = { seq: last.seq, hash: last.hash, at: at.toISOString() };
      const unsigned = { version: 1, site, ...end, events, ...(behind && { behind }) };
      try {
        await writeOnce(store, keys.auditHeadKey(last.seq), toSignedBytes(signer, 'audit-mirror:v1', unsigned));
      } catch (thrown) {
        const there =
          thrown instanceof AppFailure && thrown.error.code === 'CONFLICT' ? await this.read(last.seq) : null;
        if (there?.head?.hash !== last.hash) throw thrown;
      }
    },

    async list() {
      const found: number[] = [];
      for await (const { key } of store.list(keys.auditPrefix)) {
        const seq = Number(NAME.exec(key)?.[1] ?? 0);
        if (seq > 0) found.push(seq);
      }
      return found.sort((left, right) => left - right);
    },

    async read(seq) {
      const bytes = await loadBytes(store, keys.auditHeadKey(seq));
      if (bytes === 'absent') return null;
      const parsed = typeof bytes === 'string' ? null : mirroredSchema.safeParse(parseObject(bytes));
      if (typeof bytes === 'string' || !parsed?.success) return { state: 'forged', keyId: null, head: null };
      const head = parsed.data;
      const inPlace = head.seq === seq && head.site === site && head.events.at(-1)?.hash === head.hash;
      const genuine = inPlace && isAuthentic(signer, 'audit-mirror:v1', head, bytes);
      return { state: unless(genuine, head.signature.keyId), keyId: head.signature.keyId, head };
    },
  };
}
