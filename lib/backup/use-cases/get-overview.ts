import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import { nextSlot } from '../policy/slots';
import { TABLE_GROUP_NAMES, TABLE_GROUPS } from '../policy/table-groups';
import type { Card, OverviewView } from '../views';
import { getContent } from './get-content';
import { getDatabase } from './get-database';
import { getEngines } from './get-engines';
import { getHistory } from './get-history';
import { getMigrations } from './get-migrations';
import { getProtection } from './get-protection';
import { getRunning } from './get-running';
import { getSeed } from './get-seed';
import { getStorage } from './get-storage';
import { listReplaced } from './list-replaced';
import { readPolicy } from './read-policy';

const STRIP = 30;
const SHOWN = 12;

const card = <T>(outcome: Result<T>): Card<T> =>
  outcome.ok ? { state: 'known', value: outcome.value } : { state: 'unavailable', error: outcome.error };

/** Everything the first screen shows, read side by side. A part that cannot answer says why; the others still stand. */
export async function getOverview(context: BackupContext): Promise<OverviewView> {
  const [
    verdict,
    running,
    strip,
    database,
    migrations,
    seed,
    content,
    engines,
    storage,
    durations,
    replaced,
    { policy },
  ] = await Promise.all([
    getProtection(context),
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
    readPolicy(context),
  ]);
  const rows = strip.ok ? strip.value.rows : [];
  const shown = rows.slice(0, SHOWN);
  const cursor = rows.length > SHOWN ? (shown.at(-1)?.runId ?? shown.at(-1)?.id ?? null) : null;
  return {
    at: context.clock.now().toISOString(),
    site: context.site.name,
    verdict,
    running: running.ok ? running.value : null,
    strip: rows.toReversed(),
    history: { rows: shown, nextCursor: cursor },
    nextRunAt: nextSlot(policy.schedule, context.clock.now())?.at.toISOString() ?? null,
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
