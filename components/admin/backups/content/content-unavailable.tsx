'use client';

import { Unplug } from 'lucide-react';
import type { ErrorView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Page } from '../ui/page';
import { PageHeading } from '../ui/page-heading';
import { UnavailablePage } from '../ui/unavailable-page';

/** Without git or a repository the history is not available here; that is no failure. */
export function ContentUnavailable({ error }: { error: ErrorView }) {
  const words = useWords();
  if (error.code !== 'UNSUPPORTED' && error.code !== 'NOT_FOUND') return <UnavailablePage error={error} />;
  return (
    <Page>
      <div className="bk-panel bk-empty">
        <Unplug className="bk-3" size={20} strokeWidth={1.75} aria-hidden="true" />
        <PageHeading of="content unavailable">{words('content.unavailable')}</PageHeading>
        <p>
          <bdi>{sentences(error.message, error.hint)}</bdi>
        </p>
        <p>{words('content.still')}</p>
      </div>
    </Page>
  );
}
