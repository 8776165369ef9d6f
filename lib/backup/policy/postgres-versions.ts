/** Last day with updates of each major, by the versioning policy of the PostgreSQL project, as known in November 2026. */
const SUPPORT_ENDS: Readonly<Record<number, string>> = {
  11: '2023-11-09',
  12: '2024-11-21',
  13: '2025-11-13',
  14: '2026-11-12',
  15: '2027-11-11',
  16: '2028-11-09',
  17: '2029-11-08',
  18: '2030-11-14',
};

/** So long before its end a major is worth a plan. */
const SOON_MS = 180 * 86_400_000;

export interface VersionSupport {
  /** `unknown`: a major that this table does not have, newer or very old. */
  state: 'supported' | 'ends-soon' | 'ended' | 'unknown';
  /** ISO date. */
  endsOn: string | null;
}

/** Until when the PostgreSQL project mends this major. A managed provider may end earlier, or sell more time. */
export function versionSupport(major: number, now: Date): VersionSupport {
  const endsOn = SUPPORT_ENDS[major];
  if (endsOn === undefined) return { state: 'unknown', endsOn: null };
  // The day itself is still a day with support.
  const left = Date.parse(endsOn) + 86_400_000 - now.getTime();
  return { state: left <= 0 ? 'ended' : left <= SOON_MS ? 'ends-soon' : 'supported', endsOn };
}
