import type { Manifest } from '../catalog/manifest';
import type { LiveCounts } from '../database/restore/live-counts';
import type { RestorePlanView, RestoreTableView, RestoreTargetView } from '../views';

/** Counted and hashed, or estimated. */
type LiveTable = { schema: string; name: string; rows: number; method?: string; digest?: string };

const key = ({ schema, name }: { schema: string; name: string }): string => JSON.stringify([schema, name]);

/** Table by table: rows now and afterwards, those that change first. */
export function tableChanges(
  manifest: Manifest,
  counts: LiveCounts | null,
  target: RestoreTargetView,
): Pick<RestorePlanView, 'tables' | 'rowsLost' | 'rowsBack'> {
  const chosen = target.kind === 'tables' ? new Set(target.tables.map(key)) : null;
  const inBackup = new Map(
    manifest.tables.filter((table) => !chosen || chosen.has(key(table))).map((table) => [key(table), table]),
  );
  const counted: readonly LiveTable[] = counts?.tables ?? [];
  const live = new Map(
    counted.filter((table) => !chosen || chosen.has(key(table))).map((table) => [key(table), table]),
  );
  const tables = [...new Set([...inBackup.keys(), ...live.keys()])].map((id): RestoreTableView => {
    const saved = inBackup.get(id);
    const present = live.get(id);
    const { schema, name } = saved ?? present ?? { schema: '', name: '' };
    const comparable = saved && present?.digest && present.method === saved.method;
    return {
      schema,
      name,
      now: present?.rows ?? null,
      after: saved?.rows ?? null,
      same: comparable ? present.rows === saved.rows && present.digest === saved.digest : null,
    };
  });
  const loss = ({ now, after }: RestoreTableView) => (now ?? 0) - (after ?? 0);
  tables.sort(
    (left, right) =>
      Number(left.same === true) - Number(right.same === true) ||
      loss(right) - loss(left) ||
      (key(left) < key(right) ? -1 : 1),
  );
  const sum = (values: number[]) => values.reduce((total, value) => total + Math.max(0, value), 0);
  return {
    tables,
    rowsLost: counts ? sum(tables.map(loss)) : 0,
    rowsBack: counts ? sum(tables.map((table) => -loss(table))) : 0,
  };
}
