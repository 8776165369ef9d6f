import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { readSignOff, writeSignOff } from '../runs/sign-offs';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import { signOffItem } from './sign-off';
import type { Initiator } from './start-backup';

/**
 * Takes a sign-off back: the item is open again. The sign-off itself stays on record. Errors: INVALID_INPUT, NOTHING_TO_DO
 * (there is none), DATABASE_DOWN.
 */
export function revokeSignOff(
  context: BackupContext,
  { item: asked }: { item: string },
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<null>> {
  return attempt(async () => {
    const item = signOffItem(asked);
    const db = await reachDatabase(context);
    const newest = await readSignOff(db, item);
    if (newest?.act !== 'sign') {
      throw failure('NOTHING_TO_DO', 'There is no sign-off to take back.', { hint: 'Load the page again.' });
    }
    await recordAudit(context, { act: 'readiness.revoke', subject: item, actor, from: trigger });
    await writeSignOff(db, item, {
      ...{ act: 'revoke', at: context.clock.now(), expiresAt: null, covers: [], note: null },
      ...{ actorId: actor.id, actorName: actor.name },
    });
    return null;
  });
}
