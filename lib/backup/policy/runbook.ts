import { formatBytes } from '../kernel/bytes';
import type { RunbookLocale, RunbookRowView, RunbookStepView, RunbookView } from '../views';
import { comesFromRemote, runbookCommands } from './runbook-commands';
import { measureOf, type RunbookBackup, type RunbookFacts } from './runbook-facts';
import { type RunbookVoice, runbookVoice } from './runbook-words';

const STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const SHORT_HEAD = 12;

/** The runbook of a site: the guide's ten steps with its own facts, in one language. Pure; nothing is estimated. */
export function writeRunbook(facts: RunbookFacts, locale: RunbookLocale): RunbookView {
  const voice = runbookVoice(locale);
  const { word, moment } = voice;
  const chosen = facts.backups?.chosen ?? null;
  const setupName = word(`setup.${facts.setup}`);
  const state = facts.backups === null ? 'unknown' : chosen === null ? 'none' : chosen.proven ? 'proven' : 'unproven';
  return {
    locale,
    direction: locale === 'ar' ? 'rtl' : 'ltr',
    site: facts.site,
    setup: facts.setup,
    setupName,
    recognised: facts.recognised,
    madeAt: facts.madeAt,
    title: word('title', { site: facts.site }),
    lead: word(`lead.${state}`, { when: chosen ? moment(chosen.createdAt) : '' }),
    made: word('made', { when: moment(facts.madeAt), version: facts.appVersion, setup: setupName }),
    backupAt: chosen?.createdAt ?? null,
    state,
    warnings: warnings(facts, voice),
    contacts: {
      heading: word('contacts'),
      people: facts.contacts,
      none: facts.contacts.length === 0 ? word('contacts.none') : null,
    },
    facts: { heading: word('facts'), rows: siteRows(facts, voice) },
    needs: {
      heading: word('needs'),
      text: word('needs.text', { postgres: postgresNeeded(chosen, voice) }),
      rows: [...facts.needed, ...(facts.setup === 'vercel' ? ['VERCEL_TOKEN', 'VERCEL_PROJECT_ID'] : [])].map(
        (name) => ({ name, value: word(`need.${sourceOf(name)}`) }),
      ),
    },
    stepsHeading: word('steps'),
    steps: stepsOf(facts, voice),
    kit: kitOf(facts, voice),
  };
}

function warnings(facts: RunbookFacts, { word, moment }: RunbookVoice): string[] {
  const { backups, content, application } = facts;
  const newer = backups?.newer;
  return [
    ...(newer ? [word('warn.older', { id: newer.id, when: moment(newer.createdAt) })] : []),
    ...(facts.readFrom.onServer ? [word('warn.local')] : []),
    ...(backups?.chosen && !backups.chosen.bundle && content.remote === null ? [word('warn.content')] : []),
    ...(application.remote === null ? [word('warn.application')] : []),
    ...(facts.needed.includes('BACKUP_SIGNING_KEY') ? [] : [word('warn.signing', { name: signingName(facts) })]),
  ];
}

const signingName = ({ needed }: RunbookFacts): string => needed.find((name) => name !== 'DATABASE_URL') ?? '';

const postgresNeeded = (backup: RunbookBackup | null, { word }: RunbookVoice): string =>
  backup?.format === 'custom' ? word('needs.postgres', { major: backup.postgresMajor }) : '';

