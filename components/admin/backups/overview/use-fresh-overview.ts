'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useRouter } from '../ui/router';

const LOOK_AGAIN_MS = 60_000;

/**
 * Asks the server anew each minute while the page is in view, and at once when it comes back into view: a page that is
 * left open, or shown again from the browser's memory, must not go on saying "You are safe" when that is over.
 * @param at when the server looked at what the page shows
 * @returns whether the server stopped answering, and when it last did (milliseconds since 1970)
 */
export function useFreshOverview(at: string): { silent: boolean; answeredAt: number } {
  const router = useRouter();
  const { isError, dataUpdatedAt } = useQuery({
    queryKey: ['backup-overview'],
    // Asked first, as a refresh that fails would replace the page by the browser's own error.
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/admin/backups/runs', { signal, cache: 'no-store' });
      // Signed out: the refresh leads to the sign-in.
      if (response.status >= 500) throw new Error(`The server answered ${response.status}.`);
      return response.status;
    },
    initialData: 0,
    initialDataUpdatedAt: Date.parse(at),
    staleTime: LOOK_AGAIN_MS,
    refetchInterval: LOOK_AGAIN_MS,
    refetchOnWindowFocus: true,
    refetchOnReconnect: 'always',
    networkMode: 'always',
    retry: false,
    gcTime: 0,
  });
  const shown = useRef(dataUpdatedAt);
  useEffect(() => {
    if (dataUpdatedAt === shown.current) return;
    shown.current = dataUpdatedAt;
    router.refresh();
  }, [dataUpdatedAt, router]);
  return { silent: isError, answeredAt: dataUpdatedAt };
}
