'use client';

import { FileX } from 'lucide-react';
import type { ContentIncidentView } from '../contract';
import { useFormat } from '../format/use-format';
import { ButtonLink } from '../ui/link';
import { commitPage, planPage } from './addresses';
import { Foreign } from './foreign';

const TITLES = {
  'mass-deletion': 'content.massDeletion',
  'settings-emptied': 'content.settingsEmptied',
  'settings-unparsable': 'content.settingsUnparsable',
  'files-dropped': 'content.filesDropped',
} as const;

/** What happened to the content, what is left, and the one act that brings it back. */
export function IncidentBanner({ incident }: { incident: ContentIncidentView }) {
  const format = useFormat();
  const { words, number } = format;
  const { kind, sha, deleted, total, left } = incident;
  const values = { author: incident.author, deleted: number(deleted), total: number(total) };
  const kept = total - deleted;
  return (
    <section className="bk-note bk-inc" data-k="bad">
      <FileX className="bk-bad" size={20} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2>
          <Foreign text={words(TITLES[kind], values)} />
        </h2>
        <p>
          <bdi>{format.spoken(incident.at)}</bdi>.{' '}
          <Foreign text={words('content.incidentText', { subject: incident.subject, n: incident.addedSince })} />{' '}
          {left ? <Foreign text={words('content.left', left)} /> : null}
        </p>
        {kind === 'mass-deletion' ? (
          <div className="bk-surv">
            <div className="bk-surv-b" aria-hidden="true">
              <i style={{ flex: kept }} />
              <i style={{ flex: deleted }} />
            </div>
            <div className="bk-surv-l">
              <span>{words('content.kept', { n: number(kept) })}</span>
              <span>{words('content.deletedCount', { n: number(deleted) })}</span>
            </div>
          </div>
        ) : null}
      </div>
      <div className="bk-btns">
        <ButtonLink href={commitPage(sha)} prefetch={false}>
          {words('content.seeDeleted')}
        </ButtonLink>
        {kind === 'files-dropped' ? null : (
          <ButtonLink look="ink" href={planPage(kind === 'mass-deletion' ? 'recover' : 'revert', sha)} prefetch={false}>
            {words(kind === 'mass-deletion' ? 'content.bringBack' : 'content.revertThis')}
          </ButtonLink>
        )}
      </div>
    </section>
  );
}
