import type { DestinationAddress } from '../storage/destination-address';
import type { RecoveryKitView } from '../views';

interface StoredFile {
  key: string;
  sha256: string;
  encrypted: boolean;
}

export interface RecoveryFacts {
  address: DestinationAddress;
  slug: string;
  /** Where everything is read, and the one backup that the commands are about. */
  data: StoredFile & { format: 'custom' | 'sql' | 'sql.gz' };
  backupId: string;
  /** The whole one first. */
  bundles: readonly StoredFile[];
  content: { head: string; branch: string | null } | null;
  /** Whoever can write to the store can change the script too: it is run only where it is the one with this hash. */
  script: { key: string; sha256: string } | null;
  signingVariable: 'BACKUP_SIGNING_KEY' | 'AUTH_SECRET';
}

type Step = RecoveryKitView['steps'][number];

/** One word of a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
const withoutAge = (name: string): string => name.replace(/\.age$/, '');

/** Every folder encoded, so that an address stays one word in a list of them. */
const encodedFolders = (folders: string): string => folders.split('/').map(encodeURIComponent).join('/');

/** An address as the environment takes it: `parseAddress` reads the same place out of it. */
export const addressText = (address: DestinationAddress): string => {
  if (address.kind === 'local') {
    const { directory } = address;
    return /^[\w./-]+$/.test(directory) ? directory : `file://${encodedFolders(directory)}`;
  }
  const options = new URLSearchParams();
  if (address.endpoint !== null) options.set('endpoint', address.endpoint);
  if (address.kind === 's3') {
    options.set('region', address.region);
    // What is left out means: in the path where an endpoint is named, in the name of the host where none is.
    if (address.pathStyle !== (address.endpoint !== null)) options.set('pathStyle', String(address.pathStyle));
  }
  const query = options.size > 0 ? `?${options}` : '';
  const scheme = address.kind === 's3' ? 's3' : 'gs';
  return `${scheme}://${address.bucket}/${encodedFolders(address.prefix.replace(/\/$/, ''))}${query}`;
};

function fetchCommand(address: DestinationAddress, key: string, into: string): string {
  if (address.kind === 'local') return `cp ${quoted(`${address.directory}/${key}`)} ${quoted(into)}`;
  const place = `${address.bucket}/${address.prefix}${key}`;
  if (address.kind === 'gcs') return `gcloud storage cp ${quoted(`gs://${place}`)} ${quoted(into)}`;
  const endpoint = address.endpoint === null ? '' : ` --endpoint-url ${quoted(address.endpoint)}`;
  return `aws s3 cp ${quoted(`s3://${place}`)} ${quoted(into)} --region ${quoted(address.region)}${endpoint}`;
}

/**
 * What to type, in an empty folder, to get a database and the content out of a store with `age`, `pg_restore` or `psql`,
 * and `git`: nothing of this software is needed but for the last step, which is the easier way where it can be had.
 */
export function recoverySteps(facts: RecoveryFacts): Step[] {
  const { address, data, bundles, content, script } = facts;
  const parts = bundles.map((bundle, index) => ({
    ...bundle,
    name: `content-${index + 1}.bundle${bundle.encrypted ? '.age' : ''}`,
  }));
  const files = [{ ...data, name: nameOf(data.key) }, ...parts];
  const all = [...files, ...(script ? [{ ...script, name: 'rescue.mjs' }] : [])];
  const encrypted = files.filter((file) => file.encrypted);
  const steps: Step[] = [
    { key: 'fetch', commands: all.map(({ key, name }) => fetchCommand(address, key, name)) },
    { key: 'check', commands: all.map(({ sha256, name }) => `echo '${sha256}  ${name}' | sha256sum -c -`) },
    {
      key: 'decrypt',
      commands: encrypted.map(({ name }) => `age --decrypt -i key.txt -o ${withoutAge(name)} ${name}`),
    },
    { key: 'unpack', commands: data.format === 'sql.gz' ? ['gunzip data.sql.gz'] : [] },
    {
      key: 'database',
      commands: [
        'createdb restored',
        data.format === 'custom'
          ? 'pg_restore --no-owner --no-acl --exit-on-error -d restored data.dump'
          : 'psql -X -q -v ON_ERROR_STOP=1 -d restored -f data.sql',
      ],
    },
    { key: 'content', commands: content && parts.length > 0 ? contentCommands(parts, content) : [] },
    {
      key: 'software',
      commands: [
        `export BACKUP_SITE=${quoted(facts.slug)} BACKUP_STORAGE=${quoted(addressText(address))}`,
        `export ${facts.signingVariable}=… BACKUP_IDENTITY_FILE=key.txt DATABASE_URL=…`,
        'npm run -s backup -- catalog rebuild',
        `npm run -s backup -- restore ${facts.backupId} --plan`,
      ],
    },
  ];
  return steps.filter(({ commands }) => commands.length > 0);
}

function contentCommands(
  parts: readonly { name: string }[],
  { head, branch }: NonNullable<RecoveryFacts['content']>,
): string[] {
  const fetches = parts.map(
    ({ name }, index) => `git -C content fetch -q ../${withoutAge(name)} HEAD:refs/heads/part-${index + 1}`,
  );
  const name = branch !== null && /^[\w][\w./-]{0,200}$/.test(branch) ? branch : 'main';
  return ['git init -q content', ...fetches, `git -C content checkout -q -B ${name} ${head}`];
}
