'use client';

import { SecondTry } from '@/components/admin/backups/ui/second-try';

export default function BackupsError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <SecondTry reference={error.digest} onReset={reset} />;
}
