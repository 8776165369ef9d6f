import { z } from 'zod';
import { type Git, openGit } from '../content/git-repository';
import type { ContentAuthor } from '../content/signature-lines';
import type { BackupContext } from '../context';
import { type Result, unwrap } from '../kernel/result';
import type { Trigger } from '../views';
import { contentGit } from './content-git';
import { type ContentWriting, writeContent } from './write-content';

/** Who changes content, as a request names them; the address stands in the commit. */
export const contentActorSchema = z.object({
  id: z.string().nullable(),
  name: z.string(),
  email: z.string().optional(),
});

export interface ContentChange extends ContentWriting {
  git: Git;
  author: ContentAuthor;
}

/** One change of the site's repository by somebody, as `writeContent` runs it. */
export function changeContent<T>(
  context: BackupContext,
  by: {
    trigger: Trigger;
    actor: z.infer<typeof contentActorSchema>;
    idempotencyKey?: string | null | undefined;
    within?: string;
  },
  work: (change: ContentChange) => Promise<T>,
): Promise<Result<T>> {
  const { name, email = null } = by.actor;
  return writeContent(context, { ...by, idempotencyKey: by.idempotencyKey ?? null }, async (writing) => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    return work({ ...writing, git, author: { name, email } });
  });
}
