'use client';

import { CircleX, SearchX } from 'lucide-react';
import type { ErrorView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Reference } from '../run/problem-note';
import { Button } from './button';
import { ButtonLink } from './link';
import { Page } from './page';
import { PageHeading } from './page-heading';

interface PageProblemProps {
  error?: Pick<ErrorView, 'message' | 'hint' | 'ref'>;
  reference?: string;
  onTryAgain: () => void;
}

/** In place of a page that could not be made: what, what is not affected, reference, Try again. */
export function PageProblem({ error, reference, onTryAgain }: PageProblemProps) {
  const words = useWords();
  return (
    <Page>
      <div className="bk-note" data-k="bad">
        <CircleX className="bk-bad" size={16} strokeWidth={1.75} aria-hidden="true" />
        <div>
          <PageHeading of="problem">{words('error.title')}</PageHeading>
          <p>
            {sentences(error?.message, error?.hint, words('error.text'))}
            <Reference code={error?.ref ?? reference} />
          </p>
        </div>
        <div className="bk-btns">
          <Button onClick={onTryAgain}>{words('error.tryAgain')}</Button>
        </div>
      </div>
    </Page>
  );
}

export function NothingHere() {
  const words = useWords();
  return (
    <Page>
      <div className="bk-panel bk-empty">
        <SearchX className="bk-3" size={20} strokeWidth={1.75} aria-hidden="true" />
        <PageHeading of="nothing">{words('notFound.title')}</PageHeading>
        <p>{words('notFound.text')}</p>
        <ButtonLink href="/admin/backups">{words('notFound.back')}</ButtonLink>
      </div>
    </Page>
  );
}
