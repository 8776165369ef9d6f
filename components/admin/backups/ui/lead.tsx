import type { ReactNode } from 'react';
import { type Mark, SentenceMark } from './icons';
import { PageHeading } from './page-heading';

interface LeadProps {
  mark: Mark;
  /** Names the page for the focus: it changes when the page does. */
  page: string;
  sentence: ReactNode;
  reason?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
}

/** Mark, sentence, one reason, at most one ink button. */
export function Lead({ mark, page, sentence, reason, below, actions }: LeadProps) {
  return (
    <section className="bk-lead" aria-labelledby="bk-heading">
      <div className="bk-lead-t">
        <SentenceMark mark={mark} />
        <PageHeading of={page}>{sentence}</PageHeading>
        {reason ? <p className="bk-lead-p">{reason}</p> : null}
        {below}
      </div>
      {actions}
    </section>
  );
}
