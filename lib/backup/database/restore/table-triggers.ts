import type { Client } from 'pg';
import type { TableName } from '../connection-target';
import { quoteIdentifier, quoteTable } from '../table-name-text';

/** How ALTER TABLE writes pg_trigger.tgenabled; D is what a disabled trigger has already. */
const ENABLE: Readonly<Record<string, string>> = { O: 'ENABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };

/** Disables the triggers that users made on a table. Returns what puts each of them back into the state it had. */
export async function disableTriggers(client: Client, table: TableName): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; state: string }>(
    `select t.tgname as name, t.tgenabled as state from pg_catalog.pg_trigger t
     where t.tgrelid = $1::regclass and not t.tgisinternal order by 1`,
    [quoteTable(table)],
  );
  const enabled = rows.filter(({ state }) => ENABLE[state]);
  if (enabled.length > 0) await client.query(`ALTER TABLE ${quoteTable(table)} DISABLE TRIGGER USER`);
  return async () => {
    for (const { name, state } of enabled) {
      await client.query(`ALTER TABLE ${quoteTable(table)} ${ENABLE[state]} TRIGGER ${quoteIdentifier(name)}`);
    }
  };
}
