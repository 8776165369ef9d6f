'use client';

import { ScrollText, ShieldAlert } from 'lucide-react';
import type { AuditPageView, AuditVerdictView, Card } from '../contract';
import { useFormat } from '../format/use-format';
import { Empty } from '../ui/empty';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Link } from '../ui/link';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { AuditFilter, auditQuery } from './audit-filter';
import { AuditTable } from './audit-table';

const MARKS: Record<AuditVerdictView['status'], Mark> = { intact: 'safe', unproven: 'warn', tampered: 'bad' };
const MOST_FINDINGS = 8;

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
  const { status, events, mirroredSeq } = card.value;
  return (
    <Lead
      mark={MARKS[status]}
      page={page}
      sentence={words(`watch.audit.sentence.${status}`)}
      reason={words(`watch.audit.why.${status}`, { n: events, seq: number(mirroredSeq) })}
    />
  );
}

function Findings({ verdict }: { verdict: AuditVerdictView }) {
  const { words, number } = useFormat();
  if (verdict.findings.length === 0) return null;
  return (
    <div className="bk-notes">
      <Note
        tone={verdict.status === 'tampered' ? 'bad' : 'warn'}
        icon={ShieldAlert}
        title={words('watch.audit.find.title')}
      >
        {verdict.findings.slice(0, MOST_FINDINGS).map(({ kind, seq, until }) => (
          <span className="bk-block" key={`${kind} ${seq}`}>
            {words(until && until !== seq ? 'watch.audit.find.range' : 'watch.audit.find.one', {
              seq: number(seq),
              until: number(until ?? seq),
              what: words(`watch.audit.find.${kind}`),
            })}
          </span>
        ))}
      </Note>
    </div>
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
      {verdict.state === 'known' ? <Findings verdict={verdict.value} /> : null}
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
