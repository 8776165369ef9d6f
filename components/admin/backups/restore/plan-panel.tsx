'use client';

import { Clock, Database, GitCommitHorizontal, ShieldAlert, ShieldCheck, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { BackupActions, RestorePlanView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { newIdempotencyKey } from '../run/idempotency-key';
import { Button } from '../ui/button';
import { useRouter } from '../ui/router';
import { Gate } from './gate';
import { usePlan } from './gate-hold';
import { type GatePoint, GatePoints } from './gate-points';
import { KeepLocally } from './keep-locally';
import { planAct, replacesLive } from './plan-act';

/** Measured, or said not to be measured. */
function timeWords(plan: RestorePlanView, { words, duration, brief }: Format): string {
  const { target, estimateMs, blockedMs } = plan;
  const takes =
    estimateMs === null
      ? words('restore.gate.noEstimate')
      : words('restore.gate.estimate', { time: duration(estimateMs) });
  const wholly = (target.kind === 'live' && target.method === 'transaction') || target.kind === 'tables';
  const wait = !replacesLive(plan)
    ? words('restore.gate.waitNone')
    : blockedMs === null
      ? words(wholly ? 'restore.gate.waitAllUnknown' : 'restore.gate.waitSwapUnknown')
      : words(wholly ? 'restore.gate.waitAll' : 'restore.gate.waitSwap', { time: brief(blockedMs) });
  return `${takes} ${wait}`;
}

function usePoints(plan: RestorePlanView): (GatePoint | null)[] {
  const format = useFormat();
  const { words } = format;
  const translate = useTranslations('backup');
  const { target, safetyCopy, undoDays } = plan;
  const mono = (chunks: React.ReactNode) => <bdi className="bk-mono">{chunks}</bdi>;
  const name = target.kind === 'database' ? target.database : target.kind === 'tables' ? target.schema : null;
  const key = target.kind === 'database' ? 'restore.newName' : 'restore.sideName';
  return [
    name ? { key: 'name', icon: Database, text: translate.rich(key, { name, mono }) } : null,
    safetyCopy ? { key: 'safety', icon: ShieldCheck, tone: 'ok', text: words('restore.gate.safety') } : null,
    undoDays !== null
      ? { key: 'undo', icon: Undo2, tone: 'ok', text: words('restore.gate.undo', { n: undoDays }) }
      : replacesLive(plan)
        ? { key: 'undo', icon: ShieldAlert, tone: 'warn', text: words('restore.gate.noUndo') }
        : null,
    plan.contentPlan && plan.contentPlan.way !== 'same'
      ? { key: 'content', icon: GitCommitHorizontal, text: words('recovery.gatePoint') }
      : null,
    { key: 'time', icon: Clock, text: timeWords(plan, format) },
  ];
}

interface PlanPanelProps {
  plan: RestorePlanView;
  startRestore: BackupActions['startRestore'];
}

/** The way from the plan to the act: a gate where live data is replaced, else one button. A refused plan has neither. */
export function PlanPanel({ plan, startRestore }: PlanPanelProps) {
  const { words } = useFormat();
  const router = useRouter();
  const held = usePlan(plan);
  const points = usePoints(plan);
  // One key for one plan: pressing again after a lost answer starts nothing twice.
  const key = useRef({ token: plan.token, value: '' });
  const [keepLocally, setKeepLocally] = useState(false);
  const { token } = plan;
  const act = words(plan.contentPlan ? 'recovery.gateLive' : `restore.gate.${planAct(plan)}`);
  const asksRemote = plan.contentPlan !== null && plan.contentPlan.way !== 'clone' && plan.contentPlan.remote !== null;
  if (token === null) {
    return (
      <div className="bk-gate">
        <div className="bk-gate-h">
          <h2 className="bk-h2">{words('restore.refusedTitle')}</h2>
          <p>{words('restore.refusedOther')}</p>
        </div>
        <div className="bk-gate-f">
          <Button disabled={held.reading} onClick={held.readAgain}>
            {words(held.reading ? 'gate.reading' : 'gate.readAgain')}
          </Button>
        </div>
      </div>
    );
  }
  const guarded = replacesLive(plan);
  return (
    <Gate
      key={act}
      site={guarded ? plan.site : null}
      title={act}
      effect={guarded ? words('restore.gate.rowsLost', { n: plan.rowsLost }) : words('restore.gate.beside')}
      button={act}
      busy={words('gate.starting')}
      cancel={{ label: words('gate.cancel'), href: `/admin/backups/${plan.backup.id}` }}
      failed={words('problem.restoreTitle')}
      plan={held}
      submit={({ siteName, password }) => {
        if (key.current.token !== token || key.current.value === '') {
          key.current = { token, value: newIdempotencyKey() };
        }
        const idempotencyKey = key.current.value;
        const confirmed = { token, siteName, password, ...(asksRemote && { keepLocally }), idempotencyKey };
        return startRestore(guarded ? confirmed : { token, idempotencyKey });
      }}
      onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
    >
      <GatePoints points={points} />
      {asksRemote ? <KeepLocally checked={keepLocally} onChange={setKeepLocally} /> : null}
    </Gate>
  );
}
