import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended } from '../support/backup-module';
import { contentOf } from '../support/database-content';
import { restored, SITE_NAME } from '../support/restoring';
import { type CampaignSite, openCampaignSite, seededRandom, seedOf } from './campaign-site';

const KILLS = Number(process.env.CAMPAIGN_KILLS ?? 30);
/** A restore settles these, so they are no part of what must be equal. */
const SETTLED = { without: ['sessions', 'passwordResetTokens', 'verificationTokens', 'seed_status'] };

/** Restores over live in the terminal and is killed after `afterMs`; null waits for the end. Gives how long it ran. */
async function restoreInChild(site: CampaignSite, backupId: string, afterMs: number | null): Promise<number> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/backup.ts', 'restore', backupId, '--live', '--confirm', SITE_NAME],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: site.url,
        SITE_NAME,
        BACKUP_LOCAL_DIR: site.module.directory,
        BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
      },
    },
  );
  const words: string[] = [];
  child.stderr.on('data', (text) => words.push(String(text)));
  const exited = once(child, 'exit');
  if (afterMs !== null) {
    await Promise.race([delay(afterMs), exited]);
    child.kill('SIGKILL');
  }
  const [code] = await exited;
  if (afterMs === null && code !== 0) throw new Error(`The restore failed:\n${words.join('')}`);
  return performance.now() - began;
}

const ours = (site: CampaignSite, pattern: string) =>
  site.query<{ datname: string }>(`select datname from pg_database where datname like '${pattern}'`);

/** Kill -9 at random moments of a live restore: before or after, never between, and the next one needs no help. */
export async function runCampaign(): Promise<string> {
  const seed = seedOf();
  const random = seededRandom(seed);
  const site = await openCampaignSite(18, { demo: true });
  let before = 0;
  let after = 0;
  try {
    const { id } = await ended(startBackup(site.module.context, { engine: 'wasm' }, byTest));
    const target = await contentOf(site, SETTLED);
    const duration = await restoreInChild(site, id, null);
    for (let count = 0; count < KILLS; count += 1) {
      await site.query(`insert into roles (id, name) values ('killed-${count}', 'Killed ${count}')`);
      const present = await contentOf(site, SETTLED);
      await restoreInChild(site, id, random() * duration * 1.05);
      const found = await contentOf(site, SETTLED);
      if (found === present) before += 1;
      else if (found === target) after += 1;
      else throw new Error(`Kill ${count} left the live database between two states (seed ${seed}).`);
      // Any look at the pages reaps; then the same restore simply works.
      const history = await getHistory(site.module.context);
      if (!history.ok) throw new Error(history.error.message);
      const scratch = await ours(site, 'bk\\_scratch\\_%');
      if (scratch.length > 0) throw new Error(`Kill ${count} left ${scratch[0]?.datname} (seed ${seed}).`);
      const running = await site.query(`select 1 from backup.runs where status = 'running'`);
      if (running.length > 0) throw new Error(`Kill ${count} left a running row (seed ${seed}).`);
      await restored(site.module, id, { kind: 'live' }, { skipSafetyCopy: true });
      if ((await contentOf(site, SETTLED)) !== target) throw new Error(`The retry after kill ${count} is not exact.`);
      for (const { datname } of await ours(site, 'campaign\\_before\\_%')) {
        await site.query(`drop database "${datname}" with (force)`);
      }
    }
    return `kills: ${KILLS} kills over ${Math.round(duration)} ms of a live restore: ${before} before, ${after} after, 0 between; every retry exact, no scratch database left (seed ${seed})`;
  } finally {
    await site.close();
  }
}
