import { isUtf8 } from 'node:buffer';
import { failure } from '../kernel/app-error';
import { listFields } from '../policy/field-changes';
import type { ContentFileView } from '../views';
import { readBlobs, readSizes } from './blobs';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import { markdownBody, readFields } from './documents';
import { formOf, looksBinary, pictureType } from './file-form';
import type { Git } from './git-repository';
import { findTreeFile } from './tree-entries';

const LARGEST_SHOWN = 512 * 1024;
const LARGEST_GIVEN = 32 * 1024 * 1024;
const HEAD_BYTES = 8000;
const SUBMODULE = '160000';

/** One file as a commit left it. Throws AppFailure NOT_FOUND (not in that commit), CORRUPT, CANCELLED. */
export async function readFileAt(git: Git, sha: CommitSha, path: ContentPath): Promise<ContentFileView> {
  const { mode, oid } = await findTreeFile(git, sha, path);
  const view = { path, sha, mode, text: null, lossy: false, fields: null, markdown: null, picture: null };
  if (mode === SUBMODULE) return { ...view, form: 'submodule', size: 0 };
  const size = (await readSizes(git, [oid])).get(oid) ?? 0;
  const isShown = size <= LARGEST_SHOWN;
  const bytes = isShown
    ? ((await readBlobs(git, [oid], LARGEST_SHOWN)).get(oid) ?? Buffer.alloc(0))
    : (await git.readBytes(['cat-file', 'blob', oid], { limit: HEAD_BYTES })).bytes;
  const form = formOf(path, mode, looksBinary(bytes));
  if (form !== 'text' && form !== 'symlink') {
    const picture = pictureType(bytes);
    // What calls itself a picture and is none is shown as what it is.
    return { ...view, form: picture ? 'picture' : 'binary', size, picture };
  }
  if (!isShown) return { ...view, form, size };
  const fields = form === 'text' ? readFields(path, bytes) : null;
  const lossy = !isUtf8(bytes);
  return {
    ...view,
    form,
    size,
    text: bytes.toString('utf8'),
    lossy,
    fields: fields === null ? null : listFields(fields),
    markdown: form === 'text' && !lossy ? markdownBody(path, bytes.toString('utf8'), fields !== null) : null,
  };
}

/**
 * All bytes of a file of a commit; of a link the place that it names, which nothing follows.
 * Throws AppFailure NOT_FOUND (not in that commit), UNSUPPORTED (another repository, above 32 MB), CORRUPT, CANCELLED.
 */
export async function readBytesAt(git: Git, sha: CommitSha, path: ContentPath): Promise<Buffer> {
  const { mode, oid } = await findTreeFile(git, sha, path);
  if (mode === SUBMODULE) throw failure('UNSUPPORTED', 'Another repository stands here, not a file.');
  const bytes = (await readBlobs(git, [oid], LARGEST_GIVEN)).get(oid);
  if (bytes) return bytes;
  throw failure('UNSUPPORTED', 'This file is larger than 32 MB.', { hint: 'Take it from a clone of the content.' });
}
