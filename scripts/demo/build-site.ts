import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nextCommand, runProgram } from './run-program';

/** Says that the build in .next was made with the demo's settings; Next.js removes it with every other build. */
const stamp = path.join('.next', 'demo-build');
const notPartOfTheSite = new Set(['node_modules', 'tests', 'docs', 'changelog', 'scripts']);

/** Builds the site for production unless a build is there that is newer than every source file. */
export async function buildSite(options: { force: boolean }): Promise<'built' | 'fresh'> {
  if (!options.force && existsSync(stamp) && newestChange('.') < statSync(stamp).mtimeMs) return 'fresh';
  const { code } = await runProgram(nextCommand(), ['build'], {
    env: { NODE_ENV: 'production', NEXT_PUBLIC_DEMO: 'true', NEXT_TELEMETRY_DISABLED: '1' },
    output: 'show',
  });
  if (code !== 0) throw new Error('The production build failed. The lines above say why.');
  writeFileSync(stamp, `${new Date().toISOString()}\n`);
  return 'built';
}

function newestChange(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || notPartOfTheSite.has(entry.name) || entry.name === 'next-env.d.ts') continue;
    const file = path.join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(file) : statSync(file).mtimeMs);
  }
  return newest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildSite({ force: process.argv.includes('--force') });
}
