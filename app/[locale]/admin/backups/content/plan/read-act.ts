import { readPathsToken, readPathToken } from '@/lib/backup/server';

type Act =
  | { kind: 'restore'; sha: string; paths: string[] }
  | { kind: 'revert' | 'recover' | 'restore-all'; sha: string }
  | { kind: 'copy'; path: string };

/** The act that an address asks to plan; null for an address that asks for none. */
export function readAct(query: Record<string, string | string[] | undefined>): Act | null {
  const { kind, sha, path, paths: many } = query;
  if (kind === 'copy') {
    const copy = typeof path === 'string' ? readPathToken(path) : null;
    return copy ? { kind, path: copy } : null;
  }
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha)) return null;
  if (kind === 'revert' || kind === 'recover' || kind === 'restore-all') return { kind, sha };
  if (kind !== 'restore') return null;
  const paths = typeof many === 'string' ? readPathsToken(many) : readPaths(path === undefined ? [] : [path].flat());
  return paths && paths.length > 0 ? { kind, sha, paths } : null;
}

function readPaths(tokens: string[]): string[] | null {
  const paths = tokens.flatMap((token) => readPathToken(token) ?? []);
  return paths.length === tokens.length ? paths : null;
}
