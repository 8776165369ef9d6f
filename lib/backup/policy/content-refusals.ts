import type { ContentRefusalCode, RestoreContentPlanView } from '../views';

type Refusal = RestoreContentPlanView['refusals'][number];

const OTHERWISE = 'Or restore the database alone.';

const WORDS: Record<ContentRefusalCode, [message: string, hint: string]> = {
  'not-in-backup': [
    'This backup holds no content: it was made where there was no content repository.',
    'Restore the database alone, or take another backup.',
  ],
  'no-git': [
    'Git is missing on this server, so the content cannot be changed here.',
    `Install Git 2.38 or newer. ${OTHERWISE}`,
  ],
  'no-bundle': [
    'The content of this backup is neither in the repository nor in the storage any more.',
    `Take another backup, or clone the content from its remote. ${OTHERWISE}`,
  ],
  'bundle-damaged': [
    'The stored content of this backup is damaged.',
    `Take another backup, and check the storage for errors. ${OTHERWISE}`,
  ],
  'no-key': [
    'The content of this backup is encrypted, and no private key on this server opens it.',
    `Set BACKUP_IDENTITY_FILE to the file with the private key, then plan again. ${OTHERWISE}`,
  ],
  'repository-damaged': [
    'Git cannot read the content repository.',
    `Run "git fsck" in the content folder. Moved out of the way, it is made anew from the backup. ${OTHERWISE}`,
  ],
  detached: [
    'The content stands at a commit, not on a branch.',
    'Put it back on its branch first: the status of the content offers it.',
  ],
  unfinished: ['A merge of the content is unfinished.', 'End it first: the status of the content offers it.'],
  diverged: [
    'This server and the remote both have commits that the other does not have.',
    'Bring the two together first: the status of the content shows them.',
  ],
  behind: [
    'The remote is as in this backup already, and this server does not have its newest commits.',
    'Get them first: the status of the content offers it.',
  ],
  unsaved: [
    'Files that would change have unsaved edits on the server.',
    'Save these edits as a commit or put them aside first.',
  ],
  links: [
    'A symbolic link or another repository would be made or removed.',
    `Bring single files back from the history. ${OTHERWISE}`,
  ],
};

/** Why the content cannot come along with a restore, with the next step. */
export const contentRefusal = (code: ContentRefusalCode): Refusal => {
  const [message, hint] = WORDS[code];
  return { code, message, hint };
};

/** Those of the codes that a plan of content gives which forbid it; what is like that already forbids nothing. */
export const contentRefusals = (codes: readonly string[]): Refusal[] =>
  codes.flatMap((code) => (isKnown(code) ? [contentRefusal(code)] : []));

const isKnown = (code: string): code is ContentRefusalCode => Object.hasOwn(WORDS, code);
