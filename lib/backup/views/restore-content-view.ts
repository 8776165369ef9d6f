import type { ChangeCountsView, CommitView } from './content-view';

/** How the content comes back: as a new commit, as a repository made anew, or not at all: it is as in the backup already. */
export type ContentWay = 'commit' | 'clone' | 'same';

export type ContentRefusalCode =
  | 'not-in-backup'
  | 'no-git'
  | 'no-bundle'
  | 'bundle-damaged'
  | 'no-key'
  | 'repository-damaged'
  | 'detached'
  | 'unfinished'
  | 'diverged'
  | 'behind'
  | 'unsaved'
  | 'links';

/** What a restore would do to the content, where it was asked to take it along. */
export interface RestoreContentPlanView {
  way: ContentWay;
  /** The commit of the recovery point. `committedAt` is ISO 8601. */
  sha: string;
  committedAt: string;
  /** Today's commit; null where the repository is gone. */
  now: string | null;
  /** Commits of today that the recovery point does not have, and the other way round; null where nobody can tell. */
  newerCommits: number | null;
  missingCommits: number | null;
  /** The newest of the former, at most ten. */
  commits: CommitView[];
  /** Files that the restore changes; null for a repository made anew. */
  counts: ChangeCountsView | null;
  /** The first of them. */
  paths: string[];
  /** Edits on the server that are in no commit, and those of them that are in the way. */
  unsaved: number;
  unsavedInTheWay: string[];
  /** The commit is in the stored bundle alone: the repository does not have it. */
  fromBundle: boolean;
  /** Bytes to be read from the store for it. */
  bundleBytes: number | null;
  /** Address of the remote that the commit is pushed to; null: none. */
  remote: string | null;
  /** Said on the page by its code; the texts are for the terminal. */
  refusals: { code: ContentRefusalCode; message: string; hint: string }[];
}

/** What became of the content in a restore or an undo. */
export interface RestoredContentView {
  way: ContentWay | 'revert';
  /** `waiting`: not yet. */
  state: 'waiting' | 'done' | 'failed';
  /** The commit of the recovery point; of an undo the commit that is taken back. */
  sha: string;
  /** The new commit; of a repository made anew that of the recovery point. */
  commit: string | null;
  files: number;
  pushed: 'pushed' | 'no-remote' | 'kept-locally' | null;
  /** False: the commit is made, and the files of this server could not be moved to it. Else left out. */
  live?: boolean;
  /** Where the folder that stood there is kept. */
  keptAs: string | null;
  /** Sentence for an admin where it failed. */
  reason: string | null;
  warnings: string[];
}

/** What an undo would do to the content, said before. */
export interface UndoContentView {
  /** The commit that is reverted; null: a repository was made anew, and stays. */
  sha: string | null;
  files: number;
  /** Why the content cannot go back along with the database; null where it can. */
  refusal: { message: string; hint: string } | null;
}
