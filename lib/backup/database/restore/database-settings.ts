import { type Client, escapeLiteral } from 'pg';
import { quoteIdentifier } from '../table-name-text';

export interface DatabaseSettings {
  owner: string;
  connectionLimit: number;
  comment: string | null;
  /** Privileges as the server means them, the built-in ones included. `grantee` null: everybody. */
  grants: { grantee: string | null; privilege: string; grantable: boolean }[];
  /** `ALTER DATABASE … SET` and `ALTER ROLE … IN DATABASE … SET`. `role` null: every role. */
  settings: { role: string | null; name: string; value: string }[];
}

/** What belongs to a database as a whole and stands in no dump of it. */
export async function readDatabaseSettings(client: Client, name: string): Promise<DatabaseSettings | null> {
  const { rows } = await client.query<Omit<DatabaseSettings, 'grants' | 'settings'>>(
    `select pg_catalog.pg_get_userbyid(datdba) as owner, datconnlimit as "connectionLimit",
            pg_catalog.shobj_description(oid, 'pg_database') as comment
     from pg_catalog.pg_database where datname = $1`,
    [name],
  );
  const [database] = rows;
  if (!database) return null;
  const grants = await client.query<DatabaseSettings['grants'][number]>(
    `select case when acl.grantee = 0 then null else pg_catalog.pg_get_userbyid(acl.grantee) end as grantee,
            acl.privilege_type as privilege, acl.is_grantable as grantable
     from pg_catalog.pg_database d
     cross join lateral pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) acl
     where d.datname = $1 and acl.grantee <> d.datdba`,
    [name],
  );
  const settings = await client.query<DatabaseSettings['settings'][number]>(
    `select case when s.setrole = 0 then null else pg_catalog.pg_get_userbyid(s.setrole) end as role,
            pg_catalog.split_part(entry, '=', 1) as name,
            pg_catalog.substr(entry, pg_catalog.strpos(entry, '=') + 1) as value
     from pg_catalog.pg_db_role_setting s join pg_catalog.pg_database d on d.oid = s.setdatabase
     cross join lateral pg_catalog.unnest(s.setconfig) entry
     where d.datname = $1`,
    [name],
  );
  return { ...database, grants: grants.rows, settings: settings.rows };
}

/**
 * Gives the database that the client stands in what another one had. Each part on its own: one that the role may not
 * set is told as a sentence for an admin and does not stop the others.
 */
export async function applyDatabaseSettings(client: Client, wanted: DatabaseSettings): Promise<string[]> {
  const { rows } = await client.query<{ name: string; role: string }>(
    'select pg_catalog.current_database() as name, current_user as role',
  );
  const database = quoteIdentifier(rows[0]?.name ?? '');
  const notes: string[] = [];
  const attempt = async (what: string, statements: readonly string[]) => {
    try {
      await client.query('BEGIN');
      for (const statement of statements) await client.query(statement);
      await client.query('COMMIT');
    } catch (thrown) {
      await client.query('ROLLBACK');
      const state = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
      if (!['42501', '42704', '0LP01'].includes(state)) throw thrown;
      notes.push(`${what} could not be carried over: the role ${rows[0]?.role} may not do that.`);
    }
  };
  if (wanted.owner !== rows[0]?.role)
    await attempt('The owner of the database', [
      `ALTER DATABASE ${database} OWNER TO ${quoteIdentifier(wanted.owner)}`,
    ]);
  if (wanted.connectionLimit !== -1)
    await attempt('The connection limit', [`ALTER DATABASE ${database} CONNECTION LIMIT ${wanted.connectionLimit}`]);
  for (const { grantee, privilege, grantable } of wanted.grants) {
    const to = grantee === null ? 'PUBLIC' : quoteIdentifier(grantee);
    const option = grantable ? ' WITH GRANT OPTION' : '';
    await attempt(`The privilege ${privilege} of ${grantee ?? 'everybody'}`, [
      `GRANT ${privilege} ON DATABASE ${database} TO ${to}${option}`,
    ]);
  }
  for (const { role, name, value } of wanted.settings) {
    const whose = role === null ? '' : ` of the role ${role}`;
    const alter =
      role === null ? `ALTER DATABASE ${database}` : `ALTER ROLE ${quoteIdentifier(role)} IN DATABASE ${database}`;
    await attempt(`The setting ${name}${whose}`, [
      // Through the session, so that lists like search_path keep their own quoting.
      `SELECT pg_catalog.set_config(${escapeLiteral(name)}, ${escapeLiteral(value)}, false)`,
      `${alter} SET ${name.split('.').map(quoteIdentifier).join('.')} FROM CURRENT`,
    ]);
  }
  return notes;
}
