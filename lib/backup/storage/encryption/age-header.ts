import { type AppFailure, failure } from '../../kernel/app-error';

/** Far more than a thousand recipients take. Bytes. */
const LONGEST_HEADER = 256 * 1024;
const FIRST_LINE = Buffer.from('age-encryption.org/v1\n');
/** Nonce and tag of the empty payload behind a header that was made alone. */
const EMPTY_PAYLOAD = 32;

export interface SealedHeader {
  header: Uint8Array;
  /** 16 bytes; whoever has them opens this one file. */
  fileKey: Uint8Array;
}

/** A header with a fresh file key, wrapped for each recipient. The library is loaded at the first use. */
export async function sealHeader(recipients: readonly string[]): Promise<SealedHeader> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  let fileKey: Uint8Array = new Uint8Array();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const file = await encrypter.encrypt(new Uint8Array());
  return { header: file.subarray(0, file.byteLength - EMPTY_PAYLOAD), fileKey };
}

/** The file key. UNSUPPORTED where none of the identities is a recipient, CORRUPT for a header that was changed. */
export async function openHeader(header: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decryptHeader(header);
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('no identity matched')) throw noKeyFits(cause);
    throw headerDamage(cause);
  }
}

const noKeyFits = (cause: unknown): AppFailure =>
  failure('UNSUPPORTED', 'The private key that is set here does not open this backup.', {
    hint: 'The backup was encrypted to other keys. Set BACKUP_IDENTITY_FILE to the file of one of them.',
    details: { reason: 'other-identity' },
    cause,
  });

const headerDamage = (cause?: unknown): AppFailure =>
  failure('CORRUPT', 'The beginning of the encrypted file was changed or is no age header.', {
    hint: 'Use another backup and verify it first.',
    cause,
  });

/** End of the header in these first bytes of a file; null where more of them are needed. Throws CORRUPT. */
export function headerEnd(bytes: Buffer): number | null {
  const known = Math.min(bytes.byteLength, FIRST_LINE.byteLength);
  if (!bytes.subarray(0, known).equals(FIRST_LINE.subarray(0, known))) throw headerDamage();
  const last = bytes.indexOf('\n--- ');
  const end = last === -1 ? -1 : bytes.indexOf('\n', last + 1);
  if (end !== -1 && end <= LONGEST_HEADER) return end + 1;
  if (bytes.byteLength > LONGEST_HEADER) throw headerDamage();
  return null;
}
