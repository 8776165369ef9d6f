import type { Client } from 'pg';
import { inspectLiveTables } from '../database/restore/live-tables';
import type { RestoreNotice, RestoreNoticeCode, RestoreTargetView } from '../views';

const CODES: Readonly<Record<string, RestoreNoticeCode>> = {
  missing: 'table-missing',
  'no-table': 'table-missing',
  owner: 'not-owner',
  partition: 'references-break',
  'partitioned-key': 'references-break',
};

/** What stands in the way of replacing rows of chosen live tables, as notices of a plan. A side schema has no obstacles. */
export async function restoreObstacles(live: Client, target: RestoreTargetView): Promise<RestoreNotice[]> {
  if (target.kind !== 'tables' || target.into === 'side') return [];
  const { obstacles } = await inspectLiveTables(live, target.tables);
  return obstacles.map(({ error }) => ({
    code: CODES[String(error.details?.reason)] ?? 'table-changed',
    message: error.message,
    hint: error.hint ?? '',
    subject: String(error.details?.table ?? '') || null,
  }));
}
