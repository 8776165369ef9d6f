import type { ActionResult } from '@/lib/backup';

type Started = Promise<ActionResult<{ runId: string }>>;

/** The server actions of the pages of the state, handed in by the pages. */
export interface StateActions {
  startMigrations(input: { pending: string[]; idempotencyKey: string }): Started;
  startSeed(input: { does: 'fill' | 'mark'; idempotencyKey: string }): Started;
  resetSeed(input: { startedAt: string }): Promise<ActionResult<null>>;
  /** "Capture state": a backup with a note. */
  startBackup(input: { scope: 'full' | 'schema'; note?: string; idempotencyKey: string }): Started;
}
