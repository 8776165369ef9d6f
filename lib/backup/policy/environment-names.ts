import type { HostEnvironment } from '../host.types';
import type { VariableView } from '../views';

export interface NameFacts {
  /** Names of variables that are set. */
  set: readonly string[];
  /** Every name that the module reads. */
  known: readonly string[];
  /** Names of the destinations of copies: they may have credentials of their own. */
  copies: readonly string[];
  host: HostEnvironment | null;
  /** Whether the schedule calls, in whatever way; else it needs its secret. */
  scheduleHeard: boolean;
}

/** Sets of names of which none works without the others. */
const TOGETHER: readonly { when: string; needs: readonly string[] }[] = [
  { when: 'BACKUP_NOTIFY_EMAIL_TO', needs: ['BACKUP_NOTIFY_EMAIL_FROM', 'BACKUP_NOTIFY_SMTP_URL'] },
  { when: 'BACKUP_NOTIFY_WEBHOOK_URL', needs: ['BACKUP_NOTIFY_WEBHOOK_SECRET'] },
  { when: 'BACKUP_S3_ACCESS_KEY_ID', needs: ['BACKUP_S3_SECRET_ACCESS_KEY'] },
  { when: 'BACKUP_S3_SECRET_ACCESS_KEY', needs: ['BACKUP_S3_ACCESS_KEY_ID'] },
];
/** One of them signs manifests. */
const SIGNING = ['BACKUP_SIGNING_KEY', 'AUTH_SECRET', 'COOKIE_SECRET'];
const OF_COPIES = ['BACKUP_S3_ACCESS_KEY_ID', 'BACKUP_S3_SECRET_ACCESS_KEY', 'BACKUP_GCS_CREDENTIALS'];
const SECRET =
  /SECRET|TOKEN|CREDENTIALS|IDENTITY|PASSWORD|_KEY$|_KEY_ID|DATABASE_URL|SMTP_URL|(?:WEBHOOK|SLACK|HEARTBEAT)_URL/;
/** Names that every machine sets, and the settings of others. */
const EVERYWHERE = new Set(['PATH', 'VERCEL']);

/**
 * Which variables are set, by name alone, against those that are read: what is missing although something that is set up
 * needs it, and names that begin like ours and that nothing reads, as after a slip of the hand.
 */
export function judgeNames(facts: NameFacts): VariableView[] {
  const { known, copies, host } = facts;
  const set = new Set(facts.set);
  const ofCopies = copies.flatMap((name) =>
    OF_COPIES.map((base) => `${base}_${name.toUpperCase().replaceAll('-', '_')}`),
  );
  const missing = missingNames(facts, set);
  const signIn = (host?.signIn ?? []).flatMap(({ variables }) => variables);
  const hostNames = [...(host?.required ?? []).flat(), ...(host?.secrets ?? []), ...signIn];
  const module = [...known, ...ofCopies.filter((name) => set.has(name))].filter((name) => !EVERYWHERE.has(name));
  const ours = new Set(module);
  const strange = facts.set.filter(
    (name) => name.startsWith('BACKUP_') && !ours.has(name) && !hostNames.includes(name),
  );
  const view = (name: string, of: VariableView['of'], unread = false): VariableView => ({
    name,
    of,
    set: set.has(name),
    secret: !unread && (SECRET.test(name) || (host?.secrets ?? []).includes(name)),
    state: unread ? 'unknown' : missing.has(name) ? 'missing' : 'ok',
  });
  const all = [
    ...module.filter((name) => !hostNames.includes(name)).map((name) => view(name, 'module')),
    ...[...new Set(hostNames)].map((name) => view(name, 'site')),
    ...strange.map((name) => view(name, 'module', true)),
  ];
  return all.sort((left, right) => rank(left) - rank(right) || (left.name < right.name ? -1 : 1));
}

const rank = ({ state, set }: VariableView): number => (state === 'ok' ? (set ? 1 : 2) : 0);

function missingNames({ host, scheduleHeard }: NameFacts, set: ReadonlySet<string>): Set<string> {
  const either = [SIGNING, ...(host?.required ?? []), ...(scheduleHeard ? [] : [['CRON_SECRET']])];
  const lacking = either.filter((names) => !names.some((name) => set.has(name))).flatMap(([first]) => first ?? []);
  const halves = TOGETHER.filter(({ when }) => set.has(when)).flatMap(({ needs }) => needs);
  return new Set([...lacking, ...halves.filter((name) => !set.has(name))]);
}
