/** A number with its noun: "1 file", "3 files", "2 entries" with `many`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const NAMED = 3;

/** Names as a sentence has them, the first three of many: "a, b, c and 4 more". */
export function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  if (more > 0) return `${names.slice(0, NAMED).join(', ')} and ${more} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}
