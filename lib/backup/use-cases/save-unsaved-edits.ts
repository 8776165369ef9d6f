import { z } from 'zod';
import { readBranch } from '../content/apply-publish';
import { checkFolderOrFile } from '../content/content-path';
import { openGit } from '../content/git-repository';
import { landCommit } from '../content/land-commit';
import { readEdits } from '../content/rescue';
import { quotable } from '../content/signature-lines';
import { readUnsavedEdits } from '../content/status';
import { buildTree } from '../content/temporary-index';
import { readTreeChanges } from '../content/tree-changes';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { counted } from '../kernel/counted';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { resultView } from './apply-content-act';
import { contentGit } from './content-git';
import type { Initiator } from './start-backup';
import { writeContent } from './write-content';

export const editsRequestSchema = z.strictObject({
  /** Files, or folders with all edits in them. */
  paths: z.array(z.string().max(4_096)).min(1).max(5_000),
  message: z.string().trim().max(2_000).optional(),
  /** Where the remote does not answer, keep the commit on this server alone. */
  keepLocally: z.boolean().default(false),
  actor: z.object({ id: z.string().nullable(), name: z.string(), email: z.string().optional() }),
});

export type EditsRequest = z.input<typeof editsRequestSchema>;

/**
 * Saves edits that are in no commit as one, by the admin, and pushes it. The files do not change.
 * Errors: INVALID_INPUT, NOTHING_TO_DO, CONFLICT (the remote changed the same files), UNSUPPORTED (a link), BUSY,
 * STORAGE_DOWN (remote), FORBIDDEN.
 */
export async function saveUnsavedEdits(
  context: BackupContext,
  request: EditsRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentActResultView>> {
  const parsed = await attempt(async () => readEditsRequest(request));
  if (!parsed.ok) return parsed;
  const { paths, actor, keepLocally } = parsed.value;
  const who = { trigger: initiator.trigger, actor, idempotencyKey: null };
  return writeContent(context, who, async ({ runId, assertMayWrite, note }) => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const { head } = await readBranch(git);
    const edits = await readEdits(git, await readUnsavedEdits(git), paths);
    const [only] = edits;
    const words = edits.length === 1 && only ? quotable(only.path) : counted(edits.length, 'file');
    const message = parsed.value.message || `Save edits of ${words}`;
    note(message.split('\n', 1)[0] ?? '');
    const landed = await landCommit(git, {
      runId,
      author: { name: actor.name, email: actor.email ?? null },
      keepLocally,
      assertMayWrite,
      build: async (base) => {
        const edited = new Set(edits.map(({ path }) => path));
        const others = base === head ? [] : await readTreeChanges(git, head, base);
        const both = others.find(({ path }) => edited.has(path));
        if (both) {
          throw failure('CONFLICT', `The remote has another version of “${both.path}”.`, {
            hint: 'Put these edits aside, get the newer commits, then make the edits again.',
          });
        }
        const tree = await buildTree(git, base, edits);
        return { tree, message, changes: await readTreeChanges(git, base, tree) };
      },
    });
    return resultView('restore', runId, landed);
  });
}

export function readEditsRequest(request: EditsRequest) {
  const parsed = editsRequestSchema.safeParse(request);
  if (!parsed.success)
    throw failure('INVALID_INPUT', 'Say which edits are meant.', { hint: 'Choose one or more files.' });
  return { ...parsed.data, paths: parsed.data.paths.map(checkFolderOrFile) };
}
