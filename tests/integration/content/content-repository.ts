import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ContentRepository {
  path: string;
  git(...command: string[]): string;
  write(file: string, text: string): void;
  commit(message: string): string;
}

export interface Workshop {
  root: string;
  repository(name?: string): ContentRepository;
  remove(): void;
}

/** A temporary folder in which a test builds real repositories. */
export function workshop(): Workshop {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'content-')));
  return {
    root,
    repository: (name = 'site') => repository(path.join(root, name)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function repository(folder: string): ContentRepository {
  const git = (...command: string[]) =>
    execFileSync('git', ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com', ...command], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_COMMITTER_DATE: '2026-11-01T12:00:00+02:00',
      },
    }).trim();
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  return {
    path: folder,
    git,
    write,
    commit: (message) => {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
