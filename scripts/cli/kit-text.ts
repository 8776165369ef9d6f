import type { RecoveryKitView } from '@/lib/backup';

const TITLES: Record<RecoveryKitView['steps'][number]['key'], string> = {
  fetch: 'Get the files out of the store, into an empty folder',
  check: 'Compare them: each line must say OK. Do not run rescue.mjs where its line does not',
  decrypt:
    'Decrypt. key.txt is the file with the private key. Without age: node rescue.mjs FILE --identity key.txt --out NEW',
  unpack: 'Unpack',
  database: 'Load the database on any PostgreSQL server',
  content: 'Make the content repository',
  software: 'Or, where this software can be had: let it find, check and restore everything',
};

const LINE = '_'.repeat(48);
const heading = (title: string): string => `\n${title}\n${'-'.repeat(title.length)}`;

function useOf({ current, opens, opensShown }: RecoveryKitView['keys'][number]): string {
  const next = current
    ? 'New backups are encrypted to it.'
    : 'New backups are not encrypted to it: keep it for the old.';
  if (!opens) return `Opens no backup yet. ${next}`;
  const { backups, from, to } = opens;
  const which = backups === 1 ? `the backup of ${from}` : `${backups} backups, of ${from} to ${to}`;
  return `Opens ${which}. ${next}${opensShown ? ' OPENS THE BACKUP OF THE COMMANDS BELOW.' : ''}`;
}

/** The kit as a page of text. */
export function kitText(kit: RecoveryKitView): string {
  const { backup, script } = kit;
  return [
    `RECOVERY KIT: ${kit.site}`,
    `Made ${kit.madeAt}, version ${kit.appVersion}. Holds no secret: fill in by hand where each one is kept.`,
    heading('What you need'),
    '1. Access to a place with the backups',
    ...kit.places.map(({ name, address }) => `   ${name}: ${address}\n   Credentials are kept: ${LINE}`),
    kit.keys.length === 0
      ? '2. No private key: the backups are not encrypted'
      : '2. One private key (AGE-SECRET-KEY-1…). Each opens the backups that were encrypted to it, and no others',
    ...kit.keys.flatMap((key) => [`   ${key.recipient}`, `   ${useOf(key)}`, `   Kept: ${LINE}`]),
    `3. The signing secret ${kit.signing.source} (key id ${kit.signing.keyId}), to tell genuine backups from forged ones`,
    `   Kept: ${LINE}`,
    `4. Programs: ${kit.keys.length > 0 ? 'age 1.0 or Node.js 20, ' : ''}PostgreSQL client ${kit.postgresMajor} or newer, git 2.38`,
    script ? `   rescue.mjs (stored as ${script.key}) needs Node.js alone. Its SHA-256:\n   ${script.sha256}` : '',
    heading('What to do'),
    backup
      ? `Newest good backup in “${backup.place}” when this was printed: ${backup.id} of ${backup.createdAt}.\n${backup.onServer ? 'THE COMMANDS READ FROM A FOLDER OF THE SERVER: they are of use only while its disk is there.\n' : ''}Later ones stand beside it, under ${kit.slug}/YEAR/MONTH/; their manifest.json names their files and hashes.`
      : 'There was no good backup when this was printed. Print it again after the first one.',
    ...kit.steps.flatMap(({ key, commands }, index) => [
      `\n${index + 1}. ${TITLES[key]}`,
      ...commands.map((command) => `   ${command}`),
    ]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
