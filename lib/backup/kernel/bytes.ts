const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "12.4 MB" for log lines and messages; decimal units, as disks and clouds count. Pages format by locale themselves. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
