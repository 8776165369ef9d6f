import type { Client } from 'pg';
import { IDENTIFIER, unquoteName } from './dump-names';
import { runStatement } from './load-statement';
import type { OwnershipNotes } from './ownership-notes';

const OWNER = new RegExp(`^ALTER [A-Z].*\\sOWNER TO (${IDENTIFIER});$`, 'su');
const PRIVILEGES = /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) /;
const GRANTEE = new RegExp(`\\s(?:TO|FROM) (${IDENTIFIER})(?: WITH GRANT OPTION)?;$`, 'u');
const DEFAULTS_OF = new RegExp(`^ALTER DEFAULT PRIVILEGES FOR ROLE (${IDENTIFIER}) `, 'u');
const EXTENSION_COMMENT = new RegExp(`^COMMENT ON EXTENSION (${IDENTIFIER}) IS `, 'u');

export type OwnershipKind = 'owner' | 'privilege' | 'extension-comment';

/** Whether a statement gives an object away, gives privileges, or describes what may belong to a superuser. */
export function ownershipKind(sql: string): OwnershipKind | null {
  if (PRIVILEGES.test(sql)) return 'privilege';
  if (OWNER.test(sql)) return 'owner';
  return EXTENSION_COMMENT.test(sql) ? 'extension-comment' : null;
}

/** The roles that a statement of ownership names. PUBLIC is none. */
function namedRoles(sql: string): string[] {
  const found = [OWNER, DEFAULTS_OF, GRANTEE].map((pattern) => pattern.exec(sql)?.[1]);
  const names = found.filter((name) => name !== undefined && name !== 'PUBLIC').map((name) => unquoteName(name ?? ''));
  return [...new Set(names)];
}

const stateOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');

async function absentRoles(client: Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) name
     where not exists (select from pg_catalog.pg_roles r where r.rolname::text = name)`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/**
 * Runs a statement of ownership. Where a role does not exist, or the role that loads may not do it, the statement is left
 * out and noted; every other error is thrown. `inTransaction`: one is open and must survive.
 */
export async function runOwnership(
  client: Client,
  sql: string,
  notes: OwnershipNotes,
  { inTransaction }: { inTransaction: boolean },
): Promise<'run' | 'left-out'> {
  const kind = ownershipKind(sql) ?? 'privilege';
  const roles = namedRoles(sql);
  let refused = false;
  // 01006, 01007: nothing was revoked or granted, which the server only warns of.
  const onNotice = ({ code }: { code: string | undefined }) => {
    refused ||= code === '01006' || code === '01007';
  };
  if (inTransaction) await client.query('SAVEPOINT ownership');
  client.on('notice', onNotice);
  try {
    await runStatement(client, sql);
    if (inTransaction) await client.query('RELEASE SAVEPOINT ownership');
  } catch (thrown) {
    const state = stateOf(thrown);
    // A sequence goes with its table, which stays.
    const follows = state === '0A000' && /^ALTER (SEQUENCE|TABLE) /.test(sql) && kind === 'owner';
    if (state !== '42704' && state !== '42501' && !follows) throw thrown;
    if (inTransaction) await client.query('ROLLBACK TO SAVEPOINT ownership; RELEASE SAVEPOINT ownership');
    const absent = state === '42704' ? await absentRoles(client, roles) : [];
    // Something other than a role is missing.
    if (state === '42704' && absent.length === 0) throw thrown;
    if (absent.length > 0) notes.roleAbsent(kind, absent[0] ?? '');
    else notes.notAllowed(kind, kind === 'owner' ? (roles[0] ?? '') : null);
    return 'left-out';
  } finally {
    client.off('notice', onNotice);
  }
  if (refused) notes.notAllowed(kind, null);
  return 'run';
}
