'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunView } from '../contract';
import { isRestoring } from './kind-words';

const VISIBLE_MS = 1_000;
const HIDDEN_MS = 5_000;
const OFFLINE_AFTER_MS = 3_000;
/** A swap cuts every connection for a moment, the one behind the poll too. */
const OFFLINE_AFTER_RESTORE_MS = 15_000;

class NotAllowed extends Error {}

async function fetchRun(id: string, signal: AbortSignal): Promise<RunView> {
  // The address of the route names no language: the page says in which one it is read.
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang };
  const response = await fetch(`/api/admin/backups/runs/${id}`, { signal, headers });
  if (response.status === 401 || response.status === 403) throw new NotAllowed('Signed out.');
  if (!response.ok) throw new Error(`The run could not be read: HTTP ${response.status}.`);
  const body: { data: RunView } = await response.json();
  return body.data;
}

export function hasEnded(run: RunView | null | undefined): boolean {
  return run !== null && run !== undefined && run.status !== 'running';
}

interface LiveRun {
  run: RunView | null;
  /** True while the server does not answer; the last known state stays on the page. */
  offline: boolean;
  /** True where the server does not know the reader any more: a restore can end the reader's own session. */
  signedOut: boolean;
}

/** Follows a run until it ends: every second while the page is seen, every five while it is not. */
export function useLiveRun(id: string | null, known: RunView | null, onEnd: (run: RunView) => void): LiveRun {
  const initial = known && known.id === id ? known : undefined;
  const query = useQuery({
    queryKey: ['backup-run', id],
    queryFn: ({ signal }) => fetchRun(id ?? '', signal),
    enabled: id !== null && !hasEnded(initial),
    initialData: initial,
    retry: false,
    staleTime: 0,
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) => {
      if (hasEnded(state.data)) return false;
      // Asked while rendering on the server too, where there is no document.
      return globalThis.document?.visibilityState === 'hidden' ? HIDDEN_MS : VISIBLE_MS;
    },
  });
  const run = id === null ? null : (query.data ?? null);

  const told = useRef<string | null>(hasEnded(known) ? (known?.id ?? null) : null);
  const ended = hasEnded(run);
  useEffect(() => {
    if (!run || !ended || told.current === run.id) return;
    told.current = run.id;
    onEnd(run);
  }, [run, ended, onEnd]);

  const patience = run && isRestoring(run.kind) ? OFFLINE_AFTER_RESTORE_MS : OFFLINE_AFTER_MS;
  const offline = query.isError && query.errorUpdatedAt - query.dataUpdatedAt > patience;
  return { run, offline, signedOut: offline && query.error instanceof NotAllowed };
}
