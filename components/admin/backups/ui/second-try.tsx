'use client';

import { startTransition, useCallback, useEffect, useState } from 'react';
import { PageProblem } from './page-problem';
import { PageSkeleton } from './page-skeleton';
import { useRouter } from './router';

const WAIT_MS = 700;
const QUIET_MS = 30_000;
let lastTry = 0;

/**
 * A page that could not be made is asked for once more before it is called a problem: a swap of the database ends the
 * connections that a page was about to use.
 */
export function SecondTry({ reference, onReset }: { reference: string | undefined; onReset: () => void }) {
  const router = useRouter();
  const [trying] = useState(() => Date.now() - lastTry > QUIET_MS);
  const again = useCallback(() => {
    startTransition(() => {
      router.refresh();
      onReset();
    });
  }, [router, onReset]);
  useEffect(() => {
    if (!trying) return;
    const timer = setTimeout(() => {
      lastTry = Date.now();
      again();
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [trying, again]);
  return trying ? <PageSkeleton /> : <PageProblem reference={reference} onTryAgain={again} />;
}
