import type { DiffHunkView, DiffLineView } from '../contract';
import type { Words } from '../format/words';
import { visibleParts, visibleText } from './foreign';
import { type LinePair, pairLines } from './pair-lines';

function Marked({ line }: { line: DiffLineView }) {
  if (line.marks.length === 0) return <>{visibleParts(line.text)}</>;
  let at = 0;
  const parts = line.marks.map(([start, end]) => {
    const before = line.text.slice(at, start);
    at = end;
    return (
      <span key={start}>
        {visibleParts(before)}
        <mark>{visibleParts(line.text.slice(start, end))}</mark>
      </span>
    );
  });
  return (
    <>
      {parts}
      {visibleParts(line.text.slice(at))}
    </>
  );
}

/** Number, sign and text of each side. */
function Columns({ sides }: { sides: readonly string[] }) {
  return sides.map((side) => (
    <colgroup key={side}>
      <col className="ln" />
      <col className="sg" />
      <col />
    </colgroup>
  ));
}

const KIND = { context: undefined, added: 'a', removed: 'd' } as const;

function Cells({ line, side, words }: { line: DiffLineView | null; side: 'before' | 'after'; words: Words }) {
  const kind = line ? KIND[line.kind] : 'e';
  return (
    <>
      <td className="ln" data-k={kind}>
        {line?.[side] ?? (line?.kind === 'removed' ? line.before : null)}
      </td>
      <td className="sg" data-k={kind}>
        {line && line.kind !== 'context' ? (
          <>
            <span aria-hidden="true">{line.kind === 'added' ? '+' : '−'}</span>
            <span className="bk-sr">{words(line.kind === 'added' ? 'content.lineAdded' : 'content.lineRemoved')}</span>
          </>
        ) : null}
      </td>
      <td className="tx" data-k={kind}>
        {line ? <Marked line={line} /> : null}
        {line?.noNewline ? <span className="bk-unseen">{words('content.noNewline')}</span> : null}
      </td>
    </>
  );
}

/** The text difference, rendered on the server: two columns on a wide page, one on a narrow one, by CSS alone. */
export function DiffTable({ hunks, path, words }: { hunks: DiffHunkView[]; path: string; words: Words }) {
  const rows: (LinePair & { key: string })[] = hunks.flatMap((hunk, at) =>
    pairLines(hunk.lines).map((pair, index) => ({ ...pair, key: `${at} ${index}` })),
  );
  const lines = hunks.flatMap((hunk, at) => hunk.lines.map((line, index) => ({ line, key: `${at} ${index}` })));
  // A file that is new or gone has one side only.
  const isOneSided = ['added', 'removed'].some((kind) => lines.every(({ line }) => line.kind === kind));
  const name = visibleText(`${words('content.text')}: ${path}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard has to reach it.
    <section className="bk-dx" tabIndex={0} aria-label={name} dir="ltr">
      {isOneSided ? null : (
        <table className="bk-df bk-df-split">
          <caption className="bk-sr">{words('content.textCaption')}</caption>
          <Columns sides={['before', 'after']} />
          <tbody>
            {rows.map(({ before, after, key }) => (
              <tr key={key}>
                <Cells line={before} side="before" words={words} />
                <Cells line={after} side="after" words={words} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className={isOneSided ? 'bk-df' : 'bk-df bk-df-one'}>
        <caption className="bk-sr">{words('content.textCaption')}</caption>
        <Columns sides={['both']} />
        <tbody>
          {lines.map(({ line, key }) => (
            <tr key={key}>
              <Cells line={line} side="after" words={words} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
