import { type Client, DatabaseError } from 'pg';
import { failure } from '../../kernel/app-error';
import { quoteIdentifier } from '../table-name-text';
import type { UserObject } from './user-objects';

const isPrivilege = (thrown: unknown) => thrown instanceof DatabaseError && thrown.code === '42501';

function cannotRemove({ keyword, identity, label, owner }: UserObject, role: string, cause?: unknown) {
  // Only superusers may own these.
  const movable = owner !== null && keyword !== 'EVENT TRIGGER';
  const alter = `ALTER ${keyword} ${identity} OWNER TO ${quoteIdentifier(role)};`;
  const because = owner === null ? 'only a superuser may' : `it belongs to the role "${owner}"`;
  return failure('FORBIDDEN', `The ${label} stands in the way and cannot be removed: ${because}.`, {
    hint: movable ? `Let a superuser run: ${alter} or remove it.` : 'Let a superuser remove it first.',
    details: { object: label },
    cause,
  });
}

/** Throws FORBIDDEN, with the object and the next step, where it belongs to another role. */
export async function removeObject(client: Client, object: UserObject, role: string, how: 'CASCADE' | 'RESTRICT') {
  try {
    await client.query(`DROP ${object.keyword} IF EXISTS ${object.identity} ${how}`);
  } catch (thrown) {
    throw isPrivilege(thrown) ? cannotRemove(object, role, thrown) : thrown;
  }
}

/** All of the database. Throws FORBIDDEN as `removeObject`. */
export async function removeLargeObjects(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ oid: string; owner: string }>(
    `select oid::text, pg_catalog.pg_get_userbyid(lomowner) as owner from pg_catalog.pg_largeobject_metadata
     where not pg_catalog.pg_has_role(lomowner, 'USAGE') order by oid limit 1`,
  );
  for (const { oid, owner } of rows) {
    throw cannotRemove({ keyword: 'LARGE OBJECT', identity: oid, label: `large object ${oid}`, owner }, role);
  }
  await client.query('select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata');
}
