import type { ContentFileView } from '../contract';
import { createQuantities } from '../format/quantities';
import type { Words } from '../format/words';
import { rawFile } from './addresses';
import { Foreign } from './foreign';
import { canRender } from './markdown-limits';
import { MarkdownText } from './markdown-text';
import { Picture } from './picture';
import { RawText } from './raw-text';

interface FileViewProps {
  file: ContentFileView;
  token: string;
  words: Words;
  locale: string;
}

function Fields({ fields, words }: { fields: NonNullable<ContentFileView['fields']>; words: Words }) {
  return (
    <div className="bk-fd">
      <h3 className="bk-h2">{words('content.asFields')}</h3>
      <table className="bk-ft">
        <caption className="bk-sr">{words('content.asFields')}</caption>
        <colgroup>
          <col className="fld" />
          <col />
        </colgroup>
        <tbody>
          {fields.map(({ field, value }) => (
            <tr key={field}>
              <th scope="row">
                <Foreign text={field} mono />
              </th>
              <td>
                <Foreign text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A file at one point: its fields for reading, its Markdown rendered, its text as it is, its bytes to download. */
export function FileView({ file, token, words, locale }: FileViewProps) {
  const { sha, path, fields, text, markdown, picture, form } = file;
  const rendered = markdown !== null && markdown.trim() !== '' && canRender(markdown);
  return (
    <article className="bk-panel bk-file">
      <header className="bk-file-h">
        <h2>
          <Foreign text={path} mono /> <span className="bk-3">{createQuantities(words, locale).bytes(file.size)}</span>
        </h2>
        {form === 'submodule' ? null : (
          <a className="bk-btn" data-s="sm" href={rawFile(sha, token, 'download')} download>
            {words('content.download')}
          </a>
        )}
      </header>
      {fields && fields.length > 0 ? <Fields fields={fields} words={words} /> : null}
      {rendered ? (
        <div className="bk-fd bk-md-box">
          <h3 className="bk-h2">{words('content.rendered')}</h3>
          <MarkdownText text={markdown} words={words} />
        </div>
      ) : null}
      {picture ? (
        <div className="bk-fd">
          <Picture src={rawFile(sha, token, 'picture')} alt={path} />
        </div>
      ) : text === null ? (
        <p className="bk-file-p">{words(form === 'text' ? 'content.tooLarge' : 'content.notText')}</p>
      ) : (
        <div className="bk-raw-box">
          <h3 className="bk-h2">{words('content.raw')}</h3>
          <RawText text={text} label={words('content.raw')} />
        </div>
      )}
      {file.lossy ? <p className="bk-file-p">{words('content.lossy')}</p> : null}
    </article>
  );
}
