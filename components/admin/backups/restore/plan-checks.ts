import type { RestorePlanView } from '../contract';
import type { Format } from '../format/use-format';
import type { Tone } from '../ui/icons';

export interface PlanCheck {
  key: string;
  tone: Tone;
  title: string;
  text: string;
}

type Check = (plan: RestorePlanView, format: Format, email: string | null) => PlanCheck;

const isLive = ({ target }: RestorePlanView) => target.kind === 'live';
const MOST_NAMES = 4;

function migrations(plan: RestorePlanView, { words, list, number }: Format): PlanCheck {
  const { verdict, inBackup, inApp, toRun, unknown } = plan.migrations;
  const counts = { backup: number(inBackup), app: number(inApp) };
  const check = (tone: Tone, title: string, text: string) => ({ key: 'migrations', tone, title, text });
  switch (verdict) {
    case 'same':
      return check('ok', words('restore.checks.migrationsSame'), words('restore.checks.migrationsSameText', counts));
    case 'behind': {
      if (!isLive(plan)) {
        const text = words('restore.checks.migrationsBehindBesideText', counts);
        return check('warn', words('restore.checks.migrationsBehindBeside'), text);
      }
      const names = list(toRun.length > MOST_NAMES ? [...toRun.slice(0, MOST_NAMES), '…'] : toRun);
      const title = words('restore.checks.migrationsBehind', { n: toRun.length });
      return check('warn', title, words('restore.checks.migrationsBehindText', { names }));
    }
    case 'ahead':
      return check(
        isLive(plan) ? 'bad' : 'warn',
        words('restore.checks.migrationsAhead'),
        words('restore.checks.migrationsAheadText', { n: unknown.length }),
      );
    case 'diverged':
      return check(
        isLive(plan) ? 'bad' : 'warn',
        words('restore.checks.migrationsDiverged'),
        words('restore.checks.migrationsDivergedText'),
      );
  }
}

function admin({ actingAdmin }: RestorePlanView, { words }: Format, email: string | null): PlanCheck {
  const stays = email ? words('restore.checks.adminStaysText', { email }) : words('restore.checks.adminStaysPlain');
  const [tone, title, text] = {
    stays: ['ok', words('restore.checks.adminStays'), stays],
    'not-in-backup': ['bad', words('restore.checks.adminGone'), words('restore.checks.adminGoneText')],
    'not-admin': ['bad', words('restore.checks.adminDemoted'), words('restore.checks.adminDemotedText')],
    unknown: ['mute', words('restore.checks.adminUnknown'), words('restore.checks.adminUnknownText')],
  }[actingAdmin] as [Tone, string, string];
  return { key: 'admin', tone, title, text };
}

function sessions(plan: RestorePlanView, { words }: Format): PlanCheck {
  return isLive(plan)
    ? {
        key: 'sessions',
        tone: 'warn',
        title: words('restore.checks.sessions'),
        text: words('restore.checks.sessionsText'),
      }
    : {
        key: 'sessions',
        tone: 'ok',
        title: words('restore.checks.sessionsStay'),
        text: words('restore.checks.sessionsStayText'),
      };
}

const PROOF_TONES = { restored: 'ok', 'read-back': 'warn', stored: 'warn', damaged: 'bad' } as const;

function proof({ backup }: RestorePlanView, { words }: Format): PlanCheck {
  return {
    key: 'proof',
    tone: PROOF_TONES[backup.proof],
    title: words(`restore.checks.proof-${backup.proof}`),
    text: words(`restore.checks.proofText-${backup.proof}`),
  };
}

function seed({ seed: { status, corrected } }: RestorePlanView, { words }: Format): PlanCheck {
  if (corrected) {
    const known = `facts.${status}`;
    const shown = status === null ? words('facts.never') : words.has(known) ? words(known) : status;
    const text = words('restore.checks.seedCorrectedText', { status: shown });
    return { key: 'seed', tone: 'ok', title: words('restore.checks.seedCorrected'), text };
  }
  const noted = status === 'completed';
  return {
    key: 'seed',
    tone: noted ? 'ok' : 'warn',
    title: words(noted ? 'restore.checks.seedDone' : 'restore.checks.seedNone'),
    text: words(noted ? 'restore.checks.seedDoneText' : 'restore.checks.seedNoneText'),
  };
}

function content({ content: point, contentPlan }: RestorePlanView, { words }: Format): PlanCheck {
  if (contentPlan) {
    const tone = contentPlan.refusals.length > 0 ? 'bad' : 'ok';
    return { key: 'content', tone, title: words('recovery.alongCheck'), text: words('recovery.alongCheckText') };
  }
  if (!point) {
    const text = words('restore.checks.contentNoneText');
    return { key: 'content', tone: 'mute', title: words('restore.checks.contentNone'), text };
  }
  const text =
    point.now === point.inBackup
      ? words('restore.checks.contentSameText')
      : point.newerCommits
        ? words('restore.checks.contentNewerText', { n: point.newerCommits })
        : words('restore.checks.contentOtherText');
  return { key: 'content', tone: 'ok', title: words('restore.checks.contentSame'), text };
}

function room({ space }: RestorePlanView, { words, bytes }: Format): PlanCheck {
  const needed = bytes(space.neededBytes);
  if (space.freeBytes === null) {
    const text = words('restore.checks.roomUnknownText', { needed });
    return { key: 'room', tone: 'mute', title: words('restore.checks.roomUnknown'), text };
  }
  const enough = space.freeBytes >= space.neededBytes;
  return {
    key: 'room',
    tone: enough ? 'ok' : 'bad',
    title: words(enough ? 'restore.checks.room' : 'restore.checks.roomTight'),
    text: words('restore.checks.roomText', { needed, free: bytes(space.freeBytes) }),
  };
}

function server(plan: RestorePlanView, format: Format): PlanCheck {
  const { server: versions, extensionsMissing, refusals, warnings } = plan;
  const { words } = format;
  const older = [...refusals, ...warnings].some(({ code }) => code === 'server-older');
  const lacking = extensionsMissing.length > 0;
  const fits = !lacking && !older;
  const made = words('restore.checks.serverText', { backup: versions.inBackup, target: versions.target });
  const lacks = words('restore.checks.extensionsText', { names: format.list(extensionsMissing) });
  return {
    key: 'server',
    tone: fits ? 'ok' : lacking ? 'bad' : 'warn',
    title: words(fits ? 'restore.checks.server' : 'restore.checks.serverBad'),
    text: lacking ? `${made} ${lacks}` : made,
  };
}

/** What was looked at for the admin before anything happens; for a live restore also what becomes of people. */
export function planChecks(plan: RestorePlanView, format: Format, email: string | null): PlanCheck[] {
  const checks: Check[] = isLive(plan)
    ? [migrations, admin, sessions, seed, content, room, server, proof]
    : [migrations, sessions, server, room, proof, content];
  return checks.map((check) => check(plan, format, email));
}
