import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommitSha } from '@/lib/backup/content/commit-sha';
import type { ContentPath } from '@/lib/backup/content/content-path';
import { type Git, openGit } from '@/lib/backup/content/git-repository';
import { type Landed, type Landing, landCommit } from '@/lib/backup/content/land-commit';
import { type ContentAct, planTree } from '@/lib/backup/content/plan-tree';
import { failure } from '@/lib/backup/kernel/app-error';
import { newId } from '@/lib/backup/kernel/ids';
import { unwrap } from '@/lib/backup/kernel/result';
import { type ContentRepository, type Workshop, workshop } from '../content/content-repository';

export interface ContentSite {
  place: Workshop;
  /** The live content folder. */
  site: ContentRepository;
  /** The bare remote; null without one. */
  remote: string | null;
  /** A second clone, as the bot has one. */
  elsewhere(): ContentRepository;
  open(): Promise<Git>;
}

/** A content folder with a first commit, and a real bare remote beside it. */
export function contentSite(files: Record<string, string>, { remote = true } = {}): ContentSite {
  const place = workshop();
  const site = place.repository();
  for (const [file, text] of Object.entries(files)) site.write(file, text);
  site.commit('First');
  const bare = path.join(place.root, 'remote.git');
  if (remote) {
    site.git('init', '--quiet', '--bare', '--initial-branch=main', bare);
    site.git('remote', 'add', 'origin', bare);
    site.git('push', '--quiet', '-u', 'origin', 'main');
  }
  let clones = 0;
  return {
    place,
    site,
    remote: remote ? bare : null,
    elsewhere: () => {
      clones += 1;
      const clone = place.repository(`clone-${clones}`);
      clone.git('remote', 'add', 'origin', bare);
      clone.git('pull', '--quiet', 'origin', 'main');
      return clone;
    },
    open: async () => unwrap(await openGit(site.path)),
  };
}

export const sha = (text: string) => text as CommitSha;
export const at = (...paths: string[]) => paths as ContentPath[];

/** Plans an act on the newest commit and lands it, as the use-case does. */
export async function land(git: Git, act: ContentAct, more: Partial<Landing> = {}): Promise<Landed> {
  return landCommit(git, {
    runId: newId(new Date()),
    author: { name: 'Jane Admin', email: 'jane@example.com' },
    keepLocally: false,
    assertMayWrite: async () => undefined,
    build: async (base) => {
      const planned = await planTree(git, act, base);
      if (planned.conflicts.length > 0) throw failure('CONFLICT', 'It does not apply.');
      if (planned.changes.length === 0) throw failure('NOTHING_TO_DO', 'It changes nothing.');
      return { ...planned, message: 'Act' };
    },
    ...more,
  });
}

/** Every file of a folder but git's own, as path → bytes in base 64. Names that are no UTF-8 are left out. */
export function snapshot(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (entry.isFile() && !name.startsWith('.git/') && !name.includes('\ufffd'))
      files[name] = readFileSync(file, 'base64');
  }
  return files;
}
