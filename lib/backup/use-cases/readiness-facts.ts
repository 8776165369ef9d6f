import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { ok, type Result } from '../kernel/result';
import { probeHealth } from '../notify/health-probe';
import { type BackupPolicy, defaultPolicy } from '../policy/backup-policy';
import { isGood, proofOf } from '../policy/proof';
import type { CopyFacts, PointFacts, RestoreProof, ScheduleFacts } from '../policy/readiness-backups';
import type { WatchFacts } from '../policy/readiness-site';
import { judgeSignOff } from '../policy/sign-off';
import { readDeliveries } from '../runs/notice-records';
import { listRuns } from '../runs/run-records';
import { readSignOff } from '../runs/sign-offs';
import { readAsked } from '../runs/watchers';
import type { SignOffItem, SignOffView } from '../views';
import { answerInTime } from './answer-in-time';
import { coveredNames } from './covered-names';
import { isWhole } from './is-whole';
import { reachDatabase } from './reach-database';
import { readPolicy } from './read-policy';
import { restoreProofs } from './restore-proofs';

const NO_STORE = ['STORAGE_DOWN', 'The storage did not answer in time.'] as const;
const NO_DATABASE = ['DATABASE_DOWN', 'The database did not answer in time.'] as const;
const HEALTH_PATH = '/api/health/backup';
const RUNS = 60;
const FAILURES = ['failed', 'lost', 'missed'];

/** The policy that holds; what the environment says where neither database nor storage tells in time. */
export async function heldPolicy(context: BackupContext): Promise<BackupPolicy> {
  const { BACKUP_RPO_HOURS: rpoHours, BACKUP_DRILL_DAYS: drillDays } = context.settings;
  const read = await answerInTime(() => readPolicy(context), NO_STORE);
  return read.ok ? read.value.policy : defaultPolicy({ rpoHours, drillDays });
}

/** Full backups that may be counted on, newest first, and every entry. */
export interface Points {
  entries: CatalogEntry[];
  good: CatalogEntry[];
}

export function readPoints({ catalog }: BackupContext): Promise<Result<Points>> {
  return answerInTime(async () => {
    const { entries } = await catalog.list();
    const good = entries.filter((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)));
    return { entries, good };
  }, NO_STORE);
}

/** The newest good one, and whether all of it is where the catalogue says. */
export async function newestPoint({ store }: BackupContext, points: Result<Points>): Promise<Result<PointFacts>> {
  if (!points.ok) return points;
  const manifest = points.value.good[0]?.manifest;
  if (!manifest) return ok({ newest: null, whole: false });
  const newest = { createdAt: manifest.createdAt, tables: manifest.tables.length };
  return answerInTime(async () => ({ newest, whole: await isWhole(store, manifest) }), NO_STORE);
}

export async function provenRestores(
  context: BackupContext,
  points: Result<Points>,
): Promise<Result<readonly RestoreProof[]>> {
  return points.ok ? answerInTime(() => restoreProofs(context, points.value.entries), NO_STORE) : points;
}

/** Each place of the copies, with the newest good backup whose copy was read back there, looked up there now. */
export function copyPlaces(
  context: BackupContext,
  { copies }: BackupPolicy['where'],
  { good }: Points,
): Promise<CopyFacts['places'][number][]> {
  const chosen = context.copies.filter(({ name }) => copies === 'all' || copies.includes(name));
  return Promise.all(
    chosen.map(async ({ name, store }) => {
      const newestTry = ({ copies }: CatalogEntry) => copies.find(({ destination }) => destination === name);
      const newest = good.find((entry) => newestTry(entry)?.passed);
      const tried = good.map(newestTry).find((attempt) => attempt !== undefined);
      const manifest = (newest ?? good[0])?.manifest;
      return {
        name,
        local: store.kind === 'local',
        newestAt: newest?.manifest.createdAt ?? null,
        failed: tried && !tried.passed ? (tried.reason ?? 'The copy failed.') : null,
        // Without a backup, whether the place answers at all.
        there: await answerInTime(
          async () => (manifest ? isWhole(store, manifest) : (await store.stat('nothing')) !== null),
          NO_STORE,
        ),
      };
    }),
  );
}

/** Calls of the schedule by whichever way, and what failed since the newest good backup. */
export function scheduleHeard(context: BackupContext, newestAt: string | null): Promise<ScheduleFacts['heard']> {
  return answerInTime(async () => {
    const db = await reachDatabase(context);
    const [asked, runs] = await Promise.all([readAsked(db), listRuns(db, { limit: RUNS, kinds: ['backup'] })]);
    const called = runs.find(({ trigger, status }) => trigger === 'schedule' && status !== 'missed');
    const at = [asked.schedule, called?.startedAt.toISOString() ?? null].filter((time) => time !== null);
    const failed = runs.filter(
      ({ status, finishedAt }) =>
        FAILURES.includes(status) && (newestAt === null || (finishedAt?.toISOString() ?? '') > newestAt),
    );
    return { at: at.toSorted().at(-1) ?? null, failed: failed.length };
  }, NO_DATABASE);
}

/** Who looks from outside, and whether they can. */
export async function watchFacts(
  context: BackupContext,
): Promise<Pick<WatchFacts, 'probe' | 'watchers' | 'heartbeat'>> {
  const { BACKUP_NOTIFY_SITE_URL: site, BACKUP_NOTIFY_HEARTBEAT_URL: beats } = context.settings;
  const address = site ? new URL(HEALTH_PATH, site).href : null;
  const [answer, watchers, heartbeat] = await Promise.all([
    address ? answerInTime(() => probeHealth(address), ['INTERNAL', 'Nobody answers there.']) : null,
    answerInTime(async () => readAsked(await reachDatabase(context)), NO_DATABASE),
    beats ? answerInTime(async () => readDeliveries(await reachDatabase(context)), NO_DATABASE) : null,
  ]);
  const beat = heartbeat?.ok ? heartbeat.value.find(({ channel }) => channel === 'heartbeat') : undefined;
  return {
    probe: address && answer ? { address, answer } : null,
    watchers,
    heartbeat:
      heartbeat &&
      (heartbeat.ok ? ok({ deliveredAt: beat?.deliveredAt ?? null, reason: beat?.reason ?? null }) : heartbeat),
  };
}

/** Whether somebody's word for this item holds now. */
export function signOffOf(context: BackupContext, item: SignOffItem): Promise<Result<SignOffView>> {
  return answerInTime(async () => {
    const newest = await readSignOff(await reachDatabase(context), item);
    return judgeSignOff(context.clock.now(), newest, coveredNames(context, item));
  }, NO_DATABASE);
}
