'use client';

import type { PolicyView } from '../contract';
import { useWords } from '../format/words';
import { Choices } from '../ui/choices';
import type { FieldsProps } from './draft';
import { Group } from './group';
import { NumberField } from './number-field';

/** How old the newest recovery point may be, what counts as one, and how often a restore is practised. */
export function ProofFields({ policy, change, problem }: FieldsProps) {
  const words = useWords();
  return (
    <Group title={words('policy.proof.title')} text={words('policy.proof.text')}>
      <div className="bk-set-grid">
        <NumberField
          label={words('policy.proof.rpo')}
          unit={words('policy.hours')}
          min={1}
          max={8760}
          value={policy.protection.rpoHours}
          problem={problem('protection.rpoHours')}
          onChange={(rpoHours) => change('protection', { rpoHours })}
        />
        <NumberField
          label={words('policy.proof.drills')}
          unit={words('policy.days')}
          max={365}
          value={policy.drills.everyDays}
          problem={problem('drills.everyDays')}
          onChange={(everyDays) => change('drills', { everyDays })}
        />
      </div>
      <Choices
        legend={words('policy.proof.counts')}
        value={policy.protection.counts}
        onChange={(counts) => change('protection', { counts })}
        choices={(['read-back', 'restored'] as const).map((value) => ({
          value,
          label: words(`proof.${value}`),
          hint: words(`policy.proof.hint-${value}`),
        }))}
      />
    </Group>
  );
}

interface WhatFieldsProps extends FieldsProps {
  destinations: PolicyView['destinations'];
}

/** In which format, and to which of the configured destinations besides the first. */
export function WhatFields({ policy, change, problem, destinations }: WhatFieldsProps) {
  const words = useWords();
  const { copies } = policy.where;
  const goesTo = (name: string) => copies === 'all' || copies.includes(name);
  const isConfigured = (name: string) => destinations.includes(name);
  // What the policy names and nobody configured stands here too: else it could not be taken out.
  const names = [...destinations, ...(copies === 'all' ? [] : copies.filter((name) => !isConfigured(name)))];
  return (
    <Group title={words('policy.what.title')} text={words('policy.what.text')}>
      <Choices
        legend={words('backUp.formatLegend')}
        value={policy.what.format}
        onChange={(format) => change('what', { format })}
        choices={[
          { value: 'auto', label: words('policy.what.auto'), hint: words('policy.what.autoHint') },
          { value: 'custom', label: words('format.custom'), hint: words('backUp.restoresFastest') },
          { value: 'sql.gz', label: words('format.sql_gz'), hint: '.sql.gz' },
          { value: 'sql', label: words('format.sql'), hint: '.sql' },
        ]}
      />
      <fieldset>
        <legend className="bk-set-l">{words('policy.what.copies')}</legend>
        {destinations.length === 0 ? <p className="bk-3">{words('policy.what.noCopies')}</p> : null}
        {names.map((name) => (
          <label className="bk-opt" key={name}>
            <input
              className="bk-check"
              type="checkbox"
              checked={goesTo(name)}
              onChange={(event) => {
                const next = names.filter((each) => (each === name ? event.target.checked : goesTo(each)));
                const isAll = next.every(isConfigured) && next.length === destinations.length && next.length > 0;
                change('where', { copies: isAll ? 'all' : next });
              }}
            />
            <bdi className="bk-mono">{name}</bdi>
            {isConfigured(name) ? null : <span className="bk-3">{words('policy.what.notConfigured')}</span>}
          </label>
        ))}
        {problem('where.copies') ? (
          <p className="bk-hint" data-k="bad">
            {problem('where.copies')}
          </p>
        ) : null}
      </fieldset>
    </Group>
  );
}
