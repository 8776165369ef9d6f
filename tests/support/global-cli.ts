import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The command line in one file. */
    commandLine: string;
  }
}

/**
 * Puts the command line into one file for this run of the tests: hundreds of commands then start in a fifth of the time
 * that it takes to translate and load its modules one by one. `npm run backup` itself is what the demo and the
 * disaster rehearsal use. The file stands under node_modules, where its packages are found.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = path.resolve('node_modules/.cache/backup-command-line');
  const file = path.join(folder, `${process.pid}.cjs`);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: ['scripts/backup.ts'],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
  project.provide('commandLine', file);
  return () => rm(file, { force: true });
}
