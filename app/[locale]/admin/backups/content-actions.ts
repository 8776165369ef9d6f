import type { ContentActions } from '@/components/admin/backups/contract';
import { applyContentAction } from './_actions/apply-content';
import { cloneContentAction } from './_actions/clone-content';
import { fetchContentAction } from './_actions/fetch-content';
import { mendContentAction } from './_actions/mend-content';
import { pickContentAction } from './_actions/pick-content';
import { saveUnsavedEditsAction } from './_actions/save-unsaved-edits';
import { setAsideUnsavedEditsAction } from './_actions/set-aside-unsaved-edits';

/** The server actions of the content pages, as the pages hand them to their screens. */
export const contentActions: ContentActions = {
  applyContent: applyContentAction,
  cloneContent: cloneContentAction,
  saveUnsavedEdits: saveUnsavedEditsAction,
  setAsideUnsavedEdits: setAsideUnsavedEditsAction,
  fetchContent: fetchContentAction,
  pickContent: pickContentAction,
  mendContent: mendContentAction,
};
