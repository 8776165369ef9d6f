import { parseDocument } from 'yaml';
import { settingsDamage } from '../policy/content-anomaly';
import type { ContentIncidentView } from '../views';
import { isSha } from './commit-sha';
import type { Git } from './git-repository';
import { displayText } from './log-format';

/** Files that the whole site reads: one of them emptied or broken is an incident of its own. */
const SETTINGS = ['.works/works.yml', 'works.yml', 'config.yml', 'categories.yml', 'tags.yml', 'collections.yml'];
const LARGEST_BYTES = 1024 * 1024;

interface Reading {
  size: number;
  parses: boolean;
}

async function readAt(git: Git, revision: string, path: string): Promise<Reading | null> {
  const { stdout } = await git.run(['ls-tree', '-z', '--end-of-options', revision, '--', path]);
  const oid = /^\d+ blob ([0-9a-f]{40})\t/.exec(stdout)?.[1];
  if (!oid) return null;
  const { bytes, cut } = await git.readBytes(['cat-file', 'blob', oid], { limit: LARGEST_BYTES });
  const text = bytes.toString('utf8');
  return { size: text.trim().length, parses: cut || parseDocument(text, { logLevel: 'silent' }).errors.length === 0 };
}

/**
 * Settings and category files that are empty or no longer parse at `head`, each with the commit that made them so. What
 * was damaged and mended since is no incident. Throws AppFailure: CORRUPT, CANCELLED.
 */
export async function findSettingsDamage(git: Git, head: string): Promise<ContentIncidentView[]> {
  const found = await Promise.all(SETTINGS.map((path) => damageOf(git, head, path)));
  return found.filter((incident) => incident !== null);
}

async function damageOf(git: Git, head: string, path: string): Promise<ContentIncidentView | null> {
  const now = await readAt(git, head, path);
  if (now && now.size > 0 && now.parses) return null;
  const format = '--format=tformat:%H%x00%P%x00%an%x00%ct%x00%s';
  const { stdout } = await git.run(['log', '-1', '--encoding=UTF-8', format, '--end-of-options', head, '--', path]);
  const [sha = '', parents = '', author = '', seconds = '0', subject = ''] = stdout.trimEnd().split('\0');
  const parent = parents.split(' ')[0] ?? '';
  if (!isSha(sha) || !isSha(parent)) return null;
  const kind = settingsDamage(await readAt(git, parent, path), now);
  // A file that was renamed is not lost: the newer name has it.
  if (!kind || (now === null && (await wasRenamed(git, sha, path)))) return null;
  return {
    kind,
    sha,
    at: new Date(Number(seconds) * 1000).toISOString(),
    subject: displayText(subject),
    author: displayText(author),
    deleted: 0,
    total: 0,
    left: null,
    path,
    recovered: false,
    missing: 1,
    addedSince: 0,
  };
}

async function wasRenamed(git: Git, sha: string, path: string): Promise<boolean> {
  const words = ['diff-tree', '-r', '-z', '-M', '--name-status', '--no-commit-id', '--end-of-options', sha];
  const fields = (await git.run(words)).stdout.split('\0');
  return fields.some((field, index) => /^R\d*$/.test(field) && fields[index + 1] === path);
}
