import type { BackupContext } from '../context';
import { dropKeptDatabase, listKeptDatabases } from '../database/restore/kept-database';
import { attempt, type Result } from '../kernel/result';
import { type Confirmation, confirmAct } from './confirm-act';
import { withTarget } from './reach-target';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';

/**
 * Removes a replaced database for good; the restore that replaced it can then not be undone any more.
 * Errors: NOT_FOUND, INVALID_INPUT (fields.siteName), FORBIDDEN (fields.password), DATABASE_DOWN.
 */
export async function dropReplaced(
  context: BackupContext,
  { database, actor, ...typed }: Confirmation & { database: string; actor: Initiator['actor'] },
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<null>> {
  return attempt(async () => {
    await confirmAct(context, typed, { trigger: initiator.trigger, actor });
    await withTarget(context, ({ server, live }) => dropKeptDatabase(server, live.database, database));
    await noteAudit(context, { act: 'database.drop', subject: database, actor, from: initiator.trigger });
    context.host.log.info('A replaced database was removed.', { database, actorName: actor.name });
    return null;
  });
}

/** Removes the ones whose time is over. A failure is logged: nothing else depends on it. */
export async function dropExpiredReplaced(context: BackupContext): Promise<void> {
  const dropped = await attempt(() =>
    withTarget(context, async ({ server, live }) => {
      const { kept, now } = await listKeptDatabases(server, live.database);
      const expired = kept.filter(({ until }) => Date.parse(until) < now.getTime());
      for (const { name } of expired) await dropKeptDatabase(server, live.database, name);
      return expired.map(({ name }) => name);
    }),
  );
  if (!dropped.ok) {
    context.host.log.error('Replaced databases could not be removed.', { reason: dropped.error.message });
  } else if (dropped.value.length > 0) {
    context.host.log.info('Replaced databases were removed: their time was over.', { databases: dropped.value });
  }
}
