'use client';

import type { RestorePlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { Figures } from '../ui/figures';
import { LossTable } from './loss-table';
import { isChanged } from './table-changes';

/** What would be lost, in four figures and table by table; beside the live database only how the two differ. */
export function LossSection({ plan, onLive }: { plan: RestorePlanView; onLive: boolean }) {
  const format = useFormat();
  const { words } = format;
  const rows = (n: number) => words('count.rows', { n });
  const counted = {
    exact: words('restore.lost.counted', { time: format.clock(plan.plannedAt) }),
    estimate: words('restore.lost.estimate'),
    none: words('restore.lost.none'),
  }[plan.counted];
  return (
    <section className="bk-sec" aria-labelledby="bk-loss">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-loss">
          {words(onLive ? 'restore.lost.heading' : 'restore.lost.headingBeside')}
        </h2>
        <span className="bk-3">
          <bdi>{counted}</bdi>
        </span>
      </div>
      <Figures
        figures={[
          { value: format.duration(plan.lostMs), name: words('restore.lost.time') },
          {
            value: rows(plan.rowsLost),
            name: words(onLive ? 'restore.lost.rowsLost' : 'restore.lost.rowsOnlyLive'),
            bad: onLive && plan.rowsLost > 0,
          },
          {
            value: rows(plan.rowsBack),
            name: words(onLive ? 'restore.lost.rowsBack' : 'restore.lost.rowsOnlyBackup'),
          },
          {
            value: words('count.tables', { n: plan.tables.filter(isChanged).length }),
            name: words(onLive ? 'restore.lost.tables' : 'restore.lost.tablesDiffer'),
          },
        ]}
      />
      <LossTable plan={plan} />
    </section>
  );
}
