import type { Client } from 'pg';

export interface UserObject {
  /** "TABLE", as DROP and ALTER want it. */
  keyword: string;
  /** Quoted as SQL needs it. */
  identity: string;
  /** For people: "table public.users". */
  label: string;
  owner: string | null;
}

/** Catalogs of what a full dump holds: column of the schema, column of the owner; `null` where it has none. */
const CATALOGS: readonly (readonly [catalog: string, schema: string, owner: string, condition?: string])[] = [
  ['pg_event_trigger', 'null', 'evtowner'],
  ['pg_publication', 'null', 'pubowner'],
  ['pg_class', 'relnamespace', 'relowner', "relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relpersistence <> 't'"],
  ['pg_proc', 'pronamespace', 'proowner'],
  ['pg_type', 'typnamespace', 'typowner'],
  ['pg_operator', 'oprnamespace', 'oprowner'],
  ['pg_opclass', 'opcnamespace', 'opcowner'],
  ['pg_opfamily', 'opfnamespace', 'opfowner'],
  ['pg_collation', 'collnamespace', 'collowner'],
  ['pg_conversion', 'connamespace', 'conowner'],
  ['pg_statistic_ext', 'stxnamespace', 'stxowner'],
  ['pg_ts_config', 'cfgnamespace', 'cfgowner'],
  ['pg_ts_dict', 'dictnamespace', 'dictowner'],
  ['pg_ts_parser', 'prsnamespace', 'null'],
  ['pg_ts_template', 'tmplnamespace', 'null'],
  ['pg_cast', 'null', 'null'],
  ['pg_foreign_server', 'null', 'srvowner'],
  ['pg_foreign_data_wrapper', 'null', 'fdwowner'],
  ['pg_language', 'null', 'lanowner'],
];

const selects = CATALOGS.map(
  ([catalog, schema, owner, condition], rank) =>
    `select ${rank} as rank, '${catalog}'::regclass as classid, oid, ${schema}::oid as place, ${owner}::oid as owner
     from pg_catalog.${catalog} where oid >= 16384${condition ? ` and ${condition}` : ''}`,
);

/** Nothing of the server's own, nothing of an extension, nothing that goes with another object (row types, indexes …). */
const OBJECTS = `
  with found as (${selects.join(' union all ')}),
  object as (
    select found.* from found left join pg_catalog.pg_namespace n on n.oid = found.place
    where (found.place is null or
           (n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($1::text[])))
      and not exists (select from pg_catalog.pg_depend d where d.classid = found.classid and d.objid = found.oid
                      and d.objsubid = 0 and d.deptype in ('e', 'i')))`;

/** Words of pg_identify_object that DROP calls otherwise. DROP AGGREGATE would want an asterisk where there are no arguments. */
const KEYWORDS: Readonly<Record<string, string>> = {
  aggregate: 'ROUTINE',
  'statistics object': 'STATISTICS',
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
};

/** Every object of the database that a full dump would bring back, schemas apart, in an order good for removing them. */
export async function listUserObjects(client: Client, keepSchemas: readonly string[]): Promise<UserObject[]> {
  const { rows } = await client.query<{ type: string; identity: string; owner: string | null }>(
    `${OBJECTS}
     select i.type, i.identity, case when owner is not null then pg_catalog.pg_get_userbyid(owner) end as owner
     from object cross join lateral pg_catalog.pg_identify_object(classid, oid, 0) i order by rank, oid`,
    [keepSchemas],
  );
  return rows.map(({ type, identity, owner }) => ({
    keyword: KEYWORDS[type] ?? type.toUpperCase(),
    identity,
    label: `${type} ${identity}`,
    owner,
  }));
}

/** Objects inside the kept schemas that would go with one of the others: "default value for backup.runs.state". */
export async function findKeptDependents(
  client: Client,
  keepSchemas: readonly string[],
): Promise<{ kept: string; needs: string } | null> {
  const { rows } = await client.query<{ kept: string; needs: string }>(
    `${OBJECTS}
     select kept.type || ' ' || kept.identity as kept, needs.type || ' ' || needs.identity as needs
     from object
     join pg_catalog.pg_depend d on d.refclassid = object.classid and d.refobjid = object.oid
     cross join lateral pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) kept
     cross join lateral pg_catalog.pg_identify_object_as_address(d.classid, d.objid, d.objsubid) address
     cross join lateral pg_catalog.pg_identify_object(object.classid, object.oid, 0) needs
     where d.classid <> 'pg_namespace'::regclass
       -- Parts of a table (constraints, triggers, defaults) name its schema first in their address.
       and coalesce(kept.schema, address.object_names[1]) = any ($1::text[])
     order by 1, 2 limit 1`,
    [keepSchemas],
  );
  return rows[0] ?? null;
}
