import type { Manifest } from '../catalog/manifest';
import { probeGit } from '../content/git-probe';
import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { type AppFailure, failure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { gameDayStep, PERSON_NEEDS } from '../policy/game-day';
import { isKeyless } from '../policy/keyless';
import { type OpenGameDay, readOpenGameDay } from '../runs/game-day-records';
import type { GameDayComparedView, GameDayNeedView, GameDayStep, RunView } from '../views';
import { getRun } from './get-run';
import { isWhole } from './is-whole';
import { tryOpening } from './stored-encryption';

/** The rehearsal that a page or a command means. Throws NOT_FOUND where it has ended, or another one goes on. */
export async function openGameDayOf(db: HostDatabase, id: string): Promise<OpenGameDay> {
  const day = await readOpenGameDay(db);
  if (day?.id === id) return day;
  throw failure('NOT_FOUND', 'This game day has ended.', {
    hint: 'Open the page again: its record stands in the list.',
  });
}

/** Somebody else went on with it, or ended it, while this was worked out. */
export const goneOn = (): AppFailure =>
  failure('CONFLICT', 'This game day has gone on meanwhile.', {
    hint: 'Open the page again: it shows where it stands.',
  });

/** The newest restore of a rehearsal; a row that is gone is a run that was lost. Throws DATABASE_DOWN. */
export async function runOfGameDay(
  context: BackupContext,
  { state }: Pick<OpenGameDay, 'state'>,
): Promise<RunView | null> {
  if (state.runId === null) return null;
  const run = await getRun(context, state.runId);
  return run.ok ? run.value : null;
}

/** A restore whose row is gone is one that was lost. */
export const stepOfGameDay = ({ state }: Pick<OpenGameDay, 'state'>, run: RunView | null): GameDayStep =>
  state.runId !== null && run === null ? 'again' : gameDayStep({ run, look: state.look });

/** What the restore found, from its signed record. One that was tampered with proves nothing. */
export async function comparedOf(context: BackupContext, runId: string | null): Promise<GameDayComparedView | null> {
  if (runId === null) return null;
  const record = await attempt(() => context.restorations.read(runId));
  if (!record.ok) return { same: false, tables: 0, rows: 0, reason: record.error.message };
  const compared = record.value?.compared;
  if (!compared) return null;
  return {
    same: compared.same,
    tables: compared.tables.length,
    rows: compared.tables.reduce((sum, { actual }) => sum + (actual ?? 0), 0),
    reason: compared.reason,
  };
}

/** What one needs, looked at now where software can, and as people answered where it cannot. */
export async function needsOfGameDay(
  context: BackupContext,
  { backup, ticks }: Pick<OpenGameDay['state'], 'backup' | 'ticks'>,
): Promise<GameDayNeedView[]> {
  const entry = await attempt(() => context.catalog.get(backup.id));
  const manifest = entry.ok ? entry.value.manifest : null;
  const [stored, opens, git] = await Promise.all([
    manifest ? isStored(context, manifest) : false,
    manifest ? canOpen(context, manifest) : false,
    manifest?.bundle ? probeGit(context.settings.PATH) : null,
  ]);
  const seen = (key: GameDayNeedView['key'], there: boolean): GameDayNeedView => ({
    ...{ key, by: 'software', state: there ? 'yes' : 'no' },
  });
  return [
    seen('storage', stored),
    seen('signature', entry.ok && entry.value.signatureValid),
    seen('identity', opens),
    seen('git', git === null),
    ...PERSON_NEEDS.map((key): GameDayNeedView => {
      const answer = ticks?.[key];
      return { key, by: 'person', state: answer === undefined ? 'unasked' : answer ? 'yes' : 'no' };
    }),
  ];
}

async function isStored({ store }: BackupContext, manifest: Manifest): Promise<boolean> {
  const found = await attempt(() => isWhole(store, manifest));
  return found.ok && found.value;
}

async function canOpen(context: BackupContext, { artifact }: Manifest): Promise<boolean> {
  const opening = await attempt(() => tryOpening(context, context.store, artifact));
  return opening.ok && !isKeyless(opening.value);
}
