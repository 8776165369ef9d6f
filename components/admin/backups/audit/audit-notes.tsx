'use client';

import { History, ShieldAlert } from 'lucide-react';
import type { AuditVerdictView } from '../contract';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';
import { Time } from '../ui/time';

const MOST_LINES = 8;

/** How many lines are left out, and who names them. */
function More({ lines }: { lines: number }) {
  const { words } = useFormat();
  return lines > MOST_LINES ? (
    <span className="bk-block">{words('watch.audit.more', { n: lines - MOST_LINES })}</span>
  ) : null;
}

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
      <More lines={findings.length} />
    </Note>
  );
}

/** Ends that were gone come first: many changes of the key must not hide them. */
function OwnWord({ verdict: { rewritten, keyChanges } }: { verdict: AuditVerdictView }) {
  const { words, number } = useFormat();
  const newestFirst = (left: { seq: number }, right: { seq: number }) => right.seq - left.seq;
  const lines = [
    ...rewritten.toSorted(newestFirst).map(({ seq, at, from, until }) => ({
      ...{ seq, at },
      text: words(from === until ? 'watch.audit.told.rewrittenOne' : 'watch.audit.told.rewritten', {
        from: number(from),
        until: number(until),
      }),
    })),
    ...keyChanges
      .toSorted(newestFirst)
      .map(({ seq, at }) => ({ seq, at, text: words('watch.audit.told.key', { seq: number(seq) }) })),
  ];
  return (
    <Note tone={rewritten.length > 0 ? 'warn' : 'plain'} icon={History} title={words('watch.audit.told.title')}>
      {lines.slice(0, MOST_LINES).map(({ seq, at, text }) => (
        <span className="bk-block" key={seq}>
          {text} <Time at={at} />
        </span>
      ))}
      <More lines={lines.length} />
    </Note>
  );
}
