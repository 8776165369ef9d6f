'use client';

import type { VariableView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { type Sign, StatusWord } from '../ui/status-word';
import { WideTable } from '../ui/wide-table';

const SIGNS: Record<string, Sign> = { set: 'ok', missing: 'bad', unknown: 'warn', unset: 'mute' };

const stateOf = ({ state, set }: VariableView): string => (state === 'ok' ? (set ? 'set' : 'unset') : state);

function Rows({ variables, format: { words } }: { variables: VariableView[]; format: Format }) {
  return variables.map((variable) => {
    const state = stateOf(variable);
    return (
      <tr key={variable.name}>
        <td>
          <bdi className="bk-mono bk-breaks">{variable.name}</bdi>
        </td>
        <td>
          <StatusWord sign={SIGNS[state] ?? 'mute'}>{words(`readiness.variables.${state}`)}</StatusWord>
        </td>
        <td className="bk-2">{variable.secret && variable.set ? words('readiness.variables.secret') : null}</td>
        <td className="bk-3 bk-hide-s">
          {words(`readiness.variables.${state === 'unknown' ? 'nobody' : variable.of}`)}
        </td>
      </tr>
    );
  });
}

function Table({ variables, format }: { variables: VariableView[]; format: Format }) {
  const { words } = format;
  const name = words('readiness.variables.heading');
  return (
    <WideTable label={words('state.table', { name })}>
      <table className="bk-t" data-dense="">
        <caption className="bk-sr">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{words('readiness.variables.name')}</th>
            <th scope="col">{words('readiness.variables.state')}</th>
            <th scope="col">{words('readiness.variables.keep')}</th>
            <th scope="col" className="bk-hide-s">
              {words('readiness.variables.of')}
            </th>
          </tr>
        </thead>
        <tbody>
          <Rows variables={variables} format={format} />
        </tbody>
      </table>
    </WideTable>
  );
}

/** Which variables are set, by name alone. Those that are not set, and need not be, stay folded. */
export function VariableTable({ variables }: { variables: VariableView[] }) {
  const format = useFormat();
  const { words } = format;
  const shown = variables.filter((variable) => stateOf(variable) !== 'unset');
  const others = variables.filter((variable) => stateOf(variable) === 'unset');
  return (
    <section className="bk-sec" aria-labelledby="bk-variables">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-variables">
          {words('readiness.variables.heading')}
        </h2>
        <span className="bk-3">{words('readiness.variables.lead')}</span>
      </div>
      <Table variables={shown} format={format} />
      {others.length > 0 ? (
        <details className="bk-rd-more">
          <summary className="bk-link">{words('readiness.variables.others', { n: others.length })}</summary>
          <p className="bk-mono bk-breaks bk-3" dir="ltr">
            {others.map(({ name }) => name).join(' ')}
          </p>
        </details>
      ) : null}
    </section>
  );
}
