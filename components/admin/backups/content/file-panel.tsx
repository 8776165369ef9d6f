import type { ReactNode } from 'react';
import type { FileChangeView } from '../contract';
import { createQuantities } from '../format/quantities';
import type { Words } from '../format/words';
import { Link } from '../ui/link';
import { DiffTable } from './diff-table';
import { FieldTable } from './field-table';
import { Foreign } from './foreign';
import { PicturePair, type PictureSides } from './picture';

interface FilePanelProps {
  file: FileChangeView;
  words: Words;
  locale: string;
  id: string;
  /** Address of the whole difference, for one that was cut. */
  whole: string;
  pictures?: PictureSides | undefined;
  actions?: ReactNode;
}

/** One changed file: its fields first, then its text. */
export function FilePanel({ file, words, locale, id, whole, pictures, actions }: FilePanelProps) {
  const { bytes } = createQuantities(words, locale);
  return (
    <article className="bk-panel bk-file" id={id}>
      <header className="bk-file-h">
        <h2>
          <Foreign text={file.from ? `${file.from} → ${file.path}` : file.path} mono />{' '}
          <span className="bk-3">
            {words(file.kind === 'mode' ? 'content.mode' : `content.${file.kind}`, { n: '' })}
          </span>
        </h2>
        {actions ? <div className="bk-btns">{actions}</div> : null}
      </header>
      {file.fields && file.fields.length > 0 ? <FieldTable fields={file.fields} words={words} /> : null}
      {file.hunks && file.hunks.length > 0 ? <DiffTable hunks={file.hunks} path={file.path} words={words} /> : null}
      {pictures?.before || pictures?.after ? <PicturePair sides={pictures} path={file.path} words={words} /> : null}
      {file.form !== 'text' ? (
        <p className="bk-file-p">
          {file.sizeBefore === null || file.sizeAfter === null
            ? words('content.binaryOne', { size: bytes(file.sizeAfter ?? file.sizeBefore ?? 0) })
            : words('content.binary', { before: bytes(file.sizeBefore), after: bytes(file.sizeAfter) })}
        </p>
      ) : file.hunks?.length === 0 && !file.cut ? (
        <p className="bk-file-p">{words('content.noText')}</p>
      ) : null}
      {file.lossy ? <p className="bk-file-p">{words('content.lossy')}</p> : null}
      {file.cut ? (
        <p className="bk-file-p">
          {words('content.cut')}{' '}
          <Link className="bk-link" href={whole} prefetch={false}>
            {words('content.showAnyway')}
          </Link>
        </p>
      ) : null}
    </article>
  );
}
