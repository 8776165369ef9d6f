'use client';

import { type SubmitEvent, useId, useRef, useTransition } from 'react';
import type { BackupView } from '../contract';
import { exactTableName, tableName } from '../format/table-name';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { useRouter } from '../ui/router';
import { type RestoreChoice, restoreHref, TABLE_GROUPS } from './restore-choice';

interface TableChooserProps {
  backup: BackupView;
  choice: Extract<RestoreChoice, { kind: 'tables' }>;
}

function entries(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  const named = new FormData(form).get('group') === '';
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value === '' || (name === 'table' && !named)) continue;
    query.append(name, value);
  }
  return query;
}

/** Which tables, and where to. A form that asks for the same page: without the page's script it works as well. */
export function TableChooser({ backup, choice }: TableChooserProps) {
  const words = useWords();
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const named = useRef<HTMLInputElement>(null);
  const namesId = useId();
  const tables = backup.tables.toSorted((left, right) => tableName(left).localeCompare(tableName(right)));
  const group = choice.tables ? '' : (choice.group ?? backup.scope.group ?? 'auth');
  const show = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = entries(event.currentTarget);
    startReading(() => router.push(restoreHref(backup.id, query), { scroll: false }));
  };
  return (
    <form className="bk-sec bk-chooser" method="get" aria-labelledby="bk-chooser" onSubmit={show}>
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-chooser">
          {words('restore.chooser.heading')}
        </h2>
      </div>
      <input type="hidden" name="to" value="tables" />
      <div className="bk-panel bk-chooser-cols">
        <fieldset>
          <legend>{words('restore.chooser.which')}</legend>
          {TABLE_GROUPS.map((value) => (
            <label className="bk-opt" key={value}>
              <input className="bk-radio" type="radio" name="group" value={value} defaultChecked={group === value} />
              <span>{words(`scope.${value}`)}</span>
            </label>
          ))}
          <label className="bk-opt">
            <input
              className="bk-radio"
              type="radio"
              name="group"
              value=""
              ref={named}
              defaultChecked={group === ''}
              aria-describedby={namesId}
            />
            <span>{words('restore.chooser.named')}</span>
            <span className="bk-3" id={namesId}>
              {words('restore.chooser.namedHint', { n: tables.length })}
            </span>
          </label>
        </fieldset>
        <fieldset>
          <legend>{words('restore.chooser.into')}</legend>
          {(['side', 'live'] as const).map((value) => (
            <label className="bk-opt" key={value}>
              <input
                className="bk-radio"
                type="radio"
                name="into"
                value={value}
                defaultChecked={choice.into === value}
              />
              <span>{words(`restore.chooser.${value}`)}</span>
              <span className="bk-3">{words(`restore.chooser.${value}Hint`)}</span>
            </label>
          ))}
        </fieldset>
        <fieldset className="bk-chooser-names">
          <legend>{words('restore.chooser.names')}</legend>
          {tables.map((table) => (
            <label className="bk-opt" key={tableName(table)}>
              <input
                className="bk-check"
                type="checkbox"
                name="table"
                value={exactTableName(table)}
                defaultChecked={choice.tables?.some((name) => [exactTableName(table), tableName(table)].includes(name))}
                onChange={(event) => {
                  if (event.currentTarget.checked && named.current) named.current.checked = true;
                }}
              />
              <bdi className="bk-mono">{tableName(table)}</bdi>
            </label>
          ))}
        </fieldset>
      </div>
      <div className="bk-chooser-f">
        <Button type="submit" disabled={reading}>
          {words(reading ? 'gate.reading' : 'restore.chooser.show')}
        </Button>
      </div>
    </form>
  );
}
