'use client';

import { TriangleAlert } from 'lucide-react';
import { Fragment, useTransition } from 'react';
import type { OverviewView } from '../contract';
import { useFormat } from '../format/use-format';
import type { RunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Lead } from '../ui/lead';
import { Link } from '../ui/link';
import { useRouter } from '../ui/router';
import { TimedText } from '../ui/timed-text';
import { BackUpButton } from './back-up-button';
import { needs } from './needs';
import { verdictWords } from './verdict-words';

interface VerdictLeadProps {
  overview: OverviewView;
  control: RunControl;
}

function Needs({ overview }: { overview: OverviewView }) {
  const format = useFormat();
  const found = needs(overview, format);
  if (found.length === 0) return null;
  return (
    <ul className="bk-needs">
      {found.map(({ key, text, action }) => (
        <li key={key}>
          <TriangleAlert className="bk-warn" size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {text}{' '}
            {action ? (
              <Link className="bk-link bk-nw" href={action.href}>
                {action.label}
              </Link>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The first thing on the page: "am I safe?", why, and what to do. */
export function VerdictLead({ overview, control }: VerdictLeadProps) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [trying, startTrying] = useTransition();
  const { mark, sentence, reasons, action } = verdictWords(overview, control.active, format);
  const newest = overview.history.rows.find(({ backupId }) => backupId)?.backupId ?? null;
  const proves = action === 'prove' && newest !== null && !control.active;
  return (
    <Lead
      mark={mark}
      page="overview"
      sentence={<TimedText of={sentence.key} values={sentence.values} at={sentence.at} />}
      reason={reasons.map((reason, index) => (
        <Fragment key={reason.key || 'said'}>
          {index > 0 ? ' ' : null}
          <TimedText of={reason.key} values={reason.values} at={reason.at} />
        </Fragment>
      ))}
      below={<Needs overview={overview} />}
      actions={
        action === 'try-now' ? (
          <div className="bk-btns">
            <Button disabled={trying} onClick={() => startTrying(() => router.refresh())}>
              {words('verdict.tryNow')}
            </Button>
          </div>
        ) : (
          <div className={proves ? 'bk-btns' : 'bk-btns bk-hide-s'}>
            {proves ? (
              <Button look="ink" onClick={() => control.verify(newest, 'restore')}>
                {words('verdict.prove')}
              </Button>
            ) : null}
            <BackUpButton className="bk-hide-s" overview={overview} control={control} look={proves ? 'plain' : 'ink'} />
          </div>
        )
      }
    />
  );
}
