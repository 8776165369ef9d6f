import { formatBytes } from '../kernel/bytes';

interface SpaceFacts {
  format: 'custom' | 'sql' | 'sql.gz';
  scope: 'full' | 'schema' | 'tables';
  /** Size of the tables to dump as the server counts it, with indexes. Bytes. */
  databaseBytes: number;
  /** Stored size of the newest backup of the same scope and format; null before the first. Bytes. */
  previousBytes: number | null;
}

const SMALLEST = 16_000_000;
const GROWTH = 1.25;

/** What a run may need on the disk, before it begins: the last size and a quarter, else a share of the database. Bytes. */
export function estimateSpace({ format, scope, databaseBytes, previousBytes }: SpaceFacts): number {
  if (scope === 'schema') return SMALLEST;
  if (previousBytes !== null) return Math.max(SMALLEST, Math.ceil(previousBytes * GROWTH));
  return Math.max(SMALLEST, Math.ceil(databaseBytes * (format === 'sql' ? 1.2 : 0.6)));
}

/** So many backups of the last size should still fit. */
const ROOM_FOR = 3;

/** A sentence where fewer than three more backups of this size fit; null where they do, or nobody can know. Bytes. */
export function spaceIsLow(freeBytes: number | null, lastBytes: number | null): string | null {
  if (freeBytes === null || lastBytes === null || freeBytes >= ROOM_FOR * Math.max(lastBytes, SMALLEST)) return null;
  return `${formatBytes(freeBytes)} are free, and the last backup took ${formatBytes(lastBytes)}.`;
}
