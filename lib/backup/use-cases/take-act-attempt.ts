import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { type ActLimit, actLimit, type LimitedAct } from '../policy/act-limits';
import { returnAttempt, takeAttempt } from '../runs/attempts';
import { reachDatabase } from './reach-database';
import type { Initiator } from './start-backup';

type Who = Pick<Initiator, 'trigger' | 'actor'>;

/**
 * Counts one act of an admin in the database, so that it holds over instances and restarts. Throws AppFailure BUSY where
 * it is one too many, DATABASE_DOWN.
 */
export async function takeActAttempt(context: BackupContext, act: LimitedAct, { trigger, actor }: Who): Promise<void> {
  if (trigger !== 'manual') return;
  const rule = limitOf(context, act);
  const { limit, windowSeconds } = rule;
  const taken = await takeAttempt(await reachDatabase(context), { key: keyOf(act, actor), limit, windowSeconds });
  if (!taken.allowed) throw tooMany(rule, taken.retryAfterSeconds);
}

/** The same for a run: what is in its way, or was started before, is not counted. */
export async function limitedBegin<T extends { outcome: string }>(
  context: BackupContext,
  act: LimitedAct,
  who: Who,
  begin: () => Promise<T>,
): Promise<T> {
  await takeActAttempt(context, act, who);
  const begun = await begin();
  if (begun.outcome !== 'started' && who.trigger === 'manual') {
    await returnAttempt(await reachDatabase(context), keyOf(act, who.actor));
  }
  return begun;
}

const keyOf = (act: LimitedAct, { id, name }: Who['actor']): string => `${act}:${id ?? name}`;

const limitOf = ({ settings }: BackupContext, act: LimitedAct): ActLimit =>
  actLimit(act, { runs: settings.BACKUP_HOURLY_RUNS, downloads: settings.BACKUP_HOURLY_DOWNLOADS });

function tooMany({ limit, windowSeconds, words }: ActLimit, retryAfterSeconds: number) {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return failure('BUSY', `You have started ${limit} ${words} within ${windowSeconds / 60} minutes.`, {
    hint: `Try again in ${minutes} min. The schedule and the terminal are not held up by this.`,
    details: { retryAfterSeconds },
  });
}
