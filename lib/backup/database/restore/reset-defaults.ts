import type { Client } from 'pg';

/**
 * Statements that make default privileges and schema public what a new database has. What other roles own stays: this
 * role creates nothing in their name. REVOKE from every grantee empties a rule for one schema, which removes it; a rule
 * for the whole database disappears when it equals the built-in one.
 */
const STATEMENTS = `
  with rule as (
    select d.*, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', pg_get_userbyid(d.defaclrole),
             case when d.defaclnamespace <> 0 then format(' IN SCHEMA %s', d.defaclnamespace::regnamespace) end) as start,
      case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'FUNCTIONS' when 'T' then 'TYPES'
        when 'n' then 'SCHEMAS' when 'L' then 'LARGE OBJECTS' end as objects
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
    where pg_has_role(d.defaclrole, 'USAGE') and (n.nspname is null or n.nspname <> all ($1::text[]))),
  public as (
    select n.* from pg_namespace n where n.nspname = 'public' and pg_has_role(n.nspowner, 'USAGE')),
  step(rank, statement) as (
    select distinct 1, format('%sREVOKE ALL ON %s FROM %s', start, objects,
      case acl.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(acl.grantee)) end)
    from rule cross join lateral aclexplode(rule.defaclacl) acl
    union all
    select 2, format('%sGRANT ALL ON %s TO %I', start, objects, pg_get_userbyid(defaclrole)) from rule where defaclnamespace = 0
    union all
    select 3, start || case defaclobjtype when 'f' then 'GRANT EXECUTE ON FUNCTIONS TO PUBLIC' else 'GRANT USAGE ON TYPES TO PUBLIC' end
    from rule where defaclnamespace = 0 and defaclobjtype in ('f', 'T')
    union all
    select distinct 4, format('REVOKE ALL ON SCHEMA public FROM %s',
      case acl.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(acl.grantee)) end)
    from public cross join lateral aclexplode(public.nspacl) acl where acl.grantee <> public.nspowner
    union all
    select 5, format('GRANT ALL ON SCHEMA public TO %I', pg_get_userbyid(nspowner)) from public
    union all
    select 6, 'GRANT USAGE ON SCHEMA public TO PUBLIC' from public
    union all
    select 7, 'COMMENT ON SCHEMA public IS ''standard public schema''' from public)
  select statement from step order by rank, statement`;

/** See `emptyDatabase`. Default privileges inside `keepSchemas` stay. */
export async function resetDefaults(client: Client, keepSchemas: readonly string[]): Promise<void> {
  // A dump never creates this one.
  const { rows: found } = await client.query(`select from pg_namespace where nspname = 'public'`);
  if (found.length === 0) await client.query('CREATE SCHEMA public AUTHORIZATION pg_database_owner');
  const { rows } = await client.query<{ statement: string }>(STATEMENTS, [keepSchemas]);
  for (const { statement } of rows) await client.query(statement);
}
