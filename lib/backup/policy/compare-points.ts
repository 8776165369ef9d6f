import type { ChangedFact, PointComparisonView } from '../views';

/** What two recovery points are compared by; a manifest is one. */
export interface ComparablePoint {
  id: string;
  createdAt: string;
  note: string | null;
  scope: { kind: 'full' | 'schema' | 'tables' };
  fingerprint: 'exact' | 'none';
  tables: readonly { schema: string; name: string; rows: number; digest: string; method: string }[];
  migrations: readonly { hash: string }[];
  extensions: readonly { name: string; version: string }[];
  seed: { status: string } | null;
  content: { head: string } | null;
  files: readonly { path: string; sha256: string }[];
  server: { version: string; encoding: string; collation: string };
  appVersion: string;
}

type Table = ComparablePoint['tables'][number];
type TableChange = NonNullable<PointComparisonView['tables']>[number];

/** The state of two recovery points side by side; only what differs is listed. `names` gives migrations their names, by hash. */
export function comparePoints(
  before: ComparablePoint,
  after: ComparablePoint,
  names: ReadonlyMap<string, string>,
): PointComparisonView {
  const migrations = compareMigrations(before, after, names);
  const counted = before.fingerprint === 'exact' && after.fingerprint === 'exact';
  const tables = counted ? compareTables(before.tables, after.tables) : null;
  const extensions = compareExtensions(before.extensions, after.extensions);
  const facts = compareFacts(before, after);
  const added = migrations.filter(({ change }) => change === 'added').length;
  return {
    before: pointView(before),
    after: pointView(after),
    same: migrations.length === 0 && extensions.length === 0 && facts.length === 0 && (tables?.length ?? 0) === 0,
    migrations,
    sameMigrations: after.migrations.length - added,
    tables,
    sameTables: tables === null ? 0 : after.tables.length - tables.filter(({ change }) => change !== 'removed').length,
    extensions,
    facts,
  };
}

const pointView = ({ id, createdAt, note, scope }: ComparablePoint) => ({ id, createdAt, note, scope: scope.kind });

function compareMigrations(
  before: ComparablePoint,
  after: ComparablePoint,
  names: ReadonlyMap<string, string>,
): PointComparisonView['migrations'] {
  const earlier = new Set(before.migrations.map(({ hash }) => hash));
  const later = new Set(after.migrations.map(({ hash }) => hash));
  const named = (hash: string, change: 'added' | 'removed') => ({ hash, name: names.get(hash) ?? null, change });
  return [
    ...[...later].filter((hash) => !earlier.has(hash)).map((hash) => named(hash, 'added')),
    ...[...earlier].filter((hash) => !later.has(hash)).map((hash) => named(hash, 'removed')),
  ];
}

function compareTables(before: readonly Table[], after: readonly Table[]): TableChange[] {
  const key = ({ schema, name }: Table) => JSON.stringify([schema, name]);
  const earlier = new Map(before.map((table) => [key(table), table]));
  const later = new Map(after.map((table) => [key(table), table]));
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return keys.flatMap((each) => tableChange(earlier.get(each), later.get(each)) ?? []);
}

function tableChange(before: Table | undefined, after: Table | undefined): TableChange | null {
  const table = after ?? before;
  if (!table) return null;
  const change = changeOf(before, after);
  if (change === null) return null;
  const { schema, name } = table;
  return { schema, name, change, rowsBefore: before?.rows ?? null, rowsAfter: after?.rows ?? null };
}

function changeOf(before: Table | undefined, after: Table | undefined): TableChange['change'] | null {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (after.rows !== before.rows) return after.rows > before.rows ? 'grown' : 'shrunk';
  // Digests of different methods say nothing about each other.
  return after.method === before.method && after.digest !== before.digest ? 'changed' : null;
}

function compareExtensions(
  before: ComparablePoint['extensions'],
  after: ComparablePoint['extensions'],
): PointComparisonView['extensions'] {
  const version = (list: ComparablePoint['extensions'], name: string) =>
    list.find((extension) => extension.name === name)?.version ?? null;
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names
    .map((name) => ({ name, before: version(before, name), after: version(after, name) }))
    .filter((extension) => extension.before !== extension.after);
}

function compareFacts(before: ComparablePoint, after: ComparablePoint): ChangedFact[] {
  const files = ({ files: list }: ComparablePoint) =>
    list.length === 0
      ? null
      : list
          .map(({ path, sha256 }) => `${path} ${sha256.slice(0, 12)}`)
          .sort()
          .join('\n');
  const facts: ChangedFact[] = [
    { fact: 'app', before: before.appVersion, after: after.appVersion },
    { fact: 'server', before: before.server.version, after: after.server.version },
    { fact: 'encoding', before: before.server.encoding, after: after.server.encoding },
    { fact: 'collation', before: before.server.collation, after: after.server.collation },
    { fact: 'seed', before: before.seed?.status ?? null, after: after.seed?.status ?? null },
    { fact: 'content', before: before.content?.head ?? null, after: after.content?.head ?? null },
  ];
  const differing = facts.filter((fact) => fact.before !== fact.after);
  if (files(before) === files(after)) return differing;
  return [...differing, { fact: 'files', before: String(before.files.length), after: String(after.files.length) }];
}
