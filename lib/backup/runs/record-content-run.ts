import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import type { AppError } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import type { Trigger } from '../views';
import { currentHolder } from './holder';
import { lockLease } from './lease';
import { plainText } from './plain-text';
import { runs } from './schema';

export interface ContentRun {
  id: string;
  trigger: Trigger;
  actor: { id: string | null; name: string };
  /** What was done, for history. */
  note: string;
  idempotencyKey: string | null;
  startedAt: Date;
  error: AppError | null;
}

/** Writes down an act on content that has ended. It was never a running row: a backup may have gone on meanwhile. */
export function recordContentRun(db: HostDatabase, run: ContentRun): Promise<void> {
  return askDatabase(() =>
    db.transaction(async (tx) => {
      const { fence } = await lockLease(tx);
      await tx.insert(runs).values({
        id: run.id,
        kind: 'content',
        status: run.error ? 'failed' : 'done',
        trigger: run.trigger,
        actorId: run.actor.id,
        actorName: plainText(run.actor.name, 200),
        note: plainText(run.note, 2000),
        idempotencyKey: run.idempotencyKey,
        options: { scope: 'full', verifyRestore: false },
        backupId: run.id,
        phases: [],
        error: run.error,
        fence: fence + 1,
        holder: currentHolder(),
        heartbeatAt: sql`clock_timestamp()`,
        startedAt: run.startedAt,
        finishedAt: sql`clock_timestamp()`,
      });
    }),
  );
}
