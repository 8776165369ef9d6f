import type { ContentFileView } from '../contract';
import type { Words } from '../format/words';
import { Foreign } from './foreign';
import { RawText } from './raw-text';

/** A file at one point: its fields for reading, its text as it is. */
export function FileView({ file, download, words }: { file: ContentFileView; download: string; words: Words }) {
  const { fields, text, preview } = file;
  return (
    <article className="bk-panel bk-file">
      <header className="bk-file-h">
        <h2>
          <Foreign text={file.path} mono />
        </h2>
        <a className="bk-btn" data-s="sm" href={download} download>
          {words('content.download')}
        </a>
      </header>
      {fields && fields.length > 0 ? (
        <div className="bk-fd">
          <h3 className="bk-h2">{words('content.asFields')}</h3>
          <dl className="bk-dl">
            {fields.map(({ field, value }) => (
              <div key={field}>
                <dt>
                  <Foreign text={field} mono />
                </dt>
                <dd>
                  <Foreign text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
      {preview ? (
        // biome-ignore lint/performance/noImgElement: bytes of the content itself, at no address to optimise.
        <img className="bk-picture" src={preview} alt={file.path} />
      ) : text === null ? (
        <p className="bk-file-p">{words('content.tooLarge')}</p>
      ) : (
        <RawText text={text} label={words('content.raw')} />
      )}
      {file.lossy ? <p className="bk-file-p">{words('content.lossy')}</p> : null}
    </article>
  );
}
