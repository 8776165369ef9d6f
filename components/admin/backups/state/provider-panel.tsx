'use client';

import type { DatabaseStateView, ProviderFact } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';

const NAMES = {
  supabase: 'Supabase',
  neon: 'Neon',
  railway: 'Railway',
  'aws-rds': 'AWS RDS',
  'google-cloud-sql': 'Google Cloud SQL',
  azure: 'Azure Database for PostgreSQL',
  render: 'Render',
  heroku: 'Heroku Postgres',
} as const;

function daysWords(days: number | null, { words }: Format): string {
  if (days === null) return words('state.provider.asSet');
  if (days === 0) return words('state.provider.nothing');
  return days < 1
    ? words('state.provider.hours', { n: Math.round(days * 24) })
    : words('state.provider.days', { n: days });
}

function Plans({ facts, format }: { facts: ProviderFact; format: Format }) {
  const { words } = format;
  return (
    <ul className="bk-remarks">
      {facts.plans.map(({ plan, days, every }) => (
        <li key={plan ?? 'all'}>
          {plan ? (
            <>
              <bdi>{plan}</bdi>:{' '}
            </>
          ) : null}
          {daysWords(days, format)}
          {days ? ` · ${words(`state.provider.every.${every}`)}` : null}
        </li>
      ))}
    </ul>
  );
}

/** What whoever runs the database keeps by itself, what that does not cover, and what to do there first. */
export function ProviderPanel({ database }: { database: DatabaseStateView }) {
  const format = useFormat();
  const { words } = format;
  const { facts, connections } = database;
  const provider = connections.find((connection) => connection.provider !== null)?.provider;
  return (
    <section className="bk-sec" aria-labelledby="bk-provider">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-provider">
          {words('state.provider.title')}
        </h2>
        {facts ? (
          <span className="bk-3">{words('state.provider.checked', { date: format.date(facts.asOf) })}</span>
        ) : null}
      </div>
      {facts && provider ? (
        <div className="bk-panel bk-prose">
          <h3>
            <bdi>{NAMES[provider]}</bdi>
          </h3>
          <p>{words('state.provider.dependsOnPlan')}</p>
          <Plans facts={facts} format={format} />
          <p>{words(`state.provider.pointInTime.${facts.pointInTime}`)}</p>
          <p>{words(`state.provider.lostWith.${facts.lostWith}`)}</p>
          <h3>{words('state.provider.notCovered')}</h3>
          <p>{words('state.provider.notCoveredText')}</p>
          <h3>{words('state.provider.first')}</h3>
          <ol className="bk-remarks" data-numbered="">
            <li>{words('state.provider.first1')}</li>
            <li>{words(`state.provider.first2.${facts.restoresInto}`)}</li>
            <li>{words('state.provider.first3')}</li>
          </ol>
          <p>
            <a className="bk-link" href={facts.console} target="_blank" rel="noreferrer">
              {words('state.provider.console')}
            </a>
            {' · '}
            <a className="bk-link" href={facts.docs} target="_blank" rel="noreferrer">
              {words('state.provider.docs')}
            </a>
          </p>
        </div>
      ) : (
        <p className="bk-2">{words('state.provider.none')}</p>
      )}
    </section>
  );
}
