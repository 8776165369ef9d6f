import type { Manifest } from '../catalog/manifest';
import type { UnsignedRestoration } from '../catalog/restoration';
import type { BackupContext } from '../context';
import type { ExpectedContent } from '../database/restore/restore-and-compare';
import { AppFailure } from '../kernel/app-error';
import type { RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import type { PlannedRestore } from './restore-token';
import type { Initiator } from './start-backup';

/** One restore that was planned, confirmed and begun. */
export interface RestoreOrder {
  run: RunRecord;
  plan: PlannedRestore;
  manifest: Manifest;
  initiator: Initiator;
  skipSafetyCopy: boolean;
  /** Of whom a commit of the content is, and whether it may stay on this server alone. */
  email: string | null;
  keepLocally: boolean;
}

/** What a run finds out on its way; becomes its record in the storage, also where it fails. */
export type RestoreFindings = Pick<
  UnsignedRestoration,
  'compared' | 'safetyBackupId' | 'swapMs' | 'keptUntil' | 'signedOut' | 'migrationsRun' | 'notes' | 'content'
>;

const noFindings = (): RestoreFindings => ({
  compared: null,
  safetyBackupId: null,
  swapMs: null,
  keptUntil: null,
  signedOut: null,
  migrationsRun: [],
  notes: [],
});

/** What a loaded database must equal, from the signed manifest. */
export const expectedContent = (manifest: Manifest): ExpectedContent => ({
  tables: manifest.tables,
  sequences: manifest.sequences,
  schemaOnly: manifest.scope.kind === 'schema',
  missingReferences: manifest.scope.kind === 'tables' ? manifest.scope.missingReferences : [],
  namedTablesOnly: manifest.scope.kind === 'tables',
});

/**
 * Runs `work` and writes what became of it into the storage, where no restore can erase it. A record that cannot be
 * written does not undo a restore: it is logged, and the run says so.
 */
export async function recorded(
  context: BackupContext,
  running: Pick<RunContext, 'runId'>,
  facts: Omit<UnsignedRestoration, keyof RestoreFindings | 'version' | 'id' | 'at' | 'outcome' | 'reason'>,
  work: (findings: RestoreFindings) => Promise<void>,
): Promise<void> {
  const findings = noFindings();
  const write = async (outcome: UnsignedRestoration['outcome'], reason: string | null) => {
    const at = context.clock.now().toISOString();
    try {
      await context.restorations.write({ version: 1, id: running.runId, at, outcome, reason, ...facts, ...findings });
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      context.host.log.error('The record of a restore could not be written.', { run: running.runId, cause: thrown });
    }
  };
  try {
    await work(findings);
  } catch (thrown) {
    const error = thrown instanceof AppFailure ? thrown.error : null;
    await write(error?.code === 'CANCELLED' ? 'cancelled' : 'failed', error?.message ?? 'An error in the program.');
    throw thrown;
  }
  await write('done', null);
}
