import type { StartReportView } from '../views';

/** On globalThis: instrumentation and route handlers may hold separate copies of this module. */
const memory = globalThis as typeof globalThis & { backupStartReport?: StartReportView };

export function keepStartReport(report: StartReportView): void {
  memory.backupStartReport = report;
}

/** Null until this process has looked. */
export const keptStartReport = (): StartReportView | null => memory.backupStartReport ?? null;
