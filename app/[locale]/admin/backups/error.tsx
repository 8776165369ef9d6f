'use client';

import { PageProblem } from '@/components/admin/backups/ui/page-problem';

export default function BackupsError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageProblem reference={error.digest} onTryAgain={reset} />;
}
