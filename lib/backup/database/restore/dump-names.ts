import type { TableName } from '../connection-target';

const IDENTIFIER = '(?:"(?:[^"]|"")+"|[a-z_\\u0080-\\uffff][a-z0-9_$\\u0080-\\uffff]*)';
/** Schema and name as pg_dump prints them: each quoted where it has to be. Two groups. */
export const QUALIFIED_NAME = `(${IDENTIFIER})\\.(${IDENTIFIER})`;
export const LIST = `\\(${IDENTIFIER}(?:, ${IDENTIFIER})*\\)`;

/** The physical name behind a printed one. */
export const unquoteName = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;

/** The physical name from the two groups of QUALIFIED_NAME. */
export const readName = (schema = '', name = ''): TableName => ({
  schema: unquoteName(schema),
  name: unquoteName(name),
});
export { IDENTIFIER };
