import type { BackupContext } from '../context';
import { objectKeys } from '../storage/object-keys';
import { probeStore } from '../storage/probe-store';
import { checkCatalogs } from './check-catalog';
import { checkContent } from './check-content';
import { checkEncryption } from './check-encryption';
import { checkPeople } from './check-people';
import { checkCopies, checkHoldings, checkStore } from './check-stores';
import { complaint, type DoctorCheck, judged, passed } from './doctor-check';
import { getContentStatus } from './get-content-status';
import { getDatabase } from './get-database';
import { getEncryption } from './get-encryption';
import { getEngines } from './get-engines';
import { getMigrations } from './get-migrations';
import { getNotifications } from './get-notifications';
import { getSeed } from './get-seed';

export type DoctorReport = Record<
  | 'site'
  | 'server'
  | 'engines'
  | 'storage'
  | 'copies'
  | 'catalog'
  | 'content'
  | 'migrations'
  | 'seed'
  | 'encryption'
  | 'people'
  | 'secrets',
  DoctorCheck
>;

const CRON_SECRET_LENGTH = 32;

/** Tries everything that a backup needs and says what is wrong and what to do. Writes one tiny object and removes it. */
export async function runDoctor(context: BackupContext): Promise<DoctorReport> {
  const [server, engines, storage, content, migrations, seed] = await Promise.all([
    getDatabase(context),
    getEngines(context),
    probeStore(context.store, objectKeys(context.site.slug).sitePrefix),
    getContentStatus(context),
    getMigrations(context),
    getSeed(context),
  ]);
  return {
    site: passed(`${context.site.name}, stored under ${context.site.slug}.`, {
      name: context.site.name,
      slug: context.site.slug,
      appVersion: context.host.appVersion(),
    }),
    server: judged(server, (view) => passed(`PostgreSQL ${view.version}, ${view.tables} tables.`, view)),
    engines: judged(engines, (view) =>
      view.chosen
        ? passed(`Backups are made with ${view.chosen.name} pg_dump ${view.chosen.version}.`, view)
        : complaint(
            'failed',
            {
              message: 'No pg_dump fits this server.',
              hint: view.candidates.flatMap(({ reason }) => (reason ? [reason] : [])).join(' '),
            },
            view,
          ),
    ),
    storage: checkStore(context.store.description, storage),
    copies: await checkCopies(context),
    catalog: checkHoldings(await checkCatalogs(context)),
    content: judged(content, checkContent, 'warning'),
    migrations: judged(migrations, (view) =>
      view.verdict === 'same'
        ? passed(`${view.applied} of ${view.journal} migrations are applied.`, { verdict: view.verdict })
        : complaint(
            'warning',
            { message: `Migrations: ${view.verdict}.`, hint: 'See the command "migrations".' },
            { verdict: view.verdict },
          ),
    ),
    seed: judged(seed, (view) =>
      view.status === 'failed' || view.status === 'stale'
        ? complaint(
            'warning',
            { message: `Seeding is ${view.status}.`, hint: 'The next start of the site tries again.' },
            { seed: view.status, error: view.error },
          )
        : passed(`Seed status: ${view.status}.`, { seed: view.status }),
    ),
    encryption: checkEncryption(await getEncryption(context)),
    people: checkPeople(await getNotifications(context)),
    secrets: checkSecrets(context),
  };
}

function checkSecrets({ settings }: BackupContext): DoctorCheck {
  const facts = {
    signedWith: settings.signingSecret?.source ?? null,
    cron: (settings.CRON_SECRET ?? '').length >= CRON_SECRET_LENGTH,
  };
  if (!facts.cron) {
    return complaint(
      'warning',
      {
        message: 'The schedule cannot call: CRON_SECRET is missing or shorter than 32 characters.',
        hint: 'Set CRON_SECRET to a random text of at least 32 characters.',
      },
      facts,
    );
  }
  if (settings.signingSecret?.source === 'BACKUP_SIGNING_KEY')
    return passed('Manifests are signed with their own key.', facts);
  return complaint(
    'warning',
    {
      message: 'Manifests are signed with a key derived from AUTH_SECRET.',
      hint: 'If AUTH_SECRET is ever replaced, old backups can no longer be trusted. Set BACKUP_SIGNING_KEY and keep a copy elsewhere.',
    },
    facts,
  );
}
