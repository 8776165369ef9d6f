'use client';

import { Clock, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useRef } from 'react';
import type { BackupActions, ResetPlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { Gate } from '../restore/gate';
import { usePlan } from '../restore/gate-hold';
import { GatePoints } from '../restore/gate-points';
import { newIdempotencyKey } from '../run/idempotency-key';
import { Button } from '../ui/button';
import { useRouter } from '../ui/router';

interface ResetPanelProps {
  plan: ResetPlanView;
  startReset: BackupActions['startReset'];
}

/** The gate of starting over; the sentence is asked for where no proven backup holds what is there. */
export function ResetPanel({ plan, startReset }: ResetPanelProps) {
  const { words } = useFormat();
  const router = useRouter();
  const held = usePlan(plan);
  const key = useRef({ token: plan.token, value: '' });
  const { token, acknowledgement } = plan;
  if (token === null) {
    return (
      <div className="bk-gate">
        <div className="bk-gate-h">
          <h2 className="bk-h2">{words('reset.refused')}</h2>
          <p>{words('reset.refusedText')}</p>
        </div>
        <div className="bk-gate-f">
          <Button disabled={held.reading} onClick={held.readAgain}>
            {words(held.reading ? 'gate.reading' : 'gate.readAgain')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <Gate
      site={plan.site}
      acknowledgement={acknowledgement}
      title={words('reset.gate')}
      effect={words('reset.effect', { n: plan.rows, tables: words('count.tables', { n: plan.tables }) })}
      button={words('reset.gate')}
      busy={words('gate.starting')}
      cancel={{ label: words('gate.cancel'), href: '/admin/backups/migrations' }}
      failed={words('problem.resetTitle')}
      plan={held}
      submit={({ siteName, password, acknowledgement: typed }) => {
        if (key.current.token !== token || key.current.value === '') {
          key.current = { token, value: newIdempotencyKey() };
        }
        const confirmed = { token, siteName, password, idempotencyKey: key.current.value };
        return startReset(acknowledgement === null ? confirmed : { ...confirmed, acknowledgement: typed });
      }}
      onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
    >
      <GatePoints
        points={[
          { key: 'safety', icon: ShieldCheck, tone: 'ok', text: words('restore.gate.safety') },
          { key: 'undo', icon: ShieldAlert, tone: 'warn', text: words('restore.gate.noUndo') },
          { key: 'time', icon: Clock, text: words('restore.gate.waitAllUnknown') },
        ]}
      />
    </Gate>
  );
}
