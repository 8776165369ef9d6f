import { failure } from '../kernel/app-error';
import { idTime, isId } from '../kernel/ids';

export type DataFormat = 'custom' | 'sql' | 'sql.gz';
export type Encryption = 'none' | 'age';

const SITE_SLUG = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;
const DATA_NAMES: Readonly<Record<DataFormat, string>> = {
  custom: 'data.dump',
  sql: 'data.sql',
  'sql.gz': 'data.sql.gz',
};

const BUNDLE_NAME = 'content.bundle';
const ENDINGS: Readonly<Record<Encryption, string>> = { none: '', age: '.age' };
export const MANIFEST_NAME = 'manifest.json';
export const TOMBSTONE_NAME = 'tombstone.json';
export const ADOPTION_NAME = 'adopted.json';
/** Records beside a manifest, by the beginning of their names. */
export const RECORD_NAME = /^(verification|pin|release|copy)-[^/]+\.json$/;

/** Whether the object is written only where a backup was committed or adopted: no unfinished run leaves such a one. */
export const provesBackup = (key: string): boolean => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return [MANIFEST_NAME, TOMBSTONE_NAME, ADOPTION_NAME].includes(name) || RECORD_NAME.test(name);
};

/** Objects that make a backup what it is. Records beside them are small, and removal records must go. */
export const isBackupObject = (key: string): boolean =>
  /\/(?:data\.[a-z.]+|content\.bundle(?:\.age)?|manifest\.json)$/.test(key);

/** Whether a content bundle stands there, encrypted or not. */
export const isBundleKey = (key: string): boolean =>
  Object.values(ENDINGS).some((ending) => key.endsWith(`/${BUNDLE_NAME}${ending}`));

/** Where everything of one backup stands: `<site>/<yyyy>/<mm>/<backup id>/`, by the time inside the id, in UTC. */
export interface ObjectKeys {
  /** `<site>/` */
  readonly sitePrefix: string;
  backupPrefix(id: string): string;
  dataKey(id: string, format: DataFormat, encryption?: Encryption): string;
  /** Git bundle of the content, beside the data. */
  bundleKey(id: string, encryption?: Encryption): string;
  manifestKey(id: string): string;
  verificationKey(id: string, verificationId: string): string;
  tombstoneKey(id: string): string;
  /** Instead of a manifest that is gone. */
  adoptionKey(id: string): string;
  pinKey(id: string, pinId: string): string;
  releaseKey(id: string, releaseId: string): string;
  copyKey(id: string, destination: string, copyId: string): string;
  /** What became of a restore, an undo or a reset: outside of every backup, so that it outlives them. */
  restorationKey(runId: string): string;
  /** Records of rehearsals stand there, outside of every backup too. */
  readonly gameDaysPrefix: string;
  gameDayKey(id: string): string;
  /** What to do when everything is lost, in one language. */
  runbookKey(locale: string): string;
  /** The script that opens stored objects with Node alone. */
  readonly rescueKey: string;
  /** Whether the key is of a record that belongs to no single backup. */
  isSiteRecord(key: string): boolean;
  readonly auditPrefix: string;
  /** End of the audit after its event of this number, with the events that lead to it. */
  auditHeadKey(seq: number): string;
}

function checkedId(id: string): string {
  if (!isId(id))
    throw failure('INVALID_INPUT', 'This is not the id of a backup.', { hint: 'Take the id from the list.' });
  return id;
}

/** Throws INVALID_INPUT for a site slug that could not be a folder, and for anything that is not an id. */
export function objectKeys(site: string): ObjectKeys {
  if (!SITE_SLUG.test(site)) {
    throw failure('INVALID_INPUT', `“${site.slice(0, 80)}” cannot be the name of a site in the backup store.`, {
      hint: 'Use up to 63 small letters, digits, dots, dashes and underscores.',
    });
  }
  const backupPrefix = (id: string): string => {
    const made = idTime(checkedId(id));
    const month = String(made.getUTCMonth() + 1).padStart(2, '0');
    return `${site}/${String(made.getUTCFullYear()).padStart(4, '0')}/${month}/${id}/`;
  };
  return {
    sitePrefix: `${site}/`,
    backupPrefix,
    dataKey: (id, format, encryption = 'none') => backupPrefix(id) + DATA_NAMES[format] + ENDINGS[encryption],
    bundleKey: (id, encryption = 'none') => backupPrefix(id) + BUNDLE_NAME + ENDINGS[encryption],
    manifestKey: (id) => backupPrefix(id) + MANIFEST_NAME,
    verificationKey: (id, verificationId) => `${backupPrefix(id)}verification-${checkedId(verificationId)}.json`,
    copyKey: (id, destination, copyId) => `${backupPrefix(id)}copy-${destination}-${checkedId(copyId)}.json`,
    tombstoneKey: (id) => backupPrefix(id) + TOMBSTONE_NAME,
    adoptionKey: (id) => backupPrefix(id) + ADOPTION_NAME,
    pinKey: (id, pinId) => `${backupPrefix(id)}pin-${checkedId(pinId)}.json`,
    releaseKey: (id, releaseId) => `${backupPrefix(id)}release-${checkedId(releaseId)}.json`,
    gameDaysPrefix: `${site}/game-days/`,
    gameDayKey: (id) => `${site}/game-days/${checkedId(id)}.json`,
    restorationKey: (runId) => `${site}/restorations/${checkedId(runId)}.json`,
    runbookKey: (locale) => `${site}/runbook/runbook-${locale}.html`,
    rescueKey: `${site}/rescue/rescue.mjs`,
    isSiteRecord: (key) => {
      const [, folder = '', id = ''] = /\/(restorations|game-days)\/([^/]+)\.json$/.exec(key) ?? [];
      return (
        key === `${site}/rescue/rescue.mjs` ||
        (key.startsWith(`${site}/runbook/`) && /^[^/]+\/runbook\/runbook-[a-z]{2}\.html$/.test(key)) ||
        (key.startsWith(`${site}/audit/`) && /\/head-\d{12}\.json$/.test(key)) ||
        (isId(id) && key === `${site}/${folder}/${id}.json`)
      );
    },
    auditPrefix: `${site}/audit/`,
    auditHeadKey: (seq) => `${site}/audit/head-${String(seq).padStart(12, '0')}.json`,
  };
}
