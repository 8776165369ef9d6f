import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { UnsignedGameDay } from '../catalog/game-day';
import type { BackupContext } from '../context';
import { dropRestoredDatabase } from '../database/restore/restored-database';
import { AppFailure, failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { judgeGameDay } from '../policy/game-day';
import { endGameDayRow, keepGameDayState, type OpenGameDay } from '../runs/game-day-records';
import { plainText } from '../runs/plain-text';
import { objectKeys } from '../storage/object-keys';
import type { GameDayRecordView, RunView } from '../views';
import { cancelRun } from './cancel-run';
import { comparedOf, goneOn, needsOfGameDay, openGameDayOf, runOfGameDay, stepOfGameDay } from './game-day-state';
import { getRun } from './get-run';
import { gameDayRecordView } from './list-game-days';
import { reachDatabase } from './reach-database';
import { withTarget } from './reach-target';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';
import { sendRecord } from './transfer-backup';

const requestSchema = z.strictObject({
  id: z.string(),
  people: z.array(z.string().max(200)).max(50).default([]),
  notes: z.string().max(4_000).optional(),
  /** Records that it was given up, at whatever step; a restore under way is cancelled. */
  giveUp: z.boolean().default(false),
});

export type EndGameDayRequest = z.input<typeof requestSchema>;

const CANCEL_PATIENCE_MS = 20_000;
const BETWEEN_LOOKS_MS = 250;

/**
 * Ends a rehearsal: signs what it came to and writes it beside the backups and to the copies, then drops the databases
 * that were made for it. Where it is asked again after a half of that, it does the rest; the record of the first time
 * stays, and is what is given back. Errors: NOT_FOUND, BUSY (the restore is under way), CONFLICT (nothing was restored, or
 * it has gone on meanwhile), CORRUPT (it has ended, but its record was changed), DATABASE_DOWN, STORAGE_DOWN.
 */
export function endGameDay(
  context: BackupContext,
  request: EndGameDayRequest,
  { trigger, actor }: Initiator,
): Promise<Result<GameDayRecordView>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'Notes have at most 4,000 characters, and people 50 names.');
    const { id, giveUp } = parsed.data;
    const db = await reachDatabase(context);
    const day = await openGameDayOf(db, id);
    const run = await runThatEnded(context, day, giveUp, actor.name);
    if (!giveUp && stepOfGameDay(day, run) === 'needs') {
      throw failure('CONFLICT', 'Nothing was restored yet.', { hint: 'Restore the backup, or give the game day up.' });
    }
    // Taken before it is signed: a restore that somebody starts meanwhile finds the day changed, and ends itself.
    if (!(await keepGameDayState(db, day, { ...day.state, ending: true }))) throw goneOn();
    const record = await recordOf(context, day, run, parsed.data);
    if (await context.gameDays.write(record)) {
      const { outcome, backup } = record;
      const detail = { gameDay: id, status: outcome, people: record.people.length, run: record.runId };
      await noteAudit(context, { act: 'game-day.end', subject: backup.id, actor, from: trigger, detail });
    }
    // The first one stays, so it is what this day came to. One that is not genuine ends the day too, and goes nowhere.
    const standing = await attempt(async () => {
      const kept = await context.gameDays.read(id);
      if (kept === null) throw goneOn();
      return kept;
    });
    if (!standing.ok && standing.error.code !== 'CORRUPT') throw new AppFailure(standing.error);
    if (standing.ok) await copyRecord(context, id);
    await dropDatabases(context, day.state);
    await endGameDayRow(db, id, context.clock.now());
    return gameDayRecordView(unwrap(standing));
  });
}

async function runThatEnded(
  context: BackupContext,
  day: OpenGameDay,
  giveUp: boolean,
  actorName: string,
): Promise<RunView | null> {
  const run = await runOfGameDay(context, day);
  if (run?.status !== 'running') return run;
  const busy = failure('BUSY', 'The restore of this game day is still under way.', {
    hint: giveUp ? 'It is being cancelled. Try again in a moment.' : 'Wait for its end.',
    details: { runId: run.id },
  });
  if (!giveUp) throw busy;
  await cancelRun(context, { runId: run.id, actorName });
  const giveUpAt = performance.now() + CANCEL_PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    const now = await getRun(context, run.id);
    if (now.ok && now.value.status !== 'running') return now.value;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw busy;
}

async function recordOf(
  context: BackupContext,
  day: OpenGameDay,
  run: RunView | null,
  { people, notes, giveUp }: z.output<typeof requestSchema>,
): Promise<UnsignedGameDay> {
  const { state } = day;
  const [needs, compared] = await Promise.all([needsOfGameDay(context, state), comparedOf(context, state.runId)]);
  const judged = judgeGameDay({ needs, run, compared, look: state.look });
  return {
    version: 1,
    id: day.id,
    site: context.site.slug,
    startedAt: day.startedAt.toISOString(),
    endedAt: context.clock.now().toISOString(),
    outcome: giveUp ? 'given-up' : judged.outcome,
    reasons: judged.reasons,
    trigger: day.trigger,
    actor: { id: day.actorId, name: day.actorName },
    people: people.map((name) => plainText(name.trim(), 200)).filter((name) => name !== ''),
    notes: notes?.trim() ? plainText(notes.trim(), 4_000) : null,
    backup: state.backup,
    runId: state.runId,
    needs,
    steps: stepsOf(day, run),
    compared,
    look: state.look,
  };
}

function stepsOf({ startedAt, state }: OpenGameDay, run: RunView | null): UnsignedGameDay['steps'] {
  const steps: UnsignedGameDay['steps'] = [];
  if (state.restoreAt) {
    steps.push({ key: 'prepare', ms: Math.max(0, Date.parse(state.restoreAt) - startedAt.getTime()) });
  }
  for (const key of ['readback', 'load', 'compare'] as const) {
    const phase = run?.phases.find((one) => one.key === key);
    if (phase?.state !== 'done' || !phase.startedAt || !phase.endedAt) continue;
    steps.push({ key, ms: Math.max(0, Date.parse(phase.endedAt) - Date.parse(phase.startedAt)) });
  }
  if (state.look) steps.push({ key: 'look', ms: state.look.ms });
  return steps;
}

/** What fails here is done with the next copies. */
async function copyRecord({ store, copies, site, host }: BackupContext, id: string): Promise<void> {
  for (const copy of copies) {
    const sent = await attempt(() => sendRecord(store, copy.store, objectKeys(site.slug).gameDayKey(id)));
    if (!sent.ok) {
      const facts = { copy: copy.name, reason: sent.error.message };
      host.log.warn('The record of a game day could not be copied yet.', facts);
    }
  }
}

async function dropDatabases(context: BackupContext, { backup, databases }: OpenGameDay['state']): Promise<void> {
  if (databases.length === 0) return;
  await withTarget(context, async ({ server }) => {
    for (const name of databases) {
      const dropped = await dropRestoredDatabase(server, { name, backupId: backup.id });
      if (dropped === 'foreign') context.host.log.warn('A database was left alone: it is of no game day.', { name });
    }
  });
}
