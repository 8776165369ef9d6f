'use client';

import { useWords } from '../format/words';
import { ChoiceLinks } from './choice-links';
import { type RestoreChoice, restoreHref } from './restore-choice';

const TARGETS = [
  { kind: 'database', query: {}, loses: false },
  { kind: 'live', query: { to: 'live' }, loses: true },
  { kind: 'tables', query: { to: 'tables' }, loses: false },
] as const;

/** Where to put it. */
export function TargetChoices({ backupId, choice }: { backupId: string; choice: RestoreChoice }) {
  const words = useWords();
  return (
    <ChoiceLinks
      id="bk-where"
      heading={words('restore.where')}
      choices={TARGETS.map(({ kind, query, loses }) => ({
        key: kind,
        href: restoreHref(backupId, query),
        chosen: choice.kind === kind,
        name: words(`restore.to.${kind}.name`),
        text: words(`restore.to.${kind}.text`),
        tag: (
          <span className={loses ? 'bk-target-tag bk-bad' : 'bk-target-tag bk-3'}>
            {words(`restore.to.${kind}.tag`)}
          </span>
        ),
      }))}
    />
  );
}
