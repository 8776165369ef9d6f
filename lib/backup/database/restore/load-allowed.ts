import { foreignContent } from './dump-damage';
import { LIST, QUALIFIED_NAME } from './dump-names';

/** What the statements of pg_dump begin with, its own spelling. COPY is read elsewhere. */
const BEGINNINGS = /^(ALTER|COMMENT|CREATE|DROP|GRANT|INSERT|REFRESH|RESET|REVOKE|SECURITY|SELECT|SET) /;
const TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK|ABORT|END|START|SAVEPOINT|RELEASE|PREPARE)\b/i;

const VALUE = `(?:'[^']*(?:''[^']*)*'|"[^"]+"|[A-Za-z0-9_.]+)`;
const SETTING = new RegExp(`^SET ([a-z_]+) = ${VALUE}(?:, ${VALUE})*;$`);
const SEARCH_PATH = /^SELECT pg_catalog\.set_config\('search_path', '[^']*', false\);$/;

const LITERAL = `(?:[EBX]?'[^']*(?:''[^']*)*'(?:::[a-z0-9_" ]+(?:\\[\\])?)?|-?[0-9][0-9.eE+-]*|true|false|NULL|DEFAULT)`;
const LITERALS = `\\(\\s*${LITERAL}(?:,\\s*${LITERAL})*\\s*\\)`;
const FUNCTIONS = `pg_catalog\\.(?:setval|lo_create|lo_open|lowrite|lo_close)|\\* FROM pg_catalog\\.pg_restore_[a-z]+_stats`;
const CALL = new RegExp(`^SELECT (?:${FUNCTIONS})${LITERALS};$`);
const INSERT = new RegExp(
  `^INSERT INTO ${QUALIFIED_NAME} (?:${LIST} )?(?:OVERRIDING SYSTEM VALUE )?(?:DEFAULT VALUES|VALUES\\s*${LITERALS}(?:,\\s*${LITERALS})*)(?: ON CONFLICT DO NOTHING)?;$`,
  'u',
);

const PRIVILEGE =
  /^(?:GRANT|REVOKE) (?:GRANT OPTION FOR )?(?:ALL|SELECT|INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|TRIGGER|USAGE|CREATE|CONNECT|TEMPORARY|EXECUTE|MAINTAIN)\b.* ON (?!PARAMETER )/s;
/** Roles, databases and settings of the whole server: a dump of one database never makes or changes them. */
const SERVER_WIDE =
  /^(?:ALTER|CREATE|DROP) (?:ROLE|USER(?! MAPPING\b)|GROUP|DATABASE|TABLESPACE|SYSTEM)\b(?<!^ALTER ROLE)/;
const ROLE_SETTING = /^(role|session_authorization|session_replication_role)$/;
/** An expression of a definition that would change the role. Bodies of functions are not looked into. */
const ROLE_CHANGE = /\bset_config\s*\(\s*E?'(?:role|session_authorization)'/i;
const NOT_RUN = /^(CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)|COMMENT|INSERT)\b/;

function refuseSetting(sql: string): void {
  const [, name] = SETTING.exec(sql) ?? [];
  if (name === undefined) throw foreignContent('a setting in another form');
  if (ROLE_SETTING.test(name)) throw foreignContent('a change of role');
  if (name === 'standard_conforming_strings' && !/= '?on'?;$/.test(sql)) throw foreignContent('old-style quoting');
}

/**
 * Throws CORRUPT for a statement that pg_dump never writes: one that would end the transaction of the load, change the
 * role or how quotes are read, run code at once, or reach beyond the database. The caller has dealt with SET and RESET
 * SESSION AUTHORIZATION, which pg_dump writes around some grants and which are never run.
 */
export function refuseForeign(sql: string): void {
  if (TRANSACTION.test(sql)) throw foreignContent('a transaction command');
  const [, first] = BEGINNINGS.exec(sql) ?? [];
  if (first === undefined) throw foreignContent('a statement of another kind');
  if (first === 'SET') refuseSetting(sql);
  if (first === 'RESET') throw foreignContent('a change of role or settings');
  if (first === 'SELECT' && !SEARCH_PATH.test(sql) && !CALL.test(sql)) throw foreignContent('a query');
  if (first === 'DROP') throw foreignContent('a removal');
  if (first === 'INSERT' && !INSERT.test(sql)) throw foreignContent('an INSERT that is not a plain list of values');
  const membership = (first === 'GRANT' || first === 'REVOKE') && !PRIVILEGE.test(sql);
  if (membership || SERVER_WIDE.test(sql)) throw foreignContent('a change to the whole server');
  if (ROLE_CHANGE.test(sql) && !NOT_RUN.test(sql)) throw foreignContent('a change of role');
}
