import { environmentSchema } from '../config';
import { readContentPoint } from '../content/content-point';
import { publicRemote } from '../content/public-remote';
import type { BackupContext } from '../context';
import { parseConnectionUrl } from '../database/parse-connection-url';
import { inContainer } from '../files/in-container';
import { attempt, unwrap } from '../kernel/result';
import { providerFact } from '../policy/provider-facts';
import { recogniseProvider } from '../policy/recognise-provider';
import { addressText } from '../policy/recovery-steps';
import { type RunbookFacts, recogniseSetup, siteVariables } from '../policy/runbook-facts';
import type { DestinationSettings } from '../storage/destination-settings';
import type { RunbookSetup } from '../views';
import { answerInTime } from './answer-in-time';
import { getRecoveryKit } from './get-recovery-kit';
import { measuredSteps } from './measured-steps';
import { withAddress } from './resolve-connection';
import { runbookBackups } from './runbook-backups';

const SILENT_STORE = ['STORAGE_DOWN', 'The storage does not answer in time.'] as const;
const SILENT_GIT = ['UNSUPPORTED', 'Git does not answer in time.'] as const;

/** Gathers what a runbook says. Whatever does not answer, or not in time, is a fact of it; nothing is thrown. */
export async function gatherRunbookFacts(context: BackupContext, wanted?: RunbookSetup): Promise<RunbookFacts> {
  const { settings, site, clock, host } = context;
  const { primary, copies } = settings.destinations;
  const git = { pathVariable: settings.PATH };
  const [backups, kit, measured, content, application, container, database] = await Promise.all([
    answerInTime(() => runbookBackups(context), SILENT_STORE),
    answerInTime(async () => unwrap(await getRecoveryKit(context)), SILENT_STORE),
    answerInTime(() => measuredSteps(context), SILENT_STORE),
    answerInTime(async () => unwrap(await readContentPoint(host.contentPath(), git)), SILENT_GIT),
    answerInTime(async () => unwrap(await readContentPoint(process.cwd(), git)), SILENT_GIT),
    inContainer(),
    attempt(async () => unwrap(parseConnectionUrl(withAddress(() => host.databaseUrl())))),
  ]);
  const provider = database.ok ? recogniseProvider(database.value).provider : null;
  const recognised =
    settings.BACKUP_RUNBOOK_SETUP ??
    recogniseSetup({ vercel: settings.VERCEL !== undefined, container, provider: provider !== null });
  const inBackup = backups.ok ? backups.value.chosen?.content : null;
  const remote = settings.DATA_REPOSITORY ?? (content.ok ? content.value.remote : null) ?? null;
  const contentFacts = {
    remote: remote && publicRemote(remote),
    branch: (content.ok ? content.value.branch : null) ?? inBackup?.branch ?? null,
    head: (content.ok ? content.value.head : null) ?? inBackup?.head ?? null,
  };
  const recipients = settings.BACKUP_ENCRYPT_TO;
  const isEncrypted = recipients.length > 0 || (backups.ok && backups.value.chosen?.encrypted === true);
  const place = backups.ok ? backups.value.place : 'primary';
  const source = copies.find(({ name }) => name === place) ?? primary;
  const exports = [
    { name: 'SITE_NAME', value: site.name },
    { name: 'BACKUP_SITE', value: site.slug },
    { name: 'BACKUP_STORAGE', value: addressText(source.address) },
    {
      name: 'BACKUP_COPIES',
      value: copies
        .filter((copy) => copy !== source)
        .map(({ name, address }) => `${name}=${addressText(address)}`)
        .join(' '),
    },
    { name: 'BACKUP_ENCRYPT_TO', value: recipients.join(' ') },
    { name: 'DATA_REPOSITORY', value: contentFacts.remote ?? '' },
    { name: 'GITHUB_BRANCH', value: contentFacts.branch ?? '' },
  ].filter(({ value }) => value !== '');
  const needed = neededNames(context, source, isEncrypted);
  const told = new Set([...exports.map(({ name }) => name), ...needed]);
  return {
    site: site.name,
    slug: site.slug,
    madeAt: clock.now().toISOString(),
    appVersion: host.appVersion(),
    setup: wanted ?? recognised,
    recognised,
    provider: provider && { key: provider, console: providerFact(provider).console },
    database: database.ok
      ? { name: database.value.database, host: database.value.host, port: database.value.port }
      : null,
    places: [primary, ...copies].map(({ name, address }) => ({
      name,
      address: addressText(address),
      directory: address.kind === 'local' ? address.directory : null,
    })),
    readFrom: { name: source.name, onServer: source.address.kind === 'local' },
    backups: backups.ok ? backups.value : null,
    kit: kit.ok ? kit.value.steps : [],
    content: contentFacts,
    application: {
      remote: application.ok ? application.value.remote : null,
      head: application.ok ? application.value.head : null,
    },
    exports,
    needed,
    others: siteVariables(settings.variables, knownNames(context)).filter((name) => !told.has(name)),
    recipients,
    measured: measured.ok ? measured.value : [],
    // Who hears of failures is who is asked when nobody else is named.
    contacts:
      settings.BACKUP_RUNBOOK_CONTACTS.length > 0 ? settings.BACKUP_RUNBOOK_CONTACTS : settings.BACKUP_NOTIFY_EMAIL_TO,
    address: settings.BACKUP_NOTIFY_SITE_URL ?? null,
  };
}

/**
 * Without these nothing can be restored. Names alone. The store that is read is the main one of the new machine, so its
 * credentials go by the names of the main one.
 */
function neededNames(
  { settings }: BackupContext,
  { s3Credentials, gcsCredentials }: DestinationSettings,
  isEncrypted: boolean,
): string[] {
  const { variables } = settings;
  const set = (...names: string[]) => names.find((name) => variables.includes(name));
  const token = set('GH_TOKEN', 'GITHUB_TOKEN');
  return [
    'DATABASE_URL',
    set('BACKUP_SIGNING_KEY', 'AUTH_SECRET', 'COOKIE_SECRET') ?? 'BACKUP_SIGNING_KEY',
    ...(s3Credentials ? ['BACKUP_S3_ACCESS_KEY_ID', 'BACKUP_S3_SECRET_ACCESS_KEY'] : []),
    ...(gcsCredentials ? ['BACKUP_GCS_CREDENTIALS'] : []),
    ...(isEncrypted ? [set('BACKUP_IDENTITY') ?? 'BACKUP_IDENTITY_FILE'] : []),
    ...(token ? [token] : []),
  ];
}

function knownNames({ host }: BackupContext): string[] {
  const { required = [], secrets = [], signIn = [] } = host.environment?.() ?? {};
  return [
    ...Object.keys(environmentSchema.shape),
    ...required.flat(),
    ...secrets,
    ...signIn.flatMap(({ variables }) => variables),
  ];
}
