/** Commits, files and changes of the site's content, as pages and the terminal show them. Names and messages are foreign text. */

export interface ContentPersonView {
  name: string;
  email: string;
}

export interface ChangeCountsView {
  added: number;
  changed: number;
  deleted: number;
  renamed: number;
}

export interface CommitView {
  sha: string;
  parents: string[];
  /** First line of the message. */
  subject: string;
  /** The rest of it, without trailers. */
  body: string;
  author: ContentPersonView;
  /** Null where the author committed. */
  committer: ContentPersonView | null;
  /** When it was committed. ISO 8601 in UTC. */
  at: string;
  /** Null for a page that did not ask. */
  counts: ChangeCountsView | null;
  /** Share of the files that this commit deleted, where that is an incident. */
  incident: { deleted: number; total: number } | null;
  /** Run of ours that made it, from the trailer `Backup-Run`. */
  runId: string | null;
}

export interface ContentFilters {
  /** A file or a folder, or a part of an item's name. */
  path?: string;
  author?: string;
  /** ISO dates, inclusive. */
  since?: string;
  until?: string;
}

export interface ContentHistoryView {
  /** Newest first. */
  commits: CommitView[];
  /** Pass as `before` for the next page; null at the end. No totals: they would cost a walk over everything. */
  nextCursor: string | null;
  filters: ContentFilters;
  /** Names of authors, for the filter; of the newest thousand commits. */
  authors: string[];
}

/** Of one file: follows renames, so a commit may know it by another name. */
export interface FileHistoryView {
  path: string;
  commits: (CommitView & { path: string; renamedFrom: string | null })[];
  nextCursor: string | null;
}

export type ChangeKind = 'added' | 'changed' | 'deleted' | 'renamed' | 'mode';

/** One field of a YAML file or of front matter. Values as YAML writes them, on one line; null: not there. */
export interface FieldChangeView {
  /** Path inside the document, "featured" or "links[2].url". */
  field: string;
  before: string | null;
  after: string | null;
  /** For lists compared by element. */
  list: { removed: string[]; added: string[] } | null;
}

export interface DiffLineView {
  kind: 'context' | 'added' | 'removed';
  before: number | null;
  after: number | null;
  text: string;
  /** Parts of the text that changed within the line, as [start, end) pairs; empty where the whole line did. */
  marks: [number, number][];
  /** The file does not end with a line end here. */
  noNewline?: boolean;
}

export interface DiffHunkView {
  header: string;
  lines: DiffLineView[];
}

export interface FileChangeView {
  kind: ChangeKind;
  path: string;
  /** Where it was renamed from. */
  from: string | null;
  /** Whether the bytes are text that may be shown. */
  form: 'text' | 'binary' | 'picture' | 'symlink' | 'submodule';
  modeBefore: string | null;
  modeAfter: string | null;
  sizeBefore: number | null;
  sizeAfter: number | null;
  /** Null where the file is no YAML and has no front matter, or does not parse. */
  fields: FieldChangeView[] | null;
  /** Null for a file that is not text, and for one cut off until "show anyway". */
  hunks: DiffHunkView[] | null;
  /** Lines that were left out; ask for the file alone to see them. */
  cut: boolean;
  /** True where the bytes were not UTF-8 and stand-ins are shown for some. */
  lossy: boolean;
}

export interface ContentDiffView {
  /** Null stands for the empty tree before the first commit. */
  from: string | null;
  /** Null stands for the files on the server as they are now, with edits that are in no commit. */
  to: string | null;
  commit: CommitView | null;
  /** A merge is compared with its first parent. */
  merge: boolean;
  files: FileChangeView[];
  /** Files beyond the cap, not listed. */
  moreFiles: number;
  counts: ChangeCountsView;
}

export interface ContentFileView {
  path: string;
  sha: string;
  form: 'text' | 'binary' | 'picture' | 'symlink' | 'submodule';
  mode: string;
  size: number;
  /** Null where it is not text or larger than 512 KiB. */
  text: string | null;
  lossy: boolean;
  /** Fields of YAML or front matter, for reading; null where there are none. */
  fields: { field: string; value: string }[] | null;
  /** Markdown without its front matter, to be rendered; null for other files and above 64 KiB. */
  markdown: string | null;
  /** Media type of a picture that a browser may show, by its own bytes. Never SVG. */
  picture: string | null;
}

/** A file found by its path or by what it calls itself. */
export interface FoundItemView {
  path: string;
  /** Its `name` or `title`; null where it has none. */
  title: string | null;
}

export interface DeletedFileView {
  path: string;
  /** The commit that deleted it, and its parent, in which it still is. */
  deletedBy: CommitView;
  lastIn: string;
}

export interface DeletedFilesView {
  files: DeletedFileView[];
  nextCursor: string | null;
}
