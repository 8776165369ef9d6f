'use client';

import type { ErrorView } from '../contract';
import { PageProblem } from './page-problem';
import { useRouter } from './router';

/** An expected failure of a whole page: the storage or the database did not answer. */
export function UnavailablePage({ error }: { error: Pick<ErrorView, 'message' | 'hint' | 'ref'> }) {
  const router = useRouter();
  return <PageProblem error={error} onTryAgain={() => router.refresh()} />;
}
