'use client';

import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PointComparisonView } from '@/lib/backup';
import { tableName } from '../format/table-name';
import { type Format, useFormat } from '../format/use-format';
import { Empty } from '../ui/empty';
import { WideTable } from '../ui/wide-table';

const dash = <span className="bk-dash">–</span>;

function Section({ id, title, note, children }: { id: string; title: string; note: string; children: ReactNode }) {
  return (
    <section className="bk-sec" aria-labelledby={id}>
      <div className="bk-sec-h">
        <h2 className="bk-h2" id={id}>
          {title}
        </h2>
        <span className="bk-3">{note}</span>
      </div>
      {children}
    </section>
  );
}

interface Line {
  key: string;
  name: ReactNode;
  before: ReactNode;
  after: ReactNode;
}

function Lines({ caption, lines, format }: { caption: string; lines: Line[]; format: Format }) {
  const { words } = format;
  return (
    <WideTable label={words('state.table', { name: caption })}>
      <table className="bk-t" data-dense="">
        <caption className="bk-sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words('state.compare.what')}</th>
            <th scope="col" className="bk-num">
              {words('state.compare.before')}
            </th>
            <th scope="col" className="bk-num">
              {words('state.compare.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, before, after }) => (
            <tr key={key}>
              <td>{name}</td>
              <td className="bk-num">{before}</td>
              <td className="bk-num">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

const short = (value: string | null): ReactNode =>
  value === null ? dash : <bdi className="bk-mono">{value.slice(0, 16)}</bdi>;

function Migrations({ comparison, format }: { comparison: PointComparisonView; format: Format }) {
  const { words } = format;
  const title = words('state.tab.migrations');
  const mark = (has: boolean) => (has ? words('state.compare.has') : dash);
  return (
    <Section
      id="bk-c-migrations"
      title={title}
      note={words('state.compare.sameMigrations', { n: comparison.sameMigrations })}
    >
      {comparison.migrations.length > 0 ? (
        <Lines
          caption={title}
          format={format}
          lines={comparison.migrations.map(({ hash, name, change }) => ({
            key: hash,
            name: <bdi className="bk-mono bk-name">{name ?? hash.slice(0, 12)}</bdi>,
            before: mark(change === 'removed'),
            after: mark(change === 'added'),
          }))}
        />
      ) : null}
    </Section>
  );
}

function Tables({ comparison, format }: { comparison: PointComparisonView; format: Format }) {
  const { words } = format;
  const { tables, sameTables } = comparison;
  const title = words('backup.tables');
  const rows = (value: number | null) => (value === null ? dash : <bdi>{format.number(value)}</bdi>);
  if (tables === null)
    return (
      <Section id="bk-c-tables" title={title} note={words('state.compare.notCounted')}>
        {null}
      </Section>
    );
  return (
    <Section id="bk-c-tables" title={title} note={words('state.compare.sameTables', { n: sameTables })}>
      {tables.length > 0 ? (
        <Lines
          caption={title}
          format={format}
          lines={tables.map((table) => ({
            key: `${table.schema}.${table.name}`,
            name: (
              <>
                <bdi className="bk-mono bk-name">{tableName(table)}</bdi>{' '}
                <span className="bk-3">{words(`state.compare.change.${table.change}`)}</span>
              </>
            ),
            before: rows(table.rowsBefore),
            after: rows(table.rowsAfter),
          }))}
        />
      ) : null}
    </Section>
  );
}

/** What differs between two recovery points; what is the same is only counted. */
export function ComparisonTables({ comparison }: { comparison: PointComparisonView }) {
  const format = useFormat();
  const { words } = format;
  const { before, after, same, facts, extensions } = comparison;
  const others: Line[] = [
    ...facts.map(({ fact, before: was, after: is }) => ({
      key: fact,
      name: words(`state.compare.facts.${fact}`),
      before: short(was),
      after: short(is),
    })),
    ...extensions.map(({ name, before: was, after: is }) => ({
      key: `extension ${name}`,
      name: (
        <>
          {words('state.compare.extension')} <bdi className="bk-mono">{name}</bdi>
        </>
      ),
      before: short(was),
      after: short(is),
    })),
  ];
  const between = words('state.compare.between', {
    before: format.full(before.createdAt),
    after: format.full(after.createdAt),
  });
  if (same) {
    return (
      <div className="bk-sec">
        <Empty icon={CircleCheck}>{between}</Empty>
      </div>
    );
  }
  return (
    <>
      <p className="bk-2 bk-sec">{between}</p>
      <Migrations comparison={comparison} format={format} />
      <Tables comparison={comparison} format={format} />
      <Section
        id="bk-c-others"
        title={words('state.compare.others')}
        note={others.length === 0 ? words('state.compare.noOthers') : ''}
      >
        {others.length > 0 ? <Lines caption={words('state.compare.others')} lines={others} format={format} /> : null}
      </Section>
    </>
  );
}
