const FULL_EVERY_MS = 7 * 86_400_000;
/** Each restore reads the whole chain: it stays short also where backups are made every hour. */
const LONGEST_CHAIN = 30;

/** Whether the next content bundle is a full one, that builds on no other: once a week, or after thirty. */
export const bundleIsDue = (now: Date, last: { fullAt: string; needs: readonly unknown[] }): boolean => {
  const age = now.getTime() - new Date(last.fullAt).getTime();
  return age >= FULL_EVERY_MS || age < 0 || last.needs.length + 1 >= LONGEST_CHAIN;
};
