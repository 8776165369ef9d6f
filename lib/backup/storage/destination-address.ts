import { realpathSync } from 'node:fs';
import path from 'node:path';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import { isObjectKey } from './key-rules';

export type DestinationAddress =
  | { kind: 'local'; directory: string }
  | {
      kind: 's3';
      bucket: string;
      /** Empty, or folders that end in a slash. */
      prefix: string;
      /** null: AWS itself. */
      endpoint: string | null;
      region: string;
      pathStyle: boolean;
    }
  | { kind: 'gcs'; bucket: string; prefix: string /** null: Google itself. */; endpoint: string | null };

const BUCKET = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
const EXAMPLES = 'Write file:///var/backups, s3://bucket/folder?endpoint=https://…&region=… or gs://bucket/folder.';
const AWS = 'AWS';
const GOOGLE = 'Google';
const S3_OPTIONS = ['endpoint', 'region', 'pathStyle'];

const invalid = (message: string, hint = EXAMPLES): Result<never> => err(appError('INVALID_INPUT', message, { hint }));

/** What an address of a store means. INVALID_INPUT says what is wrong with it, without repeating what may be a secret. */
export function parseAddress(text: string): Result<DestinationAddress> {
  const trimmed = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return trimmed === '' ? invalid('The address is empty.') : ok({ kind: 'local', directory: path.resolve(trimmed) });
  }
  if (scheme === 'file') return parseFile(trimmed);
  if (scheme !== 's3' && scheme !== 'gs') return invalid(`“${scheme}:” is not a kind of store that is known here.`);
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null) return invalid(`The address after ${scheme}:// cannot be read.`);
  if (url.username !== '' || url.password !== '') {
    return invalid('The address holds a user name or password.', 'Give credentials in their own variables.');
  }
  if (!BUCKET.test(url.hostname)) return invalid('The address names no valid bucket.');
  if (url.port !== '' || url.hash !== '')
    return invalid('Only a bucket, a folder and options belong into the address.');
  const prefix = folders(url.pathname);
  if (prefix === null) return invalid('The folder in the address cannot be one in a store.');
  const allowed = scheme === 's3' ? S3_OPTIONS : ['endpoint'];
  const unknown = [...url.searchParams.keys()].find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    return invalid(`“${unknown}” is not an option of this address.`, `Possible are: ${allowed.join(', ')}.`);
  }
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !isEndpoint(endpoint)) {
    return invalid(
      'The endpoint in the address is not a web address.',
      'Write it as https://host or https://host:port.',
    );
  }
  if (scheme === 'gs') return ok({ kind: 'gcs', bucket: url.hostname, prefix, endpoint });
  const pathStyle = url.searchParams.get('pathStyle') ?? (endpoint === null ? 'false' : 'true');
  if (pathStyle !== 'true' && pathStyle !== 'false') return invalid('pathStyle is true or false.');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return ok({ kind: 's3', bucket: url.hostname, prefix, endpoint, region, pathStyle: pathStyle === 'true' });
}

function parseFile(text: string): Result<DestinationAddress> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['', 'localhost'].includes(url.hostname) || url.search !== '' || url.hash !== '') {
    return invalid('A folder is written with three slashes: file:///var/backups.');
  }
  try {
    return ok({ kind: 'local', directory: path.resolve(decodeURIComponent(url.pathname)) });
  } catch {
    return invalid('The folder in the address cannot be read.');
  }
}

function folders(pathname: string): string | null {
  try {
    const names = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '');
    if (names === '') return '';
    return isObjectKey(names) && names.length <= 200 ? `${names}/` : null;
  } catch {
    // A stray percent sign: no folder.
    return null;
  }
}

function isEndpoint(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

/** Two addresses that lead to the same objects, or into one another, in whatever spelling: a copy there would be none. */
export function sameAddress(left: DestinationAddress, right: DestinationAddress): boolean {
  const [one, other] = [placeOf(left), placeOf(right)];
  return one.startsWith(other) || other.startsWith(one);
}

function placeOf(address: DestinationAddress): string {
  if (address.kind === 'local') return `local ${realFolder(address.directory).replace(/\/+$/, '')}/`;
  return `${serviceOf(address)} ${address.bucket}/${address.prefix}`;
}

/** Behind its links, as far as it exists yet. */
function realFolder(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    const parent = path.dirname(directory);
    return parent === directory ? directory : path.join(realFolder(parent), path.basename(directory));
  }
}

/** One name for each service: bucket names are unique within one, through whichever of its addresses, at AWS in all regions. */
function serviceOf({ kind, endpoint }: Exclude<DestinationAddress, { kind: 'local' }>): string {
  if (endpoint === null) return kind === 'gcs' ? GOOGLE : AWS;
  const { hostname, port, pathname } = new URL(endpoint);
  const host = hostname.replace(/\.$/, '');
  if (/(?:^|\.)amazonaws\.com$/.test(host)) return AWS;
  // Google answers the requests of S3 too.
  if (/(?:^|\.)storage\.googleapis\.com$/.test(host)) return GOOGLE;
  return `${host}:${port}${pathname.replace(/\/+$/, '')}`;
}
