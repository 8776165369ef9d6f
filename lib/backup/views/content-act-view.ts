import type { ContentDiffView } from './content-view';

export type ContentConditionCode =
  | 'no-remote'
  | 'detached'
  | 'unfinished-merge'
  | 'index-lock'
  | 'shallow'
  | 'diverged'
  | 'behind'
  | 'ahead'
  | 'remote-down'
  | 'rescued'
  | 'site-busy';

/** Something about the repository that an admin should know; `mend` names the act that cures it, where that is safe. */
export interface ContentConditionView {
  code: ContentConditionCode;
  message: string;
  hint: string;
  mend: 'attach-branch' | 'abort-merge' | 'remove-lock' | 'deepen' | 'fetch' | 'push' | null;
  facts: Record<string, string | number | boolean | null>;
}

export interface UnsavedEditView {
  path: string;
  kind: 'changed' | 'added' | 'deleted';
}

export interface ContentStatusView {
  head: string;
  branch: string | null;
  remote: string | null;
  committedAt: string;
  files: number;
  /** Commits that the remote, as last fetched, has and this server does not, and the other way round. Null: no remote. */
  behind: number | null;
  ahead: number | null;
  fetchedAt: string | null;
  unsaved: UnsavedEditView[];
  moreUnsaved: number;
  conditions: ContentConditionView[];
  incidents: ContentIncidentView[];
  /** Refs under which content was put aside, newest first. */
  rescued: { ref: string; sha: string; at: string; subject: string }[];
  /** Settings and category copies of the template: inventory, never counted as backups. */
  copies: { path: string; of: string; at: string | null; size: number; same: boolean }[];
}

export interface ContentIncidentView {
  kind: 'mass-deletion' | 'settings-emptied' | 'settings-unparsable' | 'files-dropped';
  /** The commit to blame; for `files-dropped` the newest. */
  sha: string;
  at: string;
  subject: string;
  author: string;
  deleted: number;
  total: number;
  /** First and last path that was left, where the rest is gone: the sign of a half-written save. */
  left: { first: string; last: string } | null;
  path: string | null;
  /** Files of it that are back, or were deleted on purpose again. */
  recovered: boolean;
  /** How many of its files are still missing. */
  missing: number;
  addedSince: number;
}

export type ContentActKind = 'restore' | 'revert' | 'recover' | 'restore-all' | 'copy';

export interface ContentConflictView {
  path: string;
  reason: 'both-changed' | 'changed-and-deleted' | 'deleted-and-changed' | 'renamed' | 'kind';
  message: string;
  /** Text of both sides, where they are text of up to 64 KiB: as it is now, and as the act would have it. */
  now: string | null;
  wanted: string | null;
}

/** What an act on content would do. Made from objects alone: nothing is written where visitors could see it. */
export interface ContentPlanView {
  /** Null where it is refused. */
  token: string | null;
  kind: ContentActKind;
  /** The commit that the act is about; of a copy the newest one. */
  sha: string;
  expectedHead: string;
  diff: ContentDiffView;
  conflicts: ContentConflictView[];
  /** YAML files that would no longer parse, with the parser's words made safe. */
  unparsable: { path: string; message: string }[];
  /** Unsaved edits on the server in the files of this act: they are in the way. */
  unsavedInTheWay: string[];
  /** Commits of the remote that this server does not have; fetched and taken into account at the apply. */
  remoteHasMore: number | null;
  firstParentOfMerge: boolean;
  /** More files than one would change by hand: the number is typed to confirm. */
  confirmCount: number | null;
  refusals: { code: string; message: string; hint: string }[];
  warnings: { code: string; message: string; hint: string }[];
  /** Message of the commit that would be made. */
  message: string;
}

export interface ContentActResultView {
  sha: string;
  kind: ContentActKind;
  runId: string;
  files: number;
  pushed: 'pushed' | 'no-remote' | 'kept-locally';
  /** Ref under which it was kept where the remote did not answer and the admin chose so. */
  rescueRef: string | null;
  /** The files that visitors see are those of the new commit. */
  live: boolean;
  warnings: string[];
}
