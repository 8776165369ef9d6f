'use client';

import { ScrollText } from 'lucide-react';
import type { AuditPageView, AuditVerdictView, Card } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Empty } from '../ui/empty';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Link } from '../ui/link';
import { Page } from '../ui/page';
import { AuditFilter, auditQuery } from './audit-filter';
import { AuditNotes } from './audit-notes';
import { AuditTable } from './audit-table';

const MARKS: Record<AuditVerdictView['status'], Mark> = { intact: 'safe', unproven: 'warn', tampered: 'bad' };

function AuditLead({ card, page }: { card: Card<AuditVerdictView>; page: string }) {
  const { words, number } = useFormat();
  if (card.state === 'unavailable') {
    return (
      <Lead
        mark="unknown"
        page={page}
        sentence={words('watch.audit.sentence.unknown')}
        reason={<bdi>{card.error.message}</bdi>}
      />
    );
  }
  const { status, events, mirroredSeq, comparedFrom } = card.value;
  const why = words(`watch.audit.why.${status}`, { n: events, seq: number(mirroredSeq) });
  return (
    <Lead
      mark={MARKS[status]}
      page={page}
      sentence={words(`watch.audit.sentence.${status}`)}
      reason={comparedFrom > 1 ? sentences(why, words('watch.audit.why.newest', { seq: number(comparedFrom) })) : why}
    />
  );
}

interface AuditScreenProps {
  page: AuditPageView;
  verdict: Card<AuditVerdictView>;
  before: number | null;
}

/** Who did what from where, and whether anybody changed that afterwards. */
export function AuditScreen({ page: { events, nextCursor, filter }, verdict, before }: AuditScreenProps) {
  const { words } = useFormat();
  const filtered = Object.values(filter).some(Boolean);
  const address = (more: Record<string, string> = {}) => `/admin/backups/audit?${auditQuery(filter, more)}`;
  return (
    <Page>
      <AuditLead card={verdict} page={`audit ${before ?? ''}`} />
      {verdict.state === 'known' ? <AuditNotes verdict={verdict.value} /> : null}
      <section className="bk-sec" aria-label={words('watch.audit.caption')}>
        <AuditFilter key={auditQuery(filter)} filter={filter} />
        {events.length === 0 ? (
          <Empty icon={ScrollText}>{words(filtered ? 'watch.audit.noneSuch' : 'watch.audit.none')}</Empty>
        ) : (
          <AuditTable events={events} />
        )}
        <div className="bk-foot">
          {before ? (
            <Link className="bk-link" href={address()}>
              {words('watch.audit.newest')}
            </Link>
          ) : (
            <span />
          )}
          {nextCursor ? (
            <Link className="bk-link" href={address({ before: String(nextCursor) })}>
              {words('watch.audit.older')}
            </Link>
          ) : events.length > 0 ? (
            <span>{words('watch.audit.end')}</span>
          ) : null}
        </div>
      </section>
    </Page>
  );
}
