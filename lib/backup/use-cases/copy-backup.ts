import type { BackupContext, Destination } from '../context';
import { type AppError, appError, failure } from '../kernel/app-error';
import { isId, newId } from '../kernel/ids';
import { attempt, err, ok, type Result } from '../kernel/result';
import { objectKeys } from '../storage/object-keys';
import type { CopyOutcomeView } from '../views';
import { notify, notifyRecovered } from './notify';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';
import { transferBackup } from './transfer-backup';

/** Copies that this process makes at this moment: `<backup id> <destination>`. */
const underWay = new WeakMap<BackupContext, Set<string>>();

const marksOf = (context: BackupContext): Set<string> => {
  const marks = underWay.get(context) ?? new Set();
  underWay.set(context, marks);
  return marks;
};

export const isBeingCopied = (context: BackupContext, id: string, destination: string): boolean =>
  marksOf(context).has(`${id} ${destination}`);

/** Ids of the backups that this process copies to that destination at this moment. */
export const copiesUnderWay = (context: BackupContext, destination: string): string[] =>
  [...marksOf(context)].map((mark) => mark.split(' ', 2)).flatMap(([id, to]) => (id && to === destination ? [id] : []));

const DELETED_MEANWHILE = { reason: 'deleted-meanwhile' } as const;

/** Whether no copy was made because the backup is not in the main store any more: nobody's failure. */
export const isDeletedMeanwhile = ({ details }: AppError): boolean => details?.reason === DELETED_MEANWHILE.reason;

export interface CopyRequest {
  id: string;
  /** Name of the destination. */
  to: string;
}

export interface StartedCopy {
  /** False where this process was copying it already. */
  started: boolean;
  finished: Promise<Result<CopyOutcomeView>> | null;
}

/**
 * Copies a recovery point to another destination, reads it back there and records the outcome beside the manifest. It
 * needs no lease: what is read is never changed. Errors: NOT_FOUND (backup or destination), CORRUPT; those of the copy
 * itself come with `finished`, which never rejects for an expected outcome.
 */
export function copyBackup(
  context: BackupContext,
  { id, to }: CopyRequest,
  initiator: Initiator,
): Promise<Result<StartedCopy>> {
  return attempt(async () => {
    if (!isId(id)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const destination = context.copies.find(({ name }) => name === to);
    if (!destination) throw failure('NOT_FOUND', 'There is no destination of that name.', { hint: hintOf(context) });
    await context.catalog.get(id);
    if (isBeingCopied(context, id, to)) return { started: false, finished: null };
    return { started: true, finished: makeCopy(context, id, destination, initiator) };
  });
}

function hintOf({ copies }: BackupContext): string {
  if (copies.length === 0) return 'BACKUP_COPIES names none. Add one as name=address.';
  return `There are: ${copies.map(({ name }) => name).join(', ')}.`;
}

/** One attempt, with its record, its note in the audit and its line in the log. Never throws for an expected outcome. */
export async function makeCopy(
  context: BackupContext,
  id: string,
  destination: Destination,
  initiator: Initiator,
): Promise<Result<CopyOutcomeView>> {
  const mark = `${id} ${destination.name}`;
  marksOf(context).add(mark);
  try {
    const began = context.clock.now();
    const copied = await attempt(() => transferBackup(context, id, destination));
    return await noteOutcome(context, id, destination, { copied, began, initiator });
  } finally {
    marksOf(context).delete(mark);
  }
}

/** A copy that was made once and is gone or cut there: recorded as a failed attempt, so that nobody counts on it. */
export async function noteLostCopy(
  context: BackupContext,
  id: string,
  destination: Destination,
  initiator: Initiator,
): Promise<void> {
  const error = appError('NOT_FOUND', `What was copied to “${destination.name}” is not there any more.`, {
    hint: `Find out what removed it from ${destination.store.description}. It is copied again by itself.`,
  });
  await noteOutcome(context, id, destination, { copied: err(error), began: context.clock.now(), initiator });
}

async function noteOutcome(
  context: BackupContext,
  id: string,
  destination: Destination,
  { copied, began, initiator }: { copied: Result<number>; began: Date; initiator: Initiator },
): Promise<Result<CopyOutcomeView>> {
  const { catalog, clock, host } = context;
  const at = clock.now();
  const outcome: CopyOutcomeView = {
    destination: destination.name,
    at: at.toISOString(),
    passed: copied.ok,
    reason: copied.ok ? null : reasonOf(copied.error),
    size: copied.ok ? copied.value : 0,
    durationMs: at.getTime() - began.getTime(),
  };
  const recorded = await attempt(() => catalog.addCopy({ version: 1, id: newId(at), backupId: id, ...outcome }));
  if (!(copied.ok && recorded.ok) && (await isGone(context, id))) {
    // What arrived there is removed with the next mirroring of deletions.
    host.log.info('A backup was deleted while it was copied.', { id, destination: destination.name });
    return err(
      appError('NOT_FOUND', `The backup was deleted while it was copied to “${destination.name}”.`, {
        hint: 'What arrived there already is removed by itself.',
        details: DELETED_MEANWHILE,
      }),
    );
  }
  const { reason, size, durationMs } = outcome;
  const facts = { destination: destination.name, passed: outcome.passed, reason, size, durationMs };
  const { actor, trigger } = initiator;
  await noteAudit(context, { act: 'backup.copy', subject: id, actor, from: trigger, detail: facts });
  const told = { topic: `copy-failed:${destination.name}`, about: destination.name, path: '/admin/backups/storage' };
  if (!copied.ok) {
    host.log.error('A copy of a backup failed.', { id, ...facts });
    const { message, hint } = copied.error;
    await notify(context, { event: 'copy-failed', ...told, reason: message, hint });
    return err(withPlace(copied.error, destination));
  }
  // A copy without its record proves nothing: it is made again.
  if (!recorded.ok) return recorded;
  host.log.info('A backup was copied and read back.', { id, ...facts });
  await notifyRecovered(context, [told.topic], { ...told, about: `The off-site copy to ${destination.name}` });
  return ok(outcome);
}

/** A store that does not answer says nothing of the kind. */
async function isGone({ store, site }: BackupContext, id: string): Promise<boolean> {
  const found = await attempt(() => store.stat(objectKeys(site.slug).manifestKey(id)));
  return found.ok && found.value === null;
}

const reasonOf = ({ message, hint }: AppError): string => (hint ? `${message} ${hint}` : message);

const withPlace = ({ code, message, ...more }: AppError, { name }: Destination): AppError =>
  appError(code, `The copy to “${name}” failed: ${message}`, more);
