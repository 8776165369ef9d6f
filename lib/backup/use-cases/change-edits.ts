import { z } from 'zod';
import { readBranch } from '../content/apply-publish';
import type { CommitSha } from '../content/commit-sha';
import { checkFolderOrFile } from '../content/content-path';
import type { Git } from '../content/git-repository';
import { readEdits } from '../content/rescue';
import type { TreeEdit } from '../content/temporary-index';
import { readUnsavedEdits } from '../content/unsaved-edits';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { type ContentChange, changeContent, contentActorSchema } from './change-content';
import type { Initiator } from './start-backup';

const requestSchema = z.strictObject({
  /** Files, or folders with all edits in them. */
  paths: z.array(z.string().max(4_096)).min(1).max(5_000),
  message: z.string().trim().max(2_000).optional(),
  /** Where the remote does not answer, keep the commit on this server alone. */
  keepLocally: z.boolean().default(false),
  actor: contentActorSchema,
});

export type EditsRequest = z.input<typeof requestSchema>;

export interface EditsChange extends ContentChange {
  head: CommitSha;
  /** The chosen ones, as they stand on the server. */
  edits: TreeEdit[];
  /** What the admin wrote; empty: nothing. */
  message: string;
  keepLocally: boolean;
}

/**
 * One change of edits that are in no commit; `prepare` runs before they are read. Errors: INVALID_INPUT, NOTHING_TO_DO,
 * UNSUPPORTED (a link), and those of `work`.
 */
export async function changeEdits(
  context: BackupContext,
  request: EditsRequest,
  { trigger }: Pick<Initiator, 'trigger'>,
  work: (change: EditsChange) => Promise<ContentActResultView>,
  prepare: (git: Git) => Promise<unknown> = async () => undefined,
): Promise<Result<ContentActResultView>> {
  const parsed = await attempt(async () => readRequest(request));
  if (!parsed.ok) return parsed;
  const { paths, actor, keepLocally, message = '' } = parsed.value;
  return changeContent(context, { trigger, actor }, async (change) => {
    const { git } = change;
    await prepare(git);
    const { head } = await readBranch(git);
    const edits = await readEdits(git, await readUnsavedEdits(git), paths);
    return work({ ...change, head, edits, message, keepLocally });
  });
}

function readRequest(request: EditsRequest) {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success)
    throw failure('INVALID_INPUT', 'Say which edits are meant.', { hint: 'Choose one or more files.' });
  return { ...parsed.data, paths: parsed.data.paths.map(checkFolderOrFile) };
}
