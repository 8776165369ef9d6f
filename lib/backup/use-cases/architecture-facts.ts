import type { CatalogEntry } from '../catalog/catalog-entry';
import { type ContentPoint, readContentPoint } from '../content/content-point';
import { openGit } from '../content/git-repository';
import { listTree } from '../content/tree-files';
import type { BackupContext } from '../context';
import { describeTables } from '../database/describe-tables';
import { closeClient, openClient } from '../database/open-client';
import { listContentCopies } from '../files/content-copies';
import { listSettingsFiles } from '../files/settings-files';
import type { Result } from '../kernel/result';
import { unwrap } from '../kernel/result';
import type { Line } from '../policy/architecture';
import { isOfKind, kindOfTable, placesOf, TABLE_KINDS } from '../policy/data-kinds';
import { lastVerifiedAt, proofOf } from '../policy/proof';
import type { ArchitectureView } from '../views';
import { answerInTime } from './answer-in-time';
import { contentGit } from './content-git';
import { MODULE_SCHEMA } from './prepare-backup';
import { sourceConnection } from './resolve-connection';

/** The repository at its commit: where it stands, and the path of every file in it. */
export type Repository = ContentPoint & { files: string[] };

export const readTables = (context: BackupContext) =>
  answerInTime(async () => {
    const client = await openClient(sourceConnection(context), { applicationName: 'backup architecture page' });
    try {
      return await describeTables(client);
    } finally {
      await closeClient(client);
    }
  }, ['DATABASE_DOWN', 'The database did not answer in time.']);

export const readRepository = (context: BackupContext): Promise<Result<Repository>> =>
  answerInTime(async () => {
    const path = context.host.contentPath();
    const git = unwrap(await openGit(path, contentGit(context)));
    const point = unwrap(await readContentPoint(path, git.options));
    return { ...point, files: await listTree(git, point.head) };
  }, ['INTERNAL', 'The content repository did not answer in time.']);

export const readFiles = ({ host }: BackupContext) =>
  answerInTime(async () => {
    const [settings, copies] = await Promise.all([
      listSettingsFiles(host.contentPath()),
      listContentCopies(host.contentPath()),
    ]);
    return { settings, copies };
  }, ['INTERNAL', 'The content folder did not answer in time.']);

/** The newest good full backup, as far as it proves what stands here now. */
export function backupFacts(
  entry: CatalogEntry | undefined,
  whole: boolean,
  names: readonly string[],
  head: string | null,
): ArchitectureView['backup'] {
  if (!entry) return null;
  const { manifest, copies } = entry;
  const copiedTo = names.filter((name) => copies.find(({ destination }) => destination === name)?.passed);
  return {
    id: manifest.id,
    createdAt: manifest.createdAt,
    whole,
    proof: proofOf(entry),
    verifiedAt: lastVerifiedAt(entry),
    copiedTo,
    bundle: manifest.bundle !== undefined,
    contentHere: manifest.content !== null && manifest.content.head === head,
  };
}

/** Lines of the database, one for each kind; a kind without a table is left out. */
export function tableLines(read: Awaited<ReturnType<typeof readTables>>, entry: CatalogEntry | undefined): Line[] {
  if (!read.ok) {
    const place = { type: 'unavailable', error: read.error } as const;
    return TABLE_KINDS.filter((kind) => kind !== 'other' && kind !== 'module').map((kind) => ({ kind, place }));
  }
  return TABLE_KINDS.flatMap((kind) => {
    const tables = read.value.tables
      .filter((table) => kindOfTable(table, MODULE_SCHEMA) === kind)
      .map(({ schema, name, rowsEstimate, bytes }) => {
        const inBackup = entry?.manifest.tables.find((one) => one.schema === schema && one.name === name);
        return { schema, name, rowsEstimate, bytes, rowsInBackup: inBackup?.rows ?? null };
      });
    if (tables.length === 0) return [];
    const sum = (key: 'rowsEstimate' | 'bytes') => tables.reduce((total, table) => total + table[key], 0);
    return [{ kind, place: { type: 'tables', tables, rowsEstimate: sum('rowsEstimate'), bytes: sum('bytes') } }];
  });
}

/** Lines of the repository and of the files in it. */
export function contentLines(
  repository: Result<Repository>,
  files: Awaited<ReturnType<typeof readFiles>>,
  entry: CatalogEntry | undefined,
): Line[] {
  const known = repository.ok ? repository.value : { files: [], dirty: [] };
  const tracked = new Set(known.files);
  const inTree = (['items', 'pages'] as const).map((kind): Line => {
    if (!repository.ok) return { kind, place: { type: 'unavailable', error: repository.error } };
    const paths = known.files.filter(isOfKind[kind]);
    const place = { type: 'content', paths: placesOf(paths), files: paths.length } as const;
    return { kind, place, dirty: known.dirty.filter(isOfKind[kind]) };
  });
  const listed = (['settings', 'copies'] as const).map((kind): Line => {
    if (!files.ok) return { kind, place: { type: 'unavailable', error: files.error } };
    const found = files.value[kind].map((file) => {
      const kept = entry?.manifest.files.find(({ path }) => path === file.path);
      const same = kept && 'sha256' in file && kept.sha256 === file.sha256;
      return { path: file.path, size: file.size, inBackup: same ? 'same' : kept ? 'changed' : 'absent' } as const;
    });
    const paths = found.map(({ path }) => path);
    return {
      kind,
      place: { type: 'files', compared: kind === 'settings' && entry !== undefined, files: found },
      dirty: known.dirty.filter((path) => tracked.has(path) && paths.includes(path)),
      outside: repository.ok ? paths.filter((path) => !tracked.has(path)) : [],
    };
  });
  return [...inTree, ...listed];
}
