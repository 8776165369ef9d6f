'use client';

import { useState } from 'react';
import type { ActionError, BackupView, ContentActions, RestoreContentPlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { ContentRefusals, ContentSection } from '../restore/content-section';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Crumbs, Page } from '../ui/page';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import { contentPage, planPage } from './addresses';
import { Refusal } from './conditions';

interface ContentPointScreenProps {
  backup: Pick<BackupView, 'id' | 'createdAt'>;
  plan: RestoreContentPlanView;
  cloneContent: ContentActions['cloneContent'];
}

/** The content alone, as it was in a backup: the way to the plan of one commit, or the repository made anew. */
export function ContentPointScreen({ backup, plan, cloneContent }: ContentPointScreenProps) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const home = `/admin/backups/${backup.id}`;
  const refused = plan.refusals.length > 0;
  const make = async () => {
    setSending(true);
    setError(null);
    const made = await callAction(words, () => cloneContent({ backupId: backup.id }));
    setSending(false);
    if (!made.ok) return setError(made.error);
    const path = made.data.keptAs;
    showToast({ text: words(path ? 'recovery.madeKept' : 'recovery.made', { path: path ?? '' }) });
    router.push(contentPage());
  };
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: format.full(backup.createdAt), href: home },
        ]}
        here={words('recovery.fact')}
      />
      <Lead
        mark="plan"
        page={`content of ${backup.id}`}
        sentence={words('recovery.restoreContent')}
        reason={words('recovery.pointText')}
        actions={
          <div className="bk-btns">
            <ButtonLink href={home}>{words('recovery.backToBackup')}</ButtonLink>
            {refused || plan.way !== 'commit' ? null : (
              <ButtonLink look="ink" href={planPage('restore-all', plan.sha)} prefetch={false}>
                {words('recovery.seeChanges')}
              </ButtonLink>
            )}
            {refused || plan.way !== 'clone' ? null : (
              <Button look="ink" disabled={sending} onClick={make}>
                {words(sending ? 'recovery.making' : 'recovery.make')}
              </Button>
            )}
          </div>
        }
      />
      <ContentRefusals plan={plan} />
      <Refusal error={error} />
      <ContentSection plan={plan} />
    </Page>
  );
}
