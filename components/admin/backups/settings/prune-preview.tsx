'use client';

import { Clock, FileWarning, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ActionError, PolicyActions, PrunePlanView } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { callAction } from '../run/call-action';
import { newIdempotencyKey } from '../run/idempotency-key';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { useRouter } from '../ui/router';
import { PruneTable } from './prune-table';

interface PrunePreviewProps {
  plan: PrunePlanView;
  applyPrune: PolicyActions['applyPrune'];
}

/** What goes, what stays and why, by the policy as it is saved; and the one button that does it. */
export function PrunePreview({ plan, applyPrune }: PrunePreviewProps) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const { going, staying, token, orphans } = plan;
  const apply = async () => {
    if (!token) return;
    setSending(true);
    setError(null);
    const started = await callAction(words, () =>
      applyPrune({ token, orphans: going.count === 0, idempotencyKey: newIdempotencyKey() }),
    );
    if (started.ok) return router.push(`/admin/backups/runs/${started.data.runId}`);
    setSending(false);
    setError(started.error);
  };
  const orphanBytes = orphans.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section className="bk-sec" aria-labelledby="bk-prune">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-prune">
          {words('policy.preview.title')}
        </h2>
      </div>
      <p className="bk-2 bk-set-p">
        {words('policy.preview.sum', {
          n: going.count,
          bytes: format.bytes(going.bytes),
          stay: staying.count,
        })}{' '}
        {words(plan.automatic ? 'policy.preview.automatic' : 'policy.preview.byHand', {
          grace: format.duration(plan.graceHours * 3_600_000),
        })}
      </p>
      <div className="bk-notes">
        {plan.unreadable > 0 ? (
          <Note tone="warn" icon={FileWarning} title={words('policy.preview.unreadable', { n: plan.unreadable })}>
            {words('policy.preview.unreadableText')}
          </Note>
        ) : null}
        {plan.clockAheadMs === null ? null : (
          <Note
            tone="warn"
            icon={Clock}
            title={words('policy.preview.clock', { time: format.duration(Math.abs(plan.clockAheadMs)) })}
          >
            {words('policy.preview.clockText')}
          </Note>
        )}
        {error ? (
          <Note
            tone="bad"
            icon={Trash2}
            title={words('policy.preview.failed')}
            role="alert"
            actions={<Button onClick={() => router.refresh()}>{words('policy.preview.again')}</Button>}
          >
            <bdi>{sentences(error.message, error.hint)}</bdi>
          </Note>
        ) : null}
      </div>
      <PruneTable plan={plan} />
      {orphans.length > 0 ? (
        <p className="bk-3 bk-set-p">
          {words('policy.preview.orphans', { n: orphans.length, bytes: format.bytes(orphanBytes) })}
        </p>
      ) : null}
      {token ? (
        <div className="bk-btns bk-set-p">
          <Button disabled={sending} onClick={apply}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
            {going.count > 0
              ? words('policy.preview.delete', { n: going.count })
              : words('policy.preview.deleteOrphans', { n: orphans.length })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
