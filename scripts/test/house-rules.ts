export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const longest = 250;
const vagueNames = /(?:^|-)(?:utils?|helpers?|common|misc|managers?|services?)(?:-|$)/;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** The framework prescribes these names. */
const frameworkFolder = /^(?:\[{1,2}(?:\.\.\.)?[a-zA-Z]+\]{1,2}|\([a-z-]+\)|@[a-z-]+|_[a-z-]+)$/;
/** Folders whose code gets its settings handed in, with the files that read them from the environment. */
const environmentRules: { folder: RegExp; reader?: RegExp }[] = [
  { folder: /^lib\/backup\//, reader: /^lib\/backup\/config\.ts$/ },
  { folder: /^components\// },
];

/** Lines of the form `path: what is wrong`. */
export function findHouseViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [...checkName(file.path), ...checkText(file)].map((what) => `${file.path}: ${what}`));
}

function checkName(file: string): string[] {
  const parts = file.split('/');
  const name = parts.pop() ?? '';
  // The part before the first dot names the thing; what follows names the kind (test, types, config).
  const stem = name.replace(/^\./, '').split('.')[0] ?? '';
  const found: string[] = [];
  if (!kebabCase.test(stem) && !frameworkFolder.test(stem)) found.push('file names are in kebab-case');
  if (vagueNames.test(stem)) found.push('the name does not say what the file does');
  for (const folder of parts) {
    const known = kebabCase.test(folder) || frameworkFolder.test(folder) || /^\.[a-z]/.test(folder);
    if (!known) found.push(`folder ${folder} is not in kebab-case`);
    if (vagueNames.test(folder)) found.push(`folder ${folder} does not say what is in it`);
  }
  return found;
}

function checkText(file: SourceFile): string[] {
  const found: string[] = [];
  const lines = file.text.split('\n');
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0);
  if (count > longest && !file.path.startsWith('drizzle/')) found.push(`${count} lines, at most ${longest}`);
  const rule = environmentRules.find(({ folder }) => folder.test(file.path));
  if (rule && !rule.reader?.test(file.path)) {
    lines.forEach((line, index) => {
      if (/\bprocess\.env\b/.test(line)) found.push(`line ${index + 1} reads process.env; settings come from config`);
    });
  }
  return found;
}
