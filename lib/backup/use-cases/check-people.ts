import type { Result } from '../kernel/result';
import type { NotificationsView } from '../views';
import { complaint, type DoctorCheck, judged, passed } from './doctor-check';

/** Whether anybody hears of a failure. Sends nothing. */
export function checkPeople(outcome: Result<NotificationsView>): DoctorCheck {
  return judged(
    outcome,
    ({ channels }) => {
      const facts = { channels: channels.map(({ channel, problem, reason }) => ({ channel, problem, reason })) };
      if (channels.length === 0) {
        const hint = 'Set BACKUP_NOTIFY_…: see the table of settings.';
        return complaint('warning', { message: 'Nobody is told of failures.', hint }, facts);
      }
      const silent = channels.flatMap(({ channel, problem, reason }) =>
        problem || reason ? [`${channel}: ${problem ?? reason}`] : [],
      );
      if (silent.length === 0)
        return passed(`People are told by ${channels.map(({ channel }) => channel).join(', ')}.`, facts);
      const hint = 'Try it again with: npm run -s backup -- notify test';
      return complaint('warning', { message: `Messages do not get through. ${silent.join(' ')}`, hint }, facts);
    },
    'warning',
  );
}
