'use client';

import { type MouseEvent, useTransition } from 'react';
import { useWords } from '../format/words';
import { Link } from '../ui/link';
import { useRouter } from '../ui/router';
import { type RestoreChoice, restoreHref } from './restore-choice';

const TARGETS = [
  { kind: 'database', query: {}, loses: false },
  { kind: 'live', query: { to: 'live' }, loses: true },
  { kind: 'tables', query: { to: 'tables' }, loses: false },
] as const;

interface TargetChoicesProps {
  backupId: string;
  choice: RestoreChoice;
}

/** Where to put it: three links, so that each choice has an address and is there before the page's script is. */
export function TargetChoices({ backupId, choice }: TargetChoicesProps) {
  const words = useWords();
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const follow = (event: MouseEvent, href: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    startReading(() => router.push(href, { scroll: false }));
  };
  return (
    <section aria-labelledby="bk-where">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-where">
          {words('restore.where')}
        </h2>
        <span className="bk-3" role="status">
          {reading ? words('gate.reading') : ''}
        </span>
      </div>
      <ul className="bk-targets" aria-labelledby="bk-where">
        {TARGETS.map(({ kind, query, loses }) => {
          const href = restoreHref(backupId, query);
          return (
            <li key={kind}>
              <Link
                className="bk-target"
                href={href}
                prefetch={false}
                aria-current={choice.kind === kind ? 'true' : undefined}
                onClick={(event) => follow(event, href)}
              >
                <span className="bk-radio-mark" aria-hidden="true" />
                <b>{words(`restore.to.${kind}.name`)}</b>
                <span className={loses ? 'bk-target-tag bk-bad' : 'bk-target-tag bk-3'}>
                  {words(`restore.to.${kind}.tag`)}
                </span>
                <span className="bk-target-text">{words(`restore.to.${kind}.text`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
