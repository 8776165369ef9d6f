'use client';

import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { visibleText } from './foreign';
import type { PathTree } from './path-tree';
import { PickBox } from './pick-tree';
import type { Pickable, Picks } from './use-picks';

interface PickBarProps<Item extends Pickable> {
  tree: PathTree<Item>;
  picks: Picks;
  /** Key of the button's text, with the number of files. */
  act: string;
  isFixed?: (item: Item) => boolean;
  /** Whether a folder may also be taken whole, with the files that this commit did not touch. */
  wholeFolders?: boolean;
}

/** The folder of which all files are picked, and no others. */
function pickedFolder<Item extends Pickable>(tree: PathTree<Item>, picks: Picks): string | null {
  if (tree.path !== '' && tree.all.length === picks.count && picks.share(tree.all) === 'all') return tree.path;
  for (const folder of tree.folders) {
    const found = pickedFolder(folder, picks);
    if (found) return found;
  }
  return null;
}

/** The one act for all that is picked. */
export function PickBar<Item extends Pickable>(props: PickBarProps<Item>) {
  const { tree, picks, act, isFixed = () => false, wholeFolders = false } = props;
  const words = useWords();
  const { count, sending, error } = picks;
  const free = tree.all.filter((item) => !isFixed(item));
  const folder = wholeFolders && count > 0 ? pickedFolder(tree, picks) : null;
  const all = words('content.pickAll', { n: free.length });
  return (
    <div className="bk-pick-bar">
      <span className="bk-pick">
        <PickBox items={free} picks={picks} label={all} />
        <span aria-hidden="true">{all}</span>
      </span>
      <Button small disabled={count === 0 || sending} onClick={() => void picks.plan()}>
        {words(sending ? 'content.working' : act, { n: count })}
      </Button>
      {folder ? (
        <Button small look="quiet" disabled={sending} onClick={() => void picks.plan([folder])}>
          {words('content.bringFolder', { folder: visibleText(folder) })}
        </Button>
      ) : null}
      {error ? (
        <p className="bk-bad" role="alert">
          <bdi>{error.message}</bdi> <bdi>{error.hint}</bdi>
        </p>
      ) : null}
    </div>
  );
}
