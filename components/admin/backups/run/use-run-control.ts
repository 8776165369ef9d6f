'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ActionError, ActionResult, BackupActions, RunView, StartOptions, VerifyLevel } from '../contract';
import { useWords } from '../format/words';
import { useRouter } from '../ui/router';
import { callAction } from './call-action';
import { newIdempotencyKey } from './idempotency-key';
import { hasEnded, useLiveRun } from './use-live-run';

export interface PendingRun {
  kind: RunView['kind'];
  startedAt: string;
}

export interface Problem {
  title: 'startTitle' | 'verifyTitle' | 'cancelTitle';
  error: ActionError;
}

export interface RunControl {
  run: RunView | null;
  /** Pressed, not yet answered by the server. */
  pending: PendingRun | null;
  active: boolean;
  offline: boolean;
  signedOut: boolean;
  cancelling: boolean;
  problem: Problem | null;
  dismiss: () => void;
  start: (options: StartOptions) => Promise<void>;
  verify: (backupId: string, level: VerifyLevel) => Promise<void>;
  cancel: () => Promise<void>;
}

interface RunControlOptions {
  actions: Pick<BackupActions, 'startBackup' | 'verifyBackup' | 'cancelRun'>;
  /** The run that the server saw when it made the page. */
  known: RunView | null;
  knownId?: string | null;
  /** Changes whenever the server has sent new data. */
  version: unknown;
}

/** The one run that may be under way: starts it, follows it, cancels it, and fetches the page again when it ends. */
export function useRunControl({ actions, known, knownId, version }: RunControlOptions): RunControl {
  const words = useWords();
  const router = useRouter();
  const [chosen, setChosen] = useState<string | null>(null);
  const [pending, setPending] = useState<PendingRun | null>(null);
  const [cancelled, setCancelled] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const refresh = useCallback(() => router.refresh(), [router]);
  const id = known?.id ?? chosen ?? knownId ?? null;
  const { run, offline, signedOut } = useLiveRun(id, known, refresh);
  const ended = hasEnded(run);

  useEffect(() => {
    if (version && ended) setChosen(null);
  }, [version, ended]);

  const begin = async (
    kind: RunView['kind'],
    title: Problem['title'],
    call: (key: string) => Promise<ActionResult<{ runId: string }>>,
  ) => {
    if (pending) return;
    setProblem(null);
    setPending({ kind, startedAt: new Date().toISOString() });
    const result = await callAction(words, () => call(newIdempotencyKey()));
    setPending(null);
    if (result.ok) {
      setChosen(result.data.runId);
      return;
    }
    setProblem({ title, error: result.error });
    const other = result.error.details?.runId;
    if (result.error.code === 'BUSY' && typeof other === 'string') setChosen(other);
  };

  const cancel = async () => {
    if (!run) return;
    setCancelled(run.id);
    const result = await callAction(words, () => actions.cancelRun({ runId: run.id }));
    if (result.ok) return;
    setCancelled(null);
    setProblem({ title: 'cancelTitle', error: result.error });
  };

  return {
    run,
    pending,
    active: pending !== null || (run !== null && !ended),
    offline,
    signedOut,
    cancelling: run !== null && (run.cancelRequested || cancelled === run.id),
    problem,
    dismiss: () => setProblem(null),
    start: (options) =>
      begin('backup', 'startTitle', (key) => actions.startBackup({ ...options, idempotencyKey: key })),
    verify: (backupId, level) =>
      begin('verify', 'verifyTitle', (key) => actions.verifyBackup({ backupId, level, idempotencyKey: key })),
    cancel,
  };
}
