import type { ContentActResultView } from '@/lib/backup';
import { visible } from './content-names';
import { shortSha } from './content-text';
import { fact, plural } from './figures';

const PUSHED = {
  pushed: 'the remote has it',
  'no-remote': 'there is no remote',
  'kept-locally': 'on this server alone',
} as const;

export function resultText({ sha, files, pushed, rescueRef, live, warnings }: ContentActResultView): string {
  return [
    `Done: ${plural(files, 'file')} in commit ${shortSha(sha)}`,
    fact('published', PUSHED[pushed]),
    fact('visitors', live ? 'see it' : 'do not see it yet'),
    ...(rescueRef ? [fact('kept under', rescueRef)] : []),
    ...warnings.map((warning) => `! ${visible(warning)}`),
    fact('undo', `npm run -s backup -- content revert ${shortSha(sha)}${files > 200 ? ` --confirm ${files}` : ''}`),
  ].join('\n');
}
