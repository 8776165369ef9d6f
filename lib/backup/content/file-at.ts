import { isUtf8 } from 'node:buffer';
import { listFields } from '../policy/field-changes';
import type { ContentFileView } from '../views';
import { readBlobs, readSizes } from './blobs';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import { readFields } from './documents';
import { formOf, looksBinary, pictureType } from './file-form';
import type { Git } from './git-repository';
import { findTreeFile } from './tree-entries';

const LARGEST_SHOWN = 512 * 1024;
const HEAD_BYTES = 8000;

/** One file as a commit left it. Throws AppFailure NOT_FOUND (not in that commit), CORRUPT, CANCELLED. */
export async function readFileAt(git: Git, sha: CommitSha, path: ContentPath): Promise<ContentFileView> {
  const { mode, oid } = await findTreeFile(git, sha, path);
  const view = { path, sha, mode, text: null, lossy: false, fields: null, preview: null };
  if (mode === '160000') return { ...view, form: 'submodule', size: 0 };
  const size = (await readSizes(git, [oid])).get(oid) ?? 0;
  if (size > LARGEST_SHOWN) {
    const { bytes } = await git.readBytes(['cat-file', 'blob', oid], { limit: HEAD_BYTES });
    return { ...view, form: formOf(path, mode, looksBinary(bytes)), size };
  }
  const bytes = (await readBlobs(git, [oid], LARGEST_SHOWN)).get(oid) ?? Buffer.alloc(0);
  const form = formOf(path, mode, looksBinary(bytes));
  if (form === 'text' || form === 'symlink') {
    const fields = form === 'text' ? readFields(path, bytes) : null;
    return {
      ...view,
      form,
      size,
      text: bytes.toString('utf8'),
      lossy: !isUtf8(bytes),
      fields: fields === null ? null : listFields(fields),
    };
  }
  const type = pictureType(bytes);
  // What calls itself a picture and is none is shown as what it is.
  return type
    ? { ...view, form: 'picture', size, preview: `data:${type};base64,${bytes.toString('base64')}` }
    : { ...view, form: 'binary', size };
}
