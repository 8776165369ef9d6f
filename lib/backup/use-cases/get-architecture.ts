import type { BackupContext } from '../context';
import { judgeLine } from '../policy/architecture';
import type { ArchitectureView, DataKind } from '../views';
import { backupFacts, contentLines, readFiles, readRepository, readTables, tableLines } from './architecture-facts';
import { heldPolicy, newestPoint, readPoints } from './readiness-facts';

const ORDER: readonly DataKind[] = [
  ...(['people', 'sessions', 'payments', 'interactions', 'items', 'pages'] as const),
  ...(['settings', 'copies', 'other', 'module'] as const),
];

/**
 * The guide's table of the storage, read now: each kind of data, where it is, how it is kept and what is missing. Never
 * fails and never waits without end: what does not answer says so in its own lines.
 */
export async function getArchitecture(context: BackupContext): Promise<ArchitectureView> {
  const [points, { where }, database, repository, files] = await Promise.all([
    readPoints(context),
    heldPolicy(context),
    readTables(context),
    readRepository(context),
    readFiles(context),
  ]);
  const newest = await newestPoint(context, points);
  const entry = points.ok && newest.ok ? points.value.good[0] : undefined;
  const content = repository.ok ? repository.value : null;
  const copies = context.copies
    .map(({ name }) => name)
    .filter((name) => where.copies === 'all' || where.copies.includes(name));
  const backup = backupFacts(entry, newest.ok && newest.value.whole, copies, content?.head ?? null);
  const facts = { backup, storageDown: !newest.ok, copies, content };
  const rows = [...tableLines(database, entry), ...contentLines(repository, files, entry)].map((line) =>
    judgeLine(line, facts),
  );
  return {
    at: context.clock.now().toISOString(),
    database: database.ok
      ? { name: database.value.name, host: database.value.host, version: database.value.version }
      : null,
    content: content && {
      path: context.host.contentPath(),
      ...{ branch: content.branch, head: content.head, remote: content.remote },
    },
    backup,
    storage: newest.ok ? null : newest.error,
    rows: rows.toSorted((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind)),
  };
}
