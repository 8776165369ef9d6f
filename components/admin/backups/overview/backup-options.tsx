'use client';

import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { OverviewView, StartOptions } from '../contract';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { Choices } from '../ui/choices';

type Scope = 'full' | 'schema' | 'auth' | 'payments' | 'interactions';
type FileFormat = 'custom' | 'sql.gz' | 'sql';
type Engine = 'auto' | 'native' | 'wasm';

interface BackupOptionsProps {
  overview: Pick<OverviewView, 'groups' | 'usualDurationMs' | 'usualRestoreMs' | 'engines'>;
  onStart: (options: StartOptions) => void;
}

/** What, format, proof, and under "Advanced" the engine and a note. */
export function BackupOptions({ overview, onStart }: BackupOptionsProps) {
  const format = useFormat();
  const { words } = format;
  const engines = overview.engines.state === 'known' ? overview.engines.value : null;
  const [scope, setScope] = useState<Scope>('full');
  const [fileFormat, setFileFormat] = useState<FileFormat>(engines?.chosen?.name === 'wasm' ? 'sql.gz' : 'custom');
  const [engine, setEngine] = useState<Engine>('auto');
  const [prove, setProve] = useState(true);
  const [note, setNote] = useState('');
  const noteId = useId();

  const { usualDurationMs, usualRestoreMs } = overview;
  const scopeHint = (value: Scope): string => {
    if (value === 'schema') return words('backUp.noData');
    if (value === 'full') {
      return usualDurationMs === null ? '' : words('backUp.about', { time: format.duration(usualDurationMs) });
    }
    const tables = overview.groups.find(({ group }) => group === value)?.tables.length;
    return tables === undefined ? '' : words('count.tables', { n: tables });
  };
  const engineHint = (value: Engine): string => {
    const candidate = engines?.candidates.find(({ name, fits }) => name === value && fits);
    if (value === 'auto') return engines?.chosen ? engines.chosen.version : '';
    return candidate?.version ?? words('backUp.engineMissing');
  };
  const fits = (value: Engine) => value === 'auto' || engines?.candidates.some((c) => c.name === value && c.fits);

  const start = () => {
    const group = scope === 'full' || scope === 'schema' ? undefined : scope;
    onStart({
      scope: group ? 'tables' : scope === 'schema' ? 'schema' : 'full',
      ...(group ? { group } : {}),
      format: fileFormat,
      engine,
      verifyRestore: prove,
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <Choices
        legend={words('backUp.what')}
        value={scope}
        onChange={setScope}
        choices={(['full', 'schema', 'auth', 'payments', 'interactions'] as const).map((value) => ({
          value,
          label: words(`scope.${value}`),
          hint: scopeHint(value),
        }))}
      />
      <Choices
        legend={words('backUp.formatLegend')}
        value={fileFormat}
        onChange={setFileFormat}
        choices={[
          { value: 'custom', label: words('format.custom'), hint: words('backUp.restoresFastest') },
          { value: 'sql.gz', label: words('format.sql_gz'), hint: '.sql.gz' },
          { value: 'sql', label: words('format.sql'), hint: '.sql' },
        ]}
      />
      <div className="bk-pop-g">
        <label className="bk-opt">
          <input
            className="bk-check"
            type="checkbox"
            checked={prove}
            onChange={(event) => setProve(event.target.checked)}
          />
          <span>{words('backUp.prove')}</span>
          <span className="bk-3">
            {usualRestoreMs === null ? null : words('backUp.proveAdds', { time: format.duration(usualRestoreMs) })}
          </span>
        </label>
      </div>
      <details className="bk-more">
        <summary>
          <span className="bk-flip">
            <ChevronRight className="bk-turn" size={14} strokeWidth={2} aria-hidden="true" />
          </span>
          {words('backUp.advanced')}
        </summary>
        <Choices
          legend={words('backUp.engineLegend')}
          value={engine}
          onChange={setEngine}
          choices={(['auto', 'native', 'wasm'] as const).map((value) => ({
            value,
            label: words(`engine.${value}`),
            hint: engineHint(value),
            disabled: !fits(value),
          }))}
        />
        <div className="bk-pop-g bk-field">
          <label htmlFor={noteId}>{words('backUp.note')}</label>
          <input
            id={noteId}
            className="bk-input"
            maxLength={120}
            placeholder={words('backUp.notePlaceholder')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </details>
      <div className="bk-pop-f">
        <Button type="submit" look="ink" small>
          {words('backUp.withThese')}
        </Button>
      </div>
    </form>
  );
}
