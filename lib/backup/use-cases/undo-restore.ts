import type { BackupContext } from '../context';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { readDatabaseSettings } from '../database/restore/database-settings';
import { type KeptDatabase, listKeptDatabases } from '../database/restore/kept-database';
import { ensureModuleTables } from '../database/restore/module-tables';
import { datedName } from '../database/restore/restored-database';
import { AppFailure, failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import { executeRun, type RunContext } from '../runs/execute-run';
import { MIGRATIONS } from '../runs/migrations';
import { toRunView } from '../runs/run-records';
import type { RestoreResultView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { type Confirmation, confirmAct } from './confirm-act';
import { getRestoreResult } from './get-restore-result';
import { MODULE_SCHEMA } from './prepare-backup';
import { siteRole } from './prepare-for-visitors';
import { reachDatabase } from './reach-database';
import { withTarget } from './reach-target';
import { recorded } from './restore-order';
import { factsOf } from './restore-phases';
import type { Initiator, StartedRun } from './start-backup';
import { swapLive } from './swap-live';

const DAY_MS = 86_400_000;

export interface UndoRequest extends Confirmation {
  /** Name of the replaced database. Default: the newest. */
  database?: string;
  idempotencyKey?: string;
  actor: Initiator['actor'];
}

/**
 * Swaps a replaced database back into its place. What is live now is kept as well, so an undo can be undone. History and
 * the other rows of the module are not rewound.
 * Errors: NOT_FOUND, INVALID_INPUT (fields.siteName), FORBIDDEN (fields.password), BUSY, DATABASE_DOWN.
 */
export async function undoRestore(
  context: BackupContext,
  { database, idempotencyKey, actor, ...typed }: UndoRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<StartedRun<RestoreResultView>>> {
  return attempt(async () => {
    const who: Initiator = { trigger: initiator.trigger, actor };
    await confirmAct(context, typed, who);
    const kept = await findKept(context, database);
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const keptAs = datedName(kept.of, 'undone', context.clock.now());
    const target = { kind: 'live', database: kept.of, method: 'swap', keptAs } as const;
    const begun = await beginRun(db, {
      kind: 'undo',
      trigger: who.trigger,
      actor,
      idempotencyKey: idempotencyKey ?? null,
      options: { scope: 'full', verifyRestore: false, restore: { ...factsOf(target), keptAs } },
      phases: ['check', 'prepare', 'swap'],
      backupId: kept.backupId ?? kept.runId,
    });
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const facts = {
      kind: 'undo',
      backup: null,
      target,
      trigger: who.trigger,
      actor,
      safetyCopySkipped: false,
      actingAdmin: 'unknown',
    } as const;
    const finished = executeRun({
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) =>
        recorded(context, running, facts, async (findings) => {
          const { swapMs, until } = await swapBack(context, running, kept, keptAs);
          Object.assign(findings, { swapMs, keptUntil: until });
          running.result({ restore: { ...factsOf(target), keptAs, swapMs } });
        }),
    }).then((outcome) => (outcome.ok ? getRestoreResult(context, begun.run.id) : outcome));
    return { run, started: true, finished };
  });
}

async function findKept(context: BackupContext, wanted: string | undefined): Promise<KeptDatabase> {
  const kept = await withTarget(
    context,
    async ({ server, live }) => (await listKeptDatabases(server, live.database)).kept,
  );
  const found = wanted === undefined ? kept[0] : kept.find(({ name }) => name === wanted);
  if (found) return found;
  throw failure('NOT_FOUND', wanted ? `There is no replaced database ${wanted}.` : 'There is nothing to undo.', {
    hint: 'Replaced databases are kept for some days. After that, restore the safety copy.',
  });
}

async function swapBack(context: BackupContext, running: RunContext, kept: KeptDatabase, keptAs: string) {
  return withTarget(context, async ({ live, client }) => {
    const settings = await running.phase('check', () => readDatabaseSettings(client, live.database));
    await running.phase('prepare', async () => {
      const incoming = await openClient({ ...live, database: kept.name }, { applicationName: 'backup undo' });
      try {
        await withPostgresFailures(() =>
          ensureModuleTables(incoming, { schema: MODULE_SCHEMA, migrations: MIGRATIONS, siteRole: siteRole(context) }),
        );
      } finally {
        await closeClient(incoming);
      }
    });
    const now = context.clock.now();
    const until = new Date(now.getTime() + context.settings.BACKUP_UNDO_DAYS * DAY_MS).toISOString();
    const swapMs = await swapLive(context, running, {
      live,
      incoming: kept.name,
      keepAs: keptAs,
      kept: {
        of: live.database,
        at: now.toISOString(),
        until,
        runId: running.runId,
        backupId: null,
        comment: settings?.comment ?? null,
      },
      liveComment: kept.comment,
    });
    return { swapMs, until };
  });
}
