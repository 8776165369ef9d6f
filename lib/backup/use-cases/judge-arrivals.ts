import type { BackupContext } from '../context';
import { judgeContent } from './judge-content';

/** A site without git, or without a content repository, has none to judge. */
const NO_CONTENT = ['UNSUPPORTED', 'NOT_FOUND'];

/** Judges what came to the content, for the schedule: that it could not be judged is told in the log and stops nothing. */
export async function judgeArrivals(context: BackupContext): Promise<void> {
  const judged = await judgeContent(context);
  if (judged.ok || NO_CONTENT.includes(judged.error.code)) return;
  context.host.log.warn('The content could not be judged.', { reason: judged.error.message });
}
