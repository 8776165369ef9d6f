'use client';

import { Eye, History, TriangleAlert, Undo2 } from 'lucide-react';
import type { CommitView } from '../contract';
import { useFormat } from '../format/use-format';
import { CopyButton } from '../ui/copy-button';
import { Link } from '../ui/link';
import { Menu } from '../ui/menu';
import { commitPage, planPage, shortSha } from './addresses';
import { Counts } from './counts';
import { Foreign, visibleText } from './foreign';
import { Avatar, Person } from './person';

function CommitRow({ commit, highlighted }: { commit: CommitView; highlighted: boolean }) {
  const format = useFormat();
  const { words } = format;
  const { sha, author, incident, subject } = commit;
  return (
    <li className="bk-cm" data-new={highlighted ? '' : undefined}>
      <Avatar name={author.name} />
      <div className="bk-cm-t">
        <Link className="bk-ink-link" href={commitPage(sha)} prefetch={false}>
          <Foreign text={subject || shortSha(sha)} />
        </Link>
        {incident ? (
          <span className="bk-st bk-bad">
            <TriangleAlert size={14} aria-hidden="true" />
            {words('content.share', { n: Math.round((incident.deleted / Math.max(1, incident.total)) * 100) })}
          </span>
        ) : null}
        <span className="bk-3">
          <Person commit={commit} words={words} />
          <span className="bk-only-s"> · {format.clock(commit.at)}</span>
        </span>
      </div>
      <Counts counts={commit.counts} words={words} locale={format.locale} />
      <time className="bk-3" dateTime={commit.at} title={format.both(commit.at)}>
        {format.clock(commit.at)}
      </time>
      <CopyButton
        className="bk-mono bk-sha"
        text={() => sha}
        label={shortSha(sha)}
        name={words('content.copySha', { sha: shortSha(sha) })}
      />
      <Menu
        label={words('content.more', { subject: visibleText(subject) })}
        entries={[
          { key: 'see', icon: Eye, label: words('content.see'), href: commitPage(sha) },
          { key: 'revert', icon: Undo2, label: words('content.revertThis'), href: planPage('revert', sha) },
          { key: 'all', icon: History, label: words('content.restoreAll'), href: planPage('restore-all', sha) },
        ]}
      />
    </li>
  );
}

/** Commits, newest first, under the day on which they were made. */
export function CommitList({ commits, highlight }: { commits: CommitView[]; highlight: string | null }) {
  const format = useFormat();
  const days: { name: string; commits: CommitView[] }[] = [];
  for (const commit of commits) {
    const name = format.dayName(commit.at);
    const last = days.at(-1);
    if (last?.name === name) last.commits.push(commit);
    else days.push({ name, commits: [commit] });
  }
  return days.map((day) => (
    <section key={day.commits[0]?.sha}>
      <h2 className="bk-day">{day.name}</h2>
      <ul>
        {day.commits.map((commit) => (
          <CommitRow key={commit.sha} commit={commit} highlighted={commit.sha === highlight} />
        ))}
      </ul>
    </section>
  ));
}
