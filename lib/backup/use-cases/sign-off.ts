import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { SIGN_OFF_DAYS, SIGN_OFF_ITEMS } from '../policy/sign-off';
import { writeSignOff } from '../runs/sign-offs';
import type { SignOffItem } from '../views';
import { coveredNames } from './covered-names';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import type { Initiator } from './start-backup';

export interface SignOffRequest {
  item: string;
  note?: string;
  /** How long the word holds. Default 90, at most 365. */
  days?: number;
}

const DAY_MS = 86_400_000;

/** Whether somebody may vouch for this. Throws INVALID_INPUT. */
export function signOffItem(item: string): SignOffItem {
  const known = SIGN_OFF_ITEMS.find((name) => name === item);
  if (known) return known;
  throw failure('INVALID_INPUT', 'Only what nobody but people can know is signed off.', {
    hint: `One of: ${SIGN_OFF_ITEMS.join(', ')}.`,
    fields: { item: 'Unknown.' },
  });
}

/**
 * Writes down that a person vouches for an item, for the names that there are now and for some days. An audited act: where
 * the audit cannot be written, nothing is signed. Errors: INVALID_INPUT, DATABASE_DOWN.
 */
export function signOff(
  context: BackupContext,
  { item: asked, note, days = SIGN_OFF_DAYS.usual }: SignOffRequest,
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<{ expiresAt: string }>> {
  return attempt(async () => {
    const item = signOffItem(asked);
    if (!Number.isInteger(days) || days < 1 || days > SIGN_OFF_DAYS.longest) {
      throw failure('INVALID_INPUT', `A sign-off holds from 1 to ${SIGN_OFF_DAYS.longest} days.`, {
        hint: 'Choose a whole number of days.',
        fields: { days: 'Out of range.' },
      });
    }
    const db = await reachDatabase(context);
    const at = context.clock.now();
    const expiresAt = new Date(at.getTime() + days * DAY_MS);
    const covers = coveredNames(context, item);
    const text = note?.trim() || null;
    await recordAudit(context, {
      act: 'readiness.sign-off',
      subject: item,
      actor,
      from: trigger,
      detail: { note: text, days, names: covers.join(' ') },
    });
    await writeSignOff(db, item, {
      ...{ act: 'sign', at, expiresAt, covers, note: text },
      ...{ actorId: actor.id, actorName: actor.name },
    });
    return { expiresAt: expiresAt.toISOString() };
  });
}
