import type { Client } from 'pg';
import { AppFailure } from '../../kernel/app-error';
import { quoteIdentifier } from '../table-name-text';
import { foreignContent } from './dump-damage';
import { IDENTIFIER, unquoteName } from './dump-names';
import { loadFailure } from './load-failure';
import type { LoadOptions } from './load-options';
import { runStatement } from './load-statement';

/** Settings that pg_dump changes and that a caller's transaction must find as they were. */
const CHANGED = [
  'check_function_bodies',
  'client_min_messages',
  'default_table_access_method',
  'default_tablespace',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'row_security',
  'search_path',
  'statement_timeout',
  'transaction_timeout',
  'xmloption',
];
const EXTENSION = new RegExp(`^CREATE EXTENSION IF NOT EXISTS (${IDENTIFIER})(?: WITH SCHEMA ${IDENTIFIER})?;$`, 'u');
/** What may stand before extensions. Nothing of it is code that the script of an extension could be made to call. */
const BEFORE_EXTENSIONS =
  /^(SET|SELECT pg_catalog\.set_config|(CREATE|ALTER|COMMENT ON) (SCHEMA|COLLATION)|(CREATE|COMMENT ON) EXTENSION)\b/;

/** The extension that a statement of pg_dump creates. */
export const createdExtension = (sql: string): string | null => {
  const name = EXTENSION.exec(sql)?.[1];
  return name === undefined ? null : unquoteName(name);
};

/** A dump's setting, for the current transaction alone. */
export const localSetting = (sql: string): string =>
  sql
    .replace(/^SET /, 'SET LOCAL ')
    .replace(/^(SELECT pg_catalog\.set_config\('search_path', .*), false\);$/, '$1, true);');

/** The role of one connection while it loads, and what the connecting role does for it: extensions. */
export class LoadSession {
  #client: Client;
  #role: string | null;
  #connectingRole = 'none';
  #local: boolean;
  #extensions: Set<string>;
  #before: { name: string; setting: string }[] = [];
  isSuperuser = false;

  constructor(client: Client, options: Pick<LoadOptions, 'role' | 'extensions'>, { local }: { local: boolean }) {
    this.#client = client;
    this.#role = options.role ?? null;
    this.#extensions = new Set(options.extensions);
    this.#local = local;
  }

  /** Remembers the settings, and takes on the role: with `local` to the end of the transaction, else of the session. */
  async enter(): Promise<void> {
    if (this.#local) {
      const known = 'select name, setting from pg_catalog.pg_settings where name = any($1::text[])';
      this.#before = (await this.#client.query<{ name: string; setting: string }>(known, [CHANGED])).rows;
    }
    const { rows } = await this.#client.query<{ role: string }>("select pg_catalog.current_setting('role') as role");
    this.#connectingRole = rows[0]?.role ?? 'none';
    await this.#setRole(this.#role);
    const superuser = 'select rolsuper as yes from pg_catalog.pg_roles where rolname = current_user';
    this.isSuperuser = (await this.#client.query<{ yes: boolean }>(superuser)).rows[0]?.yes ?? false;
  }

  /** Before each statement and, with null, before rows and at the end. */
  async beforePart(sql: string | null): Promise<void> {
    if (this.#extensions.size === 0 || (sql !== null && BEFORE_EXTENSIONS.test(sql))) return;
    const { rows } = await this.#client.query<{ path: string }>(
      "select pg_catalog.current_setting('search_path') as path",
    );
    await this.#setPath('public');
    for (const name of this.#extensions) {
      await this.extension(name, `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)};`);
    }
    await this.#setPath(rows[0]?.path ?? '');
  }

  /** Creates an extension: those that were asked for as the connecting role, all others as the role that loads. */
  async extension(name: string, sql: string): Promise<void> {
    const asked = this.#extensions.delete(name);
    try {
      if (asked) await this.#setRole(this.#connectingRole);
      await runStatement(this.#client, sql);
      if (asked) await this.#setRole(this.#role);
    } catch (thrown) {
      throw loadFailure(thrown, { kind: 'CREATE EXTENSION', table: null, extension: name });
    }
  }

  /** Throws CORRUPT where code of the dump has changed the role. With `local`, settings and role are as they were. */
  async leave(): Promise<void> {
    await this.beforePart(null);
    if (this.#role !== null) {
      const { rows } = await this.#client.query<{ role: string }>('select current_user as role');
      if (rows[0]?.role !== this.#role) throw foreignContent('a change of role');
    }
    if (!this.#local) return;
    await this.#setRole(this.#connectingRole);
    await this.#client.query(
      'select pg_catalog.set_config(name, value, true) from unnest($1::text[], $2::text[]) s(name, value)',
      [this.#before.map(({ name }) => name), this.#before.map(({ setting }) => setting)],
    );
  }

  async #setPath(path: string): Promise<void> {
    await this.#client.query('select pg_catalog.set_config($1, $2, $3)', ['search_path', path, this.#local]);
  }

  async #setRole(role: string | null): Promise<void> {
    if (role === null || this.#role === null) return;
    try {
      await this.#client.query('select pg_catalog.set_config($1, $2, $3)', ['role', role, this.#local]);
    } catch (thrown) {
      const step = { kind: 'SET ROLE', table: null };
      throw thrown instanceof AppFailure ? thrown : loadFailure(thrown, step);
    }
  }
}
