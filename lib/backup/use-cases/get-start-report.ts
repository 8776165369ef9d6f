import { startHealth } from '../policy/start-report';
import { keptStartReport } from '../state/start-report-memory';
import type { StartHealthView, StartReportView } from '../views';

/** What this process found when it started, with reasons; null until it has looked. For admins and token holders. */
export const getStartReport = (): StartReportView | null => keptStartReport();

/** The same for anybody: one word for each part, and when. */
export function getStartHealth(): StartHealthView | null {
  const report = keptStartReport();
  return report && startHealth(report);
}
