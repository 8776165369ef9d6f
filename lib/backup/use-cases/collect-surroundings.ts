import type { Client } from 'pg';
import type { UnsignedManifest } from '../catalog/manifest';
import { readContentPoint } from '../content/content-point';
import type { BackupContext } from '../context';
import { withPostgresFailures } from '../database/postgres-failure';
import { readSiteState } from '../database/site-state';
import { listSettingsFiles } from '../files/settings-files';
import { AppFailure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import type { PhaseRecorder } from '../runs/execute-run';
import { storeContentBundle } from './store-content-bundle';

/** What makes a dump a recovery point: content commit, settings files, migration and seed state of the same moment. */
export async function collectSurroundings(
  context: BackupContext,
  snapshotClient: Client,
  phase: PhaseRecorder,
  { backupId, signal }: { backupId: string; signal: AbortSignal },
): Promise<Pick<UnsignedManifest, 'content' | 'bundle' | 'files' | 'migrations' | 'seed'>> {
  const { host, settings } = context;
  const contentPath = host.contentPath();
  const [content, files, state] = await Promise.all([
    readContentPoint(contentPath, { pathVariable: settings.PATH }),
    listSettingsFiles(contentPath),
    withPostgresFailures(() => readSiteState(snapshotClient)),
  ]);
  phase.facts({
    content: content.ok ? content.value.head : '',
    migrations: state.migrations.length,
    seed: state.seed?.status ?? '',
    files: files.length,
  });
  if (!content.ok) phase.log(`Content is not part of this recovery point: ${content.error.message}`);
  if (!content.ok) return { content: null, files, ...state };
  const { subject: _, ...point } = content.value;
  const bundle = await attempt(() => storeContentBundle(context, backupId, signal));
  if (bundle.ok) return { content: point, bundle: bundle.value, files, ...state };
  if (bundle.error.code === 'CANCELLED' || bundle.error.code === 'STORAGE_DOWN') throw new AppFailure(bundle.error);
  phase.log(`The content commit is noted, a copy of the content is not stored: ${bundle.error.message}`);
  return { content: point, files, ...state };
}
