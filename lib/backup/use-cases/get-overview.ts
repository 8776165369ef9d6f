import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import { judgeProtection, unknownProtection } from '../policy/protection';
import { nextScheduledRun } from '../policy/schedule';
import { TABLE_GROUP_NAMES, TABLE_GROUPS } from '../policy/table-groups';
import { listRuns, toRunView } from '../runs/run-records';
import type { Card, OverviewView, VerdictView } from '../views';
import { getContent } from './get-content';
import { getDatabase } from './get-database';
import { getEngines } from './get-engines';
import { lastVerifiedAt } from './get-health';
import { getHistory } from './get-history';
import { getMigrations } from './get-migrations';
import { getRunning } from './get-running';
import { getSeed } from './get-seed';
import { getStorage } from './get-storage';
import { listReplaced } from './list-replaced';
import { reachDatabase } from './reach-database';

const STRIP = 30;
const SHOWN = 12;

const card = <T>(outcome: Result<T>): Card<T> =>
  outcome.ok ? { state: 'known', value: outcome.value } : { state: 'unavailable', error: outcome.error };

/** Everything the first screen shows, read side by side. A part that cannot answer says why; the others still stand. */
export async function getOverview(context: BackupContext): Promise<OverviewView> {
  const [verdict, running, strip, database, migrations, seed, content, engines, storage, durations, replaced] =
    await Promise.all([
      judge(context),
      getRunning(context),
      getHistory(context, { limit: STRIP }),
      getDatabase(context),
      getMigrations(context),
      getSeed(context),
      getContent(context),
      getEngines(context),
      getStorage(context),
      usualDurations(context),
      listReplaced(context),
    ]);
  const rows = strip.ok ? strip.value.rows : [];
  const shown = rows.slice(0, SHOWN);
  const cursor = rows.length > SHOWN ? (shown.at(-1)?.runId ?? shown.at(-1)?.id ?? null) : null;
  return {
    site: context.site.name,
    verdict,
    running: running.ok ? running.value : null,
    strip: rows.toReversed(),
    history: { rows: shown, nextCursor: cursor },
    nextRunAt: nextScheduledRun(context.clock.now()).toISOString(),
    ...durations,
    database: card(database),
    migrations: card(migrations),
    seed: card(seed),
    content: card(content),
    engines: card(engines),
    storage: card(storage),
    replaced: card(replaced),
    groups: TABLE_GROUP_NAMES.map((group) => ({ group, tables: [...TABLE_GROUPS[group]] })),
  };
}

async function judge(context: BackupContext): Promise<VerdictView> {
  const facts = await attempt(async () => {
    const [{ entries }, runs] = await Promise.all([context.catalog.list(), recentRuns(context)]);
    return { entries: entries.filter(({ manifest }) => manifest.scope.kind === 'full'), runs };
  });
  if (!facts.ok) return unknownProtection(facts.error);
  return judgeProtection({
    now: context.clock.now(),
    recoveryPointHours: context.settings.BACKUP_RPO_HOURS,
    backups: facts.value.entries.map((entry) => ({
      createdAt: entry.manifest.createdAt,
      proof: proofOf(entry),
      tables: entry.manifest.tables.length,
      lastVerifiedAt: lastVerifiedAt(entry),
    })),
    runs: facts.value.runs.map(toRunView),
  });
}

async function recentRuns(context: BackupContext) {
  return listRuns(await reachDatabase(context), { limit: STRIP, kinds: ['backup'] });
}

const median = (values: readonly number[]): number | null =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? null;

/** What runs and restores took lately: measured, shown instead of promises. */
async function usualDurations(context: BackupContext) {
  const listed = await attempt(() => context.catalog.list());
  const recent = listed.ok
    ? listed.value.entries
        .filter((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)))
        .slice(0, 10)
    : [];
  return {
    usualDurationMs: median(
      recent.map(({ manifest }) => Date.parse(manifest.finishedAt) - Date.parse(manifest.createdAt)),
    ),
    usualRestoreMs: median(
      recent.flatMap(({ verifications }) =>
        verifications.flatMap(({ passed, restoreMs }) => (passed && restoreMs ? [restoreMs] : [])),
      ),
    ),
  };
}
