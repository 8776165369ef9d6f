'use client';

import type { ContentActions } from '../contract';
import { useWords } from '../format/words';
import { ButtonLink } from '../ui/link';
import { Foreign, visibleText } from './foreign';
import { pathTree } from './path-tree';
import { PickBar } from './pick-bar';
import { PickTree } from './pick-tree';
import { usePicks } from './use-picks';

interface DeletedGroupProps {
  /** The commit in which they still are. */
  sha: string;
  files: { path: string; href: string }[];
  pickContent: ContentActions['pickContent'];
}

/** The files that one commit deleted: each can be brought back alone, and picked ones together. */
export function DeletedGroup({ sha, files, pickContent }: DeletedGroupProps) {
  const words = useWords();
  const picks = usePicks(sha, pickContent);
  const tree = pathTree(files.map((file) => ({ ...file, paths: [file.path] })));
  const isSingle = files.length === 1;
  return (
    <div className="bk-dels">
      <PickTree
        tree={tree}
        picks={picks}
        plain={isSingle}
        row={({ path, href }, name) => (
          <span className="bk-del">
            <Foreign text={name} mono />
            <ButtonLink
              data-s="sm"
              href={href}
              prefetch={false}
              aria-label={words('content.bringName', { path: visibleText(path) })}
            >
              {words('content.bringOne')}
            </ButtonLink>
          </span>
        )}
      />
      {isSingle ? null : <PickBar tree={tree} picks={picks} act="content.bringPicked" />}
    </div>
  );
}
