import { type Command, InvalidArgumentError } from 'commander';
import {
  getReadiness,
  ok,
  type ReadinessView,
  revokeSignOff,
  SIGN_OFF_DAYS,
  SIGN_OFF_ITEMS,
  signOff,
} from '@/lib/backup';
import type { Perform } from './command-line';
import { moment } from './figures';
import { pageWords } from './page-words';
import { terminalActor } from './terminal-actor';

const MARK = { ready: '✓', open: '✗', unknown: '?' } as const;

const days = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= SIGN_OFF_DAYS.longest) return value;
  throw new InvalidArgumentError(`A number from 1 to ${SIGN_OFF_DAYS.longest}.`);
};

function readinessText({ ready, score, of, next, checks }: ReadinessView): string {
  const words = pageWords('readiness');
  const lines = checks.flatMap(({ item, state, open, good }) => [
    `${MARK[state]} ${words(`item.${item}`)}`,
    ...open.map(({ code, facts }) => `    ${words(`found.${code}`, facts)} ${words(`do.${code}`)}`),
    ...good.map(({ code, facts }) => `    ${words(`good.${code}`, facts)}`),
  ]);
  const step = next
    ? [`Next step: ${words(`found.${next.finding.code}`, next.finding.facts)} ${words(`do.${next.finding.code}`)}`]
    : [];
  return [`${words(ready ? 'title.ready' : 'title.open', { score, of })}.`, ...step, '', ...lines].join('\n');
}

/** `readiness`, and the word that somebody gives for what no machine can see. */
export function registerReadinessCommands(program: Command, perform: Perform): void {
  const readiness = program
    .command('readiness')
    .description('the checklist, looked at now: how many points hold and the one next step; exit code 1 unless all do')
    .action(() =>
      perform(async () => {
        const view = await getReadiness();
        return ok({ data: view, text: readinessText(view), exitCode: view.ready ? 0 : 1 });
      }),
    );
  readiness
    .command('sign-off <item>')
    .description(`vouch for what no machine can see: ${SIGN_OFF_ITEMS.join(' or ')}`)
    .option('--note <text>', 'where it is noted, for example')
    .option('--days <number>', `how long your word holds, at most ${SIGN_OFF_DAYS.longest}`, days, SIGN_OFF_DAYS.usual)
    .action((item: string, options: { note?: string; days: number }) =>
      perform(async () => {
        const signed = await signOff({ item, ...options }, terminalActor());
        if (!signed.ok) return signed;
        return ok({ data: signed.value, text: `Signed off until ${moment(signed.value.expiresAt)}.` });
      }),
    );
  readiness
    .command('revoke <item>')
    .description('take a sign-off back; both stay on record')
    .action((item: string) =>
      perform(async () => {
        const revoked = await revokeSignOff({ item }, terminalActor());
        return revoked.ok ? ok({ data: null, text: 'The sign-off is taken back.' }) : revoked;
      }),
    );
}
