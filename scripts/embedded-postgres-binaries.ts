import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canReach, reachableDirectory, type ServerAccount } from './embedded-postgres-account';

export type PostgresMajor = 15 | 17 | 18;

export interface PostgresBinaries {
  /** Folder with initdb, pg_ctl and postgres. */
  readonly directory: string;
  /** Full package version; data directories made by different builds are kept apart with it. */
  readonly version: string;
}

const packageNames: Record<PostgresMajor, string> = {
  15: 'embedded-postgres-15',
  17: 'embedded-postgres-17',
  18: 'embedded-postgres',
};

export function findBinaries(major: PostgresMajor, account: ServerAccount | undefined): PostgresBinaries {
  const packageRoot = platformPackage(major);
  const description = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  hydrateSymlinks(packageRoot);
  const native = path.join(packageRoot, 'native');
  const reachable = canReach(account, path.join(native, 'bin'))
    ? native
    : copyNative(native, description.version, account);
  return { directory: path.join(reachable, 'bin'), version: description.version };
}

function platformPackage(major: PostgresMajor): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wanted = `@embedded-postgres/${platform}`;
  try {
    const outer = createRequire(import.meta.url).resolve(packageNames[major]);
    return path.resolve(path.dirname(createRequire(outer).resolve(wanted)), '..');
  } catch (cause) {
    throw new Error(
      `PostgreSQL ${major} for ${platform} is not installed (${wanted}). Run npm ci without --omit=optional.`,
      {
        cause,
      },
    );
  }
}

/** npm packages carry no symlinks, and install scripts may be off: make the library links here. Safe to repeat. */
function hydrateSymlinks(packageRoot: string): void {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyNative(native: string, version: string, account: ServerAccount | undefined): string {
  const home = reachableDirectory(account, native);
  const copy = path.join(home, `native-${version}`);
  if (existsSync(copy)) return copy;
  console.log(`PostgreSQL ${version}: ${native} is closed to ${account?.name}; using a copy in ${tmpdir()}.`);
  const partial = `${copy}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
