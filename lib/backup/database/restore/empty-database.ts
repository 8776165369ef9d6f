import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';
import { postgresFailure } from '../postgres-failure';
import { quoteIdentifier } from '../table-name-text';
import { removeLargeObjects, removeObject } from './remove-object';
import { resetDefaults } from './reset-defaults';
import { findKeptDependents, listUserObjects } from './user-objects';

export interface EmptyDatabaseOptions {
  /** Schemas that stay with everything in them. */
  keepSchemas: readonly string[];
}

export interface EmptiedDatabase {
  /** Objects that were removed one by one; what went with them is not counted. */
  removed: number;
  /**
   * Schemas other than public that are still there because an extension lives in them, now empty but for it. A dump
   * creates them: their CREATE SCHEMA has to be left out.
   */
  remainingSchemas: string[];
}

interface Schema {
  name: string;
  owner: string;
  /** An extension lives in it, or made it. */
  ofExtension: boolean;
}

/** Schemas of users, kept ones and public apart. */
const SCHEMAS = `
  select n.nspname as name, pg_catalog.pg_get_userbyid(n.nspowner) as owner,
    exists (select from pg_catalog.pg_extension e where e.extnamespace = n.oid)
    or exists (select from pg_catalog.pg_depend d where d.deptype = 'e'
               and (d.classid, d.objid) = ('pg_catalog.pg_namespace'::regclass, n.oid))
    or exists (select from pg_catalog.pg_depend inside join pg_catalog.pg_depend member
                 on (member.classid, member.objid) = (inside.classid, inside.objid) and member.deptype = 'e'
               where (inside.refclassid, inside.refobjid) = ('pg_catalog.pg_namespace'::regclass, n.oid)) as "ofExtension"
  from pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and n.nspname <> all ($1::text[])
  order by 1`;

async function removeSchemas(client: Client, keepSchemas: readonly string[], role: string): Promise<string[]> {
  const { rows } = await client.query<Schema>(SCHEMAS, [keepSchemas]);
  for (const { name, owner, ofExtension } of rows) {
    if (ofExtension) continue;
    const identity = quoteIdentifier(name);
    // Everything in it is gone; what somebody made meanwhile is not removed unseen.
    await removeObject(client, { keyword: 'SCHEMA', identity, label: `schema ${name}`, owner }, role, 'RESTRICT');
  }
  return rows.filter(({ ofExtension }) => ofExtension).map(({ name }) => name);
}

async function countExtensions(client: Client): Promise<{ extensions: number; role: string; subscriptions: number }> {
  const { rows } = await client.query<{ extensions: number; role: string; subscriptions: number }>(
    `select (select count(*)::int from pg_catalog.pg_extension) as extensions, current_user as role,
       (select count(subname)::int from pg_catalog.pg_subscription s
        join pg_catalog.pg_database d on d.oid = s.subdbid and d.datname = current_database()) as subscriptions`,
  );
  return rows[0] ?? { extensions: 0, role: '', subscriptions: 0 };
}

/** Until the end of the transaction. Returns what it was. */
async function changeSearchPath(client: Client, path: string): Promise<string> {
  const { rows } = await client.query<{ before: string }>(
    `select before, pg_catalog.set_config('search_path', $1, true)
     from (select pg_catalog.current_setting('search_path') as before offset 0) now`,
    [path],
  );
  return rows[0]?.before ?? '';
}

async function refuseKeptDependents(client: Client, keepSchemas: readonly string[]): Promise<void> {
  const dependent = await findKeptDependents(client, keepSchemas);
  if (!dependent) return;
  throw failure('CONFLICT', `The ${dependent.kept} would be lost: it depends on the ${dependent.needs}.`, {
    hint: 'That schema is kept as it is. Remove the dependency first, or restore into a new database.',
    details: { object: dependent.kept },
  });
}

/**
 * Removes, inside the caller's open transaction, every object that a full dump brings back, so that a full dump loads as
 * into an empty database. Extensions and everything of theirs stay, and so does everything in `keepSchemas`. Schema
 * public and default privileges become what they are in a new database, as far as the role owns them. Needs no superuser:
 * the role owns the database and its objects. Every table is locked until the end of the transaction, so set a
 * lock_timeout first. Settings are
 * afterwards what they were. Roll back after a failure.
 *
 * Throws AppFailure: FORBIDDEN (an object of another role; named in `details.object`), CONFLICT (something in a kept
 * schema depends on what would go; a subscription writes into this database), BUSY (locked), DATABASE_DOWN.
 */
export async function emptyDatabase(client: Client, { keepSchemas }: EmptyDatabaseOptions): Promise<EmptiedDatabase> {
  try {
    const path = await changeSearchPath(client, '');
    const { extensions, role, subscriptions } = await countExtensions(client);
    if (subscriptions > 0) {
      throw failure('CONFLICT', 'A subscription of logical replication writes into this database.', {
        hint: 'Remove the subscription first, or restore into a new database.',
      });
    }
    await refuseKeptDependents(client, keepSchemas);
    const objects = await listUserObjects(client, keepSchemas);
    for (const object of objects) await removeObject(client, object, role, 'CASCADE');
    await removeLargeObjects(client, role);
    const [left] = await listUserObjects(client, keepSchemas);
    if (left) throw new Error(`Still there: ${left.label}.`);
    const remainingSchemas = await removeSchemas(client, keepSchemas, role);
    await resetDefaults(client, keepSchemas);
    if ((await countExtensions(client)).extensions !== extensions) {
      throw failure('CONFLICT', 'An extension depends on objects of the site and would have been removed with them.', {
        hint: 'Restore into a new database.',
      });
    }
    await changeSearchPath(client, path);
    return { removed: objects.length, remainingSchemas };
  } catch (thrown) {
    throw postgresFailure(thrown);
  }
}
