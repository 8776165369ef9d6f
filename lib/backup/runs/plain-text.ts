/** Text that PostgreSQL and JSON can hold: no control characters but line ends, no half characters, bounded. */
export const plainText = (text: string, maxLength: number): string =>
  text
    .slice(0, maxLength)
    .replace(/[^\P{Control}\n]/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
