import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sitePlace } from '../../scripts/demo/demo-place';
import { runProgram } from '../../scripts/demo/run-program';
import { createSecrets, siteEnvironment } from '../../scripts/demo/site-environment';
import { startSite } from '../../scripts/demo/start-site';
import type { AppAddress } from './running-app';
import { startTestPostgres } from './test-cluster';

export interface StartedApp extends AppAddress {
  /** Process id of the site. */
  readonly pid: number;
  /** Ends the site and its database, and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts the production build in `.next` with its own PostgreSQL 18, demo data, demo content and backup folder. `env`
 * is added last. With `DATABASE_URL` in `env` no server is started; migrations and seed are applied to that database.
 */
export async function startApp(options: { env?: Record<string, string> } = {}): Promise<StartedApp> {
  if (!existsSync('.next/BUILD_ID')) throw new Error('There is no production build. Run npm run build first.');
  const name = `app-${process.pid}-${randomBytes(4).toString('hex')}`;
  // Longer than a phone is wide: pages that show a path are looked at with one that does not fit.
  const place = sitePlace(path.join('.tmp', name, 'a_folder_whose_name_has_no_place_to_break_at'));
  mkdirSync(place.home, { recursive: true });
  const undo: (() => void | Promise<void>)[] = [
    () => rmSync(path.join('.tmp', name), { recursive: true, force: true }),
  ];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const databaseUrl = options.env?.DATABASE_URL ?? (await ownDatabase(undo));
    // One admin presses for everybody.
    const limits = { BACKUP_HOURLY_RUNS: '10000', BACKUP_HOURLY_DOWNLOADS: '10000' };
    const own = siteEnvironment(place, databaseUrl, createSecrets());
    const environment: Record<string, string> = { ...own, ...limits, ...options.env };
    const prepared = await runProgram('scripts/demo/prepare-site.ts', [], { env: environment, output: 'show' });
    if (prepared.code !== 0) throw new Error('The test site could not be prepared. The lines above say why.');
    const site = await startSite({ env: environment, logFile: path.join(place.home, 'site.log') });
    undo.push(() => site.stop());
    return {
      baseUrl: site.baseUrl,
      pid: site.pid,
      databaseUrl,
      backupDirectory: environment.BACKUP_LOCAL_DIR ?? place.backupDirectory,
      contentPath: environment.CONTENT_PATH ?? place.contentPath,
      environment,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ownDatabase(undo: (() => void | Promise<void>)[]): Promise<string> {
  const server = await startTestPostgres(18);
  undo.push(() => server.stop());
  return server.url('test_site');
}
