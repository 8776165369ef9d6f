/** Something that a migration makes. Names are as PostgreSQL stores them; schema `public` where none is named. */
export type MadeObject =
  | { kind: 'table' | 'index' | 'type'; schema: string; name: string }
  | { kind: 'column' | 'constraint'; schema: string; table: string; name: string };

const NAME = String.raw`(?:"([^"]+)"|([A-Za-z_][\w$]*))`;
const QUALIFIED = String.raw`(?:${NAME}\.)?${NAME}`;
const TABLE = new RegExp(String.raw`^create\s+table\s+${QUALIFIED}\s*\(`, 'i');
const INDEX = new RegExp(String.raw`^create\s+(?:unique\s+)?index\s+${NAME}\s+on\s+(?:only\s+)?${QUALIFIED}`, 'i');
const TYPE = new RegExp(String.raw`^create\s+type\s+${QUALIFIED}\s+as\s`, 'i');
const COLUMN = new RegExp(String.raw`^alter\s+table\s+(?:only\s+)?${QUALIFIED}\s+add\s+column\s+${NAME}\s`, 'i');
const CONSTRAINT = new RegExp(
  String.raw`^alter\s+table\s+(?:only\s+)?${QUALIFIED}\s+add\s+constraint\s+${NAME}\s`,
  'i',
);
const HARMLESS = /\bif\s+not\s+exists\b/i;
/** Statements after which a name may rightly be there already, or be made a second time. */
const UNMAKES = /\b(?:drop|rename)\b/i;

/**
 * For each of these migrations, in the order in which they are to run, the objects that would make it fail where they are
 * there already. What says IF NOT EXISTS is no hindrance. Of a migration that drops or renames anything, and of all that
 * run after it, nothing can be told from names alone: what is there now may be gone by then. They give none.
 */
export function objectsInTheWay(migrations: readonly (readonly string[])[]): MadeObject[][] {
  let told = true;
  return migrations.map((statements) => {
    const plain = statements.map(withoutComments);
    told &&= !plain.some((statement) => UNMAKES.test(statement));
    return told ? plain.flatMap((statement) => made(statement) ?? []) : [];
  });
}

function made(statement: string): MadeObject | null {
  if (HARMLESS.test(statement)) return null;
  const named = (kind: 'table' | 'type', found: RegExpExecArray): MadeObject => ({
    kind,
    schema: stored(found, 1) ?? 'public',
    name: stored(found, 3) ?? '',
  });
  const table = TABLE.exec(statement);
  if (table) return named('table', table);
  const type = TYPE.exec(statement);
  if (type) return named('type', type);
  const index = INDEX.exec(statement);
  if (index) return { kind: 'index', name: stored(index, 1) ?? '', schema: stored(index, 3) ?? 'public' };
  for (const [kind, pattern] of [
    ['column', COLUMN],
    ['constraint', CONSTRAINT],
  ] as const) {
    const found = pattern.exec(statement);
    if (!found) continue;
    return { kind, schema: stored(found, 1) ?? 'public', table: stored(found, 3) ?? '', name: stored(found, 5) ?? '' };
  }
  return null;
}

/** Group `at` is the quoted form, the next one the plain form, which PostgreSQL folds to small letters. */
const stored = (found: RegExpExecArray, at: number): string | undefined => found[at] ?? found[at + 1]?.toLowerCase();

const withoutComments = (statement: string): string =>
  statement
    .replace(/--[^\n]*/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim();
