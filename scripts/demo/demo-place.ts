import path from 'node:path';

/** Where a running site keeps everything that is not in PostgreSQL. All paths are absolute. */
export interface SitePlace {
  readonly home: string;
  readonly contentPath: string;
  /** Bare repository that stands for the one on a Git host. */
  readonly remotePath: string;
  readonly backupDirectory: string;
}

export function sitePlace(home: string): SitePlace {
  const absolute = path.resolve(home);
  return {
    home: absolute,
    contentPath: path.join(absolute, 'content'),
    remotePath: path.join(absolute, 'content-remote.git'),
    backupDirectory: path.join(absolute, 'backups'),
  };
}
