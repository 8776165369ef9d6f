import { readdirSync, readFileSync } from 'node:fs';

const PAGE = 4096;

function parentOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? null;
  } catch {
    return null;
  }
}

function residentBytes(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;
  } catch {
    // It ended between the listing and the reading.
    return 0;
  }
}

/** Resident bytes of a process and all its descendants, shared pages counted in each. Linux only. */
export function treeBytes(root: number): number {
  const children = new Map<string, string[]>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(pid);
    if (parent) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [String(root)];
  for (let index = 0; index < tree.length; index += 1) tree.push(...(children.get(tree[index] ?? '') ?? []));
  return tree.reduce((sum, pid) => sum + residentBytes(pid), 0);
}
