import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Folders whose sentences can reach a page. */
const ROOTS = ['lib/backup', 'lib/db', 'app/[locale]/admin/backups/_actions', 'app/api/admin/backups'];

/** Words for machines, for terminals, or in every language already. */
const NOT_FOR_PAGES = [
  /runbook-words-\w+\.ts$/,
  /lib\/backup\/config\.ts$/,
  /lib\/backup\/notify\//,
  /get-metrics\.ts$/,
  /lib\/db\/(schema|seed\/demo)/,
];

/** A sentence as people read it: begins like one, has a space, and ends with a stop, a value or what is to be typed. */
const SENTENCE = /^(?:[A-Z“"{].*\s.*[.!?…:”]|(?:[A-Z][a-z]+|pg_\w+)\b.*\s(?:.*[.}]|.*: .+)|\{0\} to rows of .*)$/s;

/** Stored as they are (commit messages have two paragraphs), sent to servers, or pieces that other sentences take up. */
const NO_SENTENCES =
  /^(Authorization: |Bearer |May \{0\}|Signed-in visitor: |Save edits of |Edits put aside: |Imported, unproven: |Restored from backup |Tables of backup |pg_dump \{0\}$|The (setting|privilege) \{0\}|Commit \{0\}$)|\n\n/;

/** Calls whose arguments only go to the log or are bugs: nobody reads them on a page. */
const NOT_SHOWN = /(^|\.)(log|logger)\.(info|warn|error)$|\.describe$|(^|\.)(unsafe|execute|raw)$/;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.posix.join(entry.parentPath.split(path.sep).join('/'), entry.name))
    .filter((file) => !NOT_FOR_PAGES.some((pattern) => pattern.test(file)));
}

/** The text with `{0}`, `{1}` … for its values, as the catalogs of texts name it; null for what is no text. */
function templateOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join('');
}

function isShown(node: ts.Node): boolean {
  for (let above = node.parent; above; above = above.parent) {
    if (ts.isTaggedTemplateExpression(above)) return false;
    if (ts.isCallExpression(above) && NOT_SHOWN.test(above.expression.getText())) return false;
    if (ts.isNewExpression(above) && above.expression.getText() === 'Error') return false;
    if (ts.isImportDeclaration(above)) return false;
  }
  return true;
}

/** The code that speaks to pages: paths and what they hold. */
export function speakingSources(): { file: string; code: string }[] {
  return ROOTS.flatMap(sourceFiles).map((file) => ({ file, code: readFileSync(file, 'utf8') }));
}

/** Every sentence of the domain that a page may show, with the files that say it. */
export function findTexts(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { file, code } of speakingSources()) {
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const text = templateOf(node);
      if (text !== null && SENTENCE.test(text) && !NO_SENTENCES.test(text) && isShown(node))
        found.set(text, [...(found.get(text) ?? []), file]);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}
