import type { Client } from 'pg';
import { loadFailure } from './load-failure';
import { runStatement } from './load-statement';

const SETTING = /^SET ([a-z_]+) = /;
const SEARCH_PATH = /^SELECT pg_catalog\.set_config\('search_path'/;

/** Statements by the setting that each sets. Never changed: a new value makes a new map. */
export type Settings = ReadonlyMap<string, string>;

/** The setting that a statement changes, null for any other statement. */
export const settingName = (sql: string): string | null =>
  SEARCH_PATH.test(sql) ? 'search_path' : (SETTING.exec(sql)?.[1] ?? null);

/** Brings a connection that has `applied` to what was in force where a statement stood in the dump. */
export async function applySettings(client: Client, applied: Settings, wanted: Settings): Promise<void> {
  try {
    for (const name of applied.keys()) if (!wanted.has(name)) await client.query(`RESET ${name}`);
    for (const [name, sql] of wanted) if (applied.get(name) !== sql) await runStatement(client, sql);
  } catch (thrown) {
    throw loadFailure(thrown, { kind: 'SET', table: null });
  }
}
