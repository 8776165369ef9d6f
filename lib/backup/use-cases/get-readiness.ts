import { askRemote } from '../content/ask-remote';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { unwrap } from '../kernel/result';
import { judgeReadiness } from '../policy/readiness';
import { judgeBackup, judgeCopies, judgeRestore } from '../policy/readiness-backups';
import { judgeContent, judgeMonitoring } from '../policy/readiness-site';
import { judgeSecrets, judgeSignIn } from '../policy/readiness-trust';
import type { ReadinessView } from '../views';
import { answerInTime } from './answer-in-time';
import { contentGit } from './content-git';
import { readVariables } from './covered-names';
import { getContent } from './get-content';
import { unknownCopies } from './read-policy';
import {
  copyPlaces,
  heldPolicy,
  newestPoint,
  provenRestores,
  readPoints,
  scheduleHeard,
  signOffOf,
  watchFacts,
} from './readiness-facts';

const NO_REMOTE = ['STORAGE_DOWN', 'It did not answer in time.'] as const;
const NO_CONTENT = ['INTERNAL', 'The content could not be read in time.'] as const;

/**
 * The checklist of the guide, worked out at this moment from the storage, the database, the repository and the
 * environment. Never fails and never waits without end: what does not answer is named as that.
 */
export async function getReadiness(context: BackupContext): Promise<ReadinessView> {
  const { clock, settings, host, store } = context;
  const now = clock.now();
  const [points, policy, content, held, watch, secrets, signIn] = await Promise.all([
    readPoints(context),
    heldPolicy(context),
    answerInTime(async () => unwrap(await getContent(context)), NO_CONTENT),
    answerInTime(async () => askRemote(unwrap(await openGit(host.contentPath(), contentGit(context)))), NO_REMOTE),
    watchFacts(context),
    signOffOf(context, 'secrets'),
    signOffOf(context, 'sign-in'),
  ]);
  const newest = await newestPoint(context, points);
  const [heard, places, proofs] = await Promise.all([
    scheduleHeard(context, newest.ok ? (newest.value.newest?.createdAt ?? null) : null),
    points.ok ? copyPlaces(context, policy.where, points.value) : [],
    provenRestores(context, points),
  ]);
  const { rpoHours } = policy.protection;
  const strangers = unknownCopies(context, policy);
  const variables = readVariables(context, heard.ok && heard.value.at !== null);
  const providers = judgeSignIn(host.environment?.() ?? null, settings.variables, signIn);
  const needsWord = providers.good.every(({ code }) => code !== 'no-providers');
  return judgeReadiness({
    now,
    items: {
      backup: judgeBackup({ now, rpoHours, enabled: policy.schedule.enabled, points: newest, heard }),
      copies: judgeCopies({
        ...{ now, rpoHours, strangers, places, points: newest },
        bucket: store.kind === 'local' ? null : store.description,
      }),
      content: judgeContent(content, held),
      restore: judgeRestore(now, proofs),
      monitoring: judgeMonitoring({ now, rpoHours, ...watch }),
      secrets: judgeSecrets(variables, secrets),
      'sign-in': providers,
    },
    signOffs: { secrets: secrets.ok ? secrets.value : null, 'sign-in': signIn.ok && needsWord ? signIn.value : null },
    variables,
  });
}
