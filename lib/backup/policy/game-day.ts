import type {
  GameDayComparedView,
  GameDayLookView,
  GameDayNeedKey,
  GameDayNeedView,
  GameDayReasonView,
  GameDayStep,
  RunView,
} from '../views';

/** What a person has to answer: no software sees into a drawer. */
export const PERSON_NEEDS = ['credentials', 'keys', 'runbook'] as const satisfies readonly GameDayNeedKey[];

type RunFacts = Pick<RunView, 'status' | 'error'>;

export interface GameDayFacts {
  needs: readonly GameDayNeedView[];
  /** The newest restore for it; null before the first. */
  run: RunFacts | null;
  compared: GameDayComparedView | null;
  look: GameDayLookView | null;
}

/** Where a rehearsal stands. A restore that was lost or cancelled is begun again; one that failed is a finding. */
export function gameDayStep({ run, look }: Pick<GameDayFacts, 'run' | 'look'>): GameDayStep {
  if (run === null) return 'needs';
  if (run.status === 'running') return 'restoring';
  if (run.status === 'lost' || run.status === 'cancelled') return 'again';
  return run.status === 'done' && look === null ? 'look' : 'record';
}

const MISSING: Record<GameDayNeedKey, string> = {
  storage: 'The storage did not give the backup.',
  signature: 'The manifest was changed after it was signed, or signed with another key.',
  identity: 'No private key here opens the backup.',
  git: 'There is no git here, so the content could not be cloned.',
  credentials: 'Nobody had the sign-in to the storage at hand.',
  keys: 'Nobody had the keys at hand.',
  runbook: 'Nobody had a copy of the runbook at hand.',
};

/** The tools of this machine are no failure of the backup; whoever rehearses here reads it in the look at the content. */
const TOLERATED: ReadonlySet<GameDayNeedKey> = new Set(['git']);

/** Passed only where nothing speaks against it: a restore that did not end well, or was not compared, never passes. */
export function judgeGameDay({ needs, run, compared, look }: GameDayFacts): {
  outcome: 'passed' | 'failed';
  reasons: GameDayReasonView[];
} {
  const reasons: GameDayReasonView[] = needs
    .filter(({ key, state }) => state === 'no' && !TOLERATED.has(key))
    .map(({ key }) => ({ code: 'need', text: MISSING[key] }));
  if (run?.status !== 'done') {
    reasons.push({ code: 'restore', text: run?.error?.message ?? 'The backup was not restored.' });
  }
  if (compared?.same === false || (run?.status === 'done' && compared === null)) {
    reasons.push({ code: 'compare', text: compared?.reason ?? 'Nothing was compared with the manifest.' });
  }
  if (run?.status === 'done') reasons.push(...lookReasons(look));
  return { outcome: reasons.length === 0 ? 'passed' : 'failed', reasons };
}

function lookReasons(look: GameDayLookView | null): GameDayReasonView[] {
  if (look === null) return [{ code: 'not-looked', text: 'Nobody looked at what was restored.' }];
  const reasons: GameDayReasonView[] = [];
  if (look.accounts === 0)
    reasons.push({ code: 'no-account', text: 'The restored database has no account to sign in with.' });
  else if (look.admins === 0) reasons.push({ code: 'no-admin', text: 'The restored database has no admin.' });
  if (look.content.state === 'failed') {
    reasons.push({ code: 'content', text: look.content.reason ?? 'The content could not be cloned.' });
  }
  return reasons;
}
