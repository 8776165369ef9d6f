import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import {
  AppFailure,
  type AuditEventView,
  type AuditFinding,
  type AuditVerdictView,
  appError,
  attempt,
  exportAudit,
  getNotifications,
  listAudit,
  type NotificationsView,
  ok,
  sendTestNotice,
  verifyAudit,
} from '@/lib/backup';
import type { Perform } from './command-line';
import { terminalActor } from './terminal-actor';

const FINDINGS: Record<AuditFinding['kind'], string> = {
  missing: 'events are gone',
  unlinked: 'this event does not follow the one before it',
  changed: 'this event is not what was written',
  truncated: 'the last events are gone',
  appended: 'events stand behind the signed end',
  'head-forged': 'the end was not signed with the key of this site',
  'head-differs': 'the signed end belongs to other events',
  'mirror-forged': 'what the storage keeps of it was changed',
  'mirror-differs': 'the storage has another event of this number',
  'rolled-back': 'the storage knows later events: the database is older than they are',
  'mirror-missing': 'the storage lost what it kept',
  'other-key': 'signed with a key that is not here',
};

const limit = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 500) return value;
  throw new InvalidArgumentError('A number from 1 to 500.');
};

function eventLine({ seq, at, act, subject, actorName, channel, address }: AuditEventView): string {
  const from = address ? `${channel} ${address}` : channel;
  return `${String(seq).padStart(6)}  ${at.slice(0, 19)}Z  ${act.padEnd(16)} ${(subject ?? '-').padEnd(26)}  ${actorName} (${from})`;
}

const findingLine = ({ kind, seq, until }: AuditFinding): string =>
  `${until && until !== seq ? `events ${seq} to ${until}` : `event ${seq}`}: ${FINDINGS[kind]}`;

/** What the audit tells of itself. */
const toldLines = ({ rewritten, keyChanges }: AuditVerdictView): string[] => [
  ...rewritten.map(
    ({ at, from, until }) => `Events ${from} to ${until} were gone from the storage, and written again: ${at}.`,
  ),
  ...keyChanges.map(({ seq, at }) => `The signing key was replaced before event ${seq}, ${at}.`),
];

function channelLine({ channel, description, problem, reason, deliveredAt }: NotificationsView['channels'][number]) {
  const state = problem ?? reason ?? (deliveredAt ? `delivered at ${deliveredAt}` : 'nothing was sent yet');
  return `${problem || reason ? '✗' : '✓'} ${channel.padEnd(10)} ${description ? `${description}: ` : ''}${state}`;
}

interface Filter {
  act?: string;
  actor?: string;
  from?: string;
  until?: string;
}

const filtered = (command: Command): Command =>
  command
    .option('--act <act>', 'an act, or the part of it before the dot: backup')
    .option('--actor <name>', 'a part of the name')
    .option('--from <day>', 'first day, 2026-11-24, in UTC')
    .option('--until <day>', 'last day');

export function registerAuditCommands(program: Command, perform: Perform): void {
  const audit = program.command('audit').description('who did what, when and from where');
  filtered(audit.command('list', { isDefault: true }).description('the newest events'))
    .option('--before <number>', 'older than this event', Number)
    .option('--limit <number>', 'how many', limit, 50)
    .action((options: Filter & { before?: number; limit: number }) =>
      perform(async () => {
        const page = await listAudit(options);
        if (!page.ok) return page;
        const { events, nextCursor } = page.value;
        const more = nextCursor ? [`Older ones: --before ${nextCursor}`] : [];
        const text = [...events.map(eventLine), ...more].join('\n') || 'No such events.';
        return ok({ data: page.value, text });
      }),
    );
  audit
    .command('verify')
    .description('finds events that were changed, removed, put in or rolled back')
    .action(() =>
      perform(async () => {
        const verdict = await verifyAudit({ mirrors: null });
        if (!verdict.ok) return verdict;
        const { status, events, findings, mirroredSeq } = verdict.value;
        const named = [...findings.map(findingLine), ...toldLines(verdict.value)];
        if (status === 'tampered') {
          throw new AppFailure(
            appError('CORRUPT', `The audit is not what was written.\n${named.join('\n')}`, {
              hint: 'Find out who may write to the database and to the storage. Keep both as they are for that.',
              details: { findings: findings.length },
            }),
          );
        }
        const first = `${status === 'intact' ? 'Intact' : 'Not proven'}: ${events} events, vouched for by the storage up to ${mirroredSeq}.`;
        return ok({ data: verdict.value, text: [first, ...named].join('\n') });
      }),
    );
  filtered(audit.command('export').description('the events as a file, oldest first'))
    .requiredOption('--to <file>', 'a new file, ending in .csv or .json')
    .action((options: Filter & { to: string }) =>
      perform(() =>
        attempt(async () => {
          const { to, ...filter } = options;
          const format = to.endsWith('.json') ? 'json' : 'csv';
          const exported = await exportAudit({ ...filter, format }, terminalActor());
          if (!exported.ok) throw new AppFailure(exported.error);
          await pipeline(Readable.from(exported.value.text), newFile(to));
          return { data: { file: to, format }, text: `Written to ${to}` };
        }),
      ),
    );
}

/** Nothing is overwritten, and nobody else reads it: names and addresses are in it. */
const newFile = (file: string) => createWriteStream(file, { flags: 'wx', mode: 0o600 });

export function registerNotifyCommands(program: Command, perform: Perform): void {
  const notify = program.command('notify').description('how people are told of trouble');
  notify
    .command('status', { isDefault: true })
    .description('the ways that are set, and what came of the last message')
    .action(() =>
      perform(async () => {
        const view = await getNotifications();
        if (!view.ok) return view;
        const text = view.value.channels.map(channelLine).join('\n') || 'No way to people is set: BACKUP_NOTIFY_…';
        return ok({ data: view.value, text });
      }),
    );
  notify
    .command('test')
    .description('send a test by every way')
    .action(() =>
      perform(async () => {
        const sent = await sendTestNotice(terminalActor());
        return sent.ok ? ok({ data: sent.value, text: sent.value.channels.map(channelLine).join('\n') }) : sent;
      }),
    );
}
