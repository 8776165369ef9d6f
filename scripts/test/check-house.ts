import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findHouseViolations, type SourceFile } from './house-rules';

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  encoding: 'utf8',
});
const files: SourceFile[] = listed
  .split('\0')
  .filter((name) => /\.(?:ts|tsx|mjs|cjs)$/.test(name) && existsSync(name))
  .map((name) => ({ path: name.split(path.sep).join('/'), text: readFileSync(name, 'utf8') }));

const violations = findHouseViolations(files);
for (const violation of violations) console.error(violation);
const lengths = files.map((file) => file.text.split('\n').length - 1).sort((left, right) => left - right);
console.log(
  `${files.length} files, median ${lengths[Math.floor(lengths.length / 2)] ?? 0} lines, longest ${lengths.at(-1) ?? 0}.`,
);
if (violations.length > 0) process.exitCode = 1;
