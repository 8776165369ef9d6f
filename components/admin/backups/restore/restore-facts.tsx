'use client';

import type { RestoredContentView, RestoreResultView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { starterName } from '../history/started-by';
import { FactList } from '../ui/fact-list';
import { Link } from '../ui/link';

const mono = (text: string) => <bdi className="bk-mono">{text}</bdi>;

/** What this run was asked for, where it went and what it left. */
export function RestoreFacts({ run, result }: { run: RunView; result: RestoreResultView | null }) {
  const format = useFormat();
  const { words } = format;
  const { restore } = run;
  const backupId = result?.backup?.id ?? (run.kind === 'restore' ? run.backupId : null);
  const safetyId = result?.safetyBackupId ?? restore?.safetyBackupId ?? null;
  const contentValue = ({ status }: RunView, { state, commit, sha }: RestoredContentView) =>
    state === 'done' || status === 'running' ? mono((commit ?? sha).slice(0, 7)) : words('recovery.factFailed');
  const open = (id: string) => (
    <Link className="bk-link" href={`/admin/backups/${id}`}>
      {words('run.openIt')}
    </Link>
  );
  return (
    <aside className="bk-facts" aria-label={words('run.details')}>
      <FactList
        title={words('run.details')}
        facts={[
          { name: words('run.id'), value: mono(run.id) },
          { name: words('run.started'), value: <bdi>{format.full(run.startedAt)}</bdi> },
          { name: words('run.by'), value: <bdi>{starterName(run, words)}</bdi> },
          restore ? { name: words('run.target'), value: words(`target.${restore.target}`) } : null,
          restore ? { name: words('run.database'), value: mono(restore.database) } : null,
          restore?.schema ? { name: words('run.schema'), value: mono(restore.schema) } : null,
          restore?.keptAs ? { name: words('run.keptAs'), value: mono(restore.keptAs) } : null,
          restore?.content ? { name: words('recovery.fact'), value: contentValue(run, restore.content) } : null,
          backupId ? { name: words('run.fromBackup'), value: open(backupId) } : null,
          safetyId ? { name: words('run.safetyCopy'), value: open(safetyId) } : null,
          run.durationMs === null ? null : { name: words('run.took'), value: format.precise(run.durationMs) },
        ]}
      />
    </aside>
  );
}
