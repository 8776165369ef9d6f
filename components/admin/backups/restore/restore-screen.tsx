'use client';

import { CircleX } from 'lucide-react';
import type { BackupActions, BackupView, ErrorView, RestorePlanView } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Reference } from '../run/problem-note';
import { Lead } from '../ui/lead';
import { Note } from '../ui/note';
import { Crumbs, Page } from '../ui/page';
import { ProofStack } from '../ui/proof-stack';
import { CheckGrid } from './check-grid';
import { ContentChoice } from './content-choice';
import { ContentRefusals, ContentSection } from './content-section';
import { HoldsSection } from './holds-section';
import { LossSection } from './loss-section';
import { replacesLive } from './plan-act';
import { PlanNotices } from './plan-notices';
import { PlanPanel } from './plan-panel';
import type { RestoreChoice } from './restore-choice';
import { TableChooser } from './table-chooser';
import { TargetChoices } from './target-choices';

interface RestoreScreenProps {
  backup: BackupView;
  choice: RestoreChoice;
  /** Null where nothing was asked for yet, or no plan could be made. */
  plan: RestorePlanView | null;
  problem?: ErrorView | null;
  /** E-mail address of the admin who reads the plan. */
  email: string | null;
  actions: Pick<BackupActions, 'startRestore'>;
}

/** The plan of a restore: where to, what would be lost, what was checked, and the gate. Reading it changes nothing. */
export function RestoreScreen({ backup, choice, plan, problem = null, email, actions }: RestoreScreenProps) {
  const format = useFormat();
  const { words } = format;
  const when = format.spoken(backup.createdAt);
  const onLive = plan !== null && replacesLive(plan);
  const told = plan === null ? 'restore.chooseFirst' : onLive ? 'restore.nothingYet' : 'restore.nothingBeside';
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: format.full(backup.createdAt), href: `/admin/backups/${backup.id}` },
        ]}
        here={words('title.restore')}
      />
      <Lead
        mark="plan"
        page={`restore ${backup.id}`}
        sentence={words(choice.kind === 'tables' ? 'restore.sentenceTables' : 'restore.sentence', { when })}
        reason={
          <>
            {words(told)}
            <span className="bk-hide-s">
              {' '}
              <ProofStack proof={backup.proof} />
            </span>
          </>
        }
      />
      {plan ? <PlanNotices notices={plan.refusals} refuse /> : null}
      {plan?.contentPlan ? <ContentRefusals plan={plan.contentPlan} /> : null}
      <div className="bk-plan">
        <div>
          <TargetChoices backupId={backup.id} choice={choice} />
          {choice.kind === 'live' && (backup.content || choice.content) ? (
            <ContentChoice backupId={backup.id} along={choice.content === true} />
          ) : null}
          {choice.kind === 'tables' ? <TableChooser backup={backup} choice={choice} /> : null}
          {problem ? (
            <div className="bk-notes">
              <Note tone="bad" icon={CircleX} title={words('restore.refusedTitle')} role="alert">
                <bdi>{sentences(problem.message, problem.hint)}</bdi>
                <Reference code={problem.ref} />
              </Note>
            </div>
          ) : null}
          {plan ? (
            <>
              <PlanNotices notices={plan.warnings} />
              {plan.counted === 'none' && !onLive ? (
                <HoldsSection plan={plan} />
              ) : (
                <LossSection plan={plan} onLive={onLive} />
              )}
              {plan.contentPlan ? <ContentSection plan={plan.contentPlan} /> : null}
              <CheckGrid plan={plan} email={email} />
            </>
          ) : null}
        </div>
        {plan ? <PlanPanel plan={plan} startRestore={actions.startRestore} /> : null}
      </div>
    </Page>
  );
}
