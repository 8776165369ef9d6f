'use client';

import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { commitPage } from '../content/addresses';
import { Foreign, visibleText } from '../content/foreign';
import type { CommitView, RestoreContentPlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { Figures } from '../ui/figures';
import { Link } from '../ui/link';
import { Note } from '../ui/note';

const sha7 = (sha: string) => sha.slice(0, 7);

/** Why the content cannot come along, each with its next step. */
export function ContentRefusals({ plan }: { plan: RestoreContentPlanView }) {
  const { words } = useFormat();
  if (plan.refusals.length === 0) return null;
  return (
    <div className="bk-notes">
      {plan.refusals.map(({ code }) => (
        <Note key={code} tone="bad" icon={CircleX} title={words(`recovery.refusal.${code}.title`)}>
          {words(`recovery.refusal.${code}.text`)}
        </Note>
      ))}
    </div>
  );
}

/** A few of many under a small heading, and how many there are more. */
function Listed({ title, more, children }: { title: string; more: string | null; children: ReactNode }) {
  return (
    <div className="bk-listed">
      <h3>{title}</h3>
      <ul className="bk-remarks">
        {children}
        {more ? <li className="bk-3">{more}</li> : null}
      </ul>
    </div>
  );
}

/** What was committed since the backup: a restore takes it out of the files, and leaves it in the history. */
function NewerCommitList({ commits, total }: { commits: CommitView[]; total: number }) {
  const format = useFormat();
  const { words } = format;
  const left = total - commits.length;
  return (
    <Listed title={words('recovery.since')} more={left > 0 ? words('recovery.moreCommits', { n: left }) : null}>
      {commits.map(({ sha, subject, author, at }) => (
        <li key={sha}>
          <Link className="bk-link" href={commitPage(sha)} prefetch={false}>
            <Foreign text={subject || sha7(sha)} />
          </Link>{' '}
          <span className="bk-3">{format.list([visibleText(author.name), format.full(at)])}</span>
        </li>
      ))}
    </Listed>
  );
}

/** What a restore does to the content: from which commit to which, how many files, what is in the way. */
export function ContentSection({ plan }: { plan: RestoreContentPlanView }) {
  const format = useFormat();
  const { words } = format;
  const { way, sha, committedAt, newerCommits, counts, paths, unsaved, unsavedInTheWay, fromBundle, remote } = plan;
  const files = Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0);
  const point = { sha: sha7(sha), when: format.full(committedAt) };
  const size = plan.bundleBytes === null ? null : format.bytes(plan.bundleBytes);
  const listed = unsavedInTheWay.length > 0 ? unsavedInTheWay : paths;
  const left = unsavedInTheWay.length > 0 ? 0 : files - paths.length;
  if (!sha) return null;
  const known = plan.now !== null && counts !== null;
  return (
    <section className="bk-sec" aria-labelledby="bk-content-plan">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-content-plan">
          {words('recovery.heading')}
        </h2>
      </div>
      <p className="bk-2 bk-para">
        {words({ commit: 'recovery.wayCommit', clone: 'recovery.wayClone', same: 'recovery.waySame' }[way], point)}{' '}
        {fromBundle && way !== 'same'
          ? words(size ? 'recovery.fromBundleSize' : 'recovery.fromBundle', { size: size ?? '' })
          : null}{' '}
        {remote && way === 'commit' ? words('recovery.remote', { remote: visibleText(remote) }) : null}
      </p>
      {known && way === 'commit' ? (
        <Figures
          figures={[
            ...(newerCommits === null
              ? []
              : [{ value: words('recovery.commits', { n: newerCommits }), name: words('recovery.commitsName') }]),
            { value: words('recovery.files', { n: files }), name: words('recovery.filesName') },
            {
              value: words('count.edits', { n: unsaved }),
              name: words('recovery.editsName'),
              bad: unsavedInTheWay.length > 0,
            },
          ]}
        />
      ) : null}
      {way === 'commit' && plan.commits.length > 0 ? (
        <NewerCommitList commits={plan.commits} total={newerCommits ?? plan.commits.length} />
      ) : null}
      {listed.length > 0 ? (
        <Listed
          title={words(unsavedInTheWay.length > 0 ? 'recovery.inTheWay' : 'recovery.changing')}
          more={left > 0 ? words('recovery.moreFiles', { n: left }) : null}
        >
          {listed.map((path) => (
            <li key={path}>
              <Foreign text={path} mono />
            </li>
          ))}
        </Listed>
      ) : null}
    </section>
  );
}
