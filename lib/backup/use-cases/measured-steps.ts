import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import type { MeasuredStep } from '../policy/runbook-facts';
import { listRuns, type RunRecord } from '../runs/run-records';
import { listGameDays } from './list-game-days';
import { reachDatabase } from './reach-database';

const RUNS_CONSIDERED = 20;
/** Numbers in the runbook. */
const [DATABASE, MIGRATIONS] = [4, 6];

/**
 * What steps of the runbook took when they were really done on this site: drills, other proofs and rehearsals by the
 * signed records beside the full backups, restores of such and migrations by the history. Without a database the records
 * alone speak. STORAGE_DOWN.
 */
export async function measuredSteps(context: BackupContext): Promise<MeasuredStep[]> {
  const { entries } = await context.catalog.list();
  const proofs = entries
    .filter(({ manifest, signatureValid }) => signatureValid && manifest.scope.kind === 'full')
    .flatMap(({ verifications }) => verifications)
    .filter(({ level, passed }) => level === 'restore' && passed)
    .map(({ at, durationMs }) => ({ step: DATABASE, milliseconds: durationMs, at, by: 'drill' as const }));
  const listed = await attempt(async () =>
    listRuns(await reachDatabase(context), { limit: RUNS_CONSIDERED, kinds: ['restore', 'migrate'] }),
  );
  const rehearsed = await listGameDays(context);
  const gameDays = rehearsed.ok ? rehearsed.value.records : [];
  return [
    ...proofs,
    ...gameDays
      .filter(({ outcome }) => outcome === 'passed')
      .flatMap(({ endedAt, restoreMs }) =>
        restoreMs === null ? [] : [{ step: DATABASE, milliseconds: restoreMs, at: endedAt, by: 'game-day' as const }],
      ),
    ...(listed.ok ? listed.value.flatMap(measureOf) : []),
  ];
}

function measureOf({ kind, status, options, startedAt, finishedAt }: RunRecord): MeasuredStep[] {
  if (status !== 'done' || finishedAt === null) return [];
  const took = { milliseconds: finishedAt.getTime() - startedAt.getTime(), at: finishedAt.toISOString() };
  if (kind === 'migrate') return [{ ...took, step: MIGRATIONS, by: 'run' }];
  const isWhole = options.restore?.target === 'live' && options.scope === 'full';
  return isWhole ? [{ ...took, step: DATABASE, by: 'restore' }] : [];
}
