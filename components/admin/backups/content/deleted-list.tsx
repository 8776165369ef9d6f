import type { ContentActions, DeletedFilesView } from '../contract';
import type { Words } from '../format/words';
import { Link } from '../ui/link';
import { contentPage, planPage } from './addresses';
import { DeletedGroup } from './deleted-group';
import { Foreign } from './foreign';

interface DeletedListProps {
  deleted: DeletedFilesView;
  token: (path: string) => string;
  words: Words;
  pickContent: ContentActions['pickContent'];
}

/** Deleted files under the commit that deleted them; one at a time, several, or all that are shown of a commit. */
export function DeletedList({ deleted, token, words, pickContent }: DeletedListProps) {
  const groups = new Map<string, DeletedFilesView['files']>();
  for (const file of deleted.files) {
    const key = `${file.deletedBy.sha} ${file.lastIn}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return (
    <section className="bk-sec">
      <p className="bk-2">{words(deleted.files.length === 0 ? 'content.noDeleted' : 'content.deletedText')}</p>
      {[...groups].map(([key, files]) => {
        const [first] = files;
        if (!first) return null;
        const { deletedBy, lastIn } = first;
        return (
          <section key={key}>
            <h2 className="bk-day">
              <Foreign
                text={words('content.deletedBy', { author: deletedBy.author.name, subject: deletedBy.subject })}
              />
            </h2>
            <DeletedGroup
              sha={lastIn}
              files={files.map(({ path }) => ({ path, href: planPage('restore', lastIn, [token(path)]) }))}
              pickContent={pickContent}
            />
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
