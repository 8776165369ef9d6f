'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ContentActions, ContentStatusView } from '../contract';
import { useFormat } from '../format/use-format';
import { Lead } from '../ui/lead';
import { ButtonLink, Link } from '../ui/link';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { contentPage, planPage, shortSha } from './addresses';
import { Conditions } from './conditions';
import { Foreign } from './foreign';
import { IncidentBanner } from './incident-banner';
import { NewerCommits } from './newer-commits';

const TABS = [
  { tab: 'history', key: 'content.history', href: '' },
  { tab: 'deleted', key: 'content.deletedFiles', href: '/deleted' },
  { tab: 'unsaved', key: 'content.unsaved', href: '/unsaved' },
  { tab: 'copies', key: 'recovery.copies.title', href: '/copies' },
] as const;

interface ContentFrameProps {
  status: ContentStatusView;
  tab: (typeof TABS)[number]['tab'];
  /** The commit that an act has just made. */
  done?: string | null;
  local?: boolean;
  actions: ContentActions;
  children: ReactNode;
}

/** What the three lists of the content have in common: the sentence, what is wrong, the tabs. */
export function ContentFrame({ status, tab, done = null, local = false, actions, children }: ContentFrameProps) {
  const format = useFormat();
  const { words } = format;
  const open = status.incidents.filter(({ recovered }) => !recovered);
  const missing = open.reduce((sum, { missing: n }) => sum + n, 0);
  const unsaved = status.unsaved.length + status.moreUnsaved;
  const sentence =
    missing > 0
      ? words('content.missing', { n: missing })
      : open.length > 0
        ? words('content.damaged')
        : words('content.safe', { n: status.files });
  return (
    <Page>
      <Lead
        mark={open.length > 0 ? 'warn' : 'safe'}
        page={`content ${tab}`}
        sentence={sentence}
        reason={
          <Foreign
            text={words('content.at', {
              sha: shortSha(status.head),
              branch: status.branch ?? words('content.noBranch'),
            })}
          />
        }
      />
      {done ? (
        <div className="bk-lead-note">
          <Note
            tone="ok"
            icon={Check}
            title={words(local ? 'content.doneLocal' : 'content.done')}
            role="status"
            actions={<ButtonLink href={planPage('revert', done)}>{words('content.undo')}</ButtonLink>}
          >
            {words('content.doneText')}
          </Note>
        </div>
      ) : null}
      <div className="bk-notes">
        {open.map((incident) => (
          <IncidentBanner key={`${incident.kind} ${incident.sha} ${incident.path}`} incident={incident} />
        ))}
      </div>
      <Conditions
        conditions={status.conditions.filter(({ code }) => code !== 'behind')}
        mendContent={actions.mendContent}
      />
      <div className="bk-tabs-row">
        <nav className="bk-tabs" aria-label={words('content.tabs')}>
          {TABS.filter(({ tab: name }) => name !== 'copies' || tab === name || status.copies.length > 0).map(
            ({ tab: name, key, href }) => (
              <Link key={name} href={contentPage(href)} aria-current={name === tab ? 'page' : undefined}>
                {words(key)}
                {name === 'unsaved' ? <span className="bk-3"> {format.number(unsaved)}</span> : null}
              </Link>
            ),
          )}
        </nav>
        {status.remote ? <NewerCommits status={status} actions={actions} /> : null}
      </div>
      {children}
    </Page>
  );
}
