import type { ContentActions, ContentDiffView, FileChangeView } from '../contract';
import type { Words } from '../format/words';
import { ButtonLink } from '../ui/link';
import { commitPage, filePage, planPage, shortSha } from './addresses';
import { CommitFiles } from './commit-files';
import { CommitLine } from './commit-line';
import { ContentDetail } from './content-detail';
import { DiffBody } from './diff-body';
import { Foreign, visibleText } from './foreign';

interface CommitScreenProps {
  sha: string;
  diff: ContentDiffView;
  words: Words;
  locale: string;
  token: (path: string) => string;
  pickContent: ContentActions['pickContent'];
}

/** One commit: what it did to which files, and the ways back. */
export function CommitScreen({ sha, diff, words, locale, token, pickContent }: CommitScreenProps) {
  const { commit, counts, merge, files, moreFiles, from } = diff;
  const fileActions = ({ path, kind, from: old }: FileChangeView) => (
    <>
      <ButtonLink data-s="sm" href={filePage(token(path))} prefetch={false}>
        {words('content.viewFile')}
      </ButtonLink>
      {kind !== 'deleted' ? (
        <ButtonLink
          data-s="sm"
          href={planPage('restore', sha, (old ? [old, path] : [path]).map(token))}
          prefetch={false}
        >
          {words('content.restoreFile')}
        </ButtonLink>
      ) : from ? (
        <ButtonLink
          data-s="sm"
          href={planPage('restore', from, [token(path)])}
          prefetch={false}
          aria-label={words('content.bringName', { path: visibleText(path) })}
        >
          {words('content.bringOne')}
        </ButtonLink>
      ) : null}
    </>
  );
  return (
    <ContentDetail
      here={shortSha(sha)}
      title={commit?.subject || shortSha(sha)}
      reason={commit ? <CommitLine commit={commit} counts={counts} merge={merge} /> : null}
      actions={
        <ButtonLink href={planPage('revert', sha)} prefetch={false}>
          {words('content.revertThis')}
        </ButtonLink>
      }
    >
      {commit?.body ? (
        <p className="bk-lead-note bk-2 bk-body">
          <Foreign text={commit.body} />
        </p>
      ) : null}
      <DiffBody
        diff={diff}
        words={words}
        locale={locale}
        token={token}
        whole={() => `${commitPage(sha)}?all=1`}
        fileActions={fileActions}
        list={
          <CommitFiles
            sha={sha}
            files={files.map(({ path, from: old, kind }) => ({ path, from: old, kind }))}
            moreFiles={moreFiles}
            pickContent={pickContent}
          />
        }
      />
    </ContentDetail>
  );
}
