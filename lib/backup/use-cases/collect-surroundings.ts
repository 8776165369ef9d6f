import type { Client } from 'pg';
import type { UnsignedManifest } from '../catalog/manifest';
import { readContentPoint } from '../content/content-point';
import type { BackupContext } from '../context';
import { withPostgresFailures } from '../database/postgres-failure';
import { readSiteState } from '../database/site-state';
import { listSettingsFiles } from '../files/settings-files';
import type { PhaseRecorder } from '../runs/execute-run';

/** What makes a dump a recovery point: content commit, settings files, migration and seed state of the same moment. */
export async function collectSurroundings(
  { host, settings }: BackupContext,
  snapshotClient: Client,
  phase: PhaseRecorder,
): Promise<Pick<UnsignedManifest, 'content' | 'files' | 'migrations' | 'seed'>> {
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
  return { content: point, files, ...state };
}
