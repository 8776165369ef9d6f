'use client';

import { History, ShieldAlert } from 'lucide-react';
import type { AuditVerdictView } from '../contract';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';
import { Time } from '../ui/time';

const MOST_LINES = 8;

/** What is wrong, and what the audit tells of itself: ends that were written again, and changes of the key. */
export function AuditNotes({ verdict }: { verdict: AuditVerdictView }) {
  const { findings, rewritten, keyChanges } = verdict;
  if (findings.length + rewritten.length + keyChanges.length === 0) return null;
  return (
    <div className="bk-notes">
      {findings.length > 0 ? <Findings verdict={verdict} /> : null}
      {rewritten.length + keyChanges.length > 0 ? <OwnWord verdict={verdict} /> : null}
    </div>
  );
}

function Findings({ verdict: { findings, status } }: { verdict: AuditVerdictView }) {
  const { words, number } = useFormat();
  return (
    <Note tone={status === 'tampered' ? 'bad' : 'warn'} icon={ShieldAlert} title={words('watch.audit.find.title')}>
      {findings.slice(0, MOST_LINES).map(({ kind, seq, until }) => (
        <span className="bk-block" key={`${kind} ${seq}`}>
          {words(until && until !== seq ? 'watch.audit.find.range' : 'watch.audit.find.one', {
            seq: number(seq),
            until: number(until ?? seq),
            what: words(`watch.audit.find.${kind}`),
          })}
        </span>
      ))}
    </Note>
  );
}

function OwnWord({ verdict: { rewritten, keyChanges } }: { verdict: AuditVerdictView }) {
  const { words, number } = useFormat();
  const lines = [
    ...rewritten.map(({ seq, at, from, until }) => ({
      ...{ seq, at },
      text: words(from === until ? 'watch.audit.told.rewrittenOne' : 'watch.audit.told.rewritten', {
        from: number(from),
        until: number(until),
      }),
    })),
    ...keyChanges.map(({ seq, at }) => ({ seq, at, text: words('watch.audit.told.key', { seq: number(seq) }) })),
  ].sort((left, right) => right.seq - left.seq);
  return (
    <Note tone={rewritten.length > 0 ? 'warn' : 'plain'} icon={History} title={words('watch.audit.told.title')}>
      {lines.slice(0, MOST_LINES).map(({ seq, at, text }) => (
        <span className="bk-block" key={seq}>
          {text} <Time at={at} />
        </span>
      ))}
    </Note>
  );
}
