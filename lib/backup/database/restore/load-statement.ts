import type { Client, QueryConfig } from 'pg';

/** One statement per message: where the lexer were ever wrong, the server refuses instead of running a second one. */
interface SingleStatement extends QueryConfig {
  queryMode: 'extended';
}

export const runStatement = (client: Client, text: string) => {
  const statement: SingleStatement = { text, queryMode: 'extended' };
  return client.query(statement);
};
