import { ArrowRight } from 'lucide-react';
import type { FieldChangeView } from '../contract';
import type { Words } from '../format/words';
import { Foreign } from './foreign';

function Value({
  value,
  list,
  words,
  none,
}: {
  value: string | null;
  list: string[] | null;
  words: Words;
  none: string;
}) {
  if (list) {
    return list.map((each, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: elements of one unchanging list.
      <span className="bk-chip" key={at}>
        <Foreign text={each} />
      </span>
    ));
  }
  return value === null ? <i>{words(none)}</i> : <Foreign text={value} />;
}

/** A file field by field: what it was, what it is. */
export function FieldTable({ fields, words, title }: { fields: FieldChangeView[]; words: Words; title?: string }) {
  return (
    <div className="bk-fd">
      <h3 className="bk-h2">{title ?? words('content.what')}</h3>
      <table className="bk-ft">
        <caption className="bk-sr">{words('content.fieldsCaption')}</caption>
        <colgroup>
          <col className="fld" />
          <col />
          <col className="ar" />
          <col />
        </colgroup>
        <tbody>
          {fields.map(({ field, before, after, list }) => (
            <tr key={field}>
              <th scope="row">
                <Foreign text={field} mono />
              </th>
              <td className="was" data-k={list ? 'list' : before === null ? 'nil' : undefined}>
                <span className="bk-sr">{words('content.before')} </span>
                <Value value={before} list={list?.removed ?? null} words={words} none="content.notSet" />
              </td>
              <td className="ar">
                <ArrowRight className="bk-flip bk-3" size={14} strokeWidth={2} aria-hidden="true" />
              </td>
              <td className="now" data-k={list ? 'list' : after === null ? 'nil' : undefined}>
                <span className="bk-sr">{words('content.after')} </span>
                <Value value={after} list={list?.added ?? null} words={words} none="content.removed" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
