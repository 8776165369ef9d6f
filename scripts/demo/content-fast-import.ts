export interface ImportedCommit {
  /** `Name <address>` */
  author: string;
  at: Date;
  message: string;
  changes: (
    | { path: string; content: string | Buffer }
    | { path: string; from: string }
    | { path: string; gone: true }
  )[];
  /** Numbers of commits in the list, from 1. */
  parent?: number;
  merged?: number;
}

/** The input of `git fast-import` that makes these commits, the last of them being the head of `branch`. */
export function writeFastImport(branch: string, commits: readonly ImportedCommit[]): Buffer {
  const parts: Buffer[] = [];
  const line = (text: string) => parts.push(Buffer.from(`${text}\n`));
  const data = (content: string | Buffer) => {
    const bytes = Buffer.from(content);
    line(`data ${bytes.length}`);
    parts.push(bytes, Buffer.from('\n'));
  };
  commits.forEach((commit, index) => {
    const who = `${commit.author} ${Math.floor(commit.at.getTime() / 1000)} +0000`;
    line(`commit refs/heads/${branch}`);
    line(`mark :${index + 1}`);
    line(`author ${who}`);
    line(`committer ${who}`);
    data(commit.message);
    if (commit.parent) line(`from :${commit.parent}`);
    if (commit.merged) line(`merge :${commit.merged}`);
    for (const change of commit.changes) {
      if ('content' in change) {
        line(`M 100644 inline ${quote(change.path)}`);
        data(change.content);
      } else if ('from' in change) {
        line(`R ${quote(change.from)} ${quote(change.path)}`);
      } else {
        line(`D ${quote(change.path)}`);
      }
    }
  });
  return Buffer.concat(parts);
}

function quote(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
