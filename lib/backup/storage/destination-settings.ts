import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import { type DestinationAddress, parseAddress, sameAddress } from './destination-address';

export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface GcsCredentials {
  client_email: string;
  private_key: string;
}

export interface DestinationSettings {
  /** `primary`, or the name of a copy. */
  name: string;
  address: DestinationAddress;
  /** null: whatever the provider's own library finds on this machine. */
  s3Credentials: S3Credentials | null;
  gcsCredentials: GcsCredentials | null;
}

const PRIMARY = 'primary';
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

interface Source {
  /** Address of the primary store. */
  primary: string;
  /** `name=address`, separated by white space, commas or lines. */
  copies: string;
  /** Value of a variable; undefined where it is not set or empty. */
  variable(name: string): string | undefined;
}

type Faults = Record<string, string>;

/** Every destination with its credentials. INVALID_INPUT names the variables that are wrong, never their values. */
export function readDestinations(
  source: Source,
): Result<{ primary: DestinationSettings; copies: DestinationSettings[] }> {
  const faults: Faults = {};
  const primary = destination(PRIMARY, source.primary, 'BACKUP_STORAGE', source, faults);
  const copies: DestinationSettings[] = [];
  for (const entry of source.copies.split(/[\s,]+/).filter(Boolean)) {
    const [, name = '', address = ''] = /^([^=]*)=(.*)$/.exec(entry) ?? [];
    if (!NAME.test(name) || name === PRIMARY) {
      faults.BACKUP_COPIES = 'Write each copy as name=address; a name has small letters, digits and dashes.';
    } else if (copies.some((copy) => copy.name === name)) {
      faults.BACKUP_COPIES = `The name “${name}” stands there twice.`;
    } else {
      const copy = destination(name, address, 'BACKUP_COPIES', source, faults);
      const same = [primary, ...copies].find((other) => other && copy && sameAddress(other.address, copy.address));
      if (same) faults.BACKUP_COPIES = `“${name}” is the same place as “${same.name}”: that would be no copy.`;
      else if (copy) copies.push(copy);
    }
  }
  if (primary !== null && Object.keys(faults).length === 0) return ok({ primary, copies });
  return err(
    appError('INVALID_INPUT', `The backup settings are not valid: ${Object.keys(faults).join(', ')}.`, {
      hint: Object.entries(faults)
        .map(([name, message]) => `${name}: ${message}`)
        .join(' '),
      fields: faults,
    }),
  );
}

function destination(
  name: string,
  text: string,
  variable: string,
  source: Source,
  faults: Faults,
): DestinationSettings | null {
  const address = parseAddress(text);
  if (!address.ok) {
    const what = name === PRIMARY ? '' : `“${name}”: `;
    faults[variable] = `${what}${address.error.message} ${address.error.hint ?? ''}`.trim();
    return null;
  }
  return {
    name,
    address: address.value,
    s3Credentials: address.value.kind === 's3' ? s3Credentials(name, source, faults) : null,
    gcsCredentials: address.value.kind === 'gcs' ? gcsCredentials(name, source, faults) : null,
  };
}

/** `BACKUP_S3_…_OFFSITE_1` for the destination `offsite-1`, else the variable for all. */
const suffixed = (variable: string, name: string): string => `${variable}_${name.toUpperCase().replaceAll('-', '_')}`;

function s3Credentials(name: string, { variable }: Source, faults: Faults): S3Credentials | null {
  const id = 'BACKUP_S3_ACCESS_KEY_ID';
  const secret = 'BACKUP_S3_SECRET_ACCESS_KEY';
  // Both from the same place: an own id with the secret of all would never fit.
  const own = [suffixed(id, name), suffixed(secret, name)] as const;
  const [idName, secretName] = own.some((each) => variable(each)) ? own : ([id, secret] as const);
  const accessKeyId = variable(idName);
  const secretAccessKey = variable(secretName);
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  if (accessKeyId) faults[secretName] = 'Missing: an access key id needs its secret.';
  if (secretAccessKey) faults[idName] = 'Missing: a secret needs its access key id.';
  return null;
}

function gcsCredentials(name: string, { variable }: Source, faults: Faults): GcsCredentials | null {
  const own = suffixed('BACKUP_GCS_CREDENTIALS', name);
  const used = variable(own) ? own : 'BACKUP_GCS_CREDENTIALS';
  const text = variable(used);
  if (!text) return null;
  try {
    const { client_email, private_key } = JSON.parse(text) as Partial<GcsCredentials>;
    if (typeof client_email === 'string' && typeof private_key === 'string') return { client_email, private_key };
  } catch {
    // Not JSON: told below, without the text.
  }
  faults[used] = 'This is not the JSON text of a service account key.';
  return null;
}
