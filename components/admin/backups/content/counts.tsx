import type { ChangeCountsView } from '../contract';
import type { Words } from '../format/words';

const KINDS = ['added', 'changed', 'deleted', 'renamed'] as const;

/** Chips with how many files a commit added, changed, deleted and renamed. */
export function Counts({ counts, words, locale }: { counts: ChangeCountsView | null; words: Words; locale: string }) {
  if (!counts) return null;
  return (
    <span className="bk-cm-c">
      {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
        <span className="bk-chip" data-k={kind} key={kind}>
          {words(`content.${kind}`, { n: new Intl.NumberFormat(locale).format(counts[kind]) })}
        </span>
      ))}
    </span>
  );
}
