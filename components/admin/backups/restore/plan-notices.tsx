'use client';

import { CircleX, TriangleAlert } from 'lucide-react';
import type { RestoreNotice } from '../contract';
import { useWords, type Words } from '../format/words';
import { Note } from '../ui/note';

/** Where the subject is a name and not a number, the title says it. */
const NAMED = new Set<RestoreNotice['code']>([
  'extensions-missing',
  'database-exists',
  'not-owner',
  'foreign-sessions',
  'table-missing',
  'table-changed',
  'references-break',
]);

function noticeTitle({ code, subject }: RestoreNotice, words: Words): string {
  const title = words(`restore.notice.${code}.title`);
  return subject === null || !NAMED.has(code) ? title : words('restore.noticeAbout', { title, subject });
}

interface PlanNoticesProps {
  notices: RestoreNotice[];
  /** Refusals forbid the restore, the others may be accepted. */
  refuse?: boolean;
}

/** What forbids the restore, or what the admin ought to know first, each with its next step. */
export function PlanNotices({ notices, refuse = false }: PlanNoticesProps) {
  const words = useWords();
  if (notices.length === 0) return null;
  return (
    <div className="bk-notes">
      {notices.map((notice) => (
        <Note
          key={`${notice.code} ${notice.subject ?? ''}`}
          tone={refuse ? 'bad' : 'warn'}
          icon={refuse ? CircleX : TriangleAlert}
          title={noticeTitle(notice, words)}
        >
          {words(`restore.notice.${notice.code}.text`, { subject: notice.subject ?? '' })}
        </Note>
      ))}
    </div>
  );
}
