import type { ReactNode } from 'react';
import type { ContentDiffView, FileChangeView } from '../contract';
import type { Words } from '../format/words';
import { rawFile } from './addresses';
import { FilePanel } from './file-panel';
import { Foreign } from './foreign';
import type { PictureSides } from './picture';

interface DiffBodyProps {
  diff: ContentDiffView;
  words: Words;
  locale: string;
  token: (path: string) => string;
  whole: (file: FileChangeView) => string;
  fileActions?: (file: FileChangeView) => ReactNode;
  /** The list of the files, where it does more than lead to them. */
  list?: ReactNode;
}

/** Kinds by name that a browser may show; the route looks at the bytes again. */
const SHOWN = /\.(?:png|jpe?g|gif|webp)$/i;

function pictureSides(file: FileChangeView, diff: ContentDiffView, token: DiffBodyProps['token']) {
  if (file.form !== 'picture' || !SHOWN.test(file.path)) return undefined;
  const address = (sha: string | null, mode: string | null, path: string) =>
    sha && mode ? rawFile(sha, token(path), 'picture') : null;
  const sides: PictureSides = {
    before: address(diff.from, file.modeBefore, file.from ?? file.path),
    after: address(diff.to, file.modeAfter, file.path),
  };
  return sides;
}

/** The files of a difference at the side, and one panel for each. Rendered on the server. */
export function DiffBody({ diff, words, locale, token, whole, fileActions, list }: DiffBodyProps) {
  return (
    <div className="bk-dg">
      {list ?? (
        <nav className="bk-fl" aria-label={words('content.files', { n: diff.files.length })}>
          <h2 className="bk-h2">{words('content.files', { n: diff.files.length + diff.moreFiles })}</h2>
          <ul>
            {diff.files.map((file, at) => (
              <li key={file.path}>
                <a href={`#file-${at}`}>
                  <Foreign text={file.path} mono />
                </a>
              </li>
            ))}
          </ul>
          {diff.moreFiles > 0 ? <p className="bk-3">{words('content.moreFiles', { n: diff.moreFiles })}</p> : null}
        </nav>
      )}
      <div className="bk-dm">
        {diff.files.map((file, at) => (
          <FilePanel
            key={file.path}
            id={`file-${at}`}
            file={file}
            words={words}
            locale={locale}
            whole={whole(file)}
            pictures={pictureSides(file, diff, token)}
            actions={fileActions?.(file)}
          />
        ))}
      </div>
    </div>
  );
}
