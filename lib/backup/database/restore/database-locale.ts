import { type Client, escapeLiteral } from 'pg';

export interface DatabaseLocale {
  encoding: string;
  /** LC_COLLATE of the source. */
  collation: string;
}

interface ServerLocale extends DatabaseLocale {
  ctype: string;
  provider: 'libc' | 'icu' | 'builtin';
  /** Locale of the icu or builtin provider. */
  locale: string | null;
  rules: string | null;
}

/** Columns of pg_database changed their names from 15 to 17, so the row is read as JSON. */
async function currentLocale(client: Client): Promise<ServerLocale | null> {
  const { rows } = await client.query<ServerLocale>(
    `select pg_catalog.pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation, d.datctype as ctype,
            case row->>'datlocprovider' when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
            coalesce(row->>'datlocale', row->>'daticulocale') as locale, row->>'daticurules' as rules
     from pg_catalog.pg_database d cross join lateral pg_catalog.to_jsonb(d) as row
     where d.datname = pg_catalog.current_database()`,
  );
  return rows[0] ?? null;
}

const createOptions = (locale: ServerLocale): string => {
  const { encoding, collation, ctype, provider, rules } = locale;
  const parts = [`ENCODING ${escapeLiteral(encoding)}`, `LOCALE_PROVIDER ${provider}`];
  parts.push(`LC_COLLATE ${escapeLiteral(collation)}`, `LC_CTYPE ${escapeLiteral(ctype)}`);
  if (locale.locale !== null && provider !== 'libc') {
    parts.push(`${provider.toUpperCase()}_LOCALE ${escapeLiteral(locale.locale)}`);
  }
  if (rules !== null && provider === 'icu') parts.push(`ICU_RULES ${escapeLiteral(rules)}`);
  return parts.join(' ');
};

/**
 * Options of CREATE DATABASE for a database like the source, best first. Where the server's own database has the same
 * encoding and collation it is taken as the model, provider included; else libc by name; last C, which every server
 * knows: only the order of text depends on it, and a comparison does not.
 */
export async function localeChoices(client: Client, like: DatabaseLocale): Promise<string[]> {
  const current = await currentLocale(client);
  const libc = (collation: string): string =>
    createOptions({ ...like, collation, ctype: collation, provider: 'libc', locale: null, rules: null });
  const choices = [libc(like.collation), libc('C')];
  const same = current?.encoding === like.encoding && current.collation === like.collation;
  return same ? [createOptions(current), ...choices] : choices;
}
