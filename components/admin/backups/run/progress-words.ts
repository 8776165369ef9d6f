import type { ProgressView, RunView } from '../contract';
import type { Format } from '../format/use-format';

const COUNTED = new Set<ProgressView['phase']>(['dump', 'fingerprint', 'restore', 'safety', 'load', 'compare']);

export interface ProgressWords {
  /** "Dumping". */
  doing: string;
  /** "14 of 42 tables", where tables are being counted. */
  tables: string | null;
  /** "8.2 MB · 3.1 MB/s". */
  amount: string | null;
  bar: { done: number; total: number } | null;
}

/** Phase, n of total, bytes and rate, in words. The bar only where the total is known. */
export function progressWords(
  progress: ProgressView | null,
  format: Format,
  kind: RunView['kind'] = 'backup',
): ProgressWords {
  const { words } = format;
  if (!progress) return { doing: words('progress.starting'), tables: null, amount: null, bar: null };
  const { phase, tablesDone, tablesTotal, bytes, bytesPerSecond } = progress;
  const counted = COUNTED.has(phase) && tablesTotal !== null && tablesTotal > 0;
  const amounts = [
    bytes > 0 ? format.bytes(bytes) : null,
    bytesPerSecond !== null && bytesPerSecond > 0 ? format.rate(bytesPerSecond) : null,
  ].filter((part) => part !== null);
  const seeding = kind === 'seed' && phase === 'prepare';
  return {
    doing: seeding
      ? words('state.run.seedingNow')
      : words(kind === 'reset' && phase === 'prepare' ? 'progress.emptying' : `progress.${phase}`),
    tables: counted
      ? words('progress.ofTables', { done: format.number(tablesDone), total: format.number(tablesTotal) })
      : null,
    amount: amounts.length > 0 ? amounts.join(' · ') : null,
    bar: counted ? { done: tablesDone, total: tablesTotal } : null,
  };
}
