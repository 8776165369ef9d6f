import type { FileHistoryView } from '../contract';
import type { Words } from '../format/words';
import { Button } from '../ui/button';
import { ButtonLink, Link } from '../ui/link';
import { Time } from '../ui/time';
import { commitPage, filePage, planPage, shortSha } from './addresses';
import { Foreign, visibleText } from './foreign';
import { Avatar, Person } from './person';

interface FilePointsProps {
  history: FileHistoryView;
  token: string;
  tokenOf: (path: string) => string;
  words: Words;
}

/** The commits of a file; any two of its points compared by a plain form. */
export function FilePoints({ history, token, tokenOf, words }: FilePointsProps) {
  const { commits, nextCursor } = history;
  const options = commits.map(({ sha, subject }) => (
    <option key={sha} value={sha}>
      {visibleText(`${shortSha(sha)} ${subject}`)}
    </option>
  ));
  return (
    <section className="bk-sec">
      <form className="bk-flt" method="get">
        <label>
          {words('content.from')}{' '}
          <select className="bk-input" name="from" defaultValue={commits.at(1)?.sha}>
            {options}
          </select>
        </label>
        <label>
          {words('content.to')}{' '}
          <select className="bk-input" name="to">
            <option value="">{words('content.now')}</option>
            {options}
          </select>
        </label>
        <Button type="submit">{words('content.compare')}</Button>
      </form>
      <ul>
        {commits.map((commit) => (
          <li className="bk-del bk-wrap-row" key={commit.sha}>
            <Avatar name={commit.author.name} />
            <span className="bk-pt">
              <Link className="bk-ink-link" href={commitPage(commit.sha)} prefetch={false}>
                <Foreign text={commit.subject} />
              </Link>{' '}
              <span className="bk-3">
                <Person commit={commit} words={words} />, <Time at={commit.at} />
                {commit.renamedFrom ? (
                  <>
                    {', '}
                    <Foreign text={`${commit.renamedFrom} → ${commit.path}`} mono />
                  </>
                ) : null}
              </span>
            </span>
            <span className="bk-btns">
              <ButtonLink data-s="sm" href={filePage(tokenOf(commit.path), `?at=${commit.sha}`)} prefetch={false}>
                {words('content.viewAt')}
              </ButtonLink>
              <ButtonLink data-s="sm" href={filePage(token, `?from=${commit.sha}`)} prefetch={false}>
                {words('content.withNow')}
              </ButtonLink>
              <ButtonLink data-s="sm" href={planPage('restore', commit.sha, [tokenOf(commit.path)])} prefetch={false}>
                {words('content.restoreFile')}
              </ButtonLink>
            </span>
          </li>
        ))}
      </ul>
      {nextCursor ? (
        <Link className="bk-link" href={filePage(token, `?before=${encodeURIComponent(nextCursor)}`)} prefetch={false}>
          {words('content.older')}
        </Link>
      ) : null}
    </section>
  );
}
