'use client';

import { useWords } from '../format/words';
import { ChoiceLinks } from './choice-links';
import { restoreHref } from './restore-choice';

/** Whether the content comes along with the live database. */
export function ContentChoice({ backupId, along }: { backupId: string; along: boolean }) {
  const words = useWords();
  const choice = (key: 'stays' | 'along', query: Record<string, string>) => ({
    key,
    href: restoreHref(backupId, { to: 'live', ...query }),
    chosen: along === (key === 'along'),
    name: words(`recovery.${key}.name`),
    text: words(`recovery.${key}.text`),
    tag: null,
  });
  return (
    <div className="bk-sec">
      <ChoiceLinks
        id="bk-content-too"
        heading={words('recovery.choice')}
        choices={[choice('stays', {}), choice('along', { content: '1' })]}
      />
    </div>
  );
}
