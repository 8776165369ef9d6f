import type { RestoredContentView, UndoContentView } from '../contract';
import type { Words } from '../format/words';

const sha7 = (sha: string | null) => (sha ?? '').slice(0, 7);

/** What became of the content, where it is done. */
export function contentDoneWords(content: RestoredContentView | null | undefined, words: Words): string | null {
  if (content?.state !== 'done') return null;
  const key = content.commit === null ? 'same' : content.live === false ? 'notLive' : content.way;
  return words(`recovery.done.${key}`, { sha: sha7(content.commit) });
}

/** What an undo does to the content, said before. */
export function undoContentWords({ sha, files, refusal }: UndoContentView, words: Words): string {
  if (refusal) return words('recovery.undoRefused', { reason: refusal.message });
  return sha ? words('recovery.undoReverts', { n: files, sha: sha7(sha) }) : words('recovery.undoStays');
}
