'use client';

import type { ContentActions, FileChangeView } from '../contract';
import { useWords } from '../format/words';
import { Foreign, visibleText } from './foreign';
import { pathTree } from './path-tree';
import { PickBar } from './pick-bar';
import { PickTree } from './pick-tree';
import { usePicks } from './use-picks';

type ListedFile = Pick<FileChangeView, 'path' | 'from' | 'kind'>;

interface CommitFilesProps {
  sha: string;
  files: ListedFile[];
  moreFiles: number;
  pickContent: ContentActions['pickContent'];
}

/** The files of a commit by folder: each leads to its panel, and picked ones are brought to this point together. */
export function CommitFiles({ sha, files, moreFiles, pickContent }: CommitFilesProps) {
  const words = useWords();
  const picks = usePicks(sha, pickContent);
  const items = files.map(({ path, from, kind }, at) => ({
    path,
    paths: from ? [from, path] : [path],
    kind,
    from,
    at,
  }));
  const tree = pathTree(items);
  // After this commit a file that it deleted is not there: that is brought back from the deleted files.
  const isFixed = ({ kind }: { kind: FileChangeView['kind'] }) => kind === 'deleted';
  const canPick = files.length > 1 && files.some((file) => !isFixed(file));
  return (
    <nav className="bk-fl" aria-label={words('content.files', { n: files.length })}>
      <h2 className="bk-h2">{words('content.files', { n: files.length + moreFiles })}</h2>
      <div className="bk-fl-t">
        <PickTree
          tree={tree}
          picks={picks}
          plain={!canPick}
          isFixed={isFixed}
          row={({ at, kind, from, path }, name) => (
            <a href={`#file-${at}`} title={visibleText(from ? `${from} → ${path}` : path)}>
              <Foreign text={name} mono />{' '}
              <span className="bk-3">{words(kind === 'mode' ? 'content.mode' : `content.file-${kind}`)}</span>
            </a>
          )}
        />
      </div>
      {moreFiles > 0 ? <p className="bk-3">{words('content.moreFiles', { n: moreFiles })}</p> : null}
      {canPick ? <PickBar tree={tree} picks={picks} isFixed={isFixed} act="content.bringHere" wholeFolders /> : null}
    </nav>
  );
}
