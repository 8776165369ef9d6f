import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { idTime } from '../kernel/ids';
import { isGood, proofOf } from '../policy/proof';
import { missedSlots, type Slot, slotsBetween } from '../policy/slots';
import { noteTick, recordMissed, settledSlots } from '../runs/schedule-watch';
import { notify } from './notify';
import { readPolicy } from './read-policy';
import { noteAudit } from './record-audit';

/** After a long silence the history names this many of the moments that were missed, the newest. */
const MOST = 50;
/** Beyond this the clocks disagree about which slots are over: nothing is written down then. */
const CLOCK_TOLERANCE_MS = 3_600_000;

/**
 * Writes into the history the slots that are over and brought no good backup; each once, however many ask. Slots before
 * the first call of the schedule, or before the policy that holds was saved, were never promised. Gives the new ones.
 */
export async function noteMissed(context: BackupContext, db: HostDatabase): Promise<Slot[]> {
  const [{ policy, savedAt }, watch] = await Promise.all([readPolicy(context), noteTick(db)]);
  const now = context.clock.now();
  if (Math.abs(now.getTime() - watch.now.getTime()) > CLOCK_TOLERANCE_MS) {
    context.host.log.warn('The clocks of this machine and of the database differ: no missed run is written down.', {
      machine: now.toISOString(),
      database: watch.now.toISOString(),
    });
    return [];
  }
  const since = savedAt && savedAt > watch.since ? savedAt : watch.since;
  const slots = slotsBetween(policy.schedule, since, now, MOST + 1);
  const settled = await settledSlots(
    db,
    slots.map(({ key }) => key),
  );
  const [first] = missedSlots(slots, { taken: settled, goodAt: [] });
  if (!first) return [];
  const { entries } = await context.catalog.list();
  const goodAt = entries
    .filter((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)))
    .map(({ manifest }) => idTime(manifest.id));
  const missed = await recordMissed(db, missedSlots(slots, { taken: settled, goodAt }));
  for (const { key } of missed) {
    context.host.log.error('A scheduled backup was missed.', { slot: key });
    const detail = { slot: key, status: 'missed' };
    await noteAudit(context, { act: 'backup.end', actor: { id: null, name: 'Schedule' }, from: 'schedule', detail });
  }
  if (missed.length > 0) await tellMissed(context, missed);
  return missed;
}

async function tellMissed(context: BackupContext, missed: readonly Slot[]): Promise<void> {
  const [newest, ...older] = missed.toReversed();
  if (!newest) return;
  const more = older.length > 0 ? `, and ${older.length} before it` : '';
  await notify(context, {
    event: 'missed',
    about: 'A scheduled backup',
    reason: `Nothing called the schedule in time for ${newest.at.toISOString().slice(0, 16).replace('T', ' ')} UTC${more}.`,
    hint: 'Look at what calls it: the worker, the timer or the cron service.',
    path: '/admin/backups/history',
  });
}
