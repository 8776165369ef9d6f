'use client';

import type { ReactNode } from 'react';
import { useWords } from '../format/words';
import { Foreign, visibleText } from './foreign';
import type { PathTree } from './path-tree';
import type { Pickable, Picks } from './use-picks';

interface BoxProps {
  items: readonly Pickable[];
  picks: Picks;
  label: string;
}

/** One box for a file, or for all files of a folder; half filled where some of them are picked. */
export function PickBox({ items, picks, label }: BoxProps) {
  const share = picks.share(items);
  return (
    <input
      className="bk-check"
      type="checkbox"
      aria-label={label}
      checked={share === 'all'}
      ref={(box) => {
        if (box) box.indeterminate = share === 'some';
      }}
      onChange={() => picks.set(items, share !== 'all')}
    />
  );
}

interface PickTreeProps<Item extends Pickable> {
  tree: PathTree<Item>;
  picks: Picks;
  /** Without boxes: nothing is picked here. */
  plain?: boolean;
  /** Those that cannot be picked have no box. */
  isFixed?: (item: Item) => boolean;
  row: (item: Item, name: string) => ReactNode;
}

/** Files by folder, each with a box, and a box for each folder that takes all of its files. */
export function PickTree<Item extends Pickable>(props: PickTreeProps<Item>) {
  const { tree, picks, plain = false, isFixed = () => false, row } = props;
  const words = useWords();
  const free = tree.all.filter((item) => !isFixed(item));
  return (
    <>
      {tree.name !== '' && (
        <span className="bk-pick bk-pick-f">
          {plain ? null : free.length > 0 ? (
            <PickBox
              items={free}
              picks={picks}
              label={words('content.pickFolder', { n: free.length, folder: visibleText(tree.path) })}
            />
          ) : (
            <i className="bk-pick-none" />
          )}
          <Foreign text={tree.name} mono />
        </span>
      )}
      <ul className={tree.name === '' ? undefined : 'bk-pick-in'}>
        {tree.folders.map((folder) => (
          <li key={folder.path}>
            <PickTree {...props} tree={folder} />
          </li>
        ))}
        {tree.files.map(({ name, item }) => (
          <li className="bk-pick" key={item.path}>
            {plain ? null : isFixed(item) ? (
              <i className="bk-pick-none" />
            ) : (
              <PickBox
                items={[item]}
                picks={picks}
                label={words('content.pickFile', { path: visibleText(item.path) })}
              />
            )}
            {row(item, name)}
          </li>
        ))}
      </ul>
    </>
  );
}
