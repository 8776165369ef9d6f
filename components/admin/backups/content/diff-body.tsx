import type { ReactNode } from 'react';
import type { ContentDiffView, FileChangeView } from '../contract';
import type { Words } from '../format/words';
import { FilePanel } from './file-panel';
import { Foreign } from './foreign';

interface DiffBodyProps {
  diff: ContentDiffView;
  words: Words;
  locale: string;
  whole: (file: FileChangeView) => string;
  fileActions?: (file: FileChangeView) => ReactNode;
}

/** The files of a difference at the side, and one panel for each. Rendered on the server. */
export function DiffBody({ diff, words, locale, whole, fileActions }: DiffBodyProps) {
  return (
    <div className="bk-dg">
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
      <div className="bk-dm">
        {diff.files.map((file, at) => (
          <FilePanel
            key={file.path}
            id={`file-${at}`}
            file={file}
            words={words}
            locale={locale}
            whole={whole(file)}
            actions={fileActions?.(file)}
          />
        ))}
      </div>
    </div>
  );
}
