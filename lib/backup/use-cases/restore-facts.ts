import type { Client } from 'pg';
import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { findNativeTools } from '../database/dump/native-binaries';
import { countLiveTables, type LiveCounts } from '../database/restore/live-counts';
import { databaseExists } from '../database/restore/restored-database';
import { diskFreeBytes } from '../database/restore/server-space';
import { missingExtensions, readTargetFacts, type TargetFacts } from '../database/restore/target-facts';
import { isKeyless } from '../policy/keyless';
import { proofOf } from '../policy/proof';
import { restoreMigrations } from '../policy/restore-migrations';
import type { RestoreFacts } from '../policy/restore-notices';
import type { PeopleView, RestoreMigrations, RestoreTargetView } from '../views';
import { archiveReader } from './open-dump';
import { MODULE_SCHEMA, nativeSearch } from './prepare-backup';
import type { ReachedTarget } from './reach-target';
import { compareAccounts } from './read-accounts';
import { restoreObstacles } from './restore-obstacles';
import { resolveTarget, targetWord } from './restore-target';
import { tryOpening } from './stored-encryption';

export interface GatheredFacts {
  target: RestoreTargetView;
  server: TargetFacts;
  counts: LiveCounts | null;
  people: PeopleView | null;
  migrations: RestoreMigrations;
  /** What refusals and warnings are decided from. */
  facts: RestoreFacts;
}

/** Counting every row of a larger database would keep the admin waiting: its statistics are told instead. Bytes. */
const COUNTED_BYTES = 4_000_000_000;
const PATIENCE_MS = 15_000;
/** Tables with their indexes against the text of a dump. */
const LOADED_FACTOR = 1.6;

/** Everything that a plan is made of. Reads only. */
export async function gatherRestoreFacts(
  context: BackupContext,
  entry: CatalogEntry,
  request: Parameters<typeof resolveTarget>[0],
  { live: connection, liveExists, client }: ReachedTarget,
  actorId: string | null,
): Promise<GatheredFacts> {
  const { manifest } = entry;
  const server = await readTargetFacts(client);
  const circumstances = { live: connection.database, liveExists, now: context.clock.now(), ...server };
  const target = await withFreeName(client, request, resolveTarget(request, manifest, circumstances));
  const live = liveExists ? client : null;
  const counts = live && target.kind !== 'database' ? await count(live, entry) : null;
  const opening = await tryOpening(context, context.store, manifest.artifact);
  const accounts =
    target.kind === 'live' && !isKeyless(opening)
      ? await compareAccounts(context, manifest, live, actorId)
      : { people: null, actingAdmin: 'stays' as const };
  const migrations = restoreMigrations(await context.host.migrationJournal(), manifest.migrations);
  const reader = archiveReader(manifest, await findNativeTools(nativeSearch(context)));
  const loadedBytes = Math.ceil(manifest.artifact.plainSize * LOADED_FACTOR);
  return {
    target,
    server,
    counts,
    people: accounts.people,
    migrations,
    facts: {
      target: targetWord(target),
      method: target.kind === 'live' ? target.method : null,
      backup: { scope: manifest.scope.kind, proof: proofOf(entry), serverMajor: manifest.server.major },
      server,
      takenName: await takenName(client, target),
      migrations: migrations.verdict,
      extensionsMissing: await missingExtensions(
        client,
        manifest.extensions.map(({ name }) => name),
      ),
      missingPgRestore: reader && 'missing' in reader ? reader.missing : null,
      opening,
      space: {
        neededBytes: live && target.kind === 'live' ? Math.max(server.sizeBytes, loadedBytes) : loadedBytes,
        freeBytes: await diskFreeBytes(connection, server.dataDirectory),
      },
      actingAdmin: accounts.actingAdmin,
      obstacles: live ? await restoreObstacles(live, target) : [],
    },
  };
}

const count = (live: Client, { manifest }: CatalogEntry): Promise<LiveCounts> =>
  countLiveTables(live, {
    excludeSchemas: [MODULE_SCHEMA],
    methods: manifest.tables,
    patienceMs: PATIENCE_MS,
    largestBytes: COUNTED_BYTES,
  });

/** A name that nobody chose gives way to one that is there: a second restore in the same second is no mistake. */
async function withFreeName(
  client: Client,
  request: Parameters<typeof resolveTarget>[0],
  target: RestoreTargetView,
): Promise<RestoreTargetView> {
  if (request.kind !== 'database' || request.name !== undefined || target.kind !== 'database') return target;
  let database = target.database;
  for (let count = 2; await databaseExists(client, database); count += 1) database = `${target.database}_${count}`;
  return { ...target, database };
}

const takenName = async (client: Client, target: RestoreTargetView): Promise<string | null> =>
  target.kind === 'database' && (await databaseExists(client, target.database)) ? target.database : null;
