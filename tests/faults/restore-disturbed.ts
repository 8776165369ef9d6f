import { Readable } from 'node:stream';
import pg from 'pg';
import type { AppError } from '@/lib/backup/kernel/app-error';
import type { Result } from '@/lib/backup/kernel/result';
import type { RestoreTargetRequest } from '@/lib/backup/use-cases/restore-target';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import type { RestoreResultView } from '@/lib/backup/views';
import { byTest, type TestModule } from '../support/backup-module';
import { planned, SITE_NAME } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import type { RestoreSite } from './restore-site';

export interface Disturbance {
  runId: string;
  scratch: string;
  /** Lets the rest of the dump flow. */
  letGo(): void;
  /** How the run ends. */
  finished: Promise<Result<RestoreResultView>>;
}

/** Holds the load of a backup back half-way: the readings before it, of the plan and of the check, pass. */
function holdLoading({ context }: TestModule, key: string) {
  const { get } = context.store;
  let letGo: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let readings = 0;
  context.store.get = async (wanted, options) => {
    const stream = await get(wanted, options);
    readings += wanted === key ? 1 : 0;
    if (wanted !== key || readings !== 2) return stream;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
      options?.signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    return Readable.from(
      (async function* () {
        const bytes = Buffer.concat(await stream.toArray());
        yield bytes.subarray(0, Math.floor(bytes.length / 2));
        reached();
        await gate;
        options?.signal?.throwIfAborted();
        yield bytes.subarray(Math.floor(bytes.length / 2));
      })(),
    );
  };
  return {
    held,
    letGo: () => letGo(),
    remove: () => {
      letGo();
      context.store.get = get;
    },
  };
}

/** Starts a restore, runs `disturb` once half of the backup is loaded, and gives how the run ended. */
export async function disturbedRestore(
  { module, backupId, artifactKey }: Pick<RestoreSite, 'module' | 'backupId' | 'artifactKey'>,
  target: RestoreTargetRequest,
  disturb: (disturbance: Disturbance) => Promise<void>,
): Promise<Result<RestoreResultView>> {
  const plan = await planned(module, backupId, target);
  if (plan.token === null) throw new Error(plan.refusals.map(({ message }) => message).join(' '));
  const gate = holdLoading(module, artifactKey);
  try {
    const request = { token: plan.token, siteName: SITE_NAME, actor: byTest.actor, skipSafetyCopy: true };
    const started = await startRestore(module.context, request, { trigger: 'cli' });
    if (!started.ok || !started.value.finished) throw new Error(`Not started: ${JSON.stringify(started)}`);
    const { run, finished } = started.value;
    const early = finished.then((outcome) => {
      throw new Error(`The run ended before it was disturbed: ${JSON.stringify(outcome)}`);
    });
    await Promise.race([gate.held, early]);
    early.catch(() => undefined);
    const scratch = `bk_scratch_${run.id.toLowerCase()}`;
    try {
      await disturb({ runId: run.id, scratch, letGo: gate.letGo, finished });
    } finally {
      gate.letGo();
      await finished;
    }
    return await finished;
  } finally {
    gate.remove();
  }
}

export function errorOf(outcome: Result<unknown>): AppError {
  if (outcome.ok) throw new Error('The restore succeeded.');
  return outcome.error;
}

/** Process ids of the sessions of a restore in a database, once there is one. */
export const restoreSessions = (site: Pick<RestoreSite, 'live'>, database: string): Promise<number[]> =>
  waitFor(
    async () => {
      const rows = await site.live.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = $1 and pid <> pg_backend_pid() and application_name like 'backup %'`,
        [database],
      );
      return rows.length > 0 && rows.map(({ pid }) => pid);
    },
    { what: `a session of the restore in ${database}` },
  );

/** Loaded first and without any constraint: a lock on it holds up the comparison and nothing before. */
export const FIRST_TABLE = `create table "0_first" (a int); insert into "0_first" values (1)`;

/** Lets the load end and holds the comparison back: its process id, once it waits. The site has `FIRST_TABLE`. */
export async function holdComparison(
  { live }: Pick<RestoreSite, 'live'>,
  { scratch, letGo }: Disturbance,
): Promise<{ pid: number; end(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: live.server.url(scratch) });
  holder.on('error', () => undefined);
  await waitFor(() => live.query('select from pg_database where datname = $1', [scratch]), { what: 'the database' });
  await holder.connect();
  await holder.query(`set lock_timeout = '100ms'`);
  const looked = async () => {
    try {
      return (await holder.query('select from "0_first"')).rowCount;
    } catch (thrown) {
      // Its rows are among what is held back: a commit follows, and much else before the comparison.
      if (thrown instanceof Error && 'code' in thrown && thrown.code === '55P03') letGo();
      throw thrown;
    }
  };
  await waitFor(looked, { timeoutMs: 30_000, what: 'the first rows' });
  const lock = `set lock_timeout = 0; begin; lock table "0_first" in access exclusive mode`;
  await holder.query(lock);
  letGo();
  const waiting = `select pid, application_name as by from pg_stat_activity
    where datname = $1 and application_name in ('backup proof', 'backup restore') and wait_event_type = 'Lock'`;
  const compares = async () => {
    const [found] = await live.query<{ pid: number; by: string }>(waiting, [scratch]);
    // The load gives the table to its owner last: it goes first, and the comparison comes behind the next lock.
    if (found?.by === 'backup restore') await holder.query(`rollback; ${lock}`);
    return found?.by === 'backup proof' && found;
  };
  const end = () => holder.end().catch(() => undefined);
  try {
    const { pid } = await waitFor(compares, { timeoutMs: 60_000, what: 'the comparison to wait' });
    return { pid, end };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

/** How a restore that nobody disturbs ends, with its safety copy. */
export async function refusedRestore(
  { module, backupId }: Pick<RestoreSite, 'module' | 'backupId'>,
  target: RestoreTargetRequest,
): Promise<AppError> {
  const { token, refusals } = await planned(module, backupId, target);
  if (token === null) throw new Error(refusals.map(({ message }) => message).join(' '));
  const request = { token, siteName: SITE_NAME, actor: byTest.actor };
  const started = await startRestore(module.context, request, { trigger: 'cli' });
  return errorOf(started.ok && started.value.finished ? await started.value.finished : started);
}
