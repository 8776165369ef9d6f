'use client';

import { useRef } from 'react';
import { useWords } from '../format/words';
import { newIdempotencyKey } from '../run/idempotency-key';
import { ActDialog } from '../state/act-dialog';
import type { StateActions } from '../state/state-actions';
import { useRouter } from '../ui/router';

const MOST = 12;

/** The one button of the page while anything is pending: says what will run, then leads to the run. */
export function RunMigrations({
  pending,
  startMigrations,
}: { pending: string[] } & Pick<StateActions, 'startMigrations'>) {
  const words = useWords();
  const router = useRouter();
  const key = useRef('');
  return (
    <ActDialog
      label={words('state.migrations.run', { n: pending.length })}
      look="ink"
      title={words('state.migrations.runTitle', { n: pending.length })}
      description={words('state.migrations.runText')}
      act={words('state.migrations.runAct')}
      submit={() => {
        key.current ||= newIdempotencyKey();
        return startMigrations({ pending, idempotencyKey: key.current });
      }}
      onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
    >
      <ul className="bk-remarks">
        {pending.slice(0, MOST).map((tag) => (
          <li key={tag}>
            <bdi className="bk-mono">{tag}</bdi>
          </li>
        ))}
        {pending.length > MOST ? <li>{words('state.migrations.more', { n: pending.length - MOST })}</li> : null}
      </ul>
    </ActDialog>
  );
}
