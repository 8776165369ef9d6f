import { AppFailure } from '../kernel/app-error';
import { sha256Hex } from '../kernel/digest';
import type { ObjectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { readSmallObject, writeSmallObject } from '../storage/small-objects';
import { signatureSchema } from './manifest';
import type { Signer } from './signature';

const LARGEST_BYTES = 1_000_000;
const SIGNED = /^([\s\S]*)<!-- signature ([0-9a-f]{16}) ([0-9a-f]{64}) -->\n$/;
const meta = (name: string, html: string): string | null =>
  new RegExp(`<meta name="${name}" content="([^"]*)">`).exec(html)?.[1] ?? null;

export type StoredRunbook =
  | { state: 'missing' }
  /** Altered, or written under another signing key: its commands are not to be followed. */
  | { state: 'changed' }
  /** `says` is the digest of what it says, apart from when it was written. */
  | { state: 'genuine'; says: string | null; madeAt: string | null };

/** The runbooks that stand beside the backups, one file a language, signed: whoever follows one trusts its commands. */
export interface RunbookShelf {
  read(locale: string): Promise<StoredRunbook>;
  write(locale: string, html: string): Promise<void>;
}

export function createRunbookShelf(place: { store: ObjectStore; signer: Signer; keys: ObjectKeys }): RunbookShelf {
  const { store, signer, keys } = place;
  const body = (locale: string, html: string) => ({ locale, sha256: sha256Hex(html) });
  return {
    async read(locale) {
      const stored = await readStored(store, keys.runbookKey(locale));
      if (stored === null) return { state: 'missing' };
      const [, html, keyId, value] = SIGNED.exec(stored) ?? [];
      if (html === undefined) return { state: 'changed' };
      const signature = signatureSchema.safeParse({ algorithm: 'HMAC-SHA256', keyId, value });
      const genuine =
        signature.success && signer.verify('runbook:v1', { ...body(locale, html), signature: signature.data });
      return genuine
        ? { state: 'genuine', says: meta('says', html), madeAt: meta('made-at', html) }
        : { state: 'changed' };
    },
    async write(locale, html) {
      const { keyId, value } = signer.sign('runbook:v1', body(locale, html));
      const signed = `${html}<!-- signature ${keyId} ${value} -->\n`;
      await writeSmallObject(store, keys.runbookKey(locale), Buffer.from(signed, 'utf8'));
    },
  };
}

/** Null where it is gone; what is too large to be one is text that no signature fits. */
async function readStored(store: ObjectStore, key: string): Promise<string | null> {
  try {
    return (await readSmallObject(store, key, LARGEST_BYTES)).toString('utf8');
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (error.error.code === 'NOT_FOUND') return null;
    if (error.error.code === 'CORRUPT') return '';
    throw error;
  }
}
