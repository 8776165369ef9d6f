import { readFileSync, writeFileSync } from 'node:fs';
import { environmentSchema } from '@/lib/backup';
import { hostEnvironmentSchema } from './host-environment';

const BEGIN = /<!-- environment:begin[^>]*-->/;
const END = '<!-- environment:end -->';

interface Variable {
  safeParse(value: unknown): { success: boolean; data?: unknown };
  description?: string;
}

function row([name, variable]: [string, Variable]): string {
  const fallback = variable.safeParse(undefined);
  const shown = fallback.success && fallback.data !== undefined && String(fallback.data) !== '';
  return `| \`${name}\` | ${shown ? `\`${String(fallback.data)}\`` : ''} | ${variable.description ?? ''} |`;
}

/** The README's table of environment variables, from the schemas that read them. `--check` only compares. */
const variables = new Map<string, Variable>([
  ...Object.entries(hostEnvironmentSchema.shape as Record<string, Variable>),
  ...Object.entries(environmentSchema.shape as Record<string, Variable>),
]);
const table = ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...[...variables].map(row)].join('\n');
const readme = readFileSync('README.md', 'utf8');
const begin = BEGIN.exec(readme);
if (!begin) throw new Error('README.md has no place for the environment table.');
const head = readme.slice(0, begin.index + begin[0].length);
const tail = readme.slice(readme.indexOf(END));
const wanted = `${head}\n${table}\n${tail}`;
if (process.argv.includes('--check')) {
  if (wanted !== readme) {
    console.error('The environment table in README.md is out of date. Run: npm run docs:environment');
    process.exitCode = 1;
  }
} else {
  writeFileSync('README.md', wanted);
}
