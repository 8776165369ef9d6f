'use client';

import { CircleX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RestoreNotice, RestorePlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';

function NoticeText({ notice }: { notice: RestoreNotice }) {
  const { words } = useFormat();
  const translate = useTranslations('backup');
  const text = words(`restore.notice.${notice.code}.text`);
  if (notice.subject === null) return text;
  const subject = notice.subject;
  return translate.rich('restore.noticeAbout', {
    text,
    subject,
    mono: (chunks) => <bdi className="bk-mono">{chunks}</bdi>,
  });
}

/** What forbids the restore and what the admin ought to know first, each with its next step. */
export function PlanNotices({ plan }: { plan: Pick<RestorePlanView, 'refusals' | 'warnings'> }) {
  const { words } = useFormat();
  const notices = [
    ...plan.refusals.map((notice) => ({ notice, refuses: true })),
    ...plan.warnings.map((notice) => ({ notice, refuses: false })),
  ];
  if (notices.length === 0) return null;
  return (
    <div className="bk-notes">
      {notices.map(({ notice, refuses }) => (
        <Note
          key={`${notice.code} ${notice.subject ?? ''}`}
          tone={refuses ? 'bad' : 'warn'}
          icon={refuses ? CircleX : TriangleAlert}
          title={words(`restore.notice.${notice.code}.title`)}
        >
          <NoticeText notice={notice} />
        </Note>
      ))}
    </div>
  );
}
