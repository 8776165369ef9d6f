'use client';

import type { ChangeCountsView, CommitView } from '../contract';
import { useFormat } from '../format/use-format';
import { CopyButton } from '../ui/copy-button';
import { Time } from '../ui/time';
import { shortSha } from './addresses';
import { Counts } from './counts';
import { Avatar, Person } from './person';

interface CommitLineProps {
  commit: Pick<CommitView, 'sha' | 'author' | 'committer' | 'at'>;
  counts: ChangeCountsView;
  merge: boolean;
}

/** Who, when, which, how much: under the title of a commit. */
export function CommitLine({ commit, counts, merge }: CommitLineProps) {
  const { words, locale } = useFormat();
  const { sha, author, at } = commit;
  return (
    <span className="bk-cl">
      <span className="bk-cl-p">
        <Avatar name={author.name} />
        <span>
          <Person commit={commit} words={words} />, <Time at={at} clock />
        </span>
      </span>
      <CopyButton
        className="bk-mono bk-sha"
        text={() => sha}
        label={shortSha(sha)}
        name={words('content.copySha', { sha: shortSha(sha) })}
      />
      <Counts counts={counts} words={words} locale={locale} />
      {merge ? <span>{words('content.merge')}</span> : null}
    </span>
  );
}
