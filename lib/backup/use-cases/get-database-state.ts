import type pg from 'pg';
import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { describeDatabase } from '../database/describe-database';
import { describeSessions } from '../database/describe-sessions';
import { closeClient, openClient } from '../database/open-client';
import { parseConnectionUrl } from '../database/parse-connection-url';
import { withPostgresFailures } from '../database/postgres-failure';
import { isPooled } from '../database/recognise-pooler';
import { type ServerFacts, serverFacts } from '../database/server-facts';
import { listExtensions } from '../database/tables';
import { AppFailure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { versionSupport } from '../policy/postgres-versions';
import { providerFact } from '../policy/provider-facts';
import { recogniseProvider } from '../policy/recognise-provider';
import type { ConnectionView, DatabaseStateView, DatabaseView, PoolingView } from '../views';
import { MODULE_SCHEMA } from './prepare-backup';
import { sourceConnection, withAddress } from './resolve-connection';

/**
 * The database as a whole: version and its support, how it is reached and through what, the pool, extensions, growth, and
 * who would keep a dump waiting. Never a password. Errors: DATABASE_DOWN, INVALID_INPUT (an address that cannot be read).
 */
export async function getDatabaseState(context: BackupContext): Promise<Result<DatabaseStateView>> {
  return attempt(async () => {
    const { host, clock, settings } = context;
    const source = sourceConnection(context);
    const client = await openClient(source, { applicationName: 'backup database page' });
    try {
      return await withPostgresFailures(async () => {
        const facts = await serverFacts(client);
        const described = await describeUnlocked(client, facts);
        const sessions = await describeSessions(client, host.pool().sessionName);
        const from = settings.BACKUP_DATABASE_URL ? 'BACKUP_DATABASE_URL' : 'DATABASE_URL';
        const own = await connectionView(source, from, client);
        const connections = settings.BACKUP_DATABASE_URL ? [await siteConnection(context), own] : [own];
        const provider = connections.find((connection) => connection.provider !== null)?.provider ?? null;
        return {
          ...described,
          major: facts.serverMajor,
          support: versionSupport(facts.serverMajor, clock.now()),
          connections,
          pool: { size: host.pool().size, ...sessions.pool },
          extensions: await listExtensions(client),
          growth: await growthOf(context, described),
          blocking: sessions.blocking,
          prepared: sessions.prepared,
          facts: provider && providerFact(provider),
        };
      });
    } finally {
      await closeClient(client);
    }
  });
}

/** The tables, but for a moment in which one is locked: then who locks it is what has to be told. */
async function describeUnlocked(
  client: pg.Client,
  { serverVersion, database, sizeBytes }: ServerFacts,
): Promise<DatabaseView & { tablesLocked: boolean }> {
  const described = await attempt(() => describeDatabase(client, { excludeSchemas: [MODULE_SCHEMA] }));
  if (described.ok) return { ...described.value, tablesLocked: false };
  if (described.error.code !== 'BUSY') throw new AppFailure(described.error);
  const nothing = { tables: 0, rowsEstimate: 0, largest: [] };
  return { version: serverVersion, database, host: client.host, sizeBytes, ...nothing, tablesLocked: true };
}

/** The address that visitors are served through. It is looked at too: a pooler shows itself only to whoever connects. */
async function siteConnection({ host }: BackupContext): Promise<ConnectionView> {
  const target = unwrap(parseConnectionUrl(withAddress(() => host.databaseUrl())));
  const opened = await attempt(() =>
    openClient(target, { applicationName: 'backup database page', connectTimeoutMs: 5_000 }),
  );
  if (!opened.ok) return connectionView(target, 'DATABASE_URL', null);
  try {
    return await connectionView(target, 'DATABASE_URL', opened.value);
  } finally {
    await closeClient(opened.value);
  }
}

async function connectionView(
  { host, port, user, database, ssl }: ConnectionTarget,
  from: ConnectionView['from'],
  client: pg.Client | null,
): Promise<ConnectionView> {
  const { provider, pooling } = recogniseProvider({ host, port });
  const seen = client === null ? null : await isPooled(client);
  return { from, host, port, user, database, encrypted: ssl !== false, provider, pooling: poolingView(pooling, seen) };
}

/** The address says what kind of pooler it is; the session says whether there is one at all. */
function poolingView(named: PoolingView['mode'] | null, seen: boolean | null): PoolingView {
  if (named !== null && named !== 'direct') return { mode: named, by: 'address' };
  if (seen) return { mode: 'unknown', by: 'session' };
  return { mode: 'direct', by: seen === null ? 'address' : 'session' };
}

/** The newest full recovery point against the newest one that is at least a week older, else the oldest there is. */
async function growthOf({ catalog }: BackupContext, { largest }: DatabaseView): Promise<DatabaseStateView['growth']> {
  const listed = await attempt(() => catalog.list());
  const full = listed.ok ? listed.value.entries.filter(({ manifest }) => manifest.scope.kind === 'full') : [];
  const [to] = full;
  const weekBefore = Date.parse(to?.manifest.createdAt ?? '') - 7 * 86_400_000;
  const older = full.slice(1);
  const from = older.find(({ manifest }) => Date.parse(manifest.createdAt) <= weekBefore) ?? older.at(-1);
  return {
    from: pointOf(from),
    to: pointOf(to),
    tables: largest.map((table) => ({ ...table, rowsFrom: rowsIn(from, table), rowsTo: rowsIn(to, table) })),
  };
}

const pointOf = (entry: CatalogEntry | undefined) =>
  entry ? { id: entry.manifest.id, at: entry.manifest.createdAt } : null;

const rowsIn = (entry: CatalogEntry | undefined, table: { schema: string; name: string }): number | null =>
  entry?.manifest.tables.find(({ schema, name }) => schema === table.schema && name === table.name)?.rows ?? null;
