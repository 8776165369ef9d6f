'use client';

import { Download, Printer, TriangleAlert } from 'lucide-react';
import type { RunbookPageView, RunbookRowView, RunbookView } from '../contract';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { ButtonLink, Link } from '../ui/link';
import { Page } from '../ui/page';
import { Time } from '../ui/time';
import { RunbookSteps } from './runbook-steps';
import { StoredRunbooks } from './stored-runbooks';

const MARKS: Record<RunbookView['state'], Mark> = { proven: 'safe', unproven: 'warn', none: 'bad', unknown: 'unknown' };
const SETUPS = ['server', 'docker', 'vercel', 'managed'] as const;

/** The way back, for screen and paper. What it says is one document with the file and the copies beside the backups. */
export function RunbookScreen({ page }: { page: RunbookPageView }) {
  const words = useWords();
  const { runbook, stored } = page;
  const { state, lead, made, warnings, contacts, facts, needs, locale, setup } = runbook;
  return (
    <Page>
      <Lead
        page="runbook"
        mark={MARKS[state]}
        sentence={words(`runbook.title.${state}`)}
        reason={
          <>
            {lead}
            {runbook.backupAt ? (
              <span className="bk-3 bk-no-print">
                {' · '}
                <Time at={runbook.backupAt} />
              </span>
            ) : null}
          </>
        }
        actions={
          <div className="bk-btns bk-no-print">
            <ButtonLink href="/admin/backups/game-day">{words('gameDay.open')}</ButtonLink>
            <Button onClick={() => window.print()}>
              <Printer size={16} strokeWidth={1.75} aria-hidden="true" />
              {words('runbook.print')}
            </Button>
            <a
              className="bk-btn"
              data-v="ink"
              href={`/api/admin/backups/runbook?locale=${locale}&on=${setup}`}
              download
            >
              <Download size={16} strokeWidth={1.75} aria-hidden="true" />
              {words('runbook.save')}
            </a>
          </div>
        }
      />
      {warnings.length > 0 ? (
        <ul className="bk-rb-warn">
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert className="bk-warn" size={16} strokeWidth={1.75} aria-hidden="true" />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="bk-rb">
        <div className="bk-rb-side">
          <section>
            <h2 className="bk-h2">{contacts.heading}</h2>
            {contacts.none ? <p className="bk-2">{contacts.none}</p> : null}
            <ul className="bk-rb-people">
              {contacts.people.map((person) => (
                <li key={person}>
                  <bdi>{person}</bdi>
                </li>
              ))}
            </ul>
          </section>
          <Rows heading={facts.heading} rows={facts.rows} />
          <Rows heading={needs.heading} text={needs.text} rows={needs.rows} codeNames />
          <StoredRunbooks stored={stored} />
        </div>
        <div>
          <nav className="bk-rb-for bk-no-print" aria-label={words('runbook.for')}>
            <span className="bk-3">{words('runbook.for')}</span>
            {SETUPS.map((name) => (
              <Link
                key={name}
                href={`/admin/backups/runbook?on=${name}`}
                prefetch={false}
                scroll={false}
                aria-current={name === setup ? 'page' : undefined}
              >
                {words(`runbook.setup.${name}`)}
                {name === runbook.recognised ? <span className="bk-3"> · {words('runbook.recognised')}</span> : null}
              </Link>
            ))}
          </nav>
          <RunbookSteps runbook={runbook} />
          <p className="bk-3 bk-rb-made">
            {made} <span className="bk-no-print">{words('runbook.saveIn')}</span>
          </p>
        </div>
      </div>
    </Page>
  );
}

interface RowsProps {
  heading: string;
  text?: string;
  rows: RunbookRowView[];
  codeNames?: boolean;
}

function Rows({ heading, text, rows, codeNames = false }: RowsProps) {
  return (
    <section>
      <h2 className="bk-h2">{heading}</h2>
      {text ? <p className="bk-2">{text}</p> : null}
      <dl className="bk-rb-dl">
        {rows.map(({ name, value, code }) => (
          <div key={`${name} ${value}`}>
            <dt className={codeNames ? 'bk-mono' : undefined}>{codeNames ? <bdi dir="ltr">{name}</bdi> : name}</dt>
            <dd className={code ? 'bk-mono' : undefined}>{code ? <bdi dir="ltr">{value}</bdi> : <bdi>{value}</bdi>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