function siteRows(facts: RunbookFacts, voice: RunbookVoice): RunbookRowView[] {
  const { word, moment, number } = voice;
  const { database, provider, backups, places, content, application, recipients } = facts;
  const chosen = backups?.chosen;
  const row = (name: string, value: string | null | undefined, code = true): RunbookRowView[] =>
    value ? [{ name, value, code }] : [];
  const held = chosen?.content
    ? word('fact.contentAt', { head: chosen.content.head.slice(0, SHORT_HEAD) })
    : word('fact.contentNone');
  return [
    ...row(word('fact.site'), facts.site, false),
    ...row(word('fact.database'), database && `${database.name} @ ${database.host}:${database.port}`),
    ...row(word('fact.provider'), provider && `${provider.key}, ${provider.console}`),
    ...row(word(chosen?.proven ? 'fact.proven' : 'fact.good'), chosen?.id),
    ...row(word('fact.madeAt'), chosen && moment(chosen.createdAt), false),
    ...row(
      word('fact.holds'),
      chosen &&
        word('fact.holdsText', {
          tables: number(chosen.tables),
          rows: number(chosen.rows),
          size: formatBytes(chosen.size),
          content: held,
        }),
      false,
    ),
    ...places.flatMap(({ name, address }, index) =>
      row(index === 0 ? word('fact.place') : word('fact.copy', { name }), address),
    ),
    ...row(word('fact.keys'), recipients.join(' ')),
    ...row(word('fact.content'), content.remote),
    ...row(
      word('fact.branch'),
      [content.branch, content.head?.slice(0, SHORT_HEAD)].filter((part) => part).join(' @ '),
    ),
    ...row(
      word('fact.application'),
      [application.remote, application.head?.slice(0, SHORT_HEAD)].filter((part) => part).join(' @ '),
    ),
  ];
}

function sourceOf(name: string) {
  if (name === 'DATABASE_URL') return 'database';
  if (['BACKUP_SIGNING_KEY', 'AUTH_SECRET', 'COOKIE_SECRET'].includes(name)) return 'signing';
  if (name.startsWith('BACKUP_IDENTITY')) return 'identity';
  if (name.startsWith('BACKUP_S3_')) return 's3';
  if (name.startsWith('BACKUP_GCS_')) return 'gcs';
  if (['GH_TOKEN', 'GITHUB_TOKEN'].includes(name)) return 'token';
  return name.startsWith('VERCEL_') ? 'vercel' : 'other';
}

function stepsOf(facts: RunbookFacts, voice: RunbookVoice): RunbookStepView[] {
  const commands = runbookCommands(facts);
  return STEPS.map((number) => ({
    number,
    title: voice.word(`step.${number}`),
    text: textOf(number, facts, voice),
    notes: notesOf(number, facts, voice),
    commands: commands[number] ?? [],
    time: timeOf(number, facts, voice),
  }));
}

function notesOf(number: number, { readFrom, setup, provider }: RunbookFacts, { word }: RunbookVoice): string[] {
  if (number === 0 && readFrom.name !== 'primary') return [word('step.0.copy', { name: readFrom.name })];
  if (number !== 4 || (setup !== 'managed' && provider === null)) return [];
  return [word('step.4.managed'), ...(provider ? [word('step.4.console', { console: provider.console })] : [])];
}

function textOf(number: (typeof STEPS)[number], facts: RunbookFacts, { word }: RunbookVoice): string {
  if (number === 8 && facts.setup === 'vercel') return word('step.8.vercel');
  if (number === 5 && !comesFromRemote(facts))
    return word(facts.backups?.chosen?.bundle === false ? 'step.5.none' : 'step.5.bundle');
  return word(`step.${number}.text`);
}

function timeOf(number: number, { measured }: RunbookFacts, { word, seconds, day }: RunbookVoice): string | null {
  const measure = measureOf(measured, number);
  if (!measure) return number === 0 ? null : word('time.none');
  return word(`time.${measure.by}`, { time: seconds(measure.milliseconds), date: day(measure.at) });
}

function kitOf({ kit }: RunbookFacts, { word }: RunbookVoice): RunbookView['kit'] {
  if (kit.length === 0) return null;
  const steps = kit.flatMap(({ key, commands }) =>
    key === 'software' ? [] : [{ title: word(`kit.${key}`), commands }],
  );
  return { heading: word('kit'), text: word('kit.text'), steps };
}
