import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Content repositories of real sites. They are not part of this project: who has them puts them beside it. */
export const REAL_REPOSITORIES = ['awesome-memes-data', 'awesome-startup-books-data'] as const;
export type RealRepository = (typeof REAL_REPOSITORIES)[number];

const FOLDER = process.env.SHARED_FIXTURES ?? fileURLToPath(new URL('../../../shared/fixtures', import.meta.url));

/** Null where it is not there: SHARED_FIXTURES names the folder of the bundles, else it lies beside the project. */
export function realBundle(name: RealRepository): string | null {
  const bundle = path.join(FOLDER, `${name}.bundle`);
  return existsSync(bundle) ? bundle : null;
}

/** A clone that belongs to nobody else, with no remote. */
export function cloneBundle(bundle: string, folder: string): void {
  execFileSync('git', ['clone', '--quiet', bundle, folder], { stdio: 'ignore' });
  execFileSync('git', ['remote', 'remove', 'origin'], { cwd: folder });
}
