import type { CommitView } from '../contract';
import type { Words } from '../format/words';
import { Foreign } from './foreign';

const initials = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase())
    .join('');

export function Avatar({ name }: { name: string }) {
  return (
    <span className="bk-av" aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** Who wrote a commit, and who committed it where that is another. */
export function Person({ commit, words }: { commit: Pick<CommitView, 'author' | 'committer'>; words: Words }) {
  const { author, committer } = commit;
  const other = committer && committer.name !== author.name ? committer.name : null;
  return <Foreign text={other ? words('content.via', { author: author.name, committer: other }) : author.name} />;
}
