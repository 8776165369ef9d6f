'use client';

import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { BackupActions, ResetPlanView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { Figures } from '../ui/figures';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import { Crumbs, Page } from '../ui/page';
import { ResetPanel } from './reset-panel';

/** Whether a proven backup holds what would go. */
function ProvenNote({ plan, format }: { plan: ResetPlanView; format: Format }) {
  const { words } = format;
  const { newestProven, changedTables, acknowledgement } = plan;
  if (!newestProven) {
    return (
      <Note
        tone="bad"
        icon={CircleX}
        title={words('reset.noneTitle')}
        actions={<ButtonLink href="/admin/backups">{words('backUp.now')}</ButtonLink>}
      >
        {words('reset.noneText')}
      </Note>
    );
  }
  const when = format.spoken(newestProven.createdAt);
  const changed = words('reset.changedText', { n: changedTables, when });
  const look = <ButtonLink href={`/admin/backups/${newestProven.id}`}>{words('run.openIt')}</ButtonLink>;
  if (acknowledgement !== null) {
    return (
      <Note tone="warn" icon={TriangleAlert} title={words('reset.changedTitle')} actions={look}>
        {changed}
      </Note>
    );
  }
  const rest = changedTables === 0 ? words('reset.provenSame') : changed;
  return (
    <Note tone="ok" icon={CircleCheck} title={words('reset.provenTitle')} actions={look}>
      {`${words('reset.provenText', { when })} ${rest}`}
    </Note>
  );
}

interface ResetScreenProps {
  plan: ResetPlanView;
  actions: Pick<BackupActions, 'startReset'>;
}

/** The plan of starting over: what goes, whether a proven backup holds it, what happens, and the gate. */
export function ResetScreen({ plan, actions }: ResetScreenProps) {
  const format = useFormat();
  const { words } = format;
  const translate = useTranslations('backup');
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: words('nav.migrations'), href: '/admin/backups/migrations' },
        ]}
        here={words('title.reset')}
      />
      <Lead mark="warn" page="reset" sentence={words('reset.sentence')} reason={words('reset.nothingYet')} />
      <div className="bk-plan">
        <div>
          <section aria-labelledby="bk-goes">
            <div className="bk-sec-h">
              <h2 className="bk-h2" id="bk-goes">
                {words('reset.goes')}
              </h2>
              <span className="bk-3">
                {translate.rich('reset.inDatabase', {
                  name: plan.database,
                  mono: (chunks) => <bdi className="bk-mono">{chunks}</bdi>,
                })}
              </span>
            </div>
            <Figures
              figures={[
                { value: words('count.tables', { n: plan.tables }), name: words('reset.tables') },
                { value: words('count.rows', { n: plan.rows }), name: words('reset.rows'), bad: plan.rows > 0 },
                plan.newestProven
                  ? { value: words('count.tables', { n: plan.changedTables }), name: words('reset.changed') }
                  : null,
              ].filter((figure) => figure !== null)}
            />
            <ProvenNote plan={plan} format={format} />
          </section>
          <section className="bk-sec" aria-labelledby="bk-then">
            <div className="bk-sec-h">
              <h2 className="bk-h2" id="bk-then">
                {words('reset.then')}
              </h2>
            </div>
            <ol className="bk-remarks" data-numbered="">
              {(['step1', 'step2', 'step3', 'step4', 'step5'] as const).map((step) => (
                <li key={step}>{words(`reset.${step}`)}</li>
              ))}
            </ol>
          </section>
        </div>
        <ResetPanel plan={plan} startReset={actions.startReset} />
      </div>
    </Page>
  );
}
