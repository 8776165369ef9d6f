'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import type { BackupView } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { Time } from '../ui/time';

type Check = BackupView['verifications'][number];

/** Every time this backup was checked, newest first, passed or not. */
export function CheckList({ backup }: { backup: BackupView }) {
  const format = useFormat();
  const { words } = format;
  const checks = backup.verifications.toSorted((left, right) => right.at.localeCompare(left.at));
  const outcome = (check: Check) => {
    if (check.reason) return sentences(check.reason);
    if (check.level === 'bytes') return words('backup.sameBytes');
    return words('backup.restoredIn', { time: format.precise(check.restoreMs ?? check.durationMs) });
  };
  return (
    <section aria-labelledby="bk-checks">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-checks">
          {words('backup.checks')}
        </h2>
        <Link className="bk-end bk-link" href={`/admin/backups/runs/${backup.runId}`}>
          {words('backup.made')}
        </Link>
      </div>
      <ul className="bk-panel bk-list">
        {checks.map((check) => {
          const Icon = check.passed ? CircleCheck : CircleX;
          return (
            <li key={check.id}>
              <Icon className={check.passed ? 'bk-ok' : 'bk-bad'} size={16} strokeWidth={1.75} aria-hidden="true" />
              <div>
                <b>{words(check.level === 'bytes' ? 'backup.checkBytes' : 'backup.checkRestore')}</b>
                <span className="bk-sr">, {words(check.passed ? 'backup.checkPassed' : 'backup.checkFailed')}</span>
                <div className="bk-2">{outcome(check)}</div>
              </div>
              <span className="bk-2">
                <Time at={check.at} clock alone />
              </span>
            </li>
          );
        })}
        <li>
          <CircleCheck className="bk-ok" size={16} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <b>{words('backup.checkBytes')}</b>
            <div className="bk-2">{words('backup.checkedAtBirth')}</div>
          </div>
          <span className="bk-2">
            <Time at={backup.finishedAt} clock alone />
          </span>
        </li>
      </ul>
    </section>
  );
}
