import type { DeletedFilesView } from '../contract';
import type { Words } from '../format/words';
import { ButtonLink, Link } from '../ui/link';
import { contentPage, planPage } from './addresses';
import { Foreign } from './foreign';

interface DeletedListProps {
  deleted: DeletedFilesView;
  token: (path: string) => string;
  words: Words;
}

const MOST_AT_ONCE = 50;

/** Deleted files under the commit that deleted them; one at a time or all of a commit. */
export function DeletedList({ deleted, token, words }: DeletedListProps) {
  const groups = new Map<string, DeletedFilesView['files']>();
  for (const file of deleted.files) {
    const { sha } = file.deletedBy;
    groups.set(sha, [...(groups.get(sha) ?? []), file]);
  }
  return (
    <section className="bk-sec">
      <p className="bk-2">{words(deleted.files.length === 0 ? 'content.noDeleted' : 'content.deletedText')}</p>
      {[...groups].map(([sha, files]) => {
        const [first] = files;
        if (!first) return null;
        const { author, subject } = first.deletedBy;
        const tokens = files.slice(0, MOST_AT_ONCE).map(({ path }) => token(path));
        return (
          <section key={sha}>
            <h2 className="bk-day">
              <Foreign text={words('content.deletedBy', { author: author.name, subject })} />
            </h2>
            <ul>
              {files.map(({ path, lastIn }) => (
                <li className="bk-del" key={path}>
                  <Foreign text={path} mono />
                  <ButtonLink
                    data-s="sm"
                    href={planPage('restore', lastIn, [token(path)])}
                    prefetch={false}
                    aria-label={words('content.bringName', { path })}
                  >
                    {words('content.bringOne')}
                  </ButtonLink>
                </li>
              ))}
            </ul>
            {tokens.length > 1 ? (
              <Link className="bk-link" href={planPage('restore', first.lastIn, tokens)} prefetch={false}>
                {words('content.bringAll', { n: tokens.length })}
              </Link>
            ) : null}
          </section>
        );
      })}
      <div className="bk-foot">
        <span />
        {deleted.nextCursor ? (
          <Link
            className="bk-link"
            href={contentPage(`/deleted?before=${encodeURIComponent(deleted.nextCursor)}`)}
            prefetch={false}
          >
            {words('content.older')}
          </Link>
        ) : null}
      </div>
    </section>
  );
}
