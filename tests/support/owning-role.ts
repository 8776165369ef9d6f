import { createRole, type TestDatabase, type TestRole } from './postgres';

/** A role that owns the site's database and may not make others: what many providers give. Its address of the database. */
export async function owningRole(live: TestDatabase): Promise<{ role: TestRole; url: string }> {
  const role = await createRole(live.server.major, { createdb: false });
  await live.query(`alter database "${live.name}" owner to "${role.name}"`);
  await live.query(`do $$ declare r record; begin
    for r in select format('alter %s %s owner to "${role.name}"', case relkind when 'S' then 'sequence' else 'table' end, oid::regclass) as s
      from pg_class where relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace) and relkind in ('r', 'S')
        and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i')) loop execute r.s; end loop; end $$`);
  await live.query(`alter schema drizzle owner to "${role.name}"`);
  const url = new URL(live.url);
  url.username = role.name;
  url.password = role.password;
  return { role, url: url.href };
}
