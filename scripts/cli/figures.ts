const number = new Intl.NumberFormat('en-US');

export const count = (value: number): string => number.format(value);

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** "+12", "−3", "0". */
export const difference = (value: number): string => (value > 0 ? `+${count(value)}` : count(value).replace('-', '−'));

/** "0.3 s", "48 s", "12 min", "5 h", "3 days". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? plural(Math.round(seconds / 3_600), 'h', 'h')
    : plural(Math.round(seconds / 86_400), 'day');
}

/** "2026-11-22 02:00:03 UTC". */
export const moment = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

/** Columns side by side: the first to the left, the others to the right. Lines are indented. */
export function columns(rows: readonly (readonly string[])[], indent = 2): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
    );
    return `${' '.repeat(indent)}${cells.join('   ')}`.trimEnd();
  });
}

/** A name before its value, aligned. */
export const fact = (name: string, value: string): string => `  ${name.padEnd(12)} ${value}`;

export const tableName = ({ schema, name }: { schema: string; name: string }): string =>
  schema === 'public' ? name : `${schema}.${name}`;
