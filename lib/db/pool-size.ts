const SMALLEST = 1;
const LARGEST = 50;

/** Connections for `DB_POOL_SIZE`: 1 to 50; where it is unset or no number, 20 in production and 10 elsewhere. */
export function poolSize(setting: string | undefined, environment: string | undefined): number {
  const wanted = Number.parseInt(setting ?? '', 10);
  if (Number.isNaN(wanted)) return environment === 'production' ? 20 : 10;
  return Math.min(LARGEST, Math.max(SMALLEST, wanted));
}
