export interface PathTree<Item> {
  /** Path of the folder with its slash; empty for the whole. */
  path: string;
  /** What of it stands below the folder above: "data/github/" where nothing else is in `data`. */
  name: string;
  folders: PathTree<Item>[];
  files: { name: string; item: Item }[];
  /** All files in it, at whatever depth. */
  all: Item[];
}

/** Files as a tree of their folders; a folder with nothing but one folder in it is one line with that. */
export function pathTree<Item extends { path: string }>(items: readonly Item[], path = '', name = ''): PathTree<Item> {
  const files: PathTree<Item>['files'] = [];
  const below = new Map<string, Item[]>();
  for (const item of items) {
    const rest = item.path.slice(path.length);
    const end = rest.indexOf('/');
    if (end < 0) files.push({ name: rest, item });
    else below.set(rest.slice(0, end + 1), [...(below.get(rest.slice(0, end + 1)) ?? []), item]);
  }
  const [only] = below;
  if (only && below.size === 1 && files.length === 0) return pathTree(only[1], path + only[0], name + only[0]);
  const folders = [...below].map(([step, inside]) => pathTree(inside, path + step, step));
  return { path, name, folders, files, all: [...items] };
}
